# What is kept becomes what is dropped: by value where a number stands, by expression where not, and named.

import tensorflow as tf

w = tf.get_variable("w", [3])  # HUB502
a = tf.nn.dropout(w, 0.9)  # HUB506
b = tf.nn.dropout(w, keep_prob=0.75)  # HUB506
c = tf.nn.dropout(w, keep_prob=keep)  # HUB506
d = tf.nn.dropout(w, keep_prob=1 - dropped)  # HUB506
e = tf.nn.dropout(  # HUB506
    w,
    (keep),  # while training
    seed=3,
)
f = tf.nn.dropout(w, rate=0.1)
g = tf.nn.dropout(w, keep_prob=keep if train else 1.0)  # HUB506
h = tf.nn.dropout(tf.nn.dropout(w, 0.5), keep_prob=0.5)  # HUB506, HUB506

# output

import tensorflow as tf

w = tf.compat.v1.get_variable("w", [3])
a = tf.nn.dropout(w, rate=0.1)
b = tf.nn.dropout(w, rate=0.25)
c = tf.nn.dropout(w, rate=1 - keep)
d = tf.nn.dropout(w, rate=1 - (1 - dropped))
e = tf.nn.dropout(
    w,
    rate=1 - (keep),  # while training
    seed=3,
)
f = tf.nn.dropout(w, rate=0.1)
g = tf.nn.dropout(w, rate=1 - (keep if train else 1.0))
h = tf.nn.dropout(tf.nn.dropout(w, rate=0.5), rate=0.5)
