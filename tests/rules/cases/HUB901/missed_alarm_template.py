# A template that makes programs is no program: the findings it may hold are not guessed.

import tensorflow as tf

x = tf.placeholder(tf.{{ dtype }})  # HUB901
