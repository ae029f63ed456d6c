# TensorFlow 2's summaries need its module, where the file has TensorFlow 1's and no name is free for the other.
# select: HUB101, HUB102
# note: TensorFlow 2 has no name here that nothing else has

import tensorflow.compat.v1 as tf

tensorflow, tf2 = "names", "of texts"

x = tf.placeholder(tf.float32)  # HUB102
merged = tf.summary.scalar("double", x * 2.0)
writer = tf.summary.FileWriter("logs")
with tf.Session() as sess:  # HUB101
    writer.add_summary(sess.run(merged, {x: 1.0}), 1)
