# The added import is used by no name, and stays when another fix cleans up behind itself.
# select: HUB305, HUB307, HUB501

import tensorflow as tf
import tensorflow_hub as hub

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3", trainable=True)  # HUB307, HUB305
print(tf.log(1.0))  # HUB501

# output

import tensorflow as tf
import tensorflow_hub as hub
import tensorflow_text  # noqa: F401  (registers the ops of the model)

preprocess = hub.KerasLayer("https://tfhub.dev/tensorflow/bert_en_uncased_preprocess/3")
print(tf.math.log(1.0))
