# In a graph that stays, the variables of what `hub.load` gives are restored by the usual initializer.
# on: 2.15, 2.21, legacy
# model: tf1_features modules/features
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'Module'
# right prints: [[6. 6. 6. 6.]]

import tensorflow as tf
import tensorflow_hub as hub


def features_fn(handle):
    with tf.Graph().as_default():
        images = tf.compat.v1.placeholder(tf.float32, [None, 3])
        module = hub.Module(handle, trainable=False, name="features")
        features = module(dict(images=images), signature="default", as_dict=True)["default"]
        session = tf.compat.v1.train.MonitoredSession()
    return lambda x: session.run(features, {images: x})


print(features_fn("modules/features")([[1.0, 2.0, 3.0]]))
