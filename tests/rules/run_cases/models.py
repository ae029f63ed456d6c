"""Writes the models that `loads.py` loads, as TensorFlow 1 does: with reference variables and with resource variables."""

import tensorflow as tf

tf1 = tf.compat.v1
tf1.disable_eager_execution()


def build(resource):
    """Build a small network with what training leaves in a graph: slots, update operations and a queue."""
    x = tf1.placeholder(tf.float32, [None, 3], name="x")
    phase = tf1.placeholder_with_default(False, [], name="phase")
    times = tf1.placeholder(tf.int32, [], name="times")
    words = tf1.placeholder(tf.string, [None], name="words")
    with tf1.variable_scope("net", use_resource=resource):
        w = tf1.get_variable("w", [3, 2], initializer=tf1.constant_initializer([[0.5, -1], [2, 0.25], [-0.75, 1]]))
        b = tf1.get_variable("b", [2], initializer=tf1.constant_initializer([0.1, 0.2]))
        h = tf1.identity(tf.matmul(x, w) + b, name="h")
    y = tf.nn.softmax(tf.where(phase, h * 2, h), name="y")
    best = tf1.argmax(h, 1, name="best")
    tf.multiply(best, tf.cast(times, tf.int64), name="more")
    tf.split(h, 2, axis=1, name="halves")
    tf1.string_join([words, words], name="joined")
    loss = tf.reduce_mean(tf.square(h), name="loss")
    step = tf1.train.get_or_create_global_step()
    train = tf1.train.AdamOptimizer(0.1).minimize(loss, global_step=step, name="train")
    tf1.FIFOQueue(10, [tf.float32], name="queue").enqueue(1.0, name="enqueue")
    return x, times, y, best, train


for kind in ("reference", "resource"):
    with tf.Graph().as_default(), tf1.Session() as sess:
        x, times, y, best, train = build(kind == "resource")
        saver = tf1.train.Saver()
        sess.run(tf1.global_variables_initializer())
        for _ in range(3):
            sess.run(train, {x: [[1, 2, 3], [3, 2, 1.5]]})
        saver.save(sess, f"{kind}/model.ckpt")
        builder = tf1.saved_model.Builder(f"{kind}/saved")
        make = tf1.saved_model.predict_signature_def
        signatures = {"serving_default": make({"x": x}, {"y": y, "best": best}), "my-sig": make({"my-x": x}, {"y": y})}
        builder.add_meta_graph_and_variables(sess, ["serve", kind], signatures)
        builder.save()
        tf1.saved_model.simple_save(sess, f"{kind}/simple", {"x": x}, {"y": y, "best": best})
        names = ["y", "best", "more", "halves", "joined"]
        frozen = tf1.graph_util.convert_variables_to_constants(sess, sess.graph_def, names)
        tf1.train.write_graph(frozen, kind, "frozen.pb", as_text=False)
