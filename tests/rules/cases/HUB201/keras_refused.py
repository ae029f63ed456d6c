# Exports of Keras models that are left alone: nothing else is offered for them, since Keras's session is empty while
# TensorFlow runs eagerly, and what it exports then has neither the variables nor the tensors of its signature.
# note: line 31 takes a key from the name of a tensor in TensorFlow 1's graph, which Keras names otherwise now; write the key that `saved_model_cli show` prints for an old export
# note: line 36 takes a key from the name of a tensor in TensorFlow 1's graph, which Keras names otherwise now; write the key that `saved_model_cli show` prints for an old export
# note: the inputs or outputs at line 43 are not a dict that is written out
# note: `op` is not made in this block
# note: TensorFlow 2 does not take `input_1:0` (line 51) as the name of an input
# note: the signature `serving_default` has the inputs of several models
# note: the signature `serving_default` does not have each input of the model once
# note: the output `y` at line 66 is not an output of a model
# note: line 72 gives the model's variables their first values again before it is exported
# note: line 79 uses `sess`, which the rewritten block no longer has
# note: line 85 uses `sess`, which the rewritten block no longer has
# note: line 90 uses the session `sess` for more than the export
# note: line 95 enters a graph, in which `tf.saved_model.save` cannot save
# note: the input `x` at line 101 is not an input of a model
# note: the output `y` at line 105 is not an output of a model
# note: the input `x` at line 110 is not an input of a model
# note: TensorFlow 2 does not take `in` (line 114) as the name of an input
# note: line 120 uses `sess`, which the rewritten block no longer has
# note: line 125 shares `session` with other functions

import keras
import tensorflow as tf
from keras import backend as K


def named_after_tensors(model):
    with tf.keras.backend.get_session() as sess:  # HUB512
        tf.saved_model.simple_save(  # HUB201
            sess, "a", inputs={"image": model.input}, outputs={t.name: t for t in model.outputs}
        )


def named_after_one(model):
    tf.saved_model.simple_save(K.get_session(), "b", {"x": model.input}, {model.output.op.name: model.output})  # HUB201


def filled_later(model):
    outputs = {}
    for at, tensor in enumerate(model.outputs):
        outputs["output%d" % at] = tensor
    tf.saved_model.simple_save(K.get_session(), "c", {"x": model.input}, outputs)  # HUB201


def with_an_op(model, op):
    tf.saved_model.simple_save(K.get_session(), "d", {"x": model.input}, {"y": model.output}, op)  # HUB201


def with_a_graph_name(model):
    tf.saved_model.simple_save(K.get_session(), "e", {"input_1:0": model.input}, {"y": model.output})  # HUB201


def with_inputs_of_two(one, other):
    tf.saved_model.simple_save(  # HUB201
        K.get_session(), "f", {"x": one.input, "y": other.input}, {"z": one.output}
    )


def without_an_input(model):
    tf.saved_model.simple_save(K.get_session(), "g", {"x": model.inputs[1]}, {"y": model.output})  # HUB201


def with_parts_of_parts(model):
    tf.saved_model.simple_save(  # HUB201
        K.get_session(), "i", {"x": model.input}, {"y": model.layers[1].layers[0].output}
    )


def initialized_anew(model):
    sess = K.get_session()
    sess.run(tf.global_variables_initializer())  # HUB502
    tf.saved_model.simple_save(sess, "k", {"x": model.input}, {"y": model.output})  # HUB201


def used_later(model):
    sess = K.get_session()
    tf.saved_model.simple_save(sess, "l", {"x": model.input}, {"y": model.output})  # HUB201
    return sess.graph


def entered_and_used_later(model):
    with K.get_session() as sess:
        tf.saved_model.simple_save(sess, "m", {"x": model.input}, {"y": model.output})  # HUB201
    return sess.graph


def used_besides(model):
    with K.get_session() as sess:
        print(sess.graph)
        tf.saved_model.simple_save(sess, "n", {"x": model.input}, {"y": model.output})  # HUB201


def in_a_graph(model, graph):
    with graph.as_default():
        tf.saved_model.simple_save(K.get_session(), "o", {"x": model.input}, {"y": model.output})  # HUB201


def first_half(model):
    x = model.inputs[0][0]
    tf.saved_model.simple_save(K.get_session(), "p", {"x": x}, {"y": model.output})  # HUB201


def by_slice(model):
    tf.saved_model.simple_save(K.get_session(), "q", {"x": model.input}, {"y": model.outputs[:1]})  # HUB201


def not_the_first_layer(model):
    x = model.layers[1].input
    tf.saved_model.simple_save(K.get_session(), "r", {"x": x}, {"y": model.output})  # HUB201


def with_a_keyword(model):
    tf.saved_model.simple_save(K.get_session(), "s", {"in": model.input}, {"y": model.output})  # HUB201


def deleted(model):
    sess = K.get_session()
    tf.saved_model.simple_save(sess, "t", {"x": model.input}, {"y": model.output})  # HUB201
    del sess


def shared(model):
    global session
    session = K.get_session()
    tf.saved_model.simple_save(session, "u", {"x": model.input}, {"y": model.output})  # HUB201

# output

import keras
import tensorflow as tf
from keras import backend as K


def named_after_tensors(model):
    with tf.keras.backend.get_session() as sess:  # HUB512
        tf.saved_model.simple_save(  # HUB201
            sess, "a", inputs={"image": model.input}, outputs={t.name: t for t in model.outputs}
        )


def named_after_one(model):
    tf.saved_model.simple_save(K.get_session(), "b", {"x": model.input}, {model.output.op.name: model.output})  # HUB201


def filled_later(model):
    outputs = {}
    for at, tensor in enumerate(model.outputs):
        outputs["output%d" % at] = tensor
    tf.saved_model.simple_save(K.get_session(), "c", {"x": model.input}, outputs)  # HUB201


def with_an_op(model, op):
    tf.saved_model.simple_save(K.get_session(), "d", {"x": model.input}, {"y": model.output}, op)  # HUB201


def with_a_graph_name(model):
    tf.saved_model.simple_save(K.get_session(), "e", {"input_1:0": model.input}, {"y": model.output})  # HUB201


def with_inputs_of_two(one, other):
    tf.saved_model.simple_save(  # HUB201
        K.get_session(), "f", {"x": one.input, "y": other.input}, {"z": one.output}
    )


def without_an_input(model):
    tf.saved_model.simple_save(K.get_session(), "g", {"x": model.inputs[1]}, {"y": model.output})  # HUB201


def with_parts_of_parts(model):
    tf.saved_model.simple_save(  # HUB201
        K.get_session(), "i", {"x": model.input}, {"y": model.layers[1].layers[0].output}
    )


def initialized_anew(model):
    sess = K.get_session()
    sess.run(tf.compat.v1.global_variables_initializer())
    tf.saved_model.simple_save(sess, "k", {"x": model.input}, {"y": model.output})  # HUB201


def used_later(model):
    sess = K.get_session()
    tf.saved_model.simple_save(sess, "l", {"x": model.input}, {"y": model.output})  # HUB201
    return sess.graph


def entered_and_used_later(model):
    with K.get_session() as sess:
        tf.saved_model.simple_save(sess, "m", {"x": model.input}, {"y": model.output})  # HUB201
    return sess.graph


def used_besides(model):
    with K.get_session() as sess:
        print(sess.graph)
        tf.saved_model.simple_save(sess, "n", {"x": model.input}, {"y": model.output})  # HUB201


def in_a_graph(model, graph):
    with graph.as_default():
        tf.saved_model.simple_save(K.get_session(), "o", {"x": model.input}, {"y": model.output})  # HUB201


def first_half(model):
    x = model.inputs[0][0]
    tf.saved_model.simple_save(K.get_session(), "p", {"x": x}, {"y": model.output})  # HUB201


def by_slice(model):
    tf.saved_model.simple_save(K.get_session(), "q", {"x": model.input}, {"y": model.outputs[:1]})  # HUB201


def not_the_first_layer(model):
    x = model.layers[1].input
    tf.saved_model.simple_save(K.get_session(), "r", {"x": x}, {"y": model.output})  # HUB201


def with_a_keyword(model):
    tf.saved_model.simple_save(K.get_session(), "s", {"in": model.input}, {"y": model.output})  # HUB201


def deleted(model):
    sess = K.get_session()
    tf.saved_model.simple_save(sess, "t", {"x": model.input}, {"y": model.output})  # HUB201
    del sess


def shared(model):
    global session
    session = K.get_session()
    tf.saved_model.simple_save(session, "u", {"x": model.input}, {"y": model.output})  # HUB201
