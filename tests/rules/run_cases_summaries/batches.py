"""The summaries of batches that an iterator gives, in a loop that ends with the data."""

import numpy as np
import tensorflow as tf

rng = np.random.RandomState(3)
inputs = rng.rand(24, 3).astype(np.float32)
targets = inputs @ np.array([[1.0], [-2.0], [0.5]], np.float32)

data = tf.data.Dataset.from_tensor_slices((inputs, targets)).batch(8)
iterator = tf.data.make_initializable_iterator(data)
x, y = iterator.get_next()

weights = tf.Variable(tf.zeros([3, 1]), name="weights")
prediction = tf.matmul(x, weights)
loss = tf.reduce_mean(tf.square(prediction - y))
train_op = tf.train.GradientDescentOptimizer(0.1).minimize(loss)

# What TensorBoard shows
tf.summary.scalar("training_loss", loss)
tf.summary.histogram("predictions", prediction)
merged = tf.summary.merge_all()

with tf.Session() as sess:
    writer = tf.summary.FileWriter("logs", sess.graph)
    sess.run(tf.global_variables_initializer())
    step = 0
    for epoch in range(3):
        sess.run(iterator.initializer)
        while True:
            try:
                _, value, summary = sess.run([train_op, loss, merged])
            except tf.errors.OutOfRangeError:
                break
            writer.add_summary(summary, step)
            step += 1
        print(epoch, value)
    sess.run(iterator.initializer)
    # The data once more, without a step
    writer.add_summary(sess.run(merged), step)
    writer.close()
