# Files, what may be one, what Keras 3 takes from its hub, and what the file itself saves, which is reported there.
# select: HUB403

import tensorflow as tf
import tf_keras

tf.keras.models.load_model("a.keras")
tf.keras.models.load_model(f"{folder}/a.h5")
tf.keras.models.load_model(path)
tf.keras.models.load_model("hf://owner/model")
tf_keras.models.load_model("published/1")
model = tf.keras.Sequential([tf.keras.Input([3])])
model.save("trained")
tf.keras.models.load_model("trained")
tf.keras.models.save_model(model, "again")
tf.keras.models.load_model("again")
