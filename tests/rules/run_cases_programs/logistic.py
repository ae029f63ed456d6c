import numpy as np
import tensorflow as tf


def batches(data, labels, size):
    for start in range(0, len(data), size):
        yield data[start:start + size], labels[start:start + size]


def main():
    rng = np.random.RandomState(0)
    data = rng.randn(100, 4)
    labels = (data.sum(axis=1) > 0).astype(np.float32).reshape(-1, 1)

    features = tf.placeholder(tf.float32, [None, 4], name="features")
    targets = tf.placeholder(tf.float32, [None, 1], name="targets")
    with tf.variable_scope("logistic"):
        weights = tf.get_variable("weights", [4, 1], initializer=tf.zeros_initializer())
        bias = tf.get_variable("bias", shape=[1], initializer=tf.constant_initializer(0.1))
    logits = tf.matmul(features, weights) + bias
    loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=targets, logits=logits))
    predictions = tf.cast(tf.sigmoid(logits) > 0.5, tf.float32)
    accuracy = tf.reduce_mean(tf.cast(tf.equal(predictions, targets), tf.float32))
    global_step = tf.Variable(0, trainable=False, name="global_step")
    rate = tf.train.exponential_decay(0.1, global_step, 20, 0.9, staircase=True)
    optimizer = tf.train.AdamOptimizer(rate)
    train_op = optimizer.minimize(loss, global_step=global_step)

    config = tf.ConfigProto()
    config.gpu_options.allow_growth = True
    with tf.Session(config=config) as sess:
        sess.run(tf.global_variables_initializer())
        for epoch in range(5):
            for batch, target in batches(data, labels, 30):
                _, value = sess.run([train_op, loss], feed_dict={features: batch, targets: target})
            print("epoch %d: loss %.5f" % (epoch, value))
        loss_value, accuracy_value = sess.run([loss, accuracy], feed_dict={features: data, targets: labels})
        print("loss %.5f accuracy %.3f steps %d" % (loss_value, accuracy_value, sess.run(global_step)))


if __name__ == "__main__":
    main()
