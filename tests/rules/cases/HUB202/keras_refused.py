# Builders with the session of Keras that are left alone.
# note: the assets at line 16 have to be attributes of what is exported
# note: line 23 gives the name of the exported model to another
# note: line 33 may change the model after its variables were written
# note: tf.saved_model.save writes the tag `serve` only, and line 40 asks for others
# note: line 49 uses `sess`, which the rewritten block no longer has
# note: line 58 has something run when the model is loaded, which a Keras model does not

import tensorflow as tf
from keras import backend as K


def assets(model, files):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("a")  # HUB202
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature}, files)
    builder.save()


def another_model(model, other):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("b")  # HUB202
    model = other
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature})
    builder.save()
    return model


def trained_in_between(model, x, y):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("c")  # HUB202
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature})
    model.fit(x, y)
    builder.save()


def other_tags(model):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("d")  # HUB202
    builder.add_meta_graph_and_variables(K.get_session(), ["train"], {"one": signature})
    builder.save()


def all_started_anew(model):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("e")  # HUB202
    init = tf.global_variables_initializer()  # HUB502
    sess = K.get_session()
    sess.run(init)
    builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
    builder.save()


def initialized_when_loaded(model):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("f")  # HUB202
    main_op = tf.global_variables_initializer()  # HUB502
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature}, main_op=main_op)
    builder.save()

# output

import tensorflow as tf
from keras import backend as K


def assets(model, files):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("a")  # HUB202
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature}, files)
    builder.save()


def another_model(model, other):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("b")  # HUB202
    model = other
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature})
    builder.save()
    return model


def trained_in_between(model, x, y):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("c")  # HUB202
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature})
    model.fit(x, y)
    builder.save()


def other_tags(model):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("d")  # HUB202
    builder.add_meta_graph_and_variables(K.get_session(), ["train"], {"one": signature})
    builder.save()


def all_started_anew(model):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("e")  # HUB202
    init = tf.compat.v1.global_variables_initializer()
    sess = K.get_session()
    sess.run(init)
    builder.add_meta_graph_and_variables(sess, ["serve"], {"one": signature})
    builder.save()


def initialized_when_loaded(model):
    signature = tf.saved_model.predict_signature_def({"x": model.input}, {"y": model.output})  # HUB203
    builder = tf.saved_model.Builder("f")  # HUB202
    main_op = tf.compat.v1.global_variables_initializer()
    builder.add_meta_graph_and_variables(K.get_session(), ["serve"], {"one": signature}, main_op=main_op)
    builder.save()
