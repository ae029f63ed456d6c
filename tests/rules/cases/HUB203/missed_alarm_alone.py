# A signature that no builder of this file exports, in an expression, a default and a comprehension.

import tensorflow as tf


def signatures(tensors, make=tf.compat.v1.saved_model.build_tensor_info):  # HUB203
    infos = {name: tf.compat.v1.saved_model.build_tensor_info(tensor) for name, tensor in tensors.items()}  # HUB203
    return {"one": tf.saved_model.build_signature_def(infos, infos, "predict"), "two": make(tensors)}  # HUB203

# output

import tensorflow as tf


def signatures(tensors, make=tf.compat.v1.saved_model.build_tensor_info):  # HUB203
    infos = {name: tf.compat.v1.saved_model.build_tensor_info(tensor) for name, tensor in tensors.items()}  # HUB203
    return {"one": tf.compat.v1.saved_model.build_signature_def(infos, infos, "predict"), "two": make(tensors)}  # HUB203
