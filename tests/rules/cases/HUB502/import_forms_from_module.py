# A module that is imported by name, of which only some names are old ones.

from tensorflow import train

saver = train.Saver()  # HUB502
example = train.Example()

# output

from tensorflow import train
import tensorflow as tf

saver = tf.compat.v1.train.Saver()
example = train.Example()
