"""Names that TensorFlow 1.15's implementation modules merely held, in a program that runs at once."""

import tensorflow as tf
from tensorflow.python.framework import ops
from tensorflow.python.ops import variable_scope
from tensorflow.python.util.nest import is_sequence


def choose(op):
    return "/cpu:0"


class Net:
    def __init__(self, device):
        with ops.device(device):
            self.table = variable_scope.variable([[1.0], [2.0], [3.0]], name="table")
            self.rows = tf.placeholder(tf.int32, [None], name="rows")
            self.y = tf.reduce_sum(tf.gather(self.table, self.rows) ** 2)
        self.gradient = tf.gradients(self.y, self.table)[0]

    def run(self):
        sess = tf.Session()
        sess.run(tf.global_variables_initializer())
        gradient = self.gradient.values if isinstance(self.gradient, ops.IndexedSlices) else self.gradient
        return sess.run([self.y, gradient], {self.rows: [0, 2]})


y, gradient = Net(choose).run()
print(y, gradient.tolist())
print([is_sequence(one) for one in ([1], (1,), {"a": 1}, "ab", 1, None)])
