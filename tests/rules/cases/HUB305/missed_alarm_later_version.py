# Where a later version can be fine-tuned, it is named; the handle may be a constant that several layers read.
# select: HUB305

import tensorflow as tf
import tensorflow_hub as hub

TEXT: str = "https://tfhub.dev/google/nnlm-en-dim50/1"
TRAIN = True

model = tf.keras.Sequential([
    hub.KerasLayer(TEXT, input_shape=[], dtype=tf.string, trainable=TRAIN),  # HUB305
    tf.keras.layers.Dense(1),
])
frozen = hub.KerasLayer(TEXT, input_shape=[], dtype=tf.string)
images = hub.KerasLayer(
    "https://tfhub.dev/google/imagenet/inception_v3/feature_vector/3?tf-hub-format=compressed",
    trainable=True,  # HUB305
)

# output

import tensorflow as tf
import tensorflow_hub as hub

TEXT: str = "https://tfhub.dev/google/nnlm-en-dim50/2"
TRAIN = True

model = tf.keras.Sequential([
    hub.KerasLayer(TEXT, input_shape=[], dtype=tf.string, trainable=TRAIN),
    tf.keras.layers.Dense(1),
])
frozen = hub.KerasLayer(TEXT, input_shape=[], dtype=tf.string)
images = hub.KerasLayer(
    "https://tfhub.dev/google/imagenet/inception_v3/feature_vector/5?tf-hub-format=compressed",
    trainable=True,
)
