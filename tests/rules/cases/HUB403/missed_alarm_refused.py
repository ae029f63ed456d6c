# Whoever gets the model may put it together with parts of Keras 3.
# note: the file does more with the model than call it or its methods with plain data
# note: the load says what the model's own classes are, which have to be those of Keras 2
# note: the name `tf_keras` has another meaning where the model is loaded
# note: the folder holds no Keras model, only what can be served

import tensorflow as tf


def handed_on():
    return tf.keras.models.load_model("published/1")  # HUB403


def extended(images):
    base = tf.keras.models.load_model("published/1")  # HUB403
    return tf.keras.Sequential([base, tf.keras.layers.Dense(1)])


def compiled(data):
    model = tf.keras.models.load_model("published/1")  # HUB403
    model.compile(tf.keras.optimizers.Adam(), "mse")


def called_back(data):
    model = tf.keras.models.load_model("published/1")  # HUB403
    model.fit(data, callbacks=[tf.keras.callbacks.EarlyStopping()])


def called_symbolically():
    model = tf.keras.models.load_model("published/1")  # HUB403
    return model(tf.keras.Input([3]))


def own_classes(data):
    model = tf.keras.models.load_model("published/1", custom_objects={"Own": Own})  # HUB403
    return model.predict(data)


def shadowed(data, tf_keras):
    model = tf.keras.models.load_model("published/1")  # HUB403
    return model.predict(data)


def exported(model: tf.keras.Model, data):
    model.export("published/2")
    again = tf.keras.models.load_model("published/2")  # HUB403
    return again.predict(data)
