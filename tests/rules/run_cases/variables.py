"""Exports with variables: initial values and checkpoints, scopes, and the functions that make them."""

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def dense(x, units, name):
    with tf1.variable_scope(name):
        kernel = tf1.get_variable("kernel", [x.shape[-1], units], initializer=tf1.constant_initializer(0.25))
        bias = tf1.get_variable("bias", [units], initializer=tf1.zeros_initializer())
        return tf.matmul(x, kernel) + bias


def network(x):
    with tf1.variable_scope("network", reuse=tf1.AUTO_REUSE):
        hidden = tf.nn.relu(dense(x, 4, "hidden"))
        return dense(hidden, 2, "output")


def train(checkpoint):
    with tf.Graph().as_default():
        x = tf.constant([[1.0, 2.0, 3.0], [0.5, -1.0, 2.0]])
        loss = tf.reduce_mean(tf.square(network(x) - [[1.0, -1.0], [2.0, 0.0]]))
        step = tf1.train.GradientDescentOptimizer(0.05).minimize(loss)
        with tf1.Session() as sess:
            sess.run(tf1.global_variables_initializer())
            for _ in range(5):
                sess.run(step)
            tf1.train.Saver().save(sess, checkpoint)


with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None])
    w = tf1.get_variable("w", initializer=[2.0])
    b = tf.Variable(0.5, name="b")
    y = x * w + b
    sess.run(tf1.global_variables_initializer())
    tf1.saved_model.simple_save(sess, "out/initial", {"x": x}, {"y": y})

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.int64, [])
    offset = tf1.get_variable("offset", [], dtype=tf.int64, initializer=tf1.constant_initializer(7), trainable=False)
    names = tf.Variable(["a", "b", "c"], trainable=False)
    y = x + offset
    name = tf.gather(names, tf.math.floormod(x, 3))
    init = tf.group(tf1.global_variables_initializer(), tf1.local_variables_initializer())
    sess.run(init)
    tf1.saved_model.simple_save(sess, "out/dtypes", {"x": x}, {"y": y, "name": name})

train("checkpoints/model")

with tf.Graph().as_default():
    features = tf1.placeholder(tf.float32, [None, 3], name="features")
    logits = network(features)
    probabilities = tf.nn.softmax(logits)
    saver = tf1.train.Saver()
    with tf1.Session() as sess:
        sess.run(tf1.global_variables_initializer())
        saver.restore(sess, "checkpoints/model")
        tf1.saved_model.simple_save(
            sess, "out/restored", inputs={"features": features}, outputs={"logits": logits, "probabilities": probabilities}
        )


def export(checkpoints, export_dir):
    tf1.reset_default_graph()
    with tf.Graph().as_default():
        features = tf1.placeholder(tf.float32, [None, 3])
        with tf1.name_scope("tower"):
            logits = network(features)
        with tf1.Session() as sess:
            latest = tf1.train.latest_checkpoint(checkpoints)
            tf1.train.Saver(tf1.global_variables()).restore(sess, latest)
            builder = tf1.saved_model.Builder(export_dir)
            signature = tf1.saved_model.predict_signature_def(inputs={"features": features}, outputs={"logits": logits})
            builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
            builder.save()
    return export_dir


export("checkpoints", "out/latest")

# The Saver is made and used before the last operations are built.
with tf.Graph().as_default(), tf1.Session() as sess:
    features = tf1.placeholder(tf.float32, [None, 3])
    logits = network(features)
    saver = tf1.train.Saver()
    path = "checkpoints/model"
    saver.restore(sess, path)
    path = "checkpoints/another"
    best = tf.argmax(logits, axis=1)
    print(sess.run(best, {features: [[1, 2, 3]]}))
    tf1.saved_model.simple_save(sess, "out/early-restore", {"features": features}, {"best": best})

# One variable under two names.
with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None])
    with tf1.variable_scope("a"), tf1.variable_scope("b"):
        w = tf1.get_variable("w", [], initializer=tf1.ones_initializer())
    with tf1.variable_scope("a/b", reuse=True):
        again = tf1.get_variable("w", [])
    y = x * w + again
    sess.run(tf1.initialize_all_variables())
    tf1.saved_model.simple_save(sess, "out/reuse", {"x": x}, {"y": y})

# A checkpoint that is restored if there is one; placeholders in a scope of their own.
with tf.Graph().as_default(), tf1.Session() as sess:
    with tf1.name_scope("inputs"):
        features = tf1.placeholder(tf.float32, [None, 3])
        scale = tf1.placeholder(tf.float32, [])
    logits = network(features) * scale
    sess.run(tf1.global_variables_initializer())
    state = tf1.train.get_checkpoint_state("checkpoints")
    if state and state.model_checkpoint_path:
        print("restoring")
        tf1.train.Saver().restore(sess, state.model_checkpoint_path)
    else:
        raise SystemExit("no checkpoint")
    tf1.saved_model.simple_save(sess, "out/if-there", {"features": features, "scale": scale}, {"logits": logits})


def weight_variable(shape):
    initial = tf.linspace(0.5, 1.0, shape[1]) * tf.ones(shape)
    return tf.Variable(initial)


def bias_variable(shape):
    initial = tf.constant(0.1, shape=shape)
    return tf.Variable(initial)


def layer(x, inputs, outputs):
    with tf1.name_scope("layer"):
        return tf.nn.relu(tf.matmul(x, weight_variable([inputs, outputs])) + bias_variable([outputs]))


def two_layers(x):
    scale = tf.Variable(2.0 * tf.ones([]), name="scale")
    return layer(layer(x, 3, 4), 4, 2) * scale


with tf.Graph().as_default(), tf1.Session() as sess:
    two_layers(tf.zeros([1, 3]))
    sess.run(tf1.global_variables_initializer())
    tf1.train.Saver().save(sess, "checkpoints/unnamed")

with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [None, 3])
    y = two_layers(x)
    tf1.train.Saver().restore(sess, "checkpoints/unnamed")
    tf1.saved_model.simple_save(sess, "out/unnamed", {"x": x}, {"y": y})
