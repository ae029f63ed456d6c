# Two versions of a model, of which the cache holds the older under the handle that names none.
# on: 2.15, 2.21
# model: tf2_signature_only https://tfhub.dev/google/movenet/singlepose/lightning
# model: tf2_features https://tfhub.dev/google/movenet/singlepose/lightning/4
# prints: weights: no
# right prints: weights: 2

import tensorflow_hub as hub

detector = hub.load("https://tfhub.dev/google/movenet/singlepose/lightning")
print("weights:", len(detector.variables) if hasattr(detector, "variables") else "no")
