# Reported and left alone: started by `docker run tensorflow/serving`, and read by the program itself.
# select: HUB431
# note: the path is put together, or has a name
# note: the file speaks of the path in other places too
# note: the path is written in a way that hublint does not rewrite
# note: which whole number the version shall be is the author's to say

import tensorflow as tf

COMMAND = "docker run tensorflow/serving"

PATH = "models/named"
tf.saved_model.save(tf.Module(), PATH)  # HUB431
tf.saved_model.save(tf.Module(), "models/loaded")  # HUB431
loaded = tf.saved_model.load("models/loaded")
tf.saved_model.save(tf.Module(), r"models/raw")  # HUB431
tf.saved_model.save(tf.Module(), "models/other/0.1")  # HUB431
