# Variables made earlier in the default graph have a part in the names that the checkpoint knows.
# note: line 8 may make variables in the same graph, which the checkpoint then has too
# ignore: HUB514

import tensorflow as tf
import tensorflow.compat.v1 as tf1

first = tf.Variable(1.0, name="w")
x = tf1.placeholder(tf.float32)  # HUB102
second = tf.Variable(2.0, name="w")
y = x * second
with tf1.Session() as sess:  # HUB101
    tf1.train.Saver().restore(sess, "model")
    tf1.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201
