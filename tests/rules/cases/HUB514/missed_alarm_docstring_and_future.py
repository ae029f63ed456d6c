# What has to stand first stays first.

"""A program."""

from __future__ import annotations

import tensorflow as tf
import numpy as np

x = tf.compat.v1.get_variable("x", [])  # HUB514

if __name__ == "__main__":
    print(np.shape(x))

# output

"""A program."""

from __future__ import annotations

import tensorflow as tf
import numpy as np

tf.compat.v1.disable_v2_behavior()

x = tf.compat.v1.get_variable("x", [])

if __name__ == "__main__":
    print(np.shape(x))
