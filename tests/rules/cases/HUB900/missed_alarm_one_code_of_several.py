# Of the codes in one comment only those go that silence nothing; the one that is of use stays, with its reason.

import tensorflow as tf

x = tf.placeholder(tf.float32)  # hublint: ignore[HUB102, HUB101] fed by the harness  # HUB900

# output

import tensorflow as tf

x = tf.placeholder(tf.float32)  # hublint: ignore[HUB102] fed by the harness
