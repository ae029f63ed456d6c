# Arguments on lines of their own get another line; commas and comments stay where they were.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[3])])
model.compile("adam", "mse")
model.save(  # HUB401
    "a/1",
)
model.save(  # HUB401
    "b/1",  # where to
    overwrite=True,  # it is ours
    # signatures=serve,
)
model.save(  # HUB401
    "c/1",
    save_format="tf"  # no comma
)
model.save(  # HUB401
    "d/1"
)
model.save("e/1",  # HUB401
           overwrite=True)
model.save("f/1",  # HUB401
           overwrite=True,)
model.save("g/1", overwrite=True,)  # HUB401
model.save(  # HUB401
    "h/1", overwrite=True,
)
model.save(("i"  # HUB401
            "/1"))
model.save(  # HUB401
    filepath="j/1", overwrite=(lambda a, b: a)(True, False)
    # the end
)
model.save ("k/1") ; print("done")  # HUB401

# output

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Dense(1, input_shape=[3])])
model.compile("adam", "mse")
model.save(
    "a/1",
    include_optimizer=False,
)
model.save(
    "b/1",  # where to
    overwrite=True,  # it is ours
    include_optimizer=False,
    # signatures=serve,
)
model.save(
    "c/1",
    save_format="tf",  # no comma
    include_optimizer=False,
)
model.save(
    "d/1",
    include_optimizer=False,
)
model.save("e/1",
           overwrite=True,
           include_optimizer=False)
model.save("f/1",
           overwrite=True,
           include_optimizer=False)
model.save("g/1", overwrite=True, include_optimizer=False,)
model.save(
    "h/1", overwrite=True, include_optimizer=False,
)
model.save(("i"
            "/1"), include_optimizer=False)
model.save(
    filepath="j/1", overwrite=(lambda a, b: a)(True, False), include_optimizer=False
    # the end
)
model.save ("k/1", include_optimizer=False) ; print("done")
