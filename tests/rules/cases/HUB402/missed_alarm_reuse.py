# A model of one tensor, however it is made, is saved to be called and fine-tuned. The function stands behind the imports.

"""Train and publish."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf
from tensorflow.keras.applications import MobileNet

CLASSES = 3


def functional():
    images = tf.keras.Input([8, 8, 3], name='images')
    model = tf.keras.Model(inputs=[images], outputs={'a': tf.keras.layers.Flatten()(images)})
    # Where it is served from.
    model.save('published/1')  # the first version  # HUB402


def on_an_architecture():
    base = MobileNet(include_top=False)
    model = tf.keras.Model(base.input, tf.keras.layers.Dense(CLASSES)(base.output))
    model.save(os.path.join(os.getcwd(), 'published'), True, False)  # HUB402


class Publisher:
    def __init__(self):
        self.model = MobileNet()

    def publish(self):
        self.model.save("published/3", include_optimizer=False)  # HUB402


def fitted(data):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data)
    model.save("published/4")  # HUB402
    return tf.saved_model.load("published/4")

# output

"""Train and publish."""

import os

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import tensorflow as tf
from tensorflow.keras.applications import MobileNet


def save_reusable(model, folder):
    """Save a Keras model of one input to be called, fine-tuned and served, without its optimizer."""

    def penalty(weight):
        return tf.function(lambda: weight.regularizer(weight), input_signature=[])

    call = tf.function(lambda inputs, training=False: model(inputs, training=training))
    (given,) = model.inputs
    spec = tf.TensorSpec(given.shape, given.dtype, name="inputs")
    call.get_concrete_function(spec, training=True)
    serving = call.get_concrete_function(spec, training=False)
    reusable = tf.train.Checkpoint()
    reusable.__call__ = call
    reusable.variables = [weight.value for weight in model.variables]
    reusable.trainable_variables = [weight.value for weight in model.trainable_variables]
    reusable.regularization_losses = [
        penalty(weight) for weight in model.trainable_variables if weight.regularizer is not None
    ]
    tf.saved_model.save(reusable, folder, signatures=serving)


CLASSES = 3


def functional():
    images = tf.keras.Input([8, 8, 3], name='images')
    model = tf.keras.Model(inputs=[images], outputs={'a': tf.keras.layers.Flatten()(images)})
    # Where it is served from.
    save_reusable(model, 'published/1')  # the first version


def on_an_architecture():
    base = MobileNet(include_top=False)
    model = tf.keras.Model(base.input, tf.keras.layers.Dense(CLASSES)(base.output))
    save_reusable(model, os.path.join(os.getcwd(), 'published'))


class Publisher:
    def __init__(self):
        self.model = MobileNet()

    def publish(self):
        save_reusable(self.model, "published/3")


def fitted(data):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data)
    save_reusable(model, "published/4")
    return tf.saved_model.load("published/4")
