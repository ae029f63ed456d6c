# What a wildcard brings is TensorFlow's, as far as it is public there; what is made here is not.

from tensorflow import *  # HUB902


def log(x):
    return x


y = log(x)
