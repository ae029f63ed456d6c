# What is given is not to be seen.
# select: HUB318

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([tf.keras.layers.Input([3])])
model.export("exported")
options = {"signature": "serve", "output_key": "output_0"}
layer = hub.KerasLayer("exported", *given)
other = hub.KerasLayer("exported", **options)
