# A file that only sets the variable.
# select: HUB316

import os

os.environ["TFHUB_CACHE_DIR"] = "/tmp/tfhub"  # HUB316
