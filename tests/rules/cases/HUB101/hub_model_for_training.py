# A model that is loaded by its tags may drop out something else at each run, so that the graph stays.
# note: line 10 runs something that may depend on variables or on chance, or be no tensor

import tensorflow as tf
import tensorflow_hub as hub

module = hub.load("modules/text", tags=["train"])
outputs = module.signatures["default"](["one"])["default"]
with tf.Session() as session:  # HUB101
    session.run([tf.global_variables_initializer(), tf.tables_initializer()])  # HUB502, HUB502
    print(session.run(outputs), session.run(outputs))

# output

import tensorflow as tf
import tensorflow_hub as hub

tf.compat.v1.disable_v2_behavior()

module = hub.load("modules/text", tags=["train"])
outputs = module.signatures["default"](["one"])["default"]
with tf.compat.v1.Session() as session:  # HUB101
    session.run([tf.compat.v1.global_variables_initializer(), tf.compat.v1.tables_initializer()])
    print(session.run(outputs), session.run(outputs))
