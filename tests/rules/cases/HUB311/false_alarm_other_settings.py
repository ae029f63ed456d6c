# Other variables, other values, and questions.
# select: HUB311

import os
import tensorflow_hub as hub

os.environ["TFHUB_CACHE_DIR"] = "cache"
os.environ["TF_USE_LEGACY_KERAS"] = "0"
os.environ["TF_USE_LEGACY_KERAS"] = str(hub is None)
os.environ.get("TF_USE_LEGACY_KERAS", "1")
if os.environ["TF_USE_LEGACY_KERAS"] == "1":
    print(os.environ.setdefault("TF_USE_LEGACY_KERAS"))
