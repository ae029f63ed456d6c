# What stands behind a star may be signatures.
# select: HUB314

import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("published/1", trainable=True)


def export(more, options):
    tf.saved_model.save(layer, *more)
    tf.saved_model.save(layer, "a", **options)
    layer.save(*more)
