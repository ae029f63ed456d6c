# ELMo as its own page asks for it: a signature, all outputs, and one of them by its name.
# on: 2.15, 2.21, legacy
# model: tf1_elmo https://tfhub.dev/google/elmo/2
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'Module'
# right prints: (2, 2, 4)
# with: HUB101 HUB502

import tensorflow as tf
import tensorflow_hub as hub

elmo = hub.Module("https://tfhub.dev/google/elmo/2", trainable=True)
embeddings = elmo(
    ["the cat is on the mat", "dogs are in the fog"],
    signature="default",
    as_dict=True)["elmo"]

with tf.Session() as sess:
  sess.run(tf.global_variables_initializer())
  sess.run(tf.tables_initializer())
  x = sess.run(embeddings)
print(x.shape)
