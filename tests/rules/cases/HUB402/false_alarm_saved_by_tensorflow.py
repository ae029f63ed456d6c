# What was given signatures, is converted, or was given functions to call needs no `__call__`.
# target: tf=2.21,keras=keras3
# select: HUB402

import tensorflow as tf

inputs = tf.keras.Input((3,))
model = tf.keras.Model(inputs, tf.keras.layers.Dense(4)(inputs))
tf.saved_model.save(model, "served", signatures=serving)
tf.saved_model.save(model, "converted")
lite = tf.lite.TFLiteConverter.from_saved_model("converted").convert()

named = tf.keras.Model(inputs, tf.keras.layers.Dense(4)(inputs))
named.embed = tf.function(lambda x: named(x), input_signature=[tf.TensorSpec([None, 3])])
tf.saved_model.save(named, "named")


class Embedding(tf.keras.Model):
    @tf.function(input_signature=[tf.TensorSpec([None, 3])])
    def embed(self, x):
        return self(x)


tf.saved_model.save(Embedding(), "own")
module = tf.Module()
tf.saved_model.save(module, "module")
