# Functions that make variables become classes of modules, one object of them for each set of variables.
# select: HUB101, HUB102

import numpy as np
import tensorflow.compat.v1 as tf


def weight(shape):
    return tf.Variable(tf.ones(shape) * 0.1)


# A layer of any size
def add_layer(inputs, in_size, out_size, activation=None, *, scale: float = 1.0):
    """Add one more layer.

    Returns its output.
    """
    # What is trained
    weights = weight([in_size, out_size])
    biases = tf.Variable(tf.zeros([1, out_size]) + 0.1, name="b")  # never zero

    # What is computed
    outputs = (
        tf.matmul(inputs, weights)
        + biases
    ) * scale
    if activation is None:
        return outputs
    return activation(outputs)


def Shared(x, n, name, reuse=False):
    with tf.variable_scope(name, reuse=reuse) as scope:
        if reuse:
            scope.reuse_variables()
        parts = {
            "w": tf.get_variable("w", [n, 2], initializer=tf.constant_initializer(0.5)),
            "b": tf.get_variable("b", [2], tf.float32, tf.zeros_initializer()),
        }
        with tf.name_scope("sum"):
            return tf.matmul(x, parts["w"]) + parts["b"]


def main():
    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    # The hidden layer
    hidden = add_layer(x, 3, 4, tf.nn.relu)
    output = add_layer(hidden, in_size=4, out_size=2, scale=0.5)
    with tf.variable_scope("outer"):
        one = Shared(hidden, 4, "s")
        two = Shared(hidden * 2.0, 4, "s", reuse=True)
        three = Shared(hidden, 4, "t")
    loss = tf.reduce_mean(tf.square(output)) + tf.reduce_mean(one - two + three)
    # Only those of the scope
    variables = [v for v in tf.trainable_variables() if v.name.startswith("outer/") and "t" in v.op.name]
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss, var_list=variables)
    everything = tf.train.GradientDescentOptimizer(0.1).minimize(loss)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        for _ in range(3):
            sess.run(train, {x: np.ones([2, 3])})
            sess.run(everything, {x: np.ones([2, 3])})
        print(sess.run(loss, {x: np.ones([2, 3])}))


main()

# output

import numpy as np
import tensorflow.compat.v1 as tf


def weight(shape):
    return tf.Variable(tf.ones(shape) * 0.1)


# A layer of any size
class Layer(tf.Module):
    """Add one more layer.

    Returns its output.
    """

    def __init__(self, in_size, out_size, activation=None, *, scale: float = 1.0):
        super().__init__()
        self.activation = activation
        self.scale = scale
        # What is trained
        self.weights = weight([in_size, out_size])
        self.biases = tf.Variable(tf.zeros([1, out_size]) + 0.1, name="b")  # never zero

    def __call__(self, inputs):
        # What is computed
        outputs = (
            tf.matmul(inputs, self.weights)
            + self.biases
        ) * self.scale
        if self.activation is None:
            return outputs
        return self.activation(outputs)


class Shared(tf.Module):
    def __init__(self, n, name):
        super().__init__()
        self.parts = {
            "w": tf.Variable(
                tf.constant_initializer(0.5)([n, 2], dtype=tf.float32),
                name=f"{name}/w",
            ),
            "b": tf.Variable(tf.zeros([2], dtype=tf.float32), name=f"{name}/b"),
        }

    def __call__(self, x):
        with tf.name_scope("sum"):
            return tf.matmul(x, self.parts["w"]) + self.parts["b"]


def main():
    layer1 = Layer(3, 4, tf.nn.relu)
    layer2 = Layer(in_size=4, out_size=2, scale=0.5)
    with tf.name_scope("outer"):
        shared1 = Shared(4, "s")
        shared2 = Shared(4, "t")

    @tf.function
    def compute_loss(x):
        # The hidden layer
        hidden = layer1(x)
        output = layer2(hidden)
        one = shared1(hidden)
        two = shared1(hidden * 2.0)
        three = shared2(hidden)
        loss = tf.reduce_mean(tf.square(output)) + tf.reduce_mean(one - two + three)
        return loss

    # Only those of the scope
    variables = [*shared1.trainable_variables, *shared2.trainable_variables]
    optimizer = tf.keras.optimizers.SGD(0.1)

    @tf.function
    def train(x):
        with tf.GradientTape() as tape:
            loss = compute_loss(x)
        gradients = tape.gradient(loss, variables)
        optimizer.apply_gradients(zip(gradients, variables))

    everything_optimizer = tf.keras.optimizers.SGD(0.1)

    @tf.function
    def everything(x):
        with tf.GradientTape() as tape:
            loss = compute_loss(x)
        variables_ = [
            *layer1.trainable_variables,
            *layer2.trainable_variables,
            *shared1.trainable_variables,
            *shared2.trainable_variables,
        ]
        gradients = tape.gradient(loss, variables_)
        everything_optimizer.apply_gradients(zip(gradients, variables_))

    for _ in range(3):
        train(tf.constant(np.ones([2, 3]), tf.float32))
        everything(tf.constant(np.ones([2, 3]), tf.float32))
    print(compute_loss(tf.constant(np.ones([2, 3]), tf.float32)).numpy())


main()
