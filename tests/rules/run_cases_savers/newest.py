"""Saves under one path, and asks the folder for the newest checkpoint."""
import os
import sys

import numpy as np
import tensorflow as tf

model_dir = sys.argv[1]
model_path = os.path.join(model_dir, "newest")
x = tf.placeholder(tf.float32, [None])
v = tf.Variable([1.0, 2.0, 3.0], name="v")
count = tf.get_variable("count", [], tf.int32, tf.zeros_initializer(), trainable=False)
total = tf.reduce_sum(x * v) + tf.cast(count, tf.float32)
grow = tf.assign(v, v * x)
bump = tf.assign_add(count, 1)
saver = tf.train.Saver()
sess = tf.Session()
sess.run(tf.global_variables_initializer())
latest = tf.train.latest_checkpoint(model_dir)
if latest is not None:
    print("from", os.path.basename(latest))
    saver.restore(sess, latest)
print(sess.run(total, {x: [1.0, 1.0, 1.0]}))
sess.run(grow, {x: np.array([0.5, 1.5, 2.0])})
sess.run(bump)
saver.save(sess, model_path)
print(sess.run(v), sess.run(count), tf.train.latest_checkpoint(model_dir) == model_path)
