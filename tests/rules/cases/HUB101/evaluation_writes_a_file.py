# An operation without a value happens where it is made, so its run goes; but not if something stands between, or it is run
# again, or it is made outside.
# note: line 19 runs something that is not certainly a tensor without variables
# note: line 24 runs something that is not certainly a tensor without variables
# note: line 28 runs something that is not certainly a tensor without variables
# ignore: HUB514

import tensorflow as tf

with tf.compat.v1.Session() as sess:  # HUB101
    image = tf.zeros([1, 1, 3], tf.uint8)
    jpeg = tf.io.encode_jpeg(image)
    write = tf.io.write_file("black.jpg", jpeg)
    sess.run(write)

with tf.compat.v1.Session() as sess:  # HUB101
    write = tf.io.write_file("black.jpg", "")
    print("before")
    sess.run(write)

with tf.compat.v1.Session() as sess:  # HUB101
    write = tf.io.write_file("black.jpg", "")
    for _ in range(3):
        sess.run(write)

write = tf.io.write_file("black.jpg", "")
with tf.compat.v1.Session() as sess:  # HUB101
    sess.run(write)

# output

import tensorflow as tf

image = tf.zeros([1, 1, 3], tf.uint8)
jpeg = tf.io.encode_jpeg(image)
write = tf.io.write_file("black.jpg", jpeg)

with tf.compat.v1.Session() as sess:  # HUB101
    write = tf.io.write_file("black.jpg", "")
    print("before")
    sess.run(write)

with tf.compat.v1.Session() as sess:  # HUB101
    write = tf.io.write_file("black.jpg", "")
    for _ in range(3):
        sess.run(write)

write = tf.io.write_file("black.jpg", "")
with tf.compat.v1.Session() as sess:  # HUB101
    sess.run(write)
