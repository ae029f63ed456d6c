# Files that say nothing of a server, even where the purpose is to serve.
# target: tf=2.21,purpose=serve
# select: HUB431

import tensorflow as tf

tf.saved_model.save(tf.Module(), "model")
tf.saved_model.save(tf.Module(), "models/v2_large")
