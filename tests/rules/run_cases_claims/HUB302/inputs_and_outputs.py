# A specification told what a module takes and gives; the signatures of what `hub.load` gives tell that, too.
# on: 2.15, 2.21, legacy
# model: tf1_features modules/features
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'load_module_spec'
# right prints: (None, 3)

import tensorflow_hub as hub

spec = hub.load_module_spec("modules/features")
print(spec.get_input_info_dict()["images"].get_shape())

# --- right
import tensorflow_hub as hub

module = hub.load("modules/features")
_, inputs = module.signatures["default"].structured_input_signature
print(inputs["images"].shape)
