import numpy as np
import tensorflow as tf

data = np.linspace(-1.0, 1.0, 24).reshape(8, 3).astype(np.float32)
target = np.square(data).sum(axis=1, keepdims=True)

x = tf.placeholder(tf.float32, [None, 3], name="x")
y = tf.placeholder(tf.float32, [None, 1], name="y")
training = tf.placeholder(tf.bool, name="training")

weights = tf.constant_initializer(0.2)
hidden = tf.layers.dense(x, 4, use_bias=False, kernel_initializer=weights, name="hidden")
hidden = tf.layers.batch_normalization(hidden, momentum=0.8, training=training, name="norm")
output = tf.layers.dense(tf.nn.relu(hidden), 1, kernel_initializer=weights, name="output")
cost = tf.losses.mean_squared_error(y, output)
tf.summary.scalar("cost", cost)

# The moving averages are updated before each step
update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
with tf.control_dependencies(update_ops):
    train_op = tf.train.GradientDescentOptimizer(0.05).minimize(cost)
merged = tf.summary.merge_all()

with tf.Session() as sess:
    writer = tf.summary.FileWriter("log/train")
    tests = tf.summary.FileWriter("log/test")
    sess.run(tf.global_variables_initializer())
    for step in range(4):
        _, text = sess.run([train_op, merged], feed_dict={x: data, y: target, training: True})
        writer.add_summary(text, step)
    # without `training`, from the moving averages
    text, left = sess.run([merged, cost], feed_dict={x: data, y: target, training: False})
    tests.add_summary(text, 4)
    print(left)
    writer.close()
    tests.close()
