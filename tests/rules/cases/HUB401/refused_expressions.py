# Models that are no plain names would be made twice, and an argument that `tf.saved_model.save` does not have is unknown.
# target: tf=2.15
# note: the model is not a plain name
# note: an argument of `tf.saved_model.save` is unknown

import tensorflow as tf


def export(models, model: tf.keras.Model):
    models[0].compile("adam", "mse")
    tf.keras.models.save_model(models[0], "exported/1")  # HUB401
    tf.keras.models.save_model(models[0], "exported/1.keras", include_optimizer=False)  # HUB401
    model.compile("adam", "mse")
    tf.saved_model.save(model, "exported/2", experimental=True)  # HUB401
