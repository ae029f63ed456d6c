# A Keras model that is loaded, and served by a function of the program.
# on: 2.15, 2.21, legacy
# raises: AssertionError: Tried to export a function which references an 'untracked' resource
# right prints: (2, 1)

import tensorflow as tf

made = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(1)])
made.save("model.h5")
model = tf.keras.models.load_model("model.h5")


@tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
def serve(x):
    return {"scores": model(x)}


module = tf.Module()
tf.saved_model.save(module, "served", signatures=serve)

# --- then
import tensorflow as tf

print(tf.saved_model.load("served").signatures["serving_default"](x=tf.ones([2, 3]))["scores"].shape)
