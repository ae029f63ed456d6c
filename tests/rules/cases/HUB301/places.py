# Where modules are kept and called from: names, attributes, functions, several modules for one call.
# select: HUB301

import tensorflow_hub as hub

embed = None


def setup(url):
    global embed
    embed = hub.Module(url)  # HUB301


def vectors(sentences):
    return embed(sentences)


def load():
    return hub.Module("modules/a")  # HUB301


module = load()
first = module(x)
second = load()(x)


class Encoder:
    def __init__(self, large):
        self.module = None
        self.module = hub.Module("modules/large") if large else hub.Module("modules/small")  # HUB301, HUB301

    def encode(self, x):
        return self.module(x, signature="encode")


if kind == "s3d":
    video = hub.Module("https://tfhub.dev/deepmind/mil-nce/s3d/1")  # HUB301
elif kind == "i3d":
    video = hub.Module("https://tfhub.dev/deepmind/mil-nce/i3d/1")  # HUB301
embedding = video(frames, signature="video", as_dict=True)["video_embedding"]
text = video(words, signature="text", as_dict=True)["text_embedding"]
lambdas = [lambda y: module(y), lambda y: first]

# output

import tensorflow_hub as hub

embed = None


def setup(url):
    global embed
    embed = hub.load(url)


def vectors(sentences):
    return embed.signatures["default"](sentences)["default"]


def load():
    return hub.load("modules/a")


module = load()
first = module.signatures["default"](x)["default"]
second = load().signatures["default"](x)["default"]


class Encoder:
    def __init__(self, large):
        self.module = None
        self.module = hub.load("modules/large") if large else hub.load("modules/small")

    def encode(self, x):
        return self.module.signatures["encode"](x)["default"]


if kind == "s3d":
    video = hub.load("https://tfhub.dev/deepmind/mil-nce/s3d/1")
elif kind == "i3d":
    video = hub.load("https://tfhub.dev/deepmind/mil-nce/i3d/1")
embedding = video.signatures["video"](frames)["video_embedding"]
text = video.signatures["text"](words)["text_embedding"]
lambdas = [lambda y: module.signatures["default"](y)["default"], lambda y: first]
