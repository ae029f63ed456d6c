# Models that the catalogue tells to be of TensorFlow 1's format, and that are called in the tutorials of TensorFlow 2.
# select: HUB304, HUB306, HUB315

import tensorflow as tf
import tensorflow_hub as hub

hub_model = hub.load("https://tfhub.dev/google/magenta/arbitrary-image-stylization-v1-256/2")
stylized = hub_model(tf.constant(content), tf.constant(style))[0]
logits = hub.load("https://tfhub.dev/tensorflow/tfgan/eval/mnist/logits/1")(images)
depth = hub.load("https://tfhub.dev/intel/midas/v2/2", tags=["serve"]).signatures["serving_default"]
