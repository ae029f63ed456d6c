# Folders that stay, that nobody sees, that are made anew each time; other variables; reading.
# select: HUB316

import os
import tempfile

import tensorflow_hub as hub

os.environ["TFHUB_CACHE_DIR"] = "/var/cache/tfhub"
os.environ["TFHUB_CACHE_DIR"] = "/tmpfs/tfhub"
os.environ["TFHUB_CACHE_DIR"] = "tmp/tfhub"
os.environ["TFHUB_CACHE_DIR"] = os.path.join(os.getcwd(), "tmp")
os.environ["TFHUB_CACHE_DIR"] = os.path.expanduser("~/.cache/tfhub")
os.environ["TFHUB_CACHE_DIR"] = os.environ.get("TMPDIR", "/tmp")
os.environ["TFHUB_CACHE_DIR"] = "/tmp/hub" if os.name == "posix" else "C:/hub"
os.environ["TFHUB_CACHE_DIR"] = tempfile.mkdtemp()
os.environ["TORCH_HOME"] = "/tmp/torch"
os.environ.setdefault("TORCH_HOME", "/tmp/torch")
os.environ.update(settings, TORCH_HOME="/tmp/torch")
os.environ.update({**settings, "TORCH_HOME": "/tmp/torch"})
os.environ.pop("TFHUB_CACHE_DIR", "/tmp")
print(os.environ["TFHUB_CACHE_DIR"], os.environ.get("TFHUB_CACHE_DIR", "/tmp/tfhub"))
with tempfile.TemporaryDirectory() as folder:
    os.environ["TFHUB_CACHE_DIR"] = folder
