# A model is loaded from a server of its own; then the files in the cache are taken away, as systems do with old ones.
# on: 2.15, 2.21
# model: tf2_features published
# raises: contains neither 'saved_model.pb' nor 'saved_model.pbtxt'.
# right prints: (2, 4)

import functools
import http.server
import os
import shutil
import tarfile
import threading
from pathlib import Path

import tensorflow as tf
import tensorflow_hub as hub

with tarfile.open("model.tar.gz", "w:gz") as archive:
    archive.add("published", arcname=".")
serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=os.getcwd())
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
threading.Thread(target=server.serve_forever, daemon=True).start()
handle = f"http://127.0.0.1:{server.server_port}/model.tar.gz"

CACHE = f"/tmp/hublint_claim_{os.getpid()}"
os.environ["TFHUB_CACHE_DIR"] = CACHE
try:
    hub.load(handle)
    for path in Path(CACHE).rglob("*"):
        if path.is_file():
            path.unlink()
    print(hub.load(handle)(tf.ones([2, 3]), training=False).shape)
finally:
    shutil.rmtree(CACHE)

# --- right

import functools
import http.server
import os
import tarfile
import threading

import tensorflow as tf
import tensorflow_hub as hub

with tarfile.open("model.tar.gz", "w:gz") as archive:
    archive.add("published", arcname=".")
serve = functools.partial(http.server.SimpleHTTPRequestHandler, directory=os.getcwd())
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), serve)
threading.Thread(target=server.serve_forever, daemon=True).start()
handle = f"http://127.0.0.1:{server.server_port}/model.tar.gz"

os.environ["TFHUB_CACHE_DIR"] = os.path.abspath("kept")
hub.load(handle)
print(hub.load(handle)(tf.ones([2, 3]), training=False).shape)
