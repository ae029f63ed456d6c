# Arguments that are not written out may hold the one that the new method does not take.
# target: tf=2.15
# select: HUB208
# note: the arguments are not written out, and `strip_default_attrs` may be among them

import tensorflow as tf

estimator = tf.estimator.Estimator(model_fn)
estimator.export_savedmodel(*arguments)  # HUB208
estimator.export_savedmodel("export", serving_fn, **arguments)  # HUB208
