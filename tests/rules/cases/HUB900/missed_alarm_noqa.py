# Our code in a `noqa` comment goes when it is of no use; what other linters read there stays. No word of TensorFlow is
# left in such a file.

import os  # noqa: F401, HUB102  # HUB900
import re  # noqa: HUB102  # HUB900

# output

import os  # noqa: F401
import re
