# Code that provides for both releases of tensorflow_hub is right as it stands.
# select: HUB301

import tensorflow_hub as hub

if hasattr(hub, "Module"):
    module = hub.Module("a")
else:
    module = hub.load("a")
try:
    other = hub.Module("b")
except AttributeError:
    other = None
