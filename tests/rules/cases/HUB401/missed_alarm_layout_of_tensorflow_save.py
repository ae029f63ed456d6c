# What the model's own `save` does not take goes with its line; what a comment speaks of stays with it.
# target: tf=2.15
# note: a comment stands among the arguments that would go

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[3])])
model.compile("adam", "mse")
tf.saved_model.save(  # HUB401
    model,
    "a/1",
    signatures=serve,
)
tf.saved_model.save(  # HUB401
    obj=model,
    # where to
    export_dir="b/1",
)
tf.saved_model.save(  # HUB401
    model,  # trained above
    "c/1",
)
tf.saved_model.save((model), ("d/1"))  # HUB401

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[3])])
model.compile("adam", "mse")
model.save(
    "a/1",
    signatures=serve,
    include_optimizer=False,
)
model.save(
    # where to
    filepath="b/1",
    include_optimizer=False,
)
tf.saved_model.save(  # HUB401
    model,  # trained above
    "c/1",
)
model.save(("d/1"), include_optimizer=False)
