# The switch is set once for all rules that ask for it, and what is said of the models is then said of Keras 2's.
# target: tf=2.21,keras=keras3

import tensorflow as tf
import tensorflow_hub as hub
from tensorflow.keras import backend as K

embed = hub.KerasLayer("published/1", trainable=True)  # HUB310
model = tf.keras.Sequential([embed, tf.keras.layers.Dense(1)])
model.compile(tf.keras.optimizers.Adam(lr=0.1), "mse")  # HUB511
model.fit(x, y)
net = tf.layers.dense(z, 3)  # HUB510
session = K.get_session()  # HUB512
model.save("exported/1")  # HUB402

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("published/1", trainable=True)
model = tf.keras.Sequential([embed, tf.keras.layers.Dense(1)])
model.compile(tf.keras.optimizers.Adam(learning_rate=0.1), "mse")
model.fit(x, y)
net = tf.compat.v1.layers.dense(z, 3)
session = tf.compat.v1.keras.backend.get_session()
model.save("exported/1", include_optimizer=False)
