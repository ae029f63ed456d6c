# Code that provides for both releases of tensorflow_hub is right as it stands, and so is what has names of its own.
# select: HUB302

import tensorflow_hub as hub

if hasattr(hub, "create_module_spec"):
    spec = hub.create_module_spec(module_fn)


class Builder:
    def create_module_spec(self):
        return self.create_module_spec()
