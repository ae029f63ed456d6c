# A checkpoint knows variables by their names, and those of a module begin with its own.
# select: HUB301
# note: line 10 saves or restores variables by names, and the module's will be others

import tensorflow as tf
import tensorflow_hub as hub

module = hub.Module("modules/text", name="embed")  # HUB301
vectors = module(sentences)
saver = tf.train.Saver()
