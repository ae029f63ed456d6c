# Keras 2 writes folders.
# target: tf=2.21,keras=tf_keras

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save("a", save_format="tf")
model.save("a", signatures=serve)
tf.keras.models.save_model(model, "a")
tf.keras.callbacks.ModelCheckpoint("b")
