# The third argument is a name in TensorFlow 1 and a type in TensorFlow 2; where a file could be for either, who knows.
# note: the file does not tell for which of the two it was written

import tensorflow as tf

best = tf.argmax(x, 1, best_type)  # HUB505
