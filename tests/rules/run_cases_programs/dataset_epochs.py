"""Datasets that are looped over until they end, by iterators of three kinds."""

import numpy as np
import tensorflow as tf

n_epochs = 3
train = (np.arange(24, dtype=np.float32).reshape(12, 2) / 24, np.eye(3, dtype=np.float32)[np.arange(12) % 3])
test = (np.ones([5, 2], np.float32), np.eye(3, dtype=np.float32)[[0, 1, 2, 0, 1]])

# Step 1: create datasets and iterator
train_data = tf.data.Dataset.from_tensor_slices(train)
train_data = train_data.shuffle(12, seed=3, reshuffle_each_iteration=False)
train_data = train_data.batch(5)

test_data = tf.data.Dataset.from_tensor_slices(test)
test_data = test_data.batch(2)

iterator = tf.data.Iterator.from_structure(train_data.output_types,
                                           train_data.output_shapes)
img, label = iterator.get_next()

train_init = iterator.make_initializer(train_data)  # initializer for train_data
test_init = iterator.make_initializer(test_data)  # initializer for test_data

# Step 2: build the model
w = tf.get_variable(name='weights', shape=(2, 3), initializer=tf.zeros_initializer())
b = tf.get_variable(name='bias', shape=(1, 3), initializer=tf.zeros_initializer())
logits = tf.matmul(img, w) + b
loss = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits(logits=logits, labels=label), name='loss')
optimizer = tf.train.MomentumOptimizer(0.05, 0.5).minimize(loss)
correct_preds = tf.equal(tf.argmax(logits, 1), tf.argmax(label, 1))
accuracy = tf.reduce_sum(tf.cast(correct_preds, tf.float32))

# Step 3: something to look at, in the order of the data
values = tf.data.Dataset.range(9).filter(lambda v: tf.not_equal(v, 4)).batch(3)
value = values.make_one_shot_iterator().get_next()
square = value * value

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    # train the model n_epochs times
    for i in range(n_epochs):
        sess.run(train_init)  # drawing samples from train_data
        total_loss = 0
        n_batches = 0
        try:
            while True:
                _, l = sess.run([optimizer, loss])
                total_loss += l
                n_batches += 1
        except tf.errors.OutOfRangeError:
            pass
        print('Average loss epoch {0}: {1}'.format(i, total_loss / n_batches))

    # test the model
    sess.run(test_init)
    total_correct_preds = 0
    try:
        while True:
            accuracy_batch = sess.run(accuracy)
            total_correct_preds += accuracy_batch
    except tf.errors.OutOfRangeError:
        print('Accuracy {0}'.format(float(total_correct_preds) / 5))

    while True:
        try:
            # the next of the squares
            print(sess.run(square))
        except tf.errors.OutOfRangeError:
            print('no more squares')
            break

    # Stop before the data ends, and go on
    sess.run(train_init)
    try:
        while True:
            images, labels = sess.run([img, label])
            if labels[0, 0] == 0 or len(images) < 5:
                break
            print('not yet', images.sum())
    except tf.errors.OutOfRangeError:
        print('nothing found')
    print(sess.run(loss))
