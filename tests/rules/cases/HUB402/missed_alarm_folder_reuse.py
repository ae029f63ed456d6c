# Keras 3 writes no folder that can be used again: `export` is no fix for that purpose.
# target: tf=2.21
# note: what `tf.saved_model.save` writes of a model of Keras 3 can be served but not called or fine-tuned; set `purpose = "serve"` if that is enough
# note: an argument of the call has no place where a folder is written

import os
from pathlib import Path

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save("out/1")  # HUB402
model.save("out/2", save_format="tf")  # HUB402
model.save(filepath=Path(folder) / "1", overwrite=True)  # HUB402
tf.keras.models.save_model(model, "out/3")  # HUB402
tf.keras.saving.save_model(model=model, filepath="out/4", overwrite=True)  # HUB402, HUB512
model.save("out/5", signatures=serve)  # HUB402
model.save("out/6", overwrite=False)  # HUB402

# output

import os
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
save_reusable(model, "out/2")
save_reusable(model, Path(folder) / "1")
save_reusable(model, "out/3")
save_reusable(model, "out/4")
model.save("out/5", signatures=serve)  # HUB402
model.save("out/6", overwrite=False)  # HUB402
