# The project runs with `TF_USE_LEGACY_KERAS=1`.
# target: tf=2.21,keras=tf_keras
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer("published/1")])
