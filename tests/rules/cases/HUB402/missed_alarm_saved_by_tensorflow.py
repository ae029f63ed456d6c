# Of a model of Keras 3 `tf.saved_model.save` writes nothing to call; whether it is compiled makes no difference to that.
# target: tf=2.21,keras=keras3

import tensorflow as tf

inputs = tf.keras.Input((3,))
piece_to_share = tf.keras.Model(inputs, tf.keras.layers.Dense(4)(inputs))
full_model = tf.keras.Sequential([piece_to_share, tf.keras.layers.Dense(1)])
full_model.compile("adam", "mse")
full_model.fit(x, y)
tf.saved_model.save(piece_to_share, "piece")  # HUB402

# output

import tensorflow as tf


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


inputs = tf.keras.Input((3,))
piece_to_share = tf.keras.Model(inputs, tf.keras.layers.Dense(4)(inputs))
full_model = tf.keras.Sequential([piece_to_share, tf.keras.layers.Dense(1)])
full_model.compile("adam", "mse")
full_model.fit(x, y)
save_reusable(piece_to_share, "piece")
