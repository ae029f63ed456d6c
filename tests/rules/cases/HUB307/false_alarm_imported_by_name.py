# Or if it is imported by its name.
# select: HUB307

import importlib

import tensorflow_hub as hub

importlib.import_module("tensorflow_text")
embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
