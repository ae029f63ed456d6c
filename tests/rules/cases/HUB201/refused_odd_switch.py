# A switch to graph mode that is not a statement of its own cannot be taken out.
# note: line 6 switches TensorFlow 2 behaviour off in the middle of other code

import tensorflow.compat.v1 as tf

switched = tf.disable_eager_execution()

with tf.Graph().as_default(), tf.Session() as sess:  # HUB101
    x = tf.placeholder(tf.float32)  # HUB102
    y = x + 1
    tf.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201
