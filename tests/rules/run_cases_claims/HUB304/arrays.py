# Up to 2.15 a signature takes no list or array; the fix makes a tensor of what may be one.
# on: 2.15, 2.21
# model: tf1_features https://tfhub.dev/google/imagenet/inception_v3/feature_vector/3
# raises: TypeError: 'AutoTrackable' object is not callable
# right prints: (2, 4)

import numpy as np
import tensorflow_hub as hub


class Extractor:
    def __init__(self):
        self.module = hub.load("https://tfhub.dev/google/imagenet/inception_v3/feature_vector/3")

    def features(self, images):
        return self.module(images)


print(Extractor().features(np.ones([2, 3], np.float32)).shape)
