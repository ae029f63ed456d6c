# The input of a piece is that of the model it is cut out of, or what one of its layers gives.
# note: the file does not show that the model takes one tensor, which a SavedModel to reuse is called with

import tensorflow as tf

given = tf.keras.Input([3])
features = tf.keras.layers.Dense(4, name="features")(given)
full_model = tf.keras.Model(inputs=given, outputs=tf.keras.layers.Dense(1)(features))
piece = tf.keras.Model(full_model.input, full_model.get_layer("features").output)
piece.save("pieces/1")  # HUB402
sharing_input = full_model.get_layer("features").output
sharing_output = full_model.get_layer("scores").output
head = tf.keras.Model(sharing_input, sharing_output)
head.save("pieces/2", include_optimizer=False)  # HUB402
several = tf.keras.Model([given, tf.keras.Input([3])], features)
of_several = tf.keras.Model(several.input, several.output)
of_several.save("pieces/3")  # HUB402

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


given = tf.keras.Input([3])
features = tf.keras.layers.Dense(4, name="features")(given)
full_model = tf.keras.Model(inputs=given, outputs=tf.keras.layers.Dense(1)(features))
piece = tf.keras.Model(full_model.input, full_model.get_layer("features").output)
save_reusable(piece, "pieces/1")
sharing_input = full_model.get_layer("features").output
sharing_output = full_model.get_layer("scores").output
head = tf.keras.Model(sharing_input, sharing_output)
save_reusable(head, "pieces/2")
several = tf.keras.Model([given, tf.keras.Input([3])], features)
of_several = tf.keras.Model(several.input, several.output)
of_several.save("pieces/3")  # HUB402
