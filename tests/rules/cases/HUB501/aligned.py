# Lines that stand under a bracket stand there still when the name before it grows; others are left as they are.

import tensorflow as tf


def noise(shape, low,
          high):
    return tf.random_uniform(shape, low,  # HUB501
                             # up to, but without
                             high, name=f"""of {shape}
                             and more""")


total = tf.log(tf.abs(noise([2], 0.0,  # HUB501
                            1.0)),
               name="total")
hangs = tf.log(  # HUB501
    total,
    name="hangs")
odd = tf.log(total,  # HUB501
    name="odd")

# output

import tensorflow as tf


def noise(shape, low,
          high):
    return tf.random.uniform(shape, low,
                             # up to, but without
                             high, name=f"""of {shape}
                             and more""")


total = tf.math.log(tf.abs(noise([2], 0.0,
                                 1.0)),
                    name="total")
hangs = tf.math.log(
    total,
    name="hangs")
odd = tf.math.log(total,
    name="odd")
