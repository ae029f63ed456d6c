# An argument of the old format, given with a file.
# on: 2.21
# raises: ValueError: The following argument(s) are not supported: ['save_traces']

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(2)])
model.save("trained.keras", save_traces=False)
assert tf.io.gfile.exists("trained.keras")
