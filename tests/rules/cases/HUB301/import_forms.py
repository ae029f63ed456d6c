# Every way to bring the class into a file.
# select: HUB301
# note: it is called nowhere in this file, so how it is used is not to be seen
# note: it is not called here, so what it is for is not to be seen

import tensorflow_hub
import tensorflow_hub as hub
from tensorflow_hub import Module
from tensorflow_hub import Module as TextModule
from tensorflow_hub.module import Module as Inner

a = hub.Module("a")  # HUB301
b = tensorflow_hub.Module("b")  # HUB301
c = Module("c")  # HUB301
d = TextModule("d")  # HUB301
e = Inner("e")  # HUB301
make = hub.Module  # HUB301
f = make("f")  # HUB301
print(a(x), b(x), c(x), d(x), f(x))


def here(x):
    import tensorflow_hub as th

    return th.Module("g")(x)  # HUB301

# output

import tensorflow_hub as hub
from tensorflow_hub.module import Module as Inner

a = hub.load("a")
b = hub.load("b")
c = hub.load("c")
d = hub.load("d")
e = Inner("e")  # HUB301
make = hub.Module  # HUB301
f = hub.load("f")
print(a.signatures["default"](x)["default"], b.signatures["default"](x)["default"], c.signatures["default"](x)["default"], d.signatures["default"](x)["default"], f.signatures["default"](x)["default"])


def here(x):
    import tensorflow_hub as th

    return th.load("g").signatures["default"](x)["default"]
