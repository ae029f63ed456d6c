# These can be called: another folder, one that is saved there, and a layer that names its signature.
# select: HUB318

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([tf.keras.layers.Input([3])])
model.export("exported")
one = hub.KerasLayer("exported", signature="serving_default", output_key="output_0")
two = hub.KerasLayer("another")
tf.saved_model.save(reusable, "both")
model.export("both")
three = hub.KerasLayer("both")
