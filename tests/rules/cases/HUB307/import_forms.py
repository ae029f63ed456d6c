# The import goes below the one of tensorflow_hub, whatever that looks like.
# select: HUB307

try:
    from tensorflow_hub import KerasLayer as HubLayer, load  # a model's layer
except ImportError:
    raise SystemExit("pip install tensorflow-hub")
import tensorflow_hub
import tensorflow_hub as hub

one = tensorflow_hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")  # HUB307
two = hub.KerasLayer(handle="https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")  # HUB307
three = HubLayer("tfhub.dev/google/universal-sentence-encoder-multilingual/3")  # HUB307
four = load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3?tf-hub-format=compressed")  # HUB307

# output

try:
    from tensorflow_hub import KerasLayer as HubLayer, load  # a model's layer
except ImportError:
    raise SystemExit("pip install tensorflow-hub")
import tensorflow_hub
import tensorflow_text  # noqa: F401  (registers the ops of the model)
import tensorflow_hub as hub

one = tensorflow_hub.load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
two = hub.KerasLayer(handle="https://tfhub.dev/google/universal-sentence-encoder-multilingual/3")
three = HubLayer("tfhub.dev/google/universal-sentence-encoder-multilingual/3")
four = load("https://tfhub.dev/google/universal-sentence-encoder-multilingual/3?tf-hub-format=compressed")
