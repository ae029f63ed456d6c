# Models of tf_keras take the layer, and so do those of a file that has it where it is installed.
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub
import tf_keras

try:
    import tf_keras as keras
except ImportError:
    from tensorflow import keras

inputs = tf_keras.Input((3,))
model = tf_keras.Model(inputs, hub.KerasLayer("published/1")(inputs))
other = keras.Sequential([hub.KerasLayer("published/1")])
if tf.__version__ < "2.16":
    old = tf.keras.Sequential([hub.KerasLayer("published/1")])
