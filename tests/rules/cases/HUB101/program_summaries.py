# Summaries are values of a run, which eager code writes where they were added to the event file.
# ignore: HUB514

import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None, 3], name="x")  # HUB102
y = tf.placeholder(tf.float32, [None, 1], name="y")  # HUB102
rate = tf.placeholder_with_default(0.5, [])  # HUB102
w = tf.Variable(tf.zeros([3, 1]), name="w")
# How the weights move
tf.summary.histogram("weights", w)  # HUB506
tf.summary.text("about", tf.constant("a line"))  # HUB506

with tf.name_scope("cost"):
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - y), name="loss")
    tf.summary.scalar("loss", loss)  # the mean  # HUB506
with tf.name_scope("cost"):
    largest = tf.summary.scalar("largest of all", tf.reduce_max(tf.abs(y)))  # HUB506
    tf.summary.scalar("max", tf.reduce_max(y))  # HUB506
tf.summary.scalar("rate", rate)  # HUB506
merged = tf.summary.merge_all()  # HUB502
step = tf.Variable(0, trainable=False)
train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, global_step=step)  # HUB502

with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())  # HUB502
    # For TensorBoard
    writer = tf.summary.FileWriter("logs", sess.graph, 20, flush_secs=5)  # HUB502
    idle = tf.summary.FileWriter("graph")  # HUB502
    idle.add_graph(sess.graph)
    idle.close()
    data = np.ones([4, 3])
    for epoch in range(2):
        for i in range(5):
            _, summary = sess.run([train, merged], feed_dict={x: data, y: data[:, :1]})
            writer.add_summary(summary, epoch * 5 + i)  # at each step
            if i % 2:
                sess.run(train, {x: data, y: data[:, :1]})
        writer.add_summary(largest.eval({y: data[:, :1]}), epoch / 2)
        s, value = sess.run([merged, loss], {x: data, y: data[:, :1], rate: 0.25})
        count = sess.run(step)
        writer.add_summary(s, count)
        writer.add_summary(sess.run(largest, {y: data[:, :1]}), sess.run(step))
        print(value)
    sess.run([largest, train], {x: data, y: data[:, :1]})
    writer.close()

# output

import numpy as np
import tensorflow as tf

w = tf.Variable(tf.zeros([3, 1]), name="w")


def compute_loss(x, y):
    loss = tf.reduce_mean(tf.square(tf.matmul(x, w) - y), name="loss")
    return loss


step = tf.Variable(0, trainable=False)
optimizer = tf.keras.optimizers.SGD(0.1)

# For TensorBoard
writer = tf.summary.create_file_writer("logs", max_queue=20, flush_millis=5000)
data = np.ones([4, 3])


@tf.function
def compute(y):
    return tf.reduce_max(tf.abs(y))


@tf.function
def evaluate(x, y):
    loss = compute_loss(x, y)
    return loss, tf.reduce_max(tf.abs(y)), tf.reduce_max(y)


@tf.function
def train_step(x, y):
    with tf.GradientTape() as tape:
        loss = compute_loss(x, y)
    variables = [w]
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    step.assign_add(1)
    return loss, tf.reduce_max(tf.abs(y)), tf.reduce_max(y)


for epoch in range(2):
    for i in range(5):
        loss, largest_of_all, max_value = train_step(
            tf.constant(data, tf.float32),
            tf.constant(data[:, :1], tf.float32),
        )
        with writer.as_default(step=epoch * 5 + i):  # at each step
            # How the weights move
            tf.summary.histogram("weights", w)
            tf.summary.text("about", tf.constant("a line"))
            # the mean
            tf.summary.scalar("cost/loss_1", loss)
            tf.summary.scalar("cost_1/largest_of_all", largest_of_all)
            tf.summary.scalar("cost_1/max_2", max_value)
            tf.summary.scalar("rate", 0.5)
        if i % 2:
            train_step(
                tf.constant(data, tf.float32),
                tf.constant(data[:, :1], tf.float32),
            )
    with writer.as_default(step=int(epoch / 2)):
        largest_of_all = compute(tf.constant(data[:, :1], tf.float32))
        tf.summary.scalar("cost_1/largest_of_all", largest_of_all)
    value, largest_of_all, max_value = [tensor.numpy() for tensor in evaluate(
        tf.constant(data, tf.float32),
        tf.constant(data[:, :1], tf.float32),
    )]
    count = step.numpy()
    with writer.as_default(step=count):
        tf.summary.histogram("weights", w)
        tf.summary.text("about", tf.constant("a line"))
        tf.summary.scalar("cost/loss_1", value)
        tf.summary.scalar("cost_1/largest_of_all", largest_of_all)
        tf.summary.scalar("cost_1/max_2", max_value)
        tf.summary.scalar("rate", 0.25)
    with writer.as_default(step=step.numpy()):
        largest_of_all = compute(tf.constant(data[:, :1], tf.float32))
        tf.summary.scalar("cost_1/largest_of_all", largest_of_all)
    print(value)
train_step(
    tf.constant(data, tf.float32),
    tf.constant(data[:, :1], tf.float32),
)
writer.close()
