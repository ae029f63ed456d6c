# The same names for other things: a parameter, another package's hub, a class of the file.
# select: HUB301

import paddlehub as hub
from torch import hub as torch_hub


class Module:
    pass


def load(tensorflow_hub):
    return tensorflow_hub.Module("a")


a = hub.Module(name="ernie")
b = torch_hub.Module("b")
c = Module()
