# A switch in a function or under a condition cannot be moved by itself.
# select: HUB311
# note: the switch stands in a block

import os

import tensorflow_hub as hub


def main():
    os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
    print(hub.KerasLayer)


def load(handle):
    import tensorflow_hub

    os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
    return tensorflow_hub.load(handle)


if __name__ == "__main__":
    os.environ["TF_USE_LEGACY_KERAS"] = "1"  # HUB311
    main()
