# What stands behind a star may be the custom objects, or another path.
# target: tf=2.15
# select: HUB317

import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([hub.KerasLayer(hub.load("published/1"))])
other = tf.keras.Sequential([hub.KerasLayer("published/1")])
other.save("model.h5")


def store(more, options):
    model.save(*more)
    tf.keras.models.load_model("model.h5", *more)
    tf.keras.models.load_model("model.h5", **options)
