# A program that asks which Keras it has knows what it does.

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
if tf.__version__ < "2.16":
    model.save("trained")
else:
    model.export("trained")
