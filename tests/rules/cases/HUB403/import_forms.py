# However Keras is imported; a folder is what certainly ends in none of the endings of files.
# note: the file does more with the model than call it or its methods with plain data
# note: the load says what the model's own classes are, which have to be those of Keras 2

import os

import keras
import tensorflow as tf
import tensorflow.keras as K
from tensorflow.keras import models
from tensorflow.keras.models import load_model

FOLDER = os.path.join("published", "1")

load_model(FOLDER)  # HUB403
keras.saving.load_model("published/1")  # HUB403
K.models.load_model(filepath="gs://models/1")  # HUB403
models.load_model(FOLDER, compile=False)  # HUB403
tf.keras.models.load_model(os.path.join(os.getcwd(), "published"), custom_objects=classes)  # HUB403
