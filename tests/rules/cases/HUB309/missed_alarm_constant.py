# A constant that calls alone read is completed where it stands.
# select: HUB309

import tensorflow_hub as hub

SOUND = "https://tfhub.dev/google/yamnet"  # HUB309
POSE = "https://tfhub.dev/google/movenet/singlepose/thunder"  # HUB309


def load(pose):
    return hub.load(POSE if pose else SOUND)


yamnet = hub.KerasLayer(SOUND)

# output

import tensorflow_hub as hub

SOUND = "https://tfhub.dev/google/yamnet/1"
POSE = "https://tfhub.dev/google/movenet/singlepose/thunder/4"


def load(pose):
    return hub.load(POSE if pose else SOUND)


yamnet = hub.KerasLayer(SOUND)
