# Names that others read stay theirs; those of the graph and the session are free.

import tensorflow as tf
import tensorflow.compat.v1 as tf1

module = "out"


def serving_default():
    return module


with tf.Graph().as_default() as graph, tf1.Session() as sess:  # HUB101
    x = tf1.placeholder(tf.float32)  # HUB102
    y = x * tf1.get_variable("w", initializer=1.0)
    sess.run(tf1.global_variables_initializer())
    tf1.saved_model.simple_save(sess, serving_default(), {"x": x}, {"y": y})  # HUB201
print(serving_default())

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1

module = "out"


def serving_default():
    return module


def build_graph(x):
    y = x * tf1.get_variable("w", initializer=1.0)
    return {"y": y}


graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=None, dtype=tf.float32)])


@tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
def serving_default_(x):
    return graph(x)


module_ = tf.Module()
module_.serving_default_ = serving_default_
module_.graph_variables = graph.variables
tf.saved_model.save(module_, serving_default(), signatures={"serving_default": serving_default_})
print(serving_default())
