# Where the import is tried, a second one in the same place would be tried too.
# select: HUB307
# note: the file does not import `tensorflow_hub`, certainly and on a line of its own

try:
    import tensorflow_hub as hub
except ImportError:
    hub = None

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3") if hub is not None else None  # HUB307
