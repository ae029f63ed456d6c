# An import of a name imports its module.
# select: HUB311

import os
from tensorflow_hub import KerasLayer

os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
print(KerasLayer)

# output

import os
os.environ["TF_USE_LEGACY_KERAS"] = "1"
from tensorflow_hub import KerasLayer

print(KerasLayer)
