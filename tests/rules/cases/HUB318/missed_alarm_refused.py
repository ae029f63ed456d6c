# A layer that is to be trained cannot be one of a signature, and what else it is told may contradict.
# select: HUB318
# note: a signature cannot be trained: the model has to be saved in a form that can be fine-tuned
# note: the layer is told more than its handle

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([tf.keras.layers.Input([3])])
model.export("exported")
trained = hub.KerasLayer("exported", trainable=True)  # HUB318
shaped = hub.KerasLayer("exported", output_shape=[4])  # HUB318
