"""Exports models that answer alike and keep their variables in different ways: the name of the folder says in which."""
import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1

W, B = [[2.0], [-1.0]], [0.5]


def rows_of_w(shape, dtype, partition_info):
    return tf.slice(tf.constant(W, dtype), partition_info.var_offset if partition_info else [0, 0], shape)


def graph(path, slots=False, resource=False, parts=None):
    """Export a session's graph, whose checkpoint has the variables by their own names."""
    with tf.Graph().as_default(), tf1.Session() as sess:
        x = tf1.placeholder(tf.float32, [None, 2])
        split = tf1.fixed_size_partitioner(parts) if parts else None
        w = tf1.get_variable("layer/w", [2, 1], initializer=rows_of_w, partitioner=split, use_resource=resource)
        b = tf1.get_variable("layer/b", initializer=B, use_resource=resource)
        y = tf.matmul(x, tf.convert_to_tensor(w)) + b
        if slots:
            tf1.train.AdamOptimizer().minimize(y, global_step=tf1.train.get_or_create_global_step())
        sess.run(tf1.global_variables_initializer())
        tf1.saved_model.simple_save(sess, path, {"x": x}, {"y": y})


def objects(path, call, module=None, **variables):
    """Export an object, whose checkpoint has the variables by the ways that lead to them."""
    module = module or tf.Module()
    for name, value in variables.items():
        setattr(module, name, tf.Variable(value, name=name))
    function = tf.function(lambda x: {"y": call(module, x)}, input_signature=[tf.TensorSpec([None, 2], tf.float32, "x")])
    tf.saved_model.save(module, path, signatures=function)


def line(module, x):
    return x @ module.w + module.b


def softmax(module, x):
    return tf.nn.softmax(x @ tf.ones([2, 2]) + module.b)


graph("graph")
graph("graph of resources", resource=True)
graph("graph with slots", slots=True)
graph("graph in parts", parts=2)
objects("objects", line, w=W, b=B)
objects("checkpoint", line, module=tf.train.Checkpoint(), w=W, b=B)
objects("nearly", line, w=[[2.0], [-1.0000001]], b=B)
objects("off", line, w=[[2.0], [-1.001]], b=B)
objects("counted", line, w=W, b=B, steps=3)
objects("counted on", line, w=W, b=B, steps=5)
objects("frozen", lambda module, x: x @ tf.constant(W) + tf.constant(B))
objects("split", lambda module, x: x[:, :1] @ module.first + x[:, 1:] @ module.second + module.b, first=[[2.0]], second=[[-1.0]], b=B)
objects("softmax", softmax, b=[0.5, 0.5])
objects("softmax shifted", softmax, b=[1.5, 1.5])
objects("twins", lambda module, x: module.a + module.b, a=[1.0], b=[2.0])
objects("other twins", lambda module, x: module.c + module.d, c=[0.5], d=[2.5])
network = tf.keras.Sequential([tf.keras.layers.Input((2,), name="x"), tf.keras.layers.Dense(1, name="y")])
network.layers[0].set_weights([np.array(W), np.array(B)])
network.export("keras")
