# What Keras 2 wrote as a checkpoint has to be written anew by Keras 2.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
latest = tf.train.latest_checkpoint("folder")
model.load_weights(latest)  # HUB405
model.load_weights("published/model.ckpt")  # HUB405
model.load_weights("published/variables/variables").expect_partial()  # HUB405
