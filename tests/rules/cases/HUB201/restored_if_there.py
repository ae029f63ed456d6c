# A restore in a condition stays there; what the wrapped function's variables are is settled before the export.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def main(folder):
    with tf.Graph().as_default():
        x = tf1.placeholder(tf.float32, [None])  # HUB102
        y = x * tf1.get_variable("w", [])
        saver = tf1.train.Saver()
        with tf1.Session() as sess:  # HUB101
            sess.run(tf1.global_variables_initializer())
            # The newest.
            ckpt = tf1.train.get_checkpoint_state(folder)
            if ckpt and ckpt.model_checkpoint_path:
                saver.restore(sess, ckpt.model_checkpoint_path)
            else:
                print("No checkpoint file found")
                return
            tf1.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def main(folder):
    def build_graph(x):
        y = x * tf1.get_variable("w", [])
        return {"y": y}

    graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None], dtype=tf.float32)])

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32, name="x")])
    def serving_default(x):
        return graph(x)

    # The newest.
    ckpt = tf1.train.get_checkpoint_state(folder)
    if ckpt and ckpt.model_checkpoint_path:
        tf1.train.Saver(graph.variables).restore(None, ckpt.model_checkpoint_path)
    else:
        print("No checkpoint file found")
        return
    module = tf.Module()
    module.serving_default = serving_default
    module.graph_variables = graph.variables
    tf.saved_model.save(module, "out", signatures={"serving_default": serving_default})
