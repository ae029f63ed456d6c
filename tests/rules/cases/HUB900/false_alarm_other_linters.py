# `noqa` belongs to other linters too: bare, or with their codes, it is none of our business.

import tensorflow as tf  # noqa
import os, re  # noqa: E401, F401

x = tf.add(1, 2)  # type: ignore  # noqa: ABC123  # pylint: disable=placeholder
