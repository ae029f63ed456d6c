# For TensorFlow Serving; a star hides the path of the first.
# select: HUB431

import tensorflow as tf

COMMAND = "docker run tensorflow/serving"

arguments = (tf.Module(), "a")
tf.saved_model.save(*arguments)
tf.saved_model.save(tf.Module(*[]), "b")  # HUB431

# output

import tensorflow as tf

COMMAND = "docker run tensorflow/serving"

arguments = (tf.Module(), "a")
tf.saved_model.save(*arguments)
tf.saved_model.save(tf.Module(*[]), "b/1")
