# The exports of TensorFlow 1, for a server that a comment names; without one, the names of signatures say nothing.
# select: HUB431
# note: the path is put together, or has a name

import tensorflow.compat.v1 as tf1

# docker run -v "$PWD/models:/models" tensorflow/serving --model_config_file=/models/models.config
FOLDER = "models/second"
tf1.saved_model.simple_save(sess, export_dir="models/first", inputs={"x": x}, outputs={"y": y})  # HUB431
builder = tf1.saved_model.Builder(FOLDER)  # HUB431

# output

import tensorflow.compat.v1 as tf1

# docker run -v "$PWD/models:/models" tensorflow/serving --model_config_file=/models/models.config
FOLDER = "models/second"
tf1.saved_model.simple_save(sess, export_dir="models/first/1", inputs={"x": x}, outputs={"y": y})
builder = tf1.saved_model.Builder(FOLDER)
