# The ways to set a variable, and to spell a folder.
# select: HUB316

import os
import tempfile
from pathlib import Path

CACHE = "/tmp/tfhub_modules"

os.environ["TFHUB_CACHE_DIR"] = CACHE  # HUB316
os.environ.setdefault("TFHUB_CACHE_DIR", "/tmp/" + os.getlogin())  # HUB316
os.environ.update({"TFHUB_CACHE_DIR": f"/tmp/{os.getpid()}", "OTHER": "/tmp"})  # HUB316
os.environ.update(TFHUB_CACHE_DIR="/dev/shm/hub")  # HUB316
os.environ["TFHUB_CACHE_DIR"] = os.path.join(tempfile.gettempdir(), "tfhub")  # HUB316
os.environ["TFHUB_CACHE_DIR"] = str(Path(tempfile.gettempdir()) / "tfhub")  # HUB316
os.environ["TFHUB_CACHE_DIR"] = f"{tempfile.gettempdir()}/tfhub"  # HUB316
os.environ["TFHUB_CACHE_DIR"] = os.environ["TF_CACHE"] = "/tmp/both"  # HUB316
