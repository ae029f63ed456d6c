# The Keras export of TensorFlow's own migration guide, with a signature that names what it gives.
# on: 2.21
# target: purpose=serve
# raises: ValueError: The following argument(s) are not supported: ['signatures']

import tensorflow as tf


def add_two(input):
    return input + 2


inp = tf.keras.Input([3])
model = tf.keras.Model(inputs=inp, outputs=add_two(inp))


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 3], dtype=tf.float32)])
def serving_default(input):
    return {"output": model(input)}


model.save(
    "keras-model",
    signatures={tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: serving_default},
)
# --- then
import tensorflow as tf

signature = tf.saved_model.load("keras-model").signatures["serving_default"]
assert signature(input=tf.ones([1, 3]))["output"].numpy().tolist() == [[3.0, 3.0, 3.0]]
