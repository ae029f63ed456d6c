# Who asks first has provided for both.

import tensorflow as tf


def export(estimator, serving_fn):
    if hasattr(estimator, "export_saved_model"):
        return estimator.export_saved_model("export", serving_fn)
    try:
        return estimator.export_savedmodel("export", serving_fn)
    except AttributeError:
        return tf.saved_model.save(estimator, "export")
