# Keras 3 ignores `include_optimizer` for `.keras` files; HDF5 files and models that have no optimizer are fine.
# target: tf=2.21
# note: a comment stands among the arguments that would go

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save("first.keras", include_optimizer=False)
model.compile("adam", "mse")
model.save("a.keras", include_optimizer=False)  # HUB401
tf.keras.models.save_model(model, "b.keras", overwrite=True, include_optimizer=False)  # HUB401
model.save("c.h5", include_optimizer=False)
model.save("d.keras", include_optimizer=True)
model.save("e.keras", include_optimizer=keep)
model.save(
    "f.keras",
    include_optimizer=False,  # for others  # HUB401
)

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.save("first.keras", include_optimizer=False)
model.compile("adam", "mse")
tf.keras.Model(model.inputs, model.outputs).save("a.keras")
tf.keras.models.save_model(tf.keras.Model(model.inputs, model.outputs), "b.keras", overwrite=True)
model.save("c.h5", include_optimizer=False)
model.save("d.keras", include_optimizer=True)
model.save("e.keras", include_optimizer=keep)
model.save(
    "f.keras",
    include_optimizer=False,  # for others  # HUB401
)
