"""Models of TensorFlow 1.15, each in a folder of its own: one that keeps all promises, and one for each that is broken."""

import tensorflow as tf


def export(name, function):
    with tf.Graph().as_default(), tf.Session() as session:
        x = tf.placeholder(tf.float32, [None, 3], name="x")
        w = tf.get_variable("w", [3, 4], initializer=tf.random_uniform_initializer(seed=1))
        y = function(x, w)
        session.run(tf.global_variables_initializer())
        tf.saved_model.simple_save(session, name, {"x": x}, {"y": y})


export("dense", tf.matmul)
export("two_rows", lambda x, w: tf.concat([x, tf.zeros([2, 3])], axis=1))
export("divided", lambda x, w: x / tf.norm(x, axis=1, keepdims=True))
export("centred", lambda x, w: x - tf.reduce_mean(x, axis=0))
export("dropped", lambda x, w: tf.nn.dropout(x, rate=0.5))
export("soft", lambda x, w: tf.nn.softmax(tf.matmul(x, w)))
