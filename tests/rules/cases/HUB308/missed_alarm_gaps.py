# The site is seen where the model is not; the first handle in the file is the one reported.
# select: HUB308

import sys

import tensorflow_hub as hub

own = hub.load("models/elmo")
first = hub.resolve(f"https://tfhub.dev/google/{sys.argv[1]}/1")  # HUB308
second = hub.load("https://tfhub.dev/google/elmo/3")
