# Plain Python between the graph's statements stays outside, in its order; what the graph sets itself goes with it.

import os
import shutil

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def export(folder, units):
    print("exporting")
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        path = os.path.join(folder, "1")
        x = tf1.placeholder(tf.float32, [None, units])  # HUB102
        if os.path.exists(path):
            shutil.rmtree(path)
        factor = 2
        y = x * factor
        factor = 3
        parts = {}
        for i in range(units):
            parts[i] = y[:, i] * factor
        parts["sum"] = tf.reduce_sum(y, axis=1)
        if units > 1:
            z = parts[0] + parts["sum"]
        else:
            z = parts["sum"]
        print("path:", path)
        tf1.saved_model.simple_save(sess, path, {"x": x}, {"z": z, "y": y * 2})  # HUB201
        if units > 3:
            return None
        for name in os.listdir(path):
            print(name)
    return path

# output

import os
import shutil

import tensorflow as tf


def export(folder, units):
    print("exporting")
    path = os.path.join(folder, "1")
    if os.path.exists(path):
        shutil.rmtree(path)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None, units], dtype=tf.float32, name="x")])
    def serving_default(x):
        factor = 2
        y = x * factor
        factor = 3
        parts = {}
        for i in range(units):
            parts[i] = y[:, i] * factor
        parts["sum"] = tf.reduce_sum(y, axis=1)
        if units > 1:
            z = parts[0] + parts["sum"]
        else:
            z = parts["sum"]
        return {"z": z, "y": y * 2}

    print("path:", path)
    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(module, path, signatures={"serving_default": serving_default})
    if units > 3:
        return None
    for name in os.listdir(path):
        print(name)
    return path
