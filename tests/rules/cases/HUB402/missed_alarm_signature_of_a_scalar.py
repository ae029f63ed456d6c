# The Keras export of TensorFlow's own migration guide: Keras 2 broadcasts the scalar, Keras 3 refuses to take it.
# target: tf=2.21,keras=keras3,purpose=serve
# select: HUB402
# note: a signature gives the model a tensor of another rank than its `Input`, which only Keras 2 broadcasts

import tensorflow as tf

inp = tf.keras.Input((3,))
out = inp + 2
model = tf.keras.Model(inputs=inp, outputs=out)


@tf.function(input_signature=[tf.TensorSpec(shape=[], dtype=tf.float32)])
def serving_default(input):
    return {"output": model(input)}


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 3], dtype=tf.float32)])
def batched(input):
    return {"output": model(input)}


model.save("scalar", save_format="tf", signatures={"serving_default": serving_default})  # HUB402
model.save("batched", save_format="tf", signatures={"serving_default": batched})  # HUB402

# output

import tensorflow as tf

inp = tf.keras.Input((3,))
out = inp + 2
model = tf.keras.Model(inputs=inp, outputs=out)


@tf.function(input_signature=[tf.TensorSpec(shape=[], dtype=tf.float32)])
def serving_default(input):
    return {"output": model(input)}


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 3], dtype=tf.float32)])
def batched(input):
    return {"output": model(input)}


model.save("scalar", save_format="tf", signatures={"serving_default": serving_default})  # HUB402
tf.saved_model.save(model, "batched", signatures={"serving_default": batched})
