# A function that makes variables where TensorFlow itself has no name.
# note: TensorFlow has no name where line 8 defines `layer`
# select: HUB101, HUB102

from tensorflow.compat.v1 import Variable


def layer(x):
    w = Variable(1.0)
    return x * w


def main():
    import tensorflow.compat.v1 as tf

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


main()
