# Without a graph of its own the program is built in the default one; a scope of placeholders goes with them.
# ignore: HUB514

import tensorflow as tf
import tensorflow.compat.v1 as tf1

tf1.reset_default_graph()
# Define the network.
with tf1.name_scope("inputs"):
    # In pixels.
    x = tf1.placeholder("float", name="x")  # HUB102
    z = tf1.placeholder("float", name="z")  # HUB102

w = tf.Variable(2.0, name="w")

h = tf.multiply(x, w)
y = tf.add(h, z, name="y")

sess = tf1.Session()  # HUB101
sess.run(tf1.global_variables_initializer())

# Save the model.
export_path = './savedmodel'
tf1.saved_model.simple_save(sess, export_path, inputs={'x': x, 'z': z}, outputs={'y': y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def build_graph(x, z):
    # Define the network.
    # x, z: In pixels.
    w = tf.Variable(2.0, name="w")

    h = tf.multiply(x, w)
    y = tf.add(h, z, name="y")
    return {"y": y}


graph = tf1.wrap_function(
    build_graph,
    [tf.TensorSpec(shape=None, dtype="float"), tf.TensorSpec(shape=None, dtype="float")],
)


@tf.function(input_signature=[
    tf.TensorSpec(shape=None, dtype="float", name="x"),
    tf.TensorSpec(shape=None, dtype="float", name="z"),
])
def serving_default(x, z):
    return graph(x, z)


# Save the model.
export_path = './savedmodel'
module = tf.Module()
module.serving_default = serving_default
module.graph_variables = graph.variables
tf.saved_model.save(module, export_path, signatures={"serving_default": serving_default})
