# A program whose main part stands right behind the imports.

import tensorflow.compat.v1 as tf
from program import main

if __name__ == "__main__":
    main(tf.get_variable("x", []))  # HUB514

# output

import tensorflow.compat.v1 as tf
from program import main

tf.disable_v2_behavior()

if __name__ == "__main__":
    main(tf.get_variable("x", []))
