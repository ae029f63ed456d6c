# The image classifier of the retraining tutorial: once the file is moved to Keras 2, its model is saved as those are.
# on: 2.21
# fresh
# model: tf2_images https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5
# raises: Only instances of `keras.Layer` can be added to a Sequential model
# right prints: weights: 4
# with: HUB401 HUB402

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub

IMAGE_SIZE = (224, 224)
model_handle = "https://tfhub.dev/google/imagenet/mobilenet_v2_100_224/feature_vector/5"
do_fine_tuning = True

model = tf.keras.Sequential([
    # Explicitly define the input shape so the model can be properly
    # loaded by the TFLiteConverter
    tf.keras.layers.InputLayer(input_shape=IMAGE_SIZE + (3,)),
    hub.KerasLayer(model_handle, trainable=do_fine_tuning),
    tf.keras.layers.Dropout(rate=0.2),
    tf.keras.layers.Dense(5, kernel_regularizer=tf.keras.regularizers.l2(0.0001))
])
model.build((None,) + IMAGE_SIZE + (3,))
model.compile(
  optimizer=tf.keras.optimizers.SGD(learning_rate=0.005, momentum=0.9),
  loss=tf.keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=0.1))
model.fit(np.ones((2, 224, 224, 3)), np.eye(5)[:2], verbose=0)
saved_model_path = "saved_flowers_model"
tf.saved_model.save(model, saved_model_path)
print("weights:", len(hub.KerasLayer(saved_model_path, trainable=True).trainable_weights))
