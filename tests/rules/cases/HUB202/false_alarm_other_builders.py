# Builders of other packages, and words.

import tensorflow as tf
import tensorflow_datasets as tfds

builder = tfds.builder("mnist")
builder.save = "SavedModelBuilder"
print(tf.saved_model.load("out"))
