# `tf.device` takes texts only, where `ops.device` took a function that chooses, too.

from tensorflow.python.framework import ops

PLACE = "/cpu:%d"


def build(device, number, x):
    with ops.device(device or ""):  # HUB508
        x += 1
    with ops.device(lambda op: "/cpu:0"):  # HUB508
        x += 1
    with ops.device("/cpu:0"), ops.device(None), ops.device(str(device)):  # HUB508, HUB508, HUB508
        x += 1
    with ops.device(PLACE % number), ops.device("/cpu:{}".format(number)), ops.device(f"/cpu:{number}"):  # HUB508, HUB508, HUB508
        x += 1
    place = PLACE if number is None else "/gpu:0"
    with ops.device(place):  # HUB508
        return x

# output

import tensorflow as tf

PLACE = "/cpu:%d"


def build(device, number, x):
    with tf.compat.v1.device(device or ""):
        x += 1
    with tf.compat.v1.device(lambda op: "/cpu:0"):
        x += 1
    with tf.device("/cpu:0"), tf.device(None), tf.device(str(device)):
        x += 1
    with tf.device(PLACE % number), tf.device("/cpu:{}".format(number)), tf.device(f"/cpu:{number}"):
        x += 1
    place = PLACE if number is None else "/gpu:0"
    with tf.device(place):
        return x
