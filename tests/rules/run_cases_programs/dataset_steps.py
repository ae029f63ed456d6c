import numpy as np
import tensorflow as tf

# Parameters
learning_rate = 0.05
num_steps = 12
batch_size = 8

rng = np.random.RandomState(0)
data = rng.rand(20, 3).astype(np.float32)
targets = rng.rand(20, 1).astype(np.float32)

# Batches of the data, over and over
dataset = tf.data.Dataset.from_tensor_slices((data, targets)).repeat().batch(batch_size)
iterator = dataset.make_one_shot_iterator()
# The features and labels of the next batch
features, labels = iterator.get_next()


def augment(x, y):
    return {"image": tf.pow(x, 2.0), "id": tf.to_int32(y * 10)}, (y, y + 1.0)


# Each run takes the next of these, too
pairs = tf.data.Dataset.from_tensor_slices((data, targets)).map(augment).repeat().batch(3)
images, (others, more) = pairs.make_one_shot_iterator().get_next()

W = tf.get_variable("W", [3, 1], initializer=tf.constant_initializer(0.1))
b = tf.Variable(tf.zeros([1]))
prediction = tf.matmul(features, W) + b
loss = tf.reduce_mean(tf.square(prediction - labels))
train_op = tf.train.GradientDescentOptimizer(learning_rate).minimize(loss)
score = tf.reduce_sum(tf.matmul(images["image"], W) + others)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    for step in range(num_steps):
        sess.run(train_op)
        if step % 4 == 0:
            # This takes a batch of its own
            loss_value = sess.run(loss)
            print(step, loss_value, sess.run(score))
            x, y = sess.run([features, labels])
            print(x.shape, y.sum())
    image = sess.run(images)
    print(image["image"].mean(), image["id"].sum())
    print(sess.run(more).sum(), sess.run(W).ravel())

    # Until the data ends, and a little further
    numbers = tf.data.Dataset.range(7).batch(2)
    ending = numbers.make_initializable_iterator()
    element = ending.get_next()
    double = element * 2
    sess.run(ending.initializer)
    count = 0
    while True:
        count += 1
        try:
            print(count, sess.run(double))
        except tf.errors.OutOfRangeError:
            print("end")
            break
    sess.run(ending.initializer)
    for i in range(6):
        try:
            print(i, sess.run([element, double]))
        except tf.errors.OutOfRangeError:
            sess.run(ending.initializer)
            print(sess.run(double))
