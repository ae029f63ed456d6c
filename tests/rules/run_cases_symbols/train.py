"""A 2017 training script."""
import os
import tempfile

import numpy as np
import tensorflow as tf

flags = tf.app.flags
flags.DEFINE_integer("steps", 30, "how many steps")
flags.DEFINE_float("keep", 0.8, "dropout")
FLAGS = flags.FLAGS


def model(x, keep):
    w1 = tf.get_variable("w1", [4, 8], initializer=tf.truncated_normal_initializer(stddev=0.5, seed=1))
    b1 = tf.get_variable("b1", [8], initializer=tf.zeros_initializer())
    h = tf.nn.dropout(tf.nn.relu(tf.nn.xw_plus_b(x, w1, b1)), keep, seed=2)
    w2 = tf.get_variable("w2", [8, 3], initializer=tf.contrib.layers.xavier_initializer(seed=3),
                         regularizer=tf.contrib.layers.l2_regularizer(0.01))
    return tf.matmul(h, w2)


def main(_):
    tf.set_random_seed(7)
    rng = np.random.RandomState(0)
    data = rng.randn(64, 4).astype("float32")
    labels = (data.sum(1) > 0).astype("int64") + (data[:, 0] > 1)
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    y = tf.placeholder(tf.int64, [None])
    keep = tf.placeholder_with_default(1.0, [])
    logits = model(x, keep)
    loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits))
    loss += tf.add_n(tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES))
    correct = tf.equal(tf.argmax(logits, 1), y)
    accuracy = tf.reduce_mean(tf.to_float(correct))
    tf.summary.scalar("loss", loss)
    step = tf.train.get_or_create_global_step()
    train = tf.train.AdamOptimizer(0.05).minimize(loss, global_step=step)
    saver = tf.train.Saver()
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for _ in range(FLAGS.steps):
            _, value = sess.run([train, loss], {x: data, y: labels, keep: 1.0})
        print("loss %.4f accuracy %.3f" % (value, sess.run(accuracy, {x: data, y: labels})))
        print(tf.gfile.Exists(saver.save(sess, os.path.join(tempfile.mkdtemp(), "model.ckpt")) + ".index"))


if __name__ == "__main__":
    tf.app.run()
