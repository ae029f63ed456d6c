# A code that no rule has was a slip of the pen: it never silenced anything.

import math

area = math.pi * 2  # hublint: ignore[HUB000]  # HUB900

# output

import math

area = math.pi * 2
