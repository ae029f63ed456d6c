# Whatever else is done with a module is left to its owner.
# select: HUB301
# note: line 15 asks the module for `get_input_info_dict`, which what `hub.load` gives does not have
# note: line 17 hands the module to `hub.get_expected_image_size`
# note: line 20 uses the module for something else than calling it
# note: line 22 keeps the module where its uses are not to be seen
# note: it is called nowhere in this file, so how it is used is not to be seen
# note: line 26 may call something else than the module
# note: `module_spec` at line 27 is a specification of a module, and no handle
# note: line 40 reads `encoder.hub_module`, which may be the module

import tensorflow_hub as hub

a = hub.Module("a")  # HUB301
print(a.get_input_info_dict(), a(x))
b = hub.Module("b")  # HUB301
height, width = hub.get_expected_image_size(b)
features = b(images)
c = hub.Module("c")  # HUB301
modules = [c]
d = hub.Module("d")  # HUB301
app.model = d
print(d(x))
e = hub.Module("e")  # HUB301
f = hub.Module("f") if large else other  # HUB301
print(f(x))
g = hub.Module(module_spec)  # HUB301
print(g(x))


class Encoder:
    def __init__(self):
        self.hub_module = hub.Module("h")  # HUB301

    def encode(self, x):
        return self.hub_module(x)


def use(encoder):
    return encoder.hub_module(x)
