# The package called keras is Keras 3 whatever the switch says, so each import of it becomes one of tf_keras.
# select: HUB310

import keras
import keras.backend as K
import numpy as np, keras as k
import tensorflow_hub as hub
from keras import layers, models  # the layers
from keras.layers import (
    Dense,
    Dropout,
)

model = models.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2"), layers.Dense(2), Dropout(0.1)])  # HUB310
other = k.Sequential([Dense(1)])
keras.Input((3,))
print(K.floatx(), np.float32)

# output

import tf_keras as keras
import tf_keras.backend as K
import numpy as np, tf_keras as k
import tensorflow_hub as hub
from tf_keras import layers, models  # the layers
from tf_keras.layers import (
    Dense,
    Dropout,
)

model = models.Sequential([hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2"), layers.Dense(2), Dropout(0.1)])
other = k.Sequential([Dense(1)])
keras.Input((3,))
print(K.floatx(), np.float32)
