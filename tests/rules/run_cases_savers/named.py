# Dicts that tell savers the names which the variables have already.
import os
import sys

import tensorflow as tf

path = os.path.join(sys.argv[1], "named")
x = tf.placeholder(tf.float32)
w = tf.Variable(1.0, name="w")
with tf.variable_scope("a"):
    v = tf.get_variable("v", [2], initializer=tf.ones_initializer())
grow = tf.assign(v, v * x)
raised = tf.assign_add(w, x)
named = {"a/v": v}
saver = tf.train.Saver({"w": w, "a/v": v})
saver_of_v = tf.train.Saver(named)
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    if os.path.exists(path + ".index"):
        saver.restore(sess, path)
        saver_of_v.restore(sess, path + "_v")
    print(sess.run(v), sess.run(w))
    sess.run(raised, {x: 2.0})
    sess.run(grow, {x: 3.0})
    saver.save(sess, path)
    sess.run(grow, {x: 3.0})
    saver_of_v.save(sess, path + "_v")
    print(sess.run(v), sess.run(w))
