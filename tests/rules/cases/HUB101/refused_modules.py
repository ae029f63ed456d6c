# Functions that make variables, and cannot become modules.
# note: line 37 makes variables in a function with `*`, `**` or a decorator
# note: line 52 shares names or yields in a function that makes variables
# note: line 69 makes variables that nothing is computed with
# note: line 81 makes variables in a function within another one
# note: line 96 says more of a scope than its name and that it is used again
# note: line 109 uses a scope for more than the names in it
# note: line 122 makes a variable within other code; make each in a statement of its own
# note: line 133 makes the variable `w`, which stands for something else, too
# note: line 152 calls `layer`, which makes variables, in a loop, on a condition or in a block that is not followed
# note: what line 164 gives `layer` is not written out
# note: what line 176 gives `layer` is not what it takes
# note: line 191 uses `layer`, which makes variables, elsewhere than in the program's own statements
# note: the names of the variables that line 201 makes are not written out, so whether they are shared is not to be seen
# note: `layer` shares some of its variables among its calls, and makes others anew in each
# note: line 234 shares the variable `s/w`, which another module makes
# note: line 249 finds the variable `s/w` by its name, which other code makes, too
# note: `n_in` goes into the variable made at line 259, and is only known where `layer` computes; give its size as an argument of its own
# note: line 271 draws `noise` for a variable, and again at each run
# note: `value` goes into the variable made at line 285, and is another value where that is shared
# note: `n` goes into the variable made at line 298, and is only known where `layer` computes
# note: `n` goes into the variable made at line 310, and is only known where `layer` computes
# note: `n_in` goes into the variable made at line 323, and is only known where `layer` computes
# note: `layer` makes variables and is defined several times
# note: line 355 makes variables in a statement that does more than to compute
# note: line 364 has a text of several lines in a function that makes variables
# note: line 378 puts `n` into a text where variables are made
# note: line 389 holds several statements
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf

from project import N_HIDDEN, SCOPE, VALUES


def any_arguments():
    def layer(x, *sizes):
        w = tf.Variable(sizes[0])
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x, 1.0)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def shares_a_name():
    made = 0

    def layer(x):
        nonlocal made
        made += 1
        return x * tf.Variable(1.0)

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}), made)


def nothing_computed():
    def layer(x):
        w = tf.Variable(1.0)
        return x * w

    def network(x):
        layer(x)
        return x * 2.0

    x = tf.placeholder(tf.float32)  # HUB102
    y = network(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def function_within():
    def network(x):
        def layer(x):
            w = tf.Variable(1.0)
            return x * w

        return layer(x)

    x = tf.placeholder(tf.float32)  # HUB102
    y = network(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def scope_with_initializer():
    def layer(x):
        with tf.variable_scope("layer", initializer=tf.ones_initializer()):
            w = tf.get_variable("w", [])
            return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def scope_used():
    def layer(x):
        with tf.variable_scope("layer") as scope:
            w = tf.get_variable("w", [])
            return tf.multiply(x, w, name=scope.name)

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def within_other_code():
    def layer(x):
        return x * tf.Variable(1.0)

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def name_of_two_things():
    def layer(x):
        w = tf.Variable(1.0)
        w = w * 2.0
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def in_a_loop():
    def layer(x):
        w = tf.Variable(1.0)
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = x
    for _ in range(3):
        y = layer(y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def arguments_not_written_out():
    def layer(x, value):
        w = tf.Variable(value)
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x, *VALUES)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def argument_not_taken():
    def layer(x):
        w = tf.Variable(1.0)
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x, value=1.0)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def kept_elsewhere():
    def layer(x):
        w = tf.Variable(1.0)
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}), layer.__name__)


def names_not_written_out():
    def layer(x, scope):
        with tf.variable_scope(scope):
            w = tf.get_variable("w", [])
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(layer(x, SCOPE), "other")
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def shared_in_part():
    def layer(x):
        with tf.variable_scope("layer", reuse=tf.AUTO_REUSE):
            w = tf.get_variable("w", [])
        b = tf.Variable(1.0)
        return x * w + b

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(layer(x))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def shared_by_two_functions():
    def layer(x):
        w = tf.get_variable("w", [])
        return x * w

    def other(x):
        w = tf.get_variable("w", [])
        return x + w

    x = tf.placeholder(tf.float32)  # HUB102
    with tf.variable_scope("s"):
        y = layer(x)
    with tf.variable_scope("s", reuse=True):
        z = other(y)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(z, {x: 1.0}))


def shared_with_a_statement():
    def layer(x):
        w = tf.get_variable("w", [])
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    with tf.variable_scope("s"):
        y = layer(x)
    with tf.variable_scope("s", reuse=True):
        w = tf.get_variable("w", [])
    z = y * w
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(z, {x: 1.0}))


def size_of_the_input():
    def layer(x, n_out):
        n_in = x.get_shape().as_list()[1]
        w = tf.Variable(tf.ones([n_in, n_out]))
        return tf.matmul(x, w)

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = layer(x, N_HIDDEN)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


def drawn_twice():
    def layer(x):
        noise = tf.random_normal([3])
        w = tf.Variable(noise)
        return x * w + noise

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def shared_and_made_otherwise():
    def layer(x, value):
        with tf.variable_scope("layer", reuse=tf.AUTO_REUSE):
            w = tf.get_variable("w", [], initializer=tf.constant_initializer(value))
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(layer(x, 1.0), 2.0)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def argument_changed():
    def layer(x, n):
        n = n or 3
        w = tf.Variable(tf.ones([n]))
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x, 0)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def argument_changed_later():
    def layer(x, n):
        w = tf.Variable(tf.ones([n]))
        n = n * 2.0
        return x * w * n

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x, 3)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def size_handed_on():
    def layer(x, n_in, n_out):
        w = tf.Variable(tf.ones([n_in, n_out]))
        return tf.matmul(x, w)

    def network(x):
        return layer(x, x.get_shape().as_list()[1], 4)

    x = tf.placeholder(tf.float32, [None, 3])  # HUB102
    y = network(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: [[1.0, 2.0, 3.0]]}))


def another_meaning():
    def layer(x):
        w = tf.Variable(1.0)
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    layer = None
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}), layer)


def more_than_to_compute():
    def loss(x):
        w = tf.Variable(1.0)
        return tf.square(x - w)

    x = tf.placeholder(tf.float32)  # HUB102
    train = tf.train.GradientDescentOptimizer(0.1).minimize(loss(x))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def text_of_several_lines():
    def layer(x):
        w = tf.Variable(1.0)
        assert w is not None, """There is
        no variable."""
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def in_a_text():
    def layer(x, n):
        w = tf.Variable(tf.ones([n]))
        return tf.multiply(x, w, name=f"times_{n}")

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x, 3)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))


def several_statements():
    def layer(x):
        w = tf.Variable(1.0); b = tf.Variable(0.0)
        return x * w + b

    x = tf.placeholder(tf.float32)  # HUB102
    y = layer(x)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        print(sess.run(y, {x: 1.0}))
