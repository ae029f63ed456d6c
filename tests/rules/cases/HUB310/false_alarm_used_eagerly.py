# With tensors that have values the layer works beside Keras 3, in `map` too.
# select: HUB310

import tensorflow as tf
import tensorflow_hub as hub

embed = hub.KerasLayer("https://tfhub.dev/google/nnlm-en-dim128/2")
head = tf.keras.layers.Dense(1)
print(head(embed(tf.constant(["one", "two"]))))
vectors = tf.data.Dataset.from_tensor_slices(["one", "two"]).batch(2).map(embed)


def encode(inputs):
    return embed(inputs)


model = tf.keras.Sequential([head])
model.fit(vectors)
