# The function is written once: what stands there already is used, and another name taken where it is something else.

import tensorflow as tf


def save_reusable(model):
    return model


def publish():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    model.save("published/1")  # HUB402
    model.save("published/2")  # HUB402

# output

import tensorflow as tf


def save_reusable_model(model, folder):
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


def save_reusable(model):
    return model


def publish():
    model = tf.keras.Sequential([tf.keras.Input([3])])
    save_reusable_model(model, "published/1")
    save_reusable_model(model, "published/2")
