# What a `try` begins with happens before what follows it.
# select: HUB311

import os

try:
    import tensorflow_hub as hub
except ImportError:
    hub = None

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
try:
    import tensorflow_hub as hub
except ImportError:
    hub = None
