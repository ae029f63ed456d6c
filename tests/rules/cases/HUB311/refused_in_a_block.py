# A switch under a condition cannot be moved by itself.
# select: HUB311
# note: the switch stands in a block

import os

import tensorflow_hub as hub

if __name__ == "__main__":
    os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
    print(hub.KerasLayer)
