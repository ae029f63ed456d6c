# Keras 3 does not take `save_format` without a file's ending, and cannot be told one by `zipped`.
# target: tf=2.21
# note: the path does not show whether a `.keras` file is written, which takes no `include_optimizer`

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save(export_dir, save_format="tf")  # HUB402
model.save("export", zipped=False)  # HUB401

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


model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
save_reusable(model, export_dir)
model.save("export", zipped=False)  # HUB401
