# A model that this file does not compile, or compiles after it is saved, has no optimizer to leave out.
# target: tf=2.15

import tensorflow as tf
from tensorflow.keras.applications import ResNet50

model = tf.keras.Sequential()
model.save("out/1")

backbone = ResNet50(weights="imagenet")
backbone.save("resnet.h5")
tf.saved_model.save(backbone, "resnet/1")

later = tf.keras.Sequential()
later.save("later/1")
later.compile("adam", "mse")

trained = tf.keras.Sequential()
trained.compile("adam", "mse")
tf.keras.Model(trained.inputs, trained.outputs).save("trained.keras")
features = tf.keras.Model(trained.input, trained.layers[-2].output)
features.save("features/1")
trained = tf.keras.Model(trained.input, trained.output)
trained.save("copy/1")
