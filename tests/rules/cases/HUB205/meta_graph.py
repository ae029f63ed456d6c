# A meta graph is restored by its own restore operation, which knows reference variables too.

import tensorflow as tf


def run(folder, value):
    tf.compat.v1.reset_default_graph()
    checkpoint = tf.train.latest_checkpoint(folder)
    with tf.compat.v1.Session() as sess:  # HUB101
        # Load the saved meta graph and restore variables.
        saver = tf.compat.v1.train.import_meta_graph(checkpoint + ".meta", clear_devices=True)  # HUB205
        sess.run(tf.compat.v1.global_variables_initializer())
        saver.restore(sess, checkpoint)

        # Get the tensors.
        graph = tf.compat.v1.get_default_graph()
        x = graph.get_tensor_by_name("x:0")
        prediction = graph.get_tensor_by_name("prediction:0")
        return sess.run([prediction], feed_dict={x: value})


graph = tf.Graph()
with graph.as_default():
    sess = tf.compat.v1.Session()  # HUB101
    loader = tf.compat.v1.train.import_meta_graph("model.meta")  # HUB205
    loader.restore(sess, "model")
    print(sess.run("y:0"))

# output

import tensorflow as tf
import uuid


def run(folder, value):
    checkpoint = tf.train.latest_checkpoint(folder)
    # Load the saved meta graph and restore variables.
    meta_graph = tf.compat.v1.MetaGraphDef()
    with tf.io.gfile.GFile(checkpoint + ".meta", "rb") as file:
        meta_graph.ParseFromString(file.read())

    def import_graph():
        # Reference variables belong to the process: these get a container of their own.
        with tf.compat.v1.get_default_graph().container(uuid.uuid4().hex):
            tf.compat.v1.train.import_meta_graph(meta_graph, clear_devices=True)

    imported = tf.compat.v1.wrap_function(import_graph, [])
    restore = imported.prune(
        meta_graph.saver_def.filename_tensor_name,
        meta_graph.saver_def.restore_op_name,
    )
    restore(tf.constant(checkpoint))

    # Get the tensors.
    x = imported.graph.get_tensor_by_name("x:0")
    prediction = imported.graph.get_tensor_by_name("prediction:0")
    predict = imported.prune(x, [prediction])
    return [output.numpy() for output in predict(tf.constant(value, x.dtype))]


meta_graph = tf.compat.v1.MetaGraphDef()
with tf.io.gfile.GFile("model.meta", "rb") as file:
    meta_graph.ParseFromString(file.read())


def import_graph():
    # Reference variables belong to the process: these get a container of their own.
    with tf.compat.v1.get_default_graph().container(uuid.uuid4().hex):
        tf.compat.v1.train.import_meta_graph(meta_graph)


imported = tf.compat.v1.wrap_function(import_graph, [])
restore = imported.prune(
    meta_graph.saver_def.filename_tensor_name,
    meta_graph.saver_def.restore_op_name,
)
restore(tf.constant("model"))
predict = imported.prune([], "y:0")
print(predict().numpy())
