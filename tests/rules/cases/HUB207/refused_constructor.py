# The oldest class has no constructor to speak of, only methods that make a converter.
# note: the class itself converts nothing; one of its methods, `from_session` and the like, does

import tensorflow as tf

converter = tf.lite.TocoConverter()  # HUB207
