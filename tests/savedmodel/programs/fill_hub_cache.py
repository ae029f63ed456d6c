"""Puts a model into the cache of tensorflow_hub, by tensorflow_hub's own functions and without the network.

    fill_hub_cache.py HANDLE whole|killed

`killed` ends the process in the middle of the download, as the out-of-memory killer does.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

tf: Any = import_module("tensorflow")
compressed: Any = import_module("tensorflow_hub.compressed_module_resolver")
resolver: Any = import_module("tensorflow_hub.resolver")
handle, how = sys.argv[1:]


def download(_: str, folder: str) -> None:
    if how == "killed":
        Path(folder, "saved_model.pb").write_bytes(bytes(1234))
        os._exit(0)
    module = tf.Module()
    module.weights = tf.Variable([1.0, 2.0])
    module.read = tf.function(lambda: module.weights * 2.0, input_signature=[])
    tf.saved_model.save(module, folder, signatures={"read": module.read})


sys.stdout.write(resolver.atomic_download(handle, download, compressed._module_dir(handle)))
