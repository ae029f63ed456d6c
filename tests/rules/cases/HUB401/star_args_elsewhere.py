# `*` in `compile` and in the layers hides nothing that matters here.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential([*layers])
model.compile(*settings, **more)
model.save("out/1")  # HUB401

# output

import tensorflow as tf

model = tf.keras.Sequential([*layers])
model.compile(*settings, **more)
model.save("out/1", include_optimizer=False)
