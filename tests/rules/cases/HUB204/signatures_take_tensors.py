# Before TensorFlow 2.21 the signatures of a model in TensorFlow 1's form take tensors only, of their own dtype.
# target: tf=2.15

import tensorflow as tf

with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
    meta_graph = tf.compat.v1.saved_model.loader.load(sess, ["serve"], "model")  # HUB204
    signature = meta_graph.signature_def["serving_default"]
    print(sess.run(signature.outputs["y"].name, {signature.inputs["x"].name: [[1, 2]]}))

# output

import tensorflow as tf

loaded = tf.saved_model.load("model")
signature = loaded.signatures["serving_default"]
print(signature(
    x=tf.constant([[1, 2]], signature.structured_input_signature[1]["x"].dtype),
)["y"].numpy())
