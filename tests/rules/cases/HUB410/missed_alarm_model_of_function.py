# The model may come from a function, and its last layer be held in a variable.

import tensorflow as tf


def build():
    inputs = tf.keras.Input([8])
    hidden = tf.keras.layers.Dense(4, "relu")(inputs)
    scores = tf.keras.layers.Dense(3, name="scores")
    return tf.keras.Model(inputs=inputs, outputs=scores(hidden))


model = build()
model.compile("adam", loss="sparse_categorical_crossentropy")  # HUB410

# output

import tensorflow as tf


def build():
    inputs = tf.keras.Input([8])
    hidden = tf.keras.layers.Dense(4, "relu")(inputs)
    scores = tf.keras.layers.Dense(3, name="scores")
    return tf.keras.Model(inputs=inputs, outputs=scores(hidden))


model = build()
model.compile("adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
