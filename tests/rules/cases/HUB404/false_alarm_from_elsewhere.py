# A model that another module builds may be one of Keras 2.

import architectures
import tf_keras

model = architectures.resnet50(classes=10)
features = model.get_layer(name="top_pool").get_output_at(0)
piece = tf_keras.Model(model.input, features)
