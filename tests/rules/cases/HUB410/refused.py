# The loss is imported by itself, and the module that has the class is not; or a comment is in the way.
# note: the file does not import what `tensorflow.keras.losses.SparseCategoricalCrossentropy` is a part of
# note: a comment stands in the call

from tensorflow.keras.layers import Dense
from tensorflow.keras.losses import CategoricalCrossentropy
from tensorflow.keras.models import Sequential

model = Sequential([Dense(3)])
model.compile("adam", "sparse_categorical_crossentropy")  # HUB410
model.compile("adam", CategoricalCrossentropy(  # the usual one  # HUB410
))
