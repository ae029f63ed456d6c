# The lines of this file end with CR and LF; so does the line that is added.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[3])])
model.compile("adam", "mse")
model.save(  # HUB401
    "a/1",
    overwrite=True,  # it is ours
)
tf.saved_model.save(  # HUB401
    model,
    # where to
    "b/1"
)

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[3])])
model.compile("adam", "mse")
model.save(
    "a/1",
    overwrite=True,  # it is ours
    include_optimizer=False,
)
model.save(
    # where to
    "b/1",
    include_optimizer=False,
)
