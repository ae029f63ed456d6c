# Where a handle may be written that is rewritten: in the call, in a constant that layers alone read, in each branch.
# select: HUB306

import tensorflow as tf
import tensorflow_hub as hub

TEXT = 'https://tfhub.dev/google/nnlm-en-dim50/1'  # HUB306
IMAGES: str = r"https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/2/"  # HUB306


def build(large):
    text = hub.KerasLayer(TEXT, input_shape=[], dtype=tf.string)
    images = hub.KerasLayer(handle=IMAGES, trainable=False)
    other = hub.KerasLayer(
        "https://tfhub.dev/google/nnlm-de-dim128/1"  # German  # HUB306
        if large
        else "https://tfhub.dev/google/nnlm-de-dim50/1?tf-hub-format=compressed"  # HUB306
    )
    return text, images, other

# output

import tensorflow as tf
import tensorflow_hub as hub

TEXT = 'https://tfhub.dev/google/nnlm-en-dim50/2'
IMAGES: str = r"https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5"


def build(large):
    text = hub.KerasLayer(TEXT, input_shape=[], dtype=tf.string)
    images = hub.KerasLayer(handle=IMAGES, trainable=False)
    other = hub.KerasLayer(
        "https://tfhub.dev/google/nnlm-de-dim128/2"  # German
        if large
        else "https://tfhub.dev/google/nnlm-de-dim50/2?tf-hub-format=compressed"
    )
    return text, images, other
