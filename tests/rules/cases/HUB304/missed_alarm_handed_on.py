# The object is handed to something that calls it.
# select: HUB304
# note: what takes the object for a function needs one that calls a signature and takes an output

import tensorflow as tf
import tensorflow_datasets as tfds
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/nnlm-en-dim50/1")

sentences = tf.data.Dataset.from_tensor_slices(["one", "two"]).batch(2)
vectors = sentences.map(embed, num_parallel_calls=4)  # HUB304
reviews = tfds.load("imdb_reviews", split="train").map(embed)  # HUB304
lists = list(map(embed, [["one"], ["two"]]))  # HUB304
rows = tf.map_fn(embed, tf.constant([["one"], ["two"]]))  # HUB304
layer = hub.KerasLayer(embed)  # HUB304
