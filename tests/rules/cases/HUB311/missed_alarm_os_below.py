# The import of os goes up with the switch, and so do the comments above it.
# select: HUB311

import numpy as np
import tensorflow as tf
import tensorflow.keras as keras

import os

# tensorflow_hub is not ready for Keras 3 yet:
# https://github.com/tensorflow/hub/issues/903
os.environ["TF_USE_LEGACY_KERAS"] = "1"  # see above  # HUB311


model = keras.Sequential([keras.layers.Dense(1)])
print(np.shape(model(tf.ones([2, 3]))))

# output

import numpy as np
import os

# tensorflow_hub is not ready for Keras 3 yet:
# https://github.com/tensorflow/hub/issues/903
os.environ["TF_USE_LEGACY_KERAS"] = "1"  # see above
import tensorflow as tf
import tensorflow.keras as keras


model = keras.Sequential([keras.layers.Dense(1)])
print(np.shape(model(tf.ones([2, 3]))))
