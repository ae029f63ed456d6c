import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
data = rng.rand(50, 3).astype("float32")
targets = data.dot([[1.0], [2.0], [3.0]])

x = tf.placeholder(tf.float32, [None, 3], name="x")
y = tf.placeholder(tf.float32, [None, 1], name="y")

w = tf.Variable(tf.zeros([3, 1]), name="w")
b = tf.Variable(tf.zeros([1]), name="b")
# How the weights move
weights_summary = tf.summary.histogram("weights", w)

with tf.name_scope("model"):
    prediction = tf.matmul(x, w) + b
    prediction_summary = tf.summary.histogram("prediction", prediction)

with tf.name_scope("cost"):
    loss = tf.reduce_mean(tf.square(prediction - y), name="loss")
    loss_summary = tf.summary.scalar("loss", loss)  # add loss to scalar summary

error = tf.reduce_max(tf.abs(prediction - y))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
merged = tf.summary.merge([prediction_summary, loss_summary])

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    writer = tf.summary.FileWriter("logs/train", sess.graph)
    test_writer = tf.summary.FileWriter("logs/test")
    for step in range(20):
        _, summary = sess.run([train_op, merged], feed_dict={x: data, y: targets})
        writer.add_summary(summary, step)  # write it
        writer.add_summary(weights_summary.eval(), step)
        if step % 5 == 0:
            summary, e = sess.run([merged, error], feed_dict={x: data[:5], y: targets[:5]})
            test_writer.add_summary(summary, step)
            print(step, e)
    writer.close()
    test_writer.close()
