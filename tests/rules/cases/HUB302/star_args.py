# Arguments that are not written out take nothing from what is wrong.
# select: HUB302

import tensorflow_hub as hub

hub.add_signature(*arguments)  # HUB302
spec = hub.create_module_spec(*arguments, **options)  # HUB302
