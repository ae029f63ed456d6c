# Up to TensorFlow 2.15 the method only has another name, and one argument less.
# target: tf=2.15
# note: a comment stands beside `strip_default_attrs`
# note: it has arguments that only the estimators of tf.contrib.learn took
# note: it is handed on, and whoever calls it may give `strip_default_attrs`

import tensorflow as tf


def export(estimator: tf.compat.v1.estimator.Estimator, serving_fn):
    estimator.export_savedmodel("export", serving_fn)  # HUB208
    estimator.export_savedmodel("export", serving_fn, strip_default_attrs=True, as_text=True)  # HUB208
    estimator.export_savedmodel("export", serving_fn, None, False, None, True)  # HUB208
    estimator.export_savedmodel(  # HUB208
        "export",
        serving_fn,
        # smaller files
        strip_default_attrs=True,
    )
    estimator.export_savedmodel("export", serving_fn, default_output_alternative_key="out")  # HUB208
    return estimator.export_savedmodel  # HUB208

# output

import tensorflow as tf


def export(estimator: tf.compat.v1.estimator.Estimator, serving_fn):
    estimator.export_saved_model("export", serving_fn)
    estimator.export_saved_model("export", serving_fn, as_text=True)
    estimator.export_saved_model("export", serving_fn, None, False, None)
    estimator.export_savedmodel(  # HUB208
        "export",
        serving_fn,
        # smaller files
        strip_default_attrs=True,
    )
    estimator.export_savedmodel("export", serving_fn, default_output_alternative_key="out")  # HUB208
    return estimator.export_savedmodel  # HUB208
