# An operation without a value happens where it is made, so its run goes.

import tensorflow as tf

with tf.compat.v1.Session() as sess:  # HUB101, HUB514
    image = tf.zeros([1, 1, 3], tf.uint8)
    jpeg = tf.io.encode_jpeg(image)
    write = tf.io.write_file("black.jpg", jpeg)
    sess.run(write)

# output

import tensorflow as tf

image = tf.zeros([1, 1, 3], tf.uint8)
jpeg = tf.io.encode_jpeg(image)
write = tf.io.write_file("black.jpg", jpeg)
