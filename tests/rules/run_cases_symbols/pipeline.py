"""A dataset iterator, variables, and names from everywhere."""

import tensorflow as tf
from tensorflow.contrib import framework
from tensorflow.python.framework import dtypes
from tensorflow.python.ops import array_ops, math_ops

tf.logging.set_verbosity(tf.logging.ERROR)


def pairs():
    data = tf.data.Dataset.from_tensor_slices([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).batch(2)
    return data.make_one_shot_iterator().get_next()


def main():
    batch = pairs()
    total = tf.reduce_sum(batch, reduction_indices=1, keep_dims=True)
    best = tf.arg_max(batch, 1)
    row = array_ops.expand_dims(math_ops.cast(batch, dtypes.float64), 0)
    chosen = tf.where(tf.equal(best, 1), tf.log(batch), tf.zeros_like(batch))
    words = tf.size(tf.string_split(["a b c"]).values)
    step = framework.get_or_create_global_step()
    with tf.variable_scope("count"):
        count = tf.get_variable("n", [], tf.float32, tf.constant_initializer(1.5))
    bigger = tf.assign_add(count, tf.div(7.0, 2.0))
    with tf.Session() as sess:
        sess.run([tf.global_variables_initializer(), tf.tables_initializer()])
        print(sess.run([total, best, chosen, row]))
        print(*sess.run([words, step, bigger, tf.to_int32(bigger)]))


if __name__ == "__main__":
    main()
