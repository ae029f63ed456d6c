# Another library's layer, and another library's export.
# select: HUB318

import tensorflow as tf
import tensorflow_hub as hub
from mylib import KerasLayer, Model

model = tf.keras.Sequential([tf.keras.layers.Input([3])])
model.export("exported")
layer = KerasLayer("exported")
other = Model()
other.export("other")
second = hub.KerasLayer("other")
