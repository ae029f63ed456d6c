import os

import numpy as np
import tensorflow as tf


def weights(shape, name):
    start = np.linspace(-0.5, 0.5, int(np.prod(shape))).reshape(shape)
    return tf.Variable(start.astype("float32"), name=name)


def train(folder, steps):
    rng = np.random.RandomState(1)
    data = rng.rand(30, 2).astype("float32")
    wanted = (data[:, :1] > data[:, 1:]).astype("float32")

    x = tf.placeholder(tf.float32, [None, 2])
    y = tf.placeholder(tf.float32, [None, 1])
    global_step = tf.Variable(0, name="global_step", trainable=False)
    hidden_weights = weights([2, 4], "hidden")
    out_weights = weights([4, 1], "out")
    weights_summary = tf.summary.merge([
        tf.summary.histogram("hidden_weights", hidden_weights),
        tf.summary.histogram("out_weights", out_weights),
        tf.summary.scalar("spread", tf.reduce_max(out_weights) - tf.reduce_min(out_weights)),
    ])

    hidden = tf.tanh(tf.matmul(x, hidden_weights))
    logits = tf.matmul(hidden, out_weights)
    loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=y, logits=logits))
    train_step = tf.train.AdamOptimizer(0.1).minimize(loss, global_step=global_step)
    loss_summary = tf.summary.scalar("loss", loss)
    right = tf.equal(tf.cast(logits > 0.0, tf.float32), y)
    accuracy = tf.reduce_mean(tf.cast(right, tf.float32))
    accuracy_summary = tf.summary.scalar("accuracy", accuracy)

    sess = tf.Session()
    sess.run(tf.global_variables_initializer())
    writer = tf.summary.FileWriter(os.path.join(folder, "train"), sess.graph, flush_secs=10)
    for _ in range(steps):
        feed = data[:20]
        _, summary_str = sess.run([train_step, loss_summary], {x: feed, y: wanted[:20]})
        step = sess.run(global_step)
        writer.add_summary(summary_str, step)
        if step % 3 == 0:
            writer.add_summary(sess.run(accuracy_summary, {x: data[20:], y: wanted[20:]}), sess.run(global_step))
            summary = sess.run(weights_summary)
            writer.add_summary(summary, global_step=step)
            writer.flush()
            print("step", step, "accuracy", sess.run(accuracy, {x: data, y: wanted}))
    writer.close()
    sess.close()


train("logs", 10)
