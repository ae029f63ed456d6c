# A program that trains and exports becomes functions, and one more that serves; what is run is shared with it.

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1


def train_and_export(export_dir, xs, ys):
    with tf.Graph().as_default():
        with tf1.Session() as sess:  # HUB101
            x = tf1.placeholder(tf.float32, [None, 2], name="x")  # the features  # HUB102
            y_ = tf1.placeholder(tf.float32, [None, 1])  # HUB102
            weights = tf.Variable(tf.zeros([2, 1]))
            biases = tf.Variable(tf.zeros([1]))
            y = tf.matmul(x, weights) + biases
            loss = tf.reduce_mean(tf.square(y - y_))
            train_step = tf1.train.GradientDescentOptimizer(0.01).minimize(loss)
            best = tf.argmax(y, 1)
            sess.run(tf1.global_variables_initializer())
            for _ in range(20):
                sess.run(train_step, feed_dict={x: xs, y_: ys})

            # Export what was learned, with the labels that nobody needs.
            tf1.saved_model.simple_save(  # HUB201
                sess,
                export_dir,
                inputs={"x": x, "labels": y_},
                outputs={"y": y, "best": best},  # the outputs
            )
            print("exported", sess.run(y, feed_dict={x: np.ones([1, 2])}))


def with_a_default(xs):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [2], name="x")  # HUB102
        keep = tf1.placeholder_with_default(1.0, [], name="keep")  # HUB102
        scale = tf.Variable(1.0)
        # Only the signature needs this.
        y = x * scale * keep
        loss = tf.reduce_sum(x * scale)
        step = tf1.train.GradientDescentOptimizer(0.1).minimize(loss)
        sess.run(tf1.global_variables_initializer())
        sess.run(step, {x: xs})
        tf1.saved_model.simple_save(sess, "without", {"x": x}, {"y": y})  # HUB201
        tf1.saved_model.simple_save(sess, "with", {"x": x, "keep": keep}, {"y": y, "loss": loss})  # HUB201

# output

import numpy as np
import tensorflow as tf


def train_and_export(export_dir, xs, ys):
    weights = tf.Variable(tf.zeros([2, 1]))
    biases = tf.Variable(tf.zeros([1]))

    @tf.function
    def compute_y(x):
        # x: the features
        y = tf.matmul(x, weights) + biases
        return y

    optimizer = tf.keras.optimizers.SGD(0.01)

    @tf.function
    def train_step(x, y_):
        with tf.GradientTape() as tape:
            y = compute_y(x)
            loss = tf.reduce_mean(tf.square(y - y_))
        variables = [weights, biases]
        gradients = tape.gradient(loss, variables)
        optimizer.apply_gradients(zip(gradients, variables))

    for _ in range(20):
        train_step(
            tf.constant(xs, tf.float32),
            tf.constant(ys, tf.float32),
        )

    # Export what was learned, with the labels that nobody needs.
    # the outputs
    @tf.function(input_signature=[
        tf.TensorSpec(shape=[None, 2], dtype=tf.float32, name="x"),
        tf.TensorSpec(shape=[None, 1], dtype=tf.float32, name="labels"),
    ])
    def serving_default(x, y_):
        y = compute_y(x)
        best = tf.argmax(y, 1)
        return {"y": y, "best": best}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = [weights, biases]
    tf.saved_model.save(module, export_dir, signatures={"serving_default": serving_default})
    print("exported", compute_y(tf.constant(np.ones([1, 2]), tf.float32)).numpy())


def with_a_default(xs):
    scale = tf.Variable(1.0)

    def compute_y(x, keep):
        # Only the signature needs this.
        y = x * scale * keep
        return y

    def compute_loss(x):
        loss = tf.reduce_sum(x * scale)
        return loss

    optimizer = tf.keras.optimizers.SGD(0.1)

    @tf.function
    def train_step_2(x):
        with tf.GradientTape() as tape:
            loss = compute_loss(x)
        variables = [scale]
        gradients = tape.gradient(loss, variables)
        optimizer.apply_gradients(zip(gradients, variables))

    train_step_2(tf.constant(xs, tf.float32))

    @tf.function(input_signature=[tf.TensorSpec(shape=[2], dtype=tf.float32, name="x")])
    def serving_default(x):
        return {"y": compute_y(x, tf.constant(1.0, tf.float32))}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = [scale]
    tf.saved_model.save(module, "without", signatures={"serving_default": serving_default})

    @tf.function(input_signature=[
        tf.TensorSpec(shape=[2], dtype=tf.float32, name="x"),
        tf.TensorSpec(shape=[], dtype=tf.float32, name="keep"),
    ])
    def serving_default_2(x, keep):
        y = compute_y(x, keep)
        loss = compute_loss(x)
        return {"y": y, "loss": loss}

    module_2 = tf.Module()
    module_2.serving_default = serving_default_2
    module_2.model_variables = [scale]
    tf.saved_model.save(module_2, "with", signatures={"serving_default": serving_default_2})
