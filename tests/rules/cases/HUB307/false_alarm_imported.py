# Once it is imported, under whatever name, all is well.
# select: HUB307

import tensorflow_hub as hub


def prepare():
    import tensorflow_text as text


embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
