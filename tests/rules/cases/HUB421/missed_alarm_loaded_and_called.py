# Where the file loads the object and calls it, that it has signatures or other functions does not help.
# select: HUB421

import tensorflow as tf
import tensorflow_hub as hub

PATH = "/tmp/model"


class Model(tf.Module):
    def __call__(self, x):
        return 2.0 * x

    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def serve(self, x):
        return self(x)

    @tf.function
    def predict(self, x):
        return 3.0 * x


def export():
    model = Model()
    tf.saved_model.save(model, PATH, signatures=model.serve)  # HUB421, HUB421


def export_for_hub():
    model = Model()
    tf.saved_model.save(model, "for_hub", {"serving_default": model.serve})  # HUB421, HUB421


def use():
    loaded = tf.saved_model.load(PATH)
    layer = hub.KerasLayer("for_hub")
    return layer, loaded(tf.constant([1.0])), loaded.predict(tf.constant([1.0]))
