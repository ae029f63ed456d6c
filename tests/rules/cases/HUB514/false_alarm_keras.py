# Whether graph mode helps a program with Keras models, only their training tells: the names are written, not the switch.

import tensorflow as tf


def main():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    x = tf.placeholder(tf.float32, [None, 2])  # HUB102
    return model(x)


if __name__ == "__main__":
    main()

# output

import tensorflow as tf


def main():
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    x = tf.compat.v1.placeholder(tf.float32, [None, 2])  # HUB102
    return model(x)


if __name__ == "__main__":
    main()
