"""Exports by every spelling of the three calls, and to a folder that is not the program's own."""
import os

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.compat.v1.saved_model import Builder as B
from tensorflow.compat.v1.saved_model import simple_save
from tensorflow.python.saved_model import builder as v1_builder

OUTSIDE = os.path.join(os.path.dirname(os.__file__), "no such folder", "model")


class Quiet(tf1.saved_model.builder.SavedModelBuilder):
    def save(self):
        return super().save()


def built(builder, sess, x):
    signature = tf1.saved_model.predict_signature_def(inputs={"x": x}, outputs={"y": x * 2})
    builder.add_meta_graph_and_variables(sess, ["serve"], signature_def_map={"serving_default": signature})
    builder.save()  # line 22


with tf.Graph().as_default(), tf1.Session() as sess:
    x = tf1.placeholder(tf.float32, [], "x")
    simple_save(sess, "a", {"x": x}, {"y": x * 2})  # line 27
    tf.compat.v1.saved_model.simple_save(session=sess, export_dir="b", inputs={"x": x}, outputs={"y": x * 2})
    for number, builder in enumerate([B, v1_builder.SavedModelBuilder, Quiet, tf1.saved_model.Builder]):
        built(builder("c%d" % number), sess, x)

double = tf.function(lambda x: {"y": x * 2}, input_signature=[tf.TensorSpec([], tf.float32, "x")])
save = getattr(saved_model, "save")
save(tf.Module(), "d", double)  # line 34
tf.compat.v2.saved_model.save(tf.Module(), export_dir="e", signatures=double)
tf.saved_model.save(tf.Module(), OUTSIDE, double)
assert float(tf.saved_model.load(OUTSIDE).signatures["serving_default"](x=tf.constant(2.0))["y"]) == 4.0
assert not os.path.exists(OUTSIDE)
with tf.Graph().as_default(), tf1.Session() as sess:
    tf1.saved_model.load(sess, ["serve"], OUTSIDE)
