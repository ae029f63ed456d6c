# The ways in which the environment and the folder for temporary files get into a file.
# select: HUB316

import os
import os as system
import tempfile
from os import environ, putenv
from tempfile import gettempdir

import tensorflow_hub as hub

os.environ["TFHUB_CACHE_DIR"] = "/tmp/tfhub"  # HUB316
system.environ["TFHUB_CACHE_DIR"] = tempfile.gettempdir()  # HUB316
environ["TFHUB_CACHE_DIR"] = gettempdir() + "/tfhub"  # HUB316
putenv("TFHUB_CACHE_DIR", "/tmp")  # HUB316
embed = hub.load("models/elmo")
