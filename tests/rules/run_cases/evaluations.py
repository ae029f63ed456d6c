"""Sessions that only evaluate: what is printed before and after must be the same."""

import numpy as np
import tensorflow as tf

total = tf.add(2, 3)
with tf.compat.v1.Session() as sess:
    print("total:", sess.run(total), type(sess.run(total)).__name__)
    print(sess.run([total, tf.ones([2])]), sess.run((total, total * 2)))
    double, triple = sess.run([total * 2, total * 3])
    print(double, triple, double + triple)

with tf.Graph().as_default():
    words = tf.constant(["a", "bc", "def"])
    lengths = tf.strings.length(words)
    with tf.compat.v1.Session() as sess:
        for at in range(3):
            print(sess.run(words[at]), sess.run(lengths[at] + at))


def table(rows):
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        matrix = tf.constant(rows, tf.float64)
        product = tf.matmul(matrix, tf.transpose(matrix))
        return session.run(product)


def squares(numbers):
    with tf.compat.v1.Session() as session:
        for number in numbers:
            yield session.run(tf.square(tf.constant(number)))


print(table([[1, 2], [3, 4]]).tolist(), list(squares([1, 2, 3])))

x = tf.constant(0)
with tf.compat.v1.Session() as sess:
    for i in range(3):
        x = x + i
        print("running sum:", sess.run(x))
    array = sess.run(tf.reshape(tf.range(6), [2, 3]))
    print(array.dtype, array.shape, np.asarray(array).sum(), sess.run(tf.reduce_any(tf.equal(x, 3))))

with tf.compat.v1.Session() as sess:
    picture = tf.zeros([1, 2, 3], tf.uint8)
    png = tf.io.encode_png(picture)
    write = tf.io.write_file("black.png", png)
    sess.run(write)
with tf.compat.v1.Session() as sess:
    print(sess.run(tf.io.decode_png(tf.io.read_file("black.png"))).shape)
