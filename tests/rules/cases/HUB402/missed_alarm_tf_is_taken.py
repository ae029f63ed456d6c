# TensorFlow is needed, and its name is something else.
# note: the name `tf` has another meaning where the model is saved

import keras

tf = "term frequency"
model = keras.Sequential([keras.Input([3])])
model.save("published/1")  # HUB402
