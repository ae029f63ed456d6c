# Numbers that a program adds to an event file itself, also from a function; and an operation that runs two others.
# select: HUB101, HUB102

import tensorflow as tf

x = tf.placeholder(tf.float32)  # HUB102
total = tf.Variable(0.0, name="total")
count = tf.Variable(0, name="count")
add = total.assign_add(x)
step = count.assign_add(1)
with tf.control_dependencies([add, step]):
    update = tf.no_op(name="update")  # both at once

writer = tf.summary.FileWriter("logs")


def report(value, at):
    # What we have so far
    summary = tf.Summary()
    summary.value.add(tag="total", simple_value=value)
    summary.value.add(tag="mean", simple_value=value / (at + 1))  # of each
    writer.add_summary(summary, at)


with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())
    for i in range(3):
        sess.run(update, {x: 1.5})
        report(sess.run(total), i)
        writer.add_summary(tf.Summary(value=[tf.Summary.Value(tag="steps", simple_value=i)]), i)  # at each step
    print(sess.run([total, count]))

# output

import tensorflow as tf

total = tf.Variable(0.0, name="total")
count = tf.Variable(0, name="count")


@tf.function
def update(x):
    # both at once
    total.assign_add(x)
    count.assign_add(1)


writer = tf.summary.create_file_writer("logs")


def report(value, at):
    # What we have so far
    with writer.as_default(step=int(at)):
        tf.summary.scalar("total", value)
        # of each
        tf.summary.scalar("mean", value / (at + 1))


for i in range(3):
    update(tf.constant(1.5, tf.float32))
    report(total.numpy(), i)
    with writer.as_default(step=i):  # at each step
        tf.summary.scalar("steps", i)
print([total.numpy(), count.numpy()])
