# With signatures the layer can be served, and a whole model is saved as one.
# select: HUB314

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published/1", trainable=True)


@tf.function(input_signature=[tf.TensorSpec([None, 3])])
def serve(inputs):
    return {"features": layer(inputs)}


tf.saved_model.save(layer, "served/1", signatures=serve)
tf.saved_model.save(layer, "served/2", {"serving_default": serve})
model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
tf.saved_model.save(model, "model")
model.save("model.keras")


def export(one):
    tf.saved_model.save(one, "any")
    tf.saved_model.save(layer if one else model, "either")
