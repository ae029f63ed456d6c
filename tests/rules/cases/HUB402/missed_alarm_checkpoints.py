# The callback's folder is loaded by nobody here, or under a name that is asked for elsewhere.
# note: whoever loads this model is not in this file, and looks for it under the old name
# note: the path is used for something else, too

import tensorflow as tf

tf.keras.callbacks.ModelCheckpoint("models/{epoch:02d}.hdf5")  # HUB402
tf.keras.callbacks.ModelCheckpoint(filepath="models/best", save_weights_only=False)  # HUB402
tf.keras.callbacks.ModelCheckpoint("models/last")  # HUB402
if tf.io.gfile.exists("models/last"):
    tf.keras.models.load_model("models/last")
