# Tags, keys, tensor infos and the folder in the ways that programs spell them.

import os

import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.python.saved_model import signature_constants, tag_constants


def export(base, version):
    with tf.Graph().as_default(), tf1.Session() as sess:  # HUB101
        x = tf1.placeholder(tf.float32, [None, 784], name="x")  # HUB102
        y = tf.nn.softmax(x, name="y")
        export_path = os.path.join(tf.compat.as_bytes(base), tf.compat.as_bytes(str(version)))
        print("Exporting to", export_path)
        builder = tf1.saved_model.builder.SavedModelBuilder(export_path)  # HUB202

        # Build the signature.
        tensor_info_x = tf1.saved_model.utils.build_tensor_info(x)  # HUB203
        tensor_info_y = tf1.saved_model.utils.build_tensor_info(y)  # HUB203
        prediction_signature = tf1.saved_model.signature_def_utils.build_signature_def(  # HUB203
            inputs={signature_constants.PREDICT_INPUTS: tensor_info_x},
            outputs={signature_constants.PREDICT_OUTPUTS: tensor_info_y},
            method_name=signature_constants.PREDICT_METHOD_NAME,
        )
        legacy_init_op = None
        builder.add_meta_graph_and_variables(
            sess,
            [tag_constants.SERVING],
            signature_def_map={"predict_images": prediction_signature},
            clear_devices=True,
            main_op=None,
        )
        builder.save()
        print("Done exporting!")


def other_spellings(folder):
    with tf1.Session(graph=tf.Graph()) as sess:  # HUB101
        x = tf1.placeholder(tf.float32)  # HUB102
        y = x + 1
        inputs = {"x": x}
        outputs = {"y": y}
        tags = [tf.saved_model.SERVING]
        signature_def = tf1.saved_model.predict_signature_def(inputs, outputs)  # HUB203
        signatures = {tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature_def}
        builder = tf1.saved_model.Builder(folder)  # HUB202
        builder.add_meta_graph_and_variables(sess, tags, signatures)
        builder.save()

# output

import os

import tensorflow as tf


def export(base, version):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=[None, 784], dtype=tf.float32, name="inputs"),
    ])
    def predict_images(x):
        y = tf.nn.softmax(x, name="y")
        return {"outputs": y}

    export_path = os.path.join(tf.compat.as_bytes(base), tf.compat.as_bytes(str(version)))
    print("Exporting to", export_path)

    # Build the signature.
    legacy_init_op = None
    module = tf.Module()
    module.predict_images = predict_images
    tf.saved_model.save(module, export_path, signatures={"predict_images": predict_images})
    print("Done exporting!")


def other_spellings(folder):
    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32, name="x")])
    def serving_default(x):
        y = x + 1
        return {"y": y}

    module = tf.Module()
    module.serving_default = serving_default
    tf.saved_model.save(
        module,
        folder,
        signatures={tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: serving_default},
    )
