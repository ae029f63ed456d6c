import numpy as np
import tensorflow as tf

# Parameters
learning_rate = 0.05
batch_size = 10
epochs = 3

rng = np.random.RandomState(0)
images = rng.rand(40, 6).astype("float32")
labels = np.eye(3)[rng.randint(0, 3, 40)].astype("float32")
first = rng.normal(size=[6, 3]).astype("float32")

# Inputs
x = tf.placeholder(tf.float32, [None, 6], name="InputData")
y = tf.placeholder(tf.float32, [None, 3], name="LabelData")
keep_prob = tf.placeholder(tf.float32)

W = tf.Variable(first, name="Weights")
b = tf.Variable(tf.zeros([3]), name="Bias")

with tf.name_scope("Model"):
    pred = tf.nn.softmax(tf.matmul(x * keep_prob, W) + b)
with tf.name_scope("Loss"):
    cost = tf.reduce_mean(-tf.reduce_sum(y * tf.log(pred), 1), name="loss")
    tf.summary.scalar("loss", cost)
with tf.name_scope("Loss"):
    tf.summary.scalar("largest", tf.reduce_max(pred))
with tf.name_scope("SGD"):
    optimizer = tf.train.GradientDescentOptimizer(learning_rate).minimize(cost)
with tf.name_scope("Accuracy"):
    acc = tf.equal(tf.argmax(pred, 1), tf.argmax(y, 1))
    acc = tf.reduce_mean(tf.cast(acc, tf.float32))

# Create a summary to monitor the loss
tf.summary.scalar("loss", cost)
# Create a summary to monitor accuracy
tf.summary.scalar("accuracy!", acc)
tf.summary.scalar("keep", keep_prob)
merged_summary_op = tf.summary.merge_all()

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())

    # Write logs to TensorBoard
    summary_writer = tf.summary.FileWriter("logs", graph=tf.get_default_graph())

    for epoch in range(epochs):
        avg_cost = 0.0
        total_batch = int(len(images) / batch_size)
        for i in range(total_batch):
            batch_xs = images[i * batch_size:(i + 1) * batch_size]
            batch_ys = labels[i * batch_size:(i + 1) * batch_size]
            # Run the step and the summaries
            _, c, summary = sess.run([optimizer, cost, merged_summary_op],
                                     feed_dict={x: batch_xs, y: batch_ys, keep_prob: 0.5})
            # Write logs at every iteration
            summary_writer.add_summary(summary, epoch * total_batch + i)
            avg_cost += c / total_batch
        print("Epoch:", epoch, "cost={:.6f}".format(avg_cost))

    print("Accuracy:", acc.eval({x: images, y: labels, keep_prob: 1.0}))
    summary_writer.close()
