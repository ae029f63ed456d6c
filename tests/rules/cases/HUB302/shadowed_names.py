# The same names for other things.
# select: HUB302

import paddlehub as hub


def add_signature(inputs, outputs):
    return inputs, outputs


def build(tensorflow_hub):
    return tensorflow_hub.create_module_spec(add_signature)


hub.create_module_spec(add_signature)
add_signature(inputs=x, outputs=y)
