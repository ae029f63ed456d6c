# A name that no API has any more, by every import.

import tensorflow
import tensorflow as tf
import tensorflow.data as data
from tensorflow.data.experimental import MapVectorizationOptions as Options

a = tensorflow.data.experimental.MapVectorizationOptions()  # HUB503
b = tf.data.experimental.MapVectorizationOptions()  # HUB503
c = data.experimental.MapVectorizationOptions()  # HUB503
d = Options()  # HUB503
