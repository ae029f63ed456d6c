# An import within a function stays there; a file that ends behind it gets its line too.
# select: HUB307

def load_encoder():
    import tensorflow_hub as hub

    return hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")  # HUB307

# output

def load_encoder():
    import tensorflow_hub as hub
    import tensorflow_text  # noqa: F401  (registers the ops of the model)

    return hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
