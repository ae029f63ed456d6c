# The size of the images is to be read from the shape of the input, where that is fixed.
# on: 2.15, 2.21, legacy
# model: tf1_images modules/images
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'get_expected_image_size'
# right prints: [8, 8]

import tensorflow_hub as hub

height, width = hub.get_expected_image_size(hub.load("modules/images"))
print([height, width])

# --- right
import tensorflow_hub as hub

module = hub.load("modules/images")
_, inputs = module.signatures["default"].structured_input_signature
height, width = inputs["images"].shape[1:3]
print([height, width])
