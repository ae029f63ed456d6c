# Exports of what was loaded that TensorFlow 2 would write without values, or not once, or in part.
# note: the Saver made at line 20 does not simply restore all variables
# note: line 24 exports what line 20 loads, and tf.saved_model.save writes no values of the reference variables of TensorFlow 1
# note: line 29 builds a part of the graph that is not exported; export from a block of its own
# note: line 32 exports the imported graph, and not once where it is imported
# note: line 29 builds a part of the graph that is not exported; export from a block of its own; line 33 already needs what line 32 exports, or changes where to
# note: line 42 has an op run when the model is loaded, which a tf.Module has no place for
# note: line 42 exports more than predict signatures of the imported graph
# note: line 47 builds a part of the graph that is not exported; export from a block of its own
# note: line 54 needs `signature`, which only the export needed
# note: line 59 builds a part of the graph that is not exported; export from a block of its own
# note: the folder at line 63 may be another one when the export is written
# ignore: HUB514

import tensorflow as tf


def meta(path, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        saver = tf.compat.v1.train.import_meta_graph(path + ".meta")  # HUB205
        saver.restore(sess, path)
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        tf.compat.v1.saved_model.simple_save(sess, folder, {"x": x}, {"y": y})  # HUB201


def twice(graph_def, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        tf.compat.v1.saved_model.simple_save(sess, folder, {"x": x}, {"y": y})  # HUB201
        tf.compat.v1.saved_model.simple_save(sess, folder + "-2", {"x": x}, {"y": y})  # HUB201


def initialized(graph_def, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        init = graph.get_operation_by_name("init")
        tf.compat.v1.saved_model.simple_save(sess, folder, {"x": x}, {"y": y}, init)  # HUB201


def printed(graph_def, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        signature = tf.compat.v1.saved_model.predict_signature_def({"x": x}, {"y": y})  # HUB203
        builder = tf.compat.v1.saved_model.Builder(folder)  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()
        print(signature)


def moved(graph_def, folders):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        signature = tf.compat.v1.saved_model.predict_signature_def({"x": x}, {"y": y})  # HUB203
        builder = tf.compat.v1.saved_model.Builder(next(folders))  # HUB202
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()

# output

import tensorflow as tf
import tempfile


def meta(path, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        saver = tf.compat.v1.train.import_meta_graph(path + ".meta")  # HUB205
        saver.restore(sess, path)
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        tf.compat.v1.saved_model.simple_save(sess, folder, {"x": x}, {"y": y})  # HUB201


def twice(graph_def, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        graph_dir_ = tempfile.mkdtemp() + "/graph"
        tf.compat.v1.saved_model.simple_save(sess, graph_dir_, {"x": x}, {"y": y})
        graph_dir = tempfile.mkdtemp() + "/graph"
        tf.compat.v1.saved_model.simple_save(sess, graph_dir, {"x": x}, {"y": y})
    module_ = tf.Module()
    module_.graph = tf.saved_model.load(graph_dir_)
    tf.saved_model.save(module_, folder, signatures=dict(module_.graph.signatures))
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, folder + "-2", signatures=dict(module.graph.signatures))


def initialized(graph_def, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        init = graph.get_operation_by_name("init")
        tf.compat.v1.saved_model.simple_save(sess, folder, {"x": x}, {"y": y}, init)  # HUB201


def printed(graph_def, folder):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        signature = tf.compat.v1.saved_model.predict_signature_def({"x": x}, {"y": y})  # HUB203
        graph_dir = tempfile.mkdtemp() + "/graph"
        builder = tf.compat.v1.saved_model.Builder(graph_dir)
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()
        print(signature)
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, folder, signatures=dict(module.graph.signatures))


def moved(graph_def, folders):
    with tf.Graph().as_default() as graph, tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        x = graph.get_tensor_by_name("x:0")
        y = graph.get_tensor_by_name("y:0")
        signature = tf.compat.v1.saved_model.predict_signature_def({"x": x}, {"y": y})  # HUB203
        graph_dir = tempfile.mkdtemp() + "/graph"
        builder = tf.compat.v1.saved_model.Builder(graph_dir)
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()
    module = tf.Module()
    module.graph = tf.saved_model.load(graph_dir)
    tf.saved_model.save(module, next(folders), signatures=dict(module.graph.signatures))
