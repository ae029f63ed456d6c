# Names of tensors may be constants of the module or the class, or be put together; they have to end in a number.

import tensorflow as tf

INPUT = "x:0"


def run(graph_def, value, layer):
    with tf.Graph().as_default(), tf.compat.v1.Session() as sess:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        name = layer + ":0"
        print(sess.run(name, {INPUT: value}))
        print(sess.run("%s:0" % layer, {INPUT: value}))

# output

import tensorflow as tf

INPUT = "x:0"


def run(graph_def, value, layer):
    imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    name = layer + ":0"
    predict = imported.prune(INPUT, name)
    predict_2 = imported.prune(INPUT, "%s:0" % layer)
    print(predict(tf.constant(value, predict.inputs[0].dtype)).numpy())
    print(predict_2(tf.constant(value, predict_2.inputs[0].dtype)).numpy())
