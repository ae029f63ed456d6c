# A model that another module builds, as in the export of a published architecture.

import architectures
import tensorflow as tf

hub_model = architectures.resnet50(classes=10)
features = hub_model.get_layer(name="top_pool").get_output_at(0)  # HUB404
images = hub_model.layers[0].get_output_at(0)  # HUB404
hub_model = tf.keras.Model(images, features)

# output

import architectures
import tensorflow as tf

hub_model = architectures.resnet50(classes=10)
features = hub_model.get_layer(name="top_pool").output
images = hub_model.layers[0].output
hub_model = tf.keras.Model(images, features)
