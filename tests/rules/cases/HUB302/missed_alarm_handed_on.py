# The names are missed when they are handed on, too, and in functions that import them.
# select: HUB302

import tensorflow_hub as hub

make(hub.create_module_spec)  # HUB302
register = hub.register_module_for_export  # HUB302


def export():
    from tensorflow_hub import create_module_spec, load_module_spec

    return create_module_spec(build), load_module_spec("module")  # HUB302, HUB302
