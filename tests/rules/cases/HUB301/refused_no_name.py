# The fix needs a name for the package, and each that it could have means something else.
# select: HUB301
# note: no name for `tensorflow_hub.load` is free at line 8

from tensorflow_hub import Module

hub = tensorflow_hub = None
embed = Module("a")  # HUB301
print(embed(x))
