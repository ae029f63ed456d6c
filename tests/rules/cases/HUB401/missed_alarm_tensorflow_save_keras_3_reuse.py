# Keras 3: a model that was never compiled is saved in its place, signatures and all.
# target: tf=2.21

from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
tf.saved_model.save(model, "out/1")  # HUB401
tf.saved_model.save(model, export_dir, serve)  # HUB401
tf.saved_model.save(obj=model, export_dir="out/2", signatures={"serve": serve})  # HUB401
tf.saved_model.save(export_dir="out/3", obj=model)  # HUB401
tf.saved_model.save(model, Path(folder) / "4", serve, options)  # HUB401

# output

from pathlib import Path

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
save_reusable(model, "out/1")
tf.saved_model.save(tf.keras.Model(model.inputs, model.outputs), export_dir, serve)
tf.saved_model.save(obj=tf.keras.Model(model.inputs, model.outputs), export_dir="out/2", signatures={"serve": serve})
save_reusable(model, "out/3")
tf.saved_model.save(tf.keras.Model(model.inputs, model.outputs), Path(folder) / "4", serve, options)
