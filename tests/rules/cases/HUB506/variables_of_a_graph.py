# In a program that stays in graph mode a variable is TensorFlow 1's own, or a run beside its update gives another value.

import tensorflow as tf


def classify(variable):
    return isinstance(variable, tf.Variable)


if __name__ == "__main__":
    step = tf.Variable(0, trainable=False)
    train = tf.train.RMSPropOptimizer(0.1).minimize(tf.square(tf.Variable(1.0)), global_step=step)  # HUB502
    with tf.train.MonitoredSession() as sess:  # HUB502
        _, count = sess.run([train, step])
        print(count, classify(step))

# output

import tensorflow as tf

tf.compat.v1.disable_v2_behavior()


def classify(variable):
    return isinstance(variable, tf.Variable)


if __name__ == "__main__":
    step = tf.compat.v1.Variable(0, trainable=False)
    train = tf.compat.v1.train.RMSPropOptimizer(0.1).minimize(tf.square(tf.compat.v1.Variable(1.0)), global_step=step)
    with tf.compat.v1.train.MonitoredSession() as sess:
        _, count = sess.run([train, step])
        print(count, classify(step))
