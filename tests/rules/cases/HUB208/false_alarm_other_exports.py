# Methods of the same name of other objects: a Keras function, a module of one's own, and files without estimators.

import exporting
import tensorflow as tf
from exporting import export_saved_model

tf.compat.v1.keras.experimental.export_saved_model(model, "export")  # HUB512
exporting.export_saved_model(model, "export")
export_saved_model(model, "export")


def export(runner, serving_fn):
    return runner.export_saved_model("export", serving_fn)
