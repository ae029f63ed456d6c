# tensorflow_hub 0.16 wants TensorFlow 2.14; an older one goes with a tensorflow_hub that has the names.
# target: tf=2.12
# select: HUB302

import tensorflow_hub as hub

spec = hub.create_module_spec(module_fn)
