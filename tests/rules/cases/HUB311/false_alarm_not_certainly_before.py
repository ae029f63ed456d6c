# When a function is called, or a branch taken, the file does not tell.
# select: HUB311

import os
import sys

if len(sys.argv) > 2:
    import tensorflow_hub as hub


def load(handle):
    import tensorflow_hub as hub

    return hub.load(handle)


def switch():
    import tensorflow as tf

    print(tf.__version__)
    os.environ["TF_USE_LEGACY_KERAS"] = "1"


os.environ["TF_USE_LEGACY_KERAS"] = "1"
switch()
import tensorflow_hub
