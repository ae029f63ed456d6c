# Where TensorFlow is imported in functions alone, there is no place for the switch.
# note: TensorFlow is not imported on a line of its own at the top of the file


def net(x):
    import tensorflow.compat.v1 as tf

    return tf.layers.dense(x, 10)  # HUB510
