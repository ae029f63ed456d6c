# A model that is loaded with `compile=False` has no optimizer.
# target: tf=2.15

import tensorflow as tf
from tensorflow.keras.models import load_model

model = load_model("trained.h5", compile=False)
model.save("out/1")
tf.saved_model.save(model, "out/2")
