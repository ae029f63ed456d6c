# Keras 2 reads the folders that it saved.
# target: tf=2.21,keras=tf_keras

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3])])
model.save("trained")
tf.keras.models.load_model("trained")
tf.keras.models.load_model("published/1")
model.export("exported")
tf.saved_model.load("exported")
