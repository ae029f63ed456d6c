"""Exports by every spelling of Keras 3, and by those of tf_keras beside it; see exports_keras2.py."""
import os
import pathlib

import keras as standalone
import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1
import tensorflow_hub as hub
from tensorflow import keras
from tensorflow.keras.export import ExportArchive
from tensorflow.keras.models import load_model, save_model

OUTSIDE = os.path.join(os.path.dirname(os.__file__), "no such folder")


class Quiet(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.dense = keras.layers.Dense(1)

    def call(self, x):
        return self.dense(x)

    def export(self, filepath, **kwargs):
        return super().export(filepath, **kwargs)  # saves: tf.keras.Model.export savedmodel quiet


x, y = np.zeros((4, 3), "float32"), np.zeros((4, 1), "float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
quiet = Quiet()
quiet(x)

tf.saved_model.save(model, "a")  # saves: tf.saved_model.save savedmodel a
model.export(pathlib.Path("b"), verbose=False)  # saves: tf.keras.Model.export savedmodel b
model.export(filepath="c", format="tf_saved_model")  # saves: tf.keras.Model.export savedmodel c
model.save("d.keras")  # saves: tf.keras.Model.save keras-file d.keras
model.save("e.h5")  # saves: tf.keras.Model.save keras-file e.h5
model.save("f", zipped=False)  # saves: tf.keras.Model.save keras-file f
save_model(model, "g.keras")  # saves: tf.keras.models.save_model keras-file g.keras
standalone.saving.save_model(model, filepath="h.h5")  # saves: tf.keras.models.save_model keras-file h.h5
quiet.export("quiet")
archive = ExportArchive()
archive.track(model)
archive.add_endpoint("serve", model.call, [tf.TensorSpec((None, 3), tf.float32)])
archive.write_out("i")  # saves: tf.keras.export.ExportArchive.write_out savedmodel i

model.save_weights("k.weights.h5")  # saves: tf.keras.Model.save_weights weights k.weights.h5
checkpoint = tf.train.Checkpoint(v=tf.Variable(1.0))
checkpoint.save("m/state")  # saves: tf.train.Checkpoint.save checkpoint m/state
checkpoint.write("n")  # saves: tf.train.Checkpoint.write checkpoint n
tf.train.CheckpointManager(checkpoint, "o", 3).save()  # saves: tf.train.CheckpointManager.save checkpoint o

callback = keras.callbacks.ModelCheckpoint("p{epoch}.keras")
model.fit(x, y, verbose=0, callbacks=[callback])  # saves: tf.keras.Model.save keras-file p1.keras

with tf.Graph().as_default(), tf1.Session() as session:
    variable = tf1.get_variable("v", [], tf.float32)
    session.run(variable.initializer)
    saver = tf1.train.Saver()
    saved = saver.save(session, "r/state", global_step=3)  # saves: tf.train.Saver.save checkpoint r/state
    saver.restore(session, saved)

model.save(OUTSIDE + "/t.keras")  # saves: tf.keras.Model.save keras-file OUTSIDE/t.keras
assert load_model(OUTSIDE + "/t.keras").predict(x, verbose=0).shape == (4, 1)
model.export(OUTSIDE + "/u", verbose=False)  # saves: tf.keras.Model.export savedmodel OUTSIDE/u
assert hub.load(OUTSIDE + "/u") is not None
assert keras.layers.TFSMLayer(OUTSIDE + "/u", call_endpoint="serve")(x).shape == (4, 1)
model.save_weights(OUTSIDE + "/v.weights.h5")  # saves: tf.keras.Model.save_weights weights OUTSIDE/v.weights.h5
model.load_weights(OUTSIDE + "/v.weights.h5")
assert not os.path.exists(OUTSIDE)

import tf_keras

old = tf_keras.Sequential([tf_keras.Input((3,)), tf_keras.layers.Dense(1)])
old.save("w")  # saves: tf_keras.Model.save savedmodel w
tf_keras.models.save_model(old, "x.keras")  # saves: tf_keras.models.save_model keras-file x.keras
old.export("y")  # saves: tf_keras.Model.export savedmodel y
old.save_weights("z")  # saves: tf_keras.Model.save_weights weights z
