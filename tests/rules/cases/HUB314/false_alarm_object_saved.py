# The object in the layer is saved, as the page on fine-tuning says.
# select: HUB314

import tensorflow as tf
import tensorflow_hub as hub

loaded_obj = hub.load("published/1")
hub_layer = hub.KerasLayer(loaded_obj, trainable=True)
tf.saved_model.save(loaded_obj, "finetuned/1")
tf.saved_model.save(hub_layer.resolved_object, "finetuned/2")

other = hub.load("published/2")
print(other(tf.ones([1, 3])))
tuned = hub.KerasLayer("published/2", trainable=True)
tf.saved_model.save(other, "copy")

third = hub.load("published/3")
frozen = hub.KerasLayer("published/3")
tf.saved_model.save(third, "copy")
