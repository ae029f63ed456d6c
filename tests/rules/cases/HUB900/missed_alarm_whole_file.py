# A file-wide comment that silences nothing, on a line of its own: the line goes.

# hublint: ignore-file[HUB102]  # HUB900
import math

area = math.pi * 2

# output

import math

area = math.pi * 2
