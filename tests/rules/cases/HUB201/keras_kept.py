# What a program exports from Keras's session and is not rewritten is kept, in graph mode with Keras 2.
# note: line 19 takes a key from the name of a tensor, which is that of TensorFlow 1.15 unless the model ends in LSTM, GRU, Embedding, LayerNormalization, Dot, selu or a softmax over a sequence
# note: TensorFlow 2 does not take `in` (line 25) as the name of an input
# note: line 15 still needs graph mode, which is for the whole program

import argparse

import tensorflow as tf
from tensorflow.keras import backend as K


def export_model(path):
    tf.keras.backend.set_learning_phase(0)  # HUB512
    model = tf.keras.models.load_model(path)
    with tf.keras.backend.get_session() as sess:  # HUB512
        tf.saved_model.simple_save(  # HUB201
            sess,
            "a",
            inputs={"image": model.input}, outputs={t.name: t for t in model.outputs}
        )


def export_again(model):
    signature = tf.saved_model.signature_def_utils.predict_signature_def(  # HUB203
        inputs={"in": model.inputs[0]}, outputs={"out": model.outputs[0]}
    )
    builder = tf.saved_model.builder.SavedModelBuilder("b")  # HUB202
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"serving_default": signature})  # HUB512
    builder.save()


def export_plainly(model):
    tf.saved_model.simple_save(K.get_session(), "c", {"x": model.input}, {"y": model.output})  # HUB201, HUB512


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    export_model(parser.parse_args().model)
    export_again(tf.keras.models.load_model("model.h5"))
    export_plainly(tf.keras.models.load_model("model.h5"))

# output

import argparse

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf

tf.compat.v1.disable_v2_behavior()


def export_model(path):
    tf.keras.backend.set_learning_phase(0)
    model = tf.keras.models.load_model(path)
    with tf.compat.v1.keras.backend.get_session() as sess:
        tf.compat.v1.saved_model.simple_save(  # HUB201
            sess,
            "a",
            inputs={"image": model.input}, outputs={t.name: t for t in model.outputs}
        )


def export_again(model):
    signature = tf.compat.v1.saved_model.predict_signature_def(  # HUB203
        inputs={"in": model.inputs[0]}, outputs={"out": model.outputs[0]}
    )
    builder = tf.compat.v1.saved_model.builder.SavedModelBuilder("b")  # HUB202
    builder.add_meta_graph_and_variables(tf.compat.v1.keras.backend.get_session(), ["serve"], {"serving_default": signature})
    builder.save()


def export_plainly(model):
    tf.compat.v1.saved_model.simple_save(tf.compat.v1.keras.backend.get_session(), "c", {"x": model.input}, {"y": model.output})  # HUB201


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    export_model(parser.parse_args().model)
    export_again(tf.keras.models.load_model("model.h5"))
    export_plainly(tf.keras.models.load_model("model.h5"))
