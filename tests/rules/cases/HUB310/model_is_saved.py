# The file is moved to Keras 2 before anything else is judged: no more is changed for Keras 3, which nobody uses then.
# target: tf=2.21,keras=keras3

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential(
    [
        hub.KerasLayer("copies/mobilenet", trainable=True, input_shape=(224, 224, 3)),  # HUB310
        tf.keras.layers.Dense(5),
    ]
)
model.compile(optimizer="sgd", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
tf.saved_model.save(model, "flowers")  # HUB401
features = tf.keras.Model(model.layers[0].get_output_at(0), model.layers[1].get_output_at(0))  # HUB404, HUB404
old = tf.keras.models.load_model("old/1")  # HUB403
print(old.predict(images), features.layers[-1].output_shape)

# output

import os

os.environ["TF_USE_LEGACY_KERAS"] = "1"
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential(
    [
        hub.KerasLayer("copies/mobilenet", trainable=True, input_shape=(224, 224, 3)),
        tf.keras.layers.Dense(5),
    ]
)
model.compile(optimizer="sgd", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
model.save("flowers", include_optimizer=False)
features = tf.keras.Model(model.layers[0].get_output_at(0), model.layers[1].get_output_at(0))
old = tf.keras.models.load_model("old/1")
print(old.predict(images), features.layers[-1].output_shape)
