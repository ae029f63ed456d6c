import numpy as np
import tensorflow as tf

rng = np.random.RandomState(0)
data = rng.randn(40, 3)
goal = data.sum(1, keepdims=True)

inputs = tf.placeholder(tf.float32, [None, 3])
outputs = tf.placeholder(tf.float32, [None, 1])
rate = tf.Variable(0.1, trainable=False)
new_rate = tf.placeholder(tf.float32, [])
update_rate = tf.assign(rate, new_rate)
with tf.variable_scope("net"):
    w = tf.get_variable("w", shape=[3, 1], dtype=tf.float32, initializer=tf.constant_initializer(0.2))
    b = tf.get_variable("b", shape=[1], initializer=tf.zeros_initializer())
loss = tf.losses.mean_squared_error(outputs, tf.matmul(inputs, w) + b)
tvars = tf.trainable_variables()
grads, norm = tf.clip_by_global_norm(tf.gradients(loss, tvars), 0.5)
optimizer = tf.train.GradientDescentOptimizer(rate)
global_step = tf.train.get_or_create_global_step()
train_op = optimizer.apply_gradients(zip(grads, tvars), global_step=global_step)

other = tf.train.MomentumOptimizer(0.05, 0.9)
pairs = other.compute_gradients(loss)
clipped = [(tf.clip_by_value(gradient, -0.5, 0.5), variable) for gradient, variable in pairs]
other_op = other.apply_gradients(clipped)


def main():
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        for step in range(12):
            if step % 4 == 0:
                # Slower every time.
                sess.run(update_rate, feed_dict={new_rate: 0.1 / (1 + step)})
            _, value, length = sess.run([train_op, loss, norm], feed_dict={inputs: data, outputs: goal})
            print("%d %.6f %.6f" % (step, value, length))
        for step in range(5):
            sess.run(other_op, feed_dict={inputs: data, outputs: goal})
        print(sess.run([w, b]), sess.run(global_step))


if __name__ == "__main__":
    main()
