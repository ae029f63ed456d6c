# A builder with the session of Keras: what only served it goes, comments stay, and a folder is named when it was.

import os

import tensorflow as tf
from keras import backend as K
from keras.models import load_model
from tensorflow.python.saved_model import builder as saved_model_builder
from tensorflow.python.saved_model import signature_constants, tag_constants, utils
from tensorflow.python.saved_model.signature_def_utils_impl import build_signature_def, predict_signature_def


def as_in_the_tutorials(model, export_path):
    # The folder must not exist.
    builder = saved_model_builder.SavedModelBuilder(export_path)  # HUB202

    # images is the key of the input
    signature = predict_signature_def(inputs={"images": model.input}, outputs={"scores": model.output})  # HUB203

    with K.get_session() as sess:
        builder.add_meta_graph_and_variables(
            sess=sess,
            tags=[tag_constants.SERVING],  # for TensorFlow Serving
            signature_def_map={"predict": signature},
        )
        builder.save()
        return export_path


def saved_outside(path, out_path):
    model = load_model(path)
    tensor_info_input = utils.build_tensor_info(model.input)  # HUB203
    tensor_info_output = utils.build_tensor_info(model.output)  # HUB203
    prediction_signature = build_signature_def(  # HUB203
        inputs={"input": tensor_info_input},
        outputs={"prediction": tensor_info_output},
        method_name=signature_constants.PREDICT_METHOD_NAME,
    )

    print("to", out_path)
    tf_builder = tf.saved_model.builder.SavedModelBuilder(out_path)  # HUB202
    with K.get_session() as sess:
        tf_builder.add_meta_graph_and_variables(
            sess, ["serve"], {signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: prediction_signature}
        )
    tf_builder.save()


def two_keys_and_tables(model):
    path = os.path.join(tf.compat.as_bytes("b"), tf.compat.as_bytes("1"))
    signature = predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder(path)  # HUB202
    legacy_init_op = tf.group(tf.tables_initializer(), name="legacy_init_op")  # HUB502
    sess = K.get_session()
    sess.run([tf.tables_initializer(), tf.local_variables_initializer()])  # HUB502, HUB502
    builder.add_meta_graph_and_variables(
        sess,
        ["serve"],
        {"first": signature, "second": signature},
        legacy_init_op=legacy_init_op,
        main_op=None,
    )
    builder.save()


def two_models(encoder, decoder):
    builder = tf.saved_model.Builder("c")  # HUB202
    encode = predict_signature_def({"text": encoder.input}, {"code": encoder.output})  # HUB203
    decode = predict_signature_def({"code": decoder.input}, {"text": decoder.output})  # HUB203
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"encode": encode, "decode": decode})
    builder.save()


def folder_of_that_time(model, next_folder):
    builder = tf.saved_model.Builder(next_folder())  # counts on  # HUB202
    print("exporting")
    signature = predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"serving_default": signature})
    builder.save()


def loaded_later(path):
    sess = K.get_session()
    builder = tf.saved_model.Builder("d")  # HUB202
    sess.run(tf.global_variables_initializer())  # HUB502
    model = load_model(path)
    model.load_weights(path)
    signature = predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
    builder.save()

# output

import os

import tensorflow as tf
from keras.models import load_model


def as_in_the_tutorials(model, export_path):
    # The folder must not exist.
    # images is the key of the input
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="images"),
    ])
    def predict(images):
        return {"scores": model(images)}

    module = tf.Module()
    module.predict = predict
    module.model_variables = model.variables
    tf.saved_model.save(module, export_path, signatures={"predict": predict})
    return export_path


def saved_outside(path, out_path):
    model = load_model(path)

    print("to", out_path)

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="input"),
    ])
    def serving_default(input_):
        return {"prediction": model(input_)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(
        module,
        out_path,
        signatures={tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: serving_default},
    )


def two_keys_and_tables(model):
    path = os.path.join(tf.compat.as_bytes("b"), tf.compat.as_bytes("1"))

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def first(x):
        return {"y": model(x)}

    module = tf.Module()
    module.first = first
    module.model_variables = model.variables
    tf.saved_model.save(module, path, signatures={"first": first, "second": first})


def two_models(encoder, decoder):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=encoder.inputs[0].shape, dtype=encoder.inputs[0].dtype, name="text"),
    ])
    def encode(text):
        return {"code": encoder(text)}

    @tf.function(input_signature=[
        tf.TensorSpec(shape=decoder.inputs[0].shape, dtype=decoder.inputs[0].dtype, name="code"),
    ])
    def decode(code):
        return {"text": decoder(code)}

    module = tf.Module()
    module.encode = encode
    module.decode = decode
    module.model_variables = encoder.variables + decoder.variables
    tf.saved_model.save(module, "c", signatures={"encode": encode, "decode": decode})


def folder_of_that_time(model, next_folder):
    # counts on
    export_dir = next_folder()
    print("exporting")

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, export_dir, signatures={"serving_default": serving_default})


def loaded_later(path):
    model = load_model(path)
    model.load_weights(path)

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "d", signatures={"serving_default": serving_default})
