# TensorFlow 2.15 comes with Keras 2 and has no such switch.
# target: tf=2.15
# select: HUB311

import os
import tensorflow_hub as hub

os.environ["TF_USE_LEGACY_KERAS"] = "1"
