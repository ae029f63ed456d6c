import os
import tempfile

import numpy as np
import tensorflow as tf

folder = tempfile.mkdtemp()
x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None])
hidden = tf.layers.dense(x, 4, tf.tanh, kernel_initializer=tf.constant_initializer(0.2), name="hidden")
scale = tf.Variable([1.0, 0.5], name="scale")
out = tf.layers.dense(hidden, 2, kernel_initializer=tf.constant_initializer(1.0)) * scale
loss = tf.reduce_mean(tf.square(tf.reduce_sum(out, axis=1) - y))
train = tf.train.AdamOptimizer(0.01).minimize(loss)
saver = tf.train.Saver(tf.trainable_variables())
with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(4):
        _, value = sess.run([train, loss], feed_dict={x: np.eye(3), y: [1.0, 2.0, 3.0]})
        print(step, value)
        saver.save(sess, folder + "/layers", global_step=step)
newest = tf.train.latest_checkpoint(folder)
shapes = tf.train.load_checkpoint(newest).get_variable_to_shape_map().values()
print(os.path.basename(newest), [shape in shapes for shape in ([3, 4], [4], [4, 2], [2])])
