# Who wants to change least keeps the old method as long as there are estimators: under tf.compat.v1 they have it.
# target: tf=2.15,level=compat

import tensorflow as tf

estimator = tf.compat.v1.estimator.Estimator(model_fn)
estimator.export_savedmodel("export", serving_fn)
receiver = tf.estimator.export.ServingInputReceiver(features, tensors)
