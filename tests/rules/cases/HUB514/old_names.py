# A whole TensorFlow 1 program: its names first, and then the switch.

import tensorflow as tf

x = tf.get_variable("x", [])  # HUB502

if __name__ == "__main__":
    tf.train.Saver([x])  # HUB502

# output

import tensorflow as tf

tf.compat.v1.disable_v2_behavior()

x = tf.compat.v1.get_variable("x", [])

if __name__ == "__main__":
    tf.compat.v1.train.Saver([x])
