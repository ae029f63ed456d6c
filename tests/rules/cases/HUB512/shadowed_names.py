# A parameter called `K`, and other backends.

import tensorflow as tf


def reset(K, tf):
    K.get_session()
    tf.keras.backend.set_learning_phase(0)


reset(1, tf)
