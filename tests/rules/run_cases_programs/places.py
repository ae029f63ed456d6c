import numpy as np
import tensorflow as tf

x = tf.placeholder(tf.float32, [None])
labels = tf.placeholder(tf.int64, [None])
v = tf.Variable([1., 2.])
gs = tf.Variable(0, trainable=False)
hist = []


def evaluate(value):
    """Runs it."""
    # by name
    return sess.run([y, z], feed_dict={x: value})


y = x * v
z = tf.reduce_sum(y)
counts = tf.unsorted_segment_sum(tf.ones_like(labels), labels, 3)
bump = tf.assign_add(gs, 1)
w2 = tf.identity(v) + tf.cast(gs, tf.float32)
noisy = v + tf.random_uniform([2], 0, 0)
sess = tf.InteractiveSession()
tf.global_variables_initializer().run()
try:
    for name, value in {"a": [1, 2], "b": (3, 4)}.items():
        hist.append(z.eval({x: value}))
        print(name, evaluate(value), [sess.run(z, {x: q}) for q in ([1, 2], [3, 4])])
        bump.eval()
        print("w2", w2.eval(), gs.eval(), sess.run(v)[0], noisy.eval())
finally:
    print(hist, counts.eval({labels: [0., 1.9, 2]}), sess.run(bump), sess.run((gs,)))
if __name__ == "__main__":
    a = {"y": sess.run(y, feed_dict={x: np.full(2, 2.0)}), "z": sess.run(z, {x: 2.5 * np.ones(2)})}
    print(a, max(sess.run([z, tf.reduce_max(y)], {x: [5, 6]})))
    with sess.as_default():
        print(z.eval(feed_dict={x: [0, 1]}))
