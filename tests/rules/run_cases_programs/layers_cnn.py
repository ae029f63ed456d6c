import numpy as np
import tensorflow as tf

LR = 0.001             # learning rate

rng = np.random.RandomState(3)
images = rng.rand(40, 784).astype(np.float32)
labels = np.eye(10, dtype=np.float32)[rng.randint(0, 10, 40)]


def weights(*shape):
    return tf.constant_initializer(np.random.RandomState(sum(shape)).normal(0.0, 0.1, shape))


tf_x = tf.placeholder(tf.float32, [None, 28*28])
image = tf.reshape(tf_x, [-1, 28, 28, 1])              # (batch, height, width, channel)
tf_y = tf.placeholder(tf.int32, [None, 10])            # input y

# CNN
conv1 = tf.layers.conv2d(   # shape (28, 28, 1)
    inputs=image,
    filters=4,
    kernel_size=5,
    strides=1,
    padding='same',
    activation=tf.nn.relu,
    kernel_initializer=weights(5, 5, 1, 4)
)           # -> (28, 28, 4)
pool1 = tf.layers.max_pooling2d(
    conv1,
    pool_size=2,
    strides=2,
)           # -> (14, 14, 4)
conv2 = tf.layers.conv2d(pool1, 8, 5, 1, 'same', activation=tf.nn.relu, kernel_initializer=weights(5, 5, 4, 8))    # -> (14, 14, 8)
pool2 = tf.layers.max_pooling2d(conv2, 2, 2)    # -> (7, 7, 8)
flat = tf.layers.flatten(pool2)
# the output layer, without an activation
output = tf.layers.dense(tf.layers.dropout(flat, rate=0.5), 10, kernel_initializer=weights(7 * 7 * 8, 10), name='logits')

loss = tf.losses.softmax_cross_entropy(onehot_labels=tf_y, logits=output)           # compute cost
train_op = tf.train.AdamOptimizer(LR).minimize(loss)

correct = tf.equal(tf.argmax(tf_y, axis=1), tf.argmax(output, axis=1))
accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))

sess = tf.Session()
init_op = tf.group(tf.global_variables_initializer(), tf.local_variables_initializer())
sess.run(init_op)

print(sess.run(output, {tf_x: images[:2]}))
for step in range(4):
    b_x, b_y = images[step * 10:step * 10 + 10], labels[step * 10:step * 10 + 10]
    _, loss_ = sess.run([train_op, loss], {tf_x: b_x, tf_y: b_y})
    if step % 2 == 0:
        accuracy_, flat_representation = sess.run([accuracy, flat], {tf_x: images, tf_y: labels})
        print('Step:', step, '| train loss: %.4f' % loss_, '| test accuracy: %.2f' % accuracy_)
        print(flat_representation.mean())

# print 5 predictions from test data
test_output = sess.run(output, {tf_x: images[:5]})
print(np.argmax(test_output, 1), 'prediction number')
print(test_output)
