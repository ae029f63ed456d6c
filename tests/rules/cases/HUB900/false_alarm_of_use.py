# Comments that do silence a finding stay: on its line, on the last line of its statement, above it, and for `noqa` too.

import tensorflow as tf

a = tf.placeholder(tf.float32)  # hublint: ignore[HUB102] why
b = tf.placeholder(
    tf.float32,
    shape=[None],
)  # hublint: ignore[HUB102]
# hublint: ignore[HUB102]
c = tf.placeholder(
    tf.float32,
)
d = tf.placeholder(tf.float32)  # noqa: HUB102
e = tf.placeholder(tf.float32)  # hublint: ignore
