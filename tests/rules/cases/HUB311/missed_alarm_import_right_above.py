# The import goes up with the switch below it, and what speaks of both.
# select: HUB311

import numpy as np
from tensorflow.keras import layers

print(np.pi)

# Force legacy Keras
import os
os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311

# The network
model = layers.Dense(1)
print(os.getcwd())

# output

import numpy as np
# Force legacy Keras
import os
os.environ["TF_USE_LEGACY_KERAS"] = "1"
from tensorflow.keras import layers

print(np.pi)

# The network
model = layers.Dense(1)
print(os.getcwd())
