# Where TensorFlow is not imported by its name, there is no place for the switch to graph mode.
# note: the inputs or outputs at line 8 are not a dict that is written out; TensorFlow is not imported by a name of its own on a line of its own at the top of the file

from tensorflow import keras, saved_model

model = keras.models.load_model("model.h5")
outputs = dict(zip("ab", model.outputs))
saved_model.simple_save(keras.backend.get_session(), "a", {"x": model.input}, outputs)  # HUB201, HUB512
