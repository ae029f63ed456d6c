# Variables that are chosen by names or scopes, where that cannot be decided.
# note: the scope of the variables at line 21 is not written out
# note: line 32 asks for all variables, of which some are not trained
# note: whether line 47 chooses the variables of `layer_module` depends on names that TensorFlow makes, or it chooses only some of them
# note: whether line 61 chooses the variables of `layer1` depends on names that TensorFlow makes, or it chooses only some of them
# note: line 72 chooses no variable that is trained
# note: the name that a variable of `v` has in the graph is not written out
# note: line 94 chooses variables by more than a text in their names
# note: the variables to train at line 105 are not those of this program
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf

from project import NAME, SCOPE


def scope_not_written_out():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.get_variable("v", [])
    loss = tf.square(x - v)
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=tf.trainable_variables(SCOPE))
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def some_not_trained():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.get_variable("v", [])
    count = tf.get_variable("count", [], trainable=False)
    loss = tf.square(x - v) * count
    variables = tf.get_collection(tf.GraphKeys.GLOBAL_VARIABLES, scope="v")
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=variables)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def some_of_a_module():
    def layer(x):
        w = tf.get_variable("w", [])
        b = tf.get_variable("b", [])
        return x * w + b

    x = tf.placeholder(tf.float32)  # HUB102
    loss = tf.square(layer(x))
    variables = [v for v in tf.trainable_variables() if v.op.name.endswith("w")]
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=variables)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def numbered():
    def layer(x):
        w = tf.Variable(1.0, name="w")
        return x * w

    x = tf.placeholder(tf.float32)  # HUB102
    loss = tf.square(layer(layer(x)))
    variables = [v for v in tf.trainable_variables() if not v.name.startswith("w:")]
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=variables)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def none():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.get_variable("v", [])
    loss = tf.square(x - v)
    variables = tf.trainable_variables(scope="w")
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=variables)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def name_not_written_out():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.get_variable(NAME, [])
    loss = tf.square(x - v)
    variables = [one for one in tf.trainable_variables() if "v" in one.name]
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=variables)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def more_than_a_text():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.get_variable("v", [])
    loss = tf.square(x - v)
    variables = [one for one in tf.trainable_variables() if len(one.name) > 3]
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=variables)
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})


def not_a_list_of_the_graph():
    x = tf.placeholder(tf.float32)  # HUB102
    v = tf.get_variable("v", [])
    loss = tf.square(x - v)
    train = tf.train.AdamOptimizer(0.1).minimize(loss, var_list=[one for one in NAME if "v" in one.name])
    with tf.Session() as sess:  # HUB101
        sess.run(tf.global_variables_initializer())
        sess.run(train, {x: 1.0})
