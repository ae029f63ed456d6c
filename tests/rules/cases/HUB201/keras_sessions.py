# A Keras model is exported with the session of Keras, however that is fetched: the model itself is exported then.
# note: it is not part of the export that follows

import keras
import tensorflow as tf
from keras import backend as KB
from tensorflow.keras import backend as K
from tensorflow.python.keras import backend as private


def at_once(model):
    tf.saved_model.simple_save(  # HUB201
        K.get_session(),  # HUB512
        "a",
        inputs={"x": model.input},
        outputs={"y": model.output},
    )


def entered(model):
    with tf.keras.backend.get_session() as sess:  # HUB512
        tf.saved_model.simple_save(sess, "b", {"x": model.input}, {"y": model.output})  # HUB201
        print("saved")


def assigned(model):
    sess = keras.backend.get_session()
    tf.saved_model.simple_save(sess, "c", {"x": model.input}, {"y": model.output})  # HUB201
    sess.close()


def as_default(model):
    sess = KB.get_session()
    with sess.as_default():
        with sess.graph.as_default():
            # What is served.
            tf.saved_model.simple_save(sess, "d", {"x": model.input}, {"y": model.output})  # HUB201
            # Until here.
    print("d")


def in_private(model):
    tf.saved_model.simple_save(private.get_session(), "e", {"x": model.input}, {"y": model.output})  # HUB201, HUB508


def given_to_keras():
    tf.Session()  # HUB101
    sess = tf.Session()  # HUB101
    sess.run(tf.global_variables_initializer())  # HUB502
    KB.set_session(sess)
    model = keras.models.load_model("model.h5")
    tf.saved_model.simple_save(sess, "f", {"x": model.input}, {"y": model.output})  # HUB201


def in_a_graph_of_its_own(path):
    with tf.Graph().as_default(), tf.Session() as sess:  # HUB101
        KB.set_session(sess)
        model = keras.models.load_model(path)
        tf.saved_model.simple_save(sess, "g", {"x": model.input}, {"y": model.output})  # HUB201


class Exporter:
    def __init__(self, model):
        self.model = model
        self.sess = KB.get_session()

    def save(self, path):
        tf.saved_model.simple_save(self.sess, path, {"x": self.model.input}, {"y": self.model.output})  # HUB201


unused = K.get_session()  # HUB512
trained = keras.models.load_model("model.h5")
with K.get_session() as session:  # HUB512
    tf.saved_model.simple_save(session, "h", {"x": trained.input}, {"y": trained.output})  # HUB201

# output

import keras
import tensorflow as tf


def at_once(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "a", signatures={"serving_default": serving_default})


def entered(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "b", signatures={"serving_default": serving_default})
    print("saved")


def assigned(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "c", signatures={"serving_default": serving_default})


def as_default(model):
    # What is served.
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "d", signatures={"serving_default": serving_default})
    # Until here.
    print("d")


def in_private(model):
    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "e", signatures={"serving_default": serving_default})


def given_to_keras():
    tf.compat.v1.Session()  # HUB101
    model = keras.models.load_model("model.h5")

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "f", signatures={"serving_default": serving_default})


def in_a_graph_of_its_own(path):
    model = keras.models.load_model(path)

    @tf.function(input_signature=[
        tf.TensorSpec(shape=model.inputs[0].shape, dtype=model.inputs[0].dtype, name="x"),
    ])
    def serving_default(x):
        return {"y": model(x)}

    module = tf.Module()
    module.serving_default = serving_default
    module.model_variables = model.variables
    tf.saved_model.save(module, "g", signatures={"serving_default": serving_default})


class Exporter:
    def __init__(self, model):
        self.model = model

    def save(self, path):
        @tf.function(input_signature=[
            tf.TensorSpec(
                shape=self.model.inputs[0].shape,
                dtype=self.model.inputs[0].dtype,
                name="x",
            ),
        ])
        def serving_default(x):
            return {"y": self.model(x)}

        module = tf.Module()
        module.serving_default = serving_default
        module.model_variables = self.model.variables
        tf.saved_model.save(module, path, signatures={"serving_default": serving_default})


trained = keras.models.load_model("model.h5")


@tf.function(input_signature=[
    tf.TensorSpec(shape=trained.inputs[0].shape, dtype=trained.inputs[0].dtype, name="x"),
])
def serving_default(x):
    return {"y": trained(x)}


module = tf.Module()
module.serving_default = serving_default
module.model_variables = trained.variables
tf.saved_model.save(module, "h", signatures={"serving_default": serving_default})
