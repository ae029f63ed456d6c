"""A program that writes numbers which it computes itself, beside those of its graph."""

import numpy as np
import tensorflow as tf

rng = np.random.RandomState(7)
inputs = rng.rand(20, 2).astype(np.float32)
targets = inputs @ np.array([[2.0], [-1.0]], np.float32)

x = tf.placeholder(tf.float32, [None, 2], name="x")
y = tf.placeholder(tf.float32, [None, 1], name="y")
weights = tf.Variable(tf.zeros([2, 1]), name="weights")
error = tf.reduce_mean(tf.square(tf.matmul(x, weights) - y))
train_op = tf.train.GradientDescentOptimizer(0.2).minimize(error)
merged = tf.summary.scalar("error", error)

writer = tf.summary.FileWriter("logs")
tests = tf.summary.FileWriter("logs/tests")

def report_time(seconds, epoch):
    report = tf.Summary()
    # Always the same here
    report.value.add(tag="time/epoch", simple_value=seconds)
    tests.add_summary(report, epoch)


with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    errors = []
    for epoch in range(4):
        for at in range(0, 20, 5):
            _, value, summary = sess.run([train_op, error, merged], {x: inputs[at:at + 5], y: targets[at:at + 5]})
            writer.add_summary(summary, epoch * 4 + at // 5)
            errors.append(value)
        # The mean of an epoch
        mean = np.mean(errors[-4:])
        writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="mean error", simple_value=mean)]), epoch)
        # What the tests say
        report = tf.Summary()
        #pylint: disable=maybe-no-member
        report.value.add(tag="tests/error", simple_value=sum(errors))
        report.value.add(tag="tests/%d" % epoch, simple_value=epoch)  # of each epoch
        tests.add_summary(report, epoch)
        report_time(1.5, epoch)
        print(epoch, mean)

for at, number in enumerate(errors):
    summary = tf.Summary(value=[
        tf.Summary.Value(tag="all", simple_value=float(number)),
        tf.Summary.Value(tag="square", simple_value=number ** 2),
    ])
    tests.add_summary(summary, global_step=at)
last = tf.Summary(value=[tf.Summary.Value(tag="last", simple_value=3000000000)])
tests.add_summary(last, 7)
writer.close()
tests.close()
