# The object is held by an instance, a function, a global name or nothing at all; the handle in a constant or a dictionary.
# select: HUB304

import tensorflow as tf
import tensorflow_hub as hub

MODULES = {"small": "https://tfhub.dev/google/nnlm-en-dim50/1", "large": "https://tfhub.dev/google/nnlm-en-dim128/1"}
VERSION = "3"
model = None


class Encoder:
    def __init__(self, large=False):
        self.embed = None
        self.embed = hub.load(MODULES["large"] if large else MODULES["small"])

    def encode(self, sentences):
        return self.embed(sentences).numpy()  # HUB304


def load_elmo():
    return hub.load("https://tfhub.dev/google/elmo/" + VERSION)


def prepare():
    global model
    model = hub.load(f"https://tfhub.dev/google/elmo/{VERSION}")


def encode(sentences):
    return model(tf.constant(sentences))  # HUB304


elmo = load_elmo()
vectors = elmo(tf.constant(["one", "two"]))  # HUB304
print(hub.load("https://tfhub.dev/google/elmo/%s" % VERSION)(tf.constant(["one"])))  # HUB304
name = input()
embed = hub.load(MODULES[name])
features = [embed(tf.constant([sentence])) for sentence in open("sentences.txt")]  # HUB304

# output

import tensorflow as tf
import tensorflow_hub as hub

MODULES = {"small": "https://tfhub.dev/google/nnlm-en-dim50/1", "large": "https://tfhub.dev/google/nnlm-en-dim128/1"}
VERSION = "3"
model = None


class Encoder:
    def __init__(self, large=False):
        self.embed = None
        self.embed = hub.load(MODULES["large"] if large else MODULES["small"])

    def encode(self, sentences):
        return self.embed.signatures["default"](tf.convert_to_tensor(sentences))["default"].numpy()


def load_elmo():
    return hub.load("https://tfhub.dev/google/elmo/" + VERSION)


def prepare():
    global model
    model = hub.load(f"https://tfhub.dev/google/elmo/{VERSION}")


def encode(sentences):
    return model.signatures["default"](tf.constant(sentences))["default"]


elmo = load_elmo()
vectors = elmo.signatures["default"](tf.constant(["one", "two"]))["default"]
print(hub.load("https://tfhub.dev/google/elmo/%s" % VERSION).signatures["default"](tf.constant(["one"]))["default"])
name = input()
embed = hub.load(MODULES[name])
features = [embed.signatures["default"](tf.constant([sentence]))["default"] for sentence in open("sentences.txt")]
