# What is behind a star is not seen.
# select: HUB315

import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

one = hub.load("https://tfhub.dev/google/yamnet/1", *[["train"]])
two = hub.load("https://tfhub.dev/google/yamnet/1", **{"tags": ["train"]})
three = hub.load("https://tfhub.dev/google/yamnet/1", tags=[], **options)  # HUB315
with tf.Session() as session:
    tf.saved_model.loader.load(*[session, "serve", "models/1"])

# output

import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

one = hub.load("https://tfhub.dev/google/yamnet/1", *[["train"]])
two = hub.load("https://tfhub.dev/google/yamnet/1", **{"tags": ["train"]})
three = hub.load("https://tfhub.dev/google/yamnet/1", **options)
with tf.Session() as session:
    tf.saved_model.loader.load(*[session, "serve", "models/1"])
