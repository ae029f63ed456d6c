"""Sessions that only evaluate what modules give: the form of most programs, and what becomes eager code."""

import numpy as np
import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

tf.disable_v2_behavior()

module_url = "modules/text"
embed = hub.Module(module_url)
messages = ["one", "three"]

with tf.Session() as session:
    session.run([tf.global_variables_initializer(), tf.tables_initializer()])
    vectors = session.run(embed(messages))
    for vector in np.array(vectors).tolist():
        print(vector)

elmo = hub.Module("modules/text", trainable=True)


def average(texts=("two", "four")):
    # The vectors of all words.
    embeddings = elmo(tf.constant(texts), signature="default", as_dict=True)["twice"]
    with tf.Session() as sess:
        sess.run(tf.global_variables_initializer())
        sess.run(tf.tables_initializer())
        # return average of the features
        return sess.run(tf.reduce_mean(embeddings, 1))


print(average())

words = elmo(
    inputs={
        "tokens": tf.constant([["one", "two"], ["three", ""]]),
        "sequence_len": tf.constant([2, 1]),
    },
    signature="tokens",
    as_dict=True)["elmo"]
with tf.Session() as sess:
    sess.run((tf.global_variables_initializer(), tf.tables_initializer()))
    print(sess.run(words))
