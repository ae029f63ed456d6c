# A model that is only asked and trained with plain data is one of Keras 2.

import numpy as np
import tensorflow as tf
from tensorflow.keras.models import load_model


def predict(images):
    # Trained last year.
    model = load_model("published/1", compile=False)  # HUB403
    model.summary()
    return np.argmax(model.predict(images, batch_size=8), axis=1)


def train(images, labels):
    model = tf.keras.models.load_model(  # HUB403
        "published/2",
    )
    model.fit(images, labels, epochs=2)
    return model(images)

# output

import numpy as np
import tf_keras


def predict(images):
    # Trained last year.
    model = tf_keras.models.load_model("published/1", compile=False)
    model.summary()
    return np.argmax(model.predict(images, batch_size=8), axis=1)


def train(images, labels):
    model = tf_keras.models.load_model(
        "published/2",
    )
    model.fit(images, labels, epochs=2)
    return model(images)
