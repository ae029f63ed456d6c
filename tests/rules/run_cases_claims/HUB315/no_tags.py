# Neither is it found without a tag.
# on: 2.15, 2.21, legacy
# model: tf2_features https://www.kaggle.com/models/google/nnlm/TensorFlow2/en-dim50/1
# raises: ValueError: Got an incompatible argument to `tags`: []. The SavedModel at
# right prints: (2, 4)

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("https://www.kaggle.com/models/google/nnlm/TensorFlow2/en-dim50/1", tags=[])
print(layer(tf.ones([2, 3])).shape)
