# What is no tensor is made one, by the name that the file has for TensorFlow; its quotes are the file's.
# select: HUB304

import numpy as np
import tensorflow as tensors
import tensorflow_hub as hub

embed = hub.load('https://tfhub.dev/google/nnlm-en-dim50/1')


def encode(frame, batch):
    by_literal = embed(['one', 'two'])  # HUB304
    by_column = embed(frame.text.tolist())  # HUB304
    by_array = embed(np.array(['one']))  # HUB304
    by_call = embed(tensors.strings.lower(batch))  # HUB304
    return by_literal, by_column, by_array, by_call

# output

import numpy as np
import tensorflow as tensors
import tensorflow_hub as hub

embed = hub.load('https://tfhub.dev/google/nnlm-en-dim50/1')


def encode(frame, batch):
    by_literal = embed.signatures['default'](tensors.constant(['one', 'two']))['default']
    by_column = embed.signatures['default'](tensors.convert_to_tensor(frame.text.tolist()))['default']
    by_array = embed.signatures['default'](tensors.convert_to_tensor(np.array(['one'])))['default']
    by_call = embed.signatures['default'](tensors.strings.lower(batch))['default']
    return by_literal, by_column, by_array, by_call
