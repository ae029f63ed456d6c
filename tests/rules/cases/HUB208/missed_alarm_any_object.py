# Only estimators had the old method, so whatever has it is one; the new method needs more evidence.
# select: HUB208

import tensorflow as tf


def train(make, config):
    estimator = make(config)
    tf.estimator.train_and_evaluate(estimator, train_spec, eval_spec)
    estimator.export_saved_model("export", serving_fn)  # HUB208
    estimator.export_saved_model("export")
    export = estimator.export_savedmodel  # HUB208
    return export("export", serving_fn)
