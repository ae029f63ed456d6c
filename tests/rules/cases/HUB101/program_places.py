# The graph at the top of a script, the session in a function of it: the switch to graph mode goes with them.

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

x = tf.placeholder(tf.float32)  # HUB102
scale = tf.Variable(2.0)
y = x * scale


def main(_):
    # Where it is run.
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        if True:
            print(sess.run(y, {x: 1.0}))  # once
        for value in [1.0, 2.0]:
            print(sess.run(y, {x: value}))


if __name__ == "__main__":
    tf.app.run()

# output

import tensorflow as tf
from absl import app

scale = tf.Variable(2.0)


@tf.function
def compute_y(x):
    y = x * scale
    return y


def main(_):
    # Where it is run.
    if True:
        print(compute_y(tf.constant(1.0, tf.float32)).numpy())  # once
    for value in [1.0, 2.0]:
        print(compute_y(tf.constant(value, tf.float32)).numpy())


if __name__ == "__main__":
    app.run(main=main)
