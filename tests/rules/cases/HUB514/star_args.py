# It does not matter what the first one is called with.

import tensorflow.compat.v1 as tf

if __name__ == "__main__":
    tf.get_variable(*args)  # HUB514

# output

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

if __name__ == "__main__":
    tf.get_variable(*args)
