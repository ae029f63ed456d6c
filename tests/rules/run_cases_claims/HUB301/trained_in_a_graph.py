# Without a successor a module can still be trained, if the optimizer is given its variables.
# on: 2.15, 2.21, legacy
# model: tf1_features modules/features
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'Module'
# right prints: [[0.7 0.7 0.7 0.7]]

import tensorflow as tf
import tensorflow_hub as hub

with tf.Graph().as_default():
    module = hub.Module("modules/features", trainable=True)
    outputs = module(tf.constant([[1.0, 0.0, 0.0]]))
    loss = tf.reduce_sum(outputs)
    train = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(loss)

# --- right
import tensorflow as tf
import tensorflow_hub as hub

with tf.Graph().as_default():
    module = hub.load("modules/features")
    outputs = module.signatures["default"](tf.constant([[1.0, 0.0, 0.0]]))["default"]
    loss = tf.reduce_sum(outputs)
    variables = tf.compat.v1.trainable_variables() + [v for v in module.variables if v.trainable]
    train = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(loss, var_list=variables)
    with tf.compat.v1.Session() as session:
        session.run(tf.compat.v1.global_variables_initializer())
        for _ in range(3):
            session.run(train)
        print(session.run(outputs).round(1))
