# Keras 2 makes no model of what `export` or TensorFlow wrote; what is also saved as a model it reads.
# target: tf=2.15

import tensorflow as tf

FOLDER = "published/1"
model = tf.keras.Sequential([tf.keras.Input([3])])
model.export(FOLDER)
tf.keras.models.load_model(FOLDER)  # HUB403
tf.saved_model.save(model, "published/2")
tf.keras.models.load_model(filepath="published/2")  # HUB403
model.export("published/3")
model.save("published/3")
tf.keras.models.load_model("published/3")
