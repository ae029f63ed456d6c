# These end in probabilities, or in something that is not to be seen, or have another loss.

import tensorflow as tf

layers = tf.keras.layers
a = tf.keras.Sequential([layers.Dense(3, activation="softmax")])
a.compile("adam", "sparse_categorical_crossentropy")
b = tf.keras.Sequential([layers.Dense(3), layers.Softmax()])
b.compile("adam", "sparse_categorical_crossentropy")
c = tf.keras.Sequential([layers.Dense(3), layers.Activation(tf.nn.softmax)])
c.compile("adam", "categorical_crossentropy")
d = tf.keras.Sequential([layers.Dense(3)])
d.compile("adam", tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
e = tf.keras.Sequential([layers.Dense(3)])
e.compile("adam", "mse")
f = tf.keras.Sequential([layers.Dense(3)])
f.add(make_head())
f.compile("adam", "sparse_categorical_crossentropy")
g = tf.keras.Sequential([layers.Dense(3)])
if probabilities:
    g.add(layers.Softmax())
g.compile("adam", "sparse_categorical_crossentropy")
h = tf.keras.Sequential([layers.Dense(3), layers.Reshape([3])])
h.compile("adam", "sparse_categorical_crossentropy")
