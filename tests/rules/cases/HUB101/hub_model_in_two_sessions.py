# A model that is loaded once can be used eagerly or in a graph: where one session has to stay, all do.
# note: line 16 still needs graph mode, which is for the whole program
# note: line 18 calls `transform`, which may need the session

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.load("modules/text")

with tf.Session() as session:  # HUB101
    session.run([tf.global_variables_initializer(), tf.tables_initializer()])  # HUB502, HUB502
    print(session.run(embed.signatures["default"](["one"])["default"]))


def vectors(sentences):
    with tf.Session() as session:  # HUB101
        session.run([tf.global_variables_initializer(), tf.tables_initializer()])  # HUB502, HUB502
        return transform(session.run(embed.signatures["default"](sentences)["default"]))

# output

import tensorflow as tf
import tensorflow_hub as hub

tf.compat.v1.disable_v2_behavior()

embed = hub.load("modules/text")

with tf.compat.v1.Session() as session:  # HUB101
    session.run([tf.compat.v1.global_variables_initializer(), tf.compat.v1.tables_initializer()])
    print(session.run(embed.signatures["default"](["one"])["default"]))


def vectors(sentences):
    with tf.compat.v1.Session() as session:  # HUB101
        session.run([tf.compat.v1.global_variables_initializer(), tf.compat.v1.tables_initializer()])
        return transform(session.run(embed.signatures["default"](sentences)["default"]))
