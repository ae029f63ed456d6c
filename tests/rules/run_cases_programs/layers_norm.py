import numpy as np
import tensorflow as tf

BATCH = 8

rng = np.random.RandomState(2)
data = rng.normal(1.0, 2.0, (32, 3)).astype(np.float32)
target = np.square(data).sum(axis=1, keepdims=True)


def weights(*shape):
    return tf.constant_initializer(np.random.RandomState(sum(shape)).normal(0.0, 0.3, shape))


tf.reset_default_graph()
x = tf.placeholder(tf.float32, [None, 3])
y = tf.placeholder(tf.float32, [None, 1])
training = tf.placeholder(tf.bool)  # whether to take the averages of the batch

with tf.variable_scope("net"):
    hidden = tf.layers.dense(x, 6, use_bias=False, kernel_initializer=weights(3, 6))
    # normalized before the activation
    hidden = tf.layers.batch_normalization(hidden, momentum=0.8, training=training, name="norm1")
    hidden = tf.nn.relu(hidden)
    output = tf.layers.dense(hidden, 1, kernel_initializer=weights(6, 1))
    scaled = tf.layers.batch_normalization(output, -1, 0.5, scale=False, fused=True, training=training)

loss = tf.losses.mean_squared_error(labels=y, predictions=scaled * 3.0 + 9.0)

# The moving averages have to be updated before each step
update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
with tf.control_dependencies(update_ops):
    train_op = tf.train.GradientDescentOptimizer(0.01).minimize(loss)

with tf.Session() as sess:
    sess.run(tf.global_variables_initializer())
    print("before", sess.run(loss, {x: data, y: target, training: False}))
    for epoch in range(3):
        for start in range(0, len(data), BATCH):
            b_x, b_y = data[start:start + BATCH], target[start:start + BATCH]
            _, cost = sess.run([train_op, loss], feed_dict={x: b_x, y: b_y, training: True})
        print(epoch, cost, sess.run(loss, {x: data, y: target, training: False}))
    print(sess.run(output, {x: data[:4], training: False}))
