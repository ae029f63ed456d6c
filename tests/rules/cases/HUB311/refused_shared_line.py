# What else stands on the line may depend on where it stands.
# select: HUB311
# note: the switch shares its line with something else

import os

import tensorflow_hub as hub

os.environ["TF_USE_LEGACY_KERAS"] = "1"; os.environ["TFHUB_CACHE_DIR"] = "cache"  # HUB311
