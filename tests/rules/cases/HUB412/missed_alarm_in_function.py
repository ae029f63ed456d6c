# The model may be saved elsewhere in the file.
# target: tf=2.15

import tensorflow as tf


def optimizer():
    return tf.keras.optimizers.Ftrl(0.1, l2_shrinkage_regularization_strength=1e-3)  # HUB412


def save(model: tf.keras.Model):
    model.save("model.h5", include_optimizer=False)
