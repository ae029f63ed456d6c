# TensorFlow 1 has the loader under two names.
# target: tf=1.15
# select: HUB315

import tensorflow as tf

with tf.Session() as session:
    tf.saved_model.load(session, "serve", "models/1")  # HUB315
    tf.saved_model.loader.load(session, tf.saved_model.tag_constants.SERVING, "models/1")
    tf.saved_model.loader.load(
        session,
        'serve',  # the usual tag  # HUB315
        "models/1",
    )

# output

import tensorflow as tf

with tf.Session() as session:
    tf.saved_model.load(session, ["serve"], "models/1")
    tf.saved_model.loader.load(session, tf.saved_model.tag_constants.SERVING, "models/1")
    tf.saved_model.loader.load(
        session,
        ['serve'],  # the usual tag
        "models/1",
    )
