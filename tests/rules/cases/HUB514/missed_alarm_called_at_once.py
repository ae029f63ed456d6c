# The session and the placeholder stand in a class that the file makes an object of as soon as it is run.

import tensorflow.compat.v1 as tf


class Net:
    def __init__(self):
        self.sess = tf.Session()  # HUB101, HUB514
        self.build()

    def build(self):
        self.x = tf.placeholder(tf.float32, (2, 3), name="x")  # HUB102
        self.y = tf.add(self.x, self.x, name="y")

    def run(self):
        return self.sess.run(self.y, feed_dict={self.x: [[1, 1, 1], [2, 2, 2]]})


print(Net().run())

# output

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()


class Net:
    def __init__(self):
        self.sess = tf.Session()  # HUB101
        self.build()

    def build(self):
        self.x = tf.placeholder(tf.float32, (2, 3), name="x")  # HUB102
        self.y = tf.add(self.x, self.x, name="y")

    def run(self):
        return self.sess.run(self.y, feed_dict={self.x: [[1, 1, 1], [2, 2, 2]]})


print(Net().run())
