"""Exports by every spelling of Keras 2: on TensorFlow 2.15, and on a newer one with tf_keras as its Keras.

Behind each call stands what it is to be taken down as; a path that is not the program's own is tried in the end.
"""
import os
import pathlib
import tempfile

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import keras
from tensorflow.keras.models import load_model, save_model

OUTSIDE = os.path.join(os.path.dirname(os.__file__), "no such folder")


class Quiet(keras.Model):
    def __init__(self):
        super().__init__()
        self.dense = keras.layers.Dense(1)

    def call(self, x):
        return self.dense(x)

    def save(self, filepath, **kwargs):
        return super().save(filepath, **kwargs)  # saves: tf.keras.Model.save savedmodel quiet


x, y = np.zeros((4, 3), "float32"), np.zeros((4, 1), "float32")
model = keras.Sequential([keras.Input((3,)), keras.layers.Dense(1)])
model.compile("sgd", "mse")
quiet = Quiet()
quiet(x)

tf.saved_model.save(model, "a")  # saves: tf.saved_model.save savedmodel a
model.save(pathlib.Path("b"))  # saves: tf.keras.Model.save savedmodel b
model.save(filepath="c", save_format="tf", include_optimizer=False)  # saves: tf.keras.Model.save savedmodel c
model.save("d.keras")  # saves: tf.keras.Model.save keras-file d.keras
model.save("e.h5")  # saves: tf.keras.Model.save keras-file e.h5
save = model.save
save("f")  # saves: tf.keras.Model.save savedmodel f
save_model(model, "g")  # saves: tf.keras.models.save_model savedmodel g
keras.models.save_model(model, filepath="h.keras")  # saves: tf.keras.models.save_model keras-file h.keras
model.export("i")  # saves: tf.keras.Model.export savedmodel i
quiet.save("quiet")

archive = keras.export.ExportArchive() if hasattr(keras, "export") else None
if archive is None:
    from importlib import import_module

    package = type(model).__module__.partition(".")[0]
    archive = import_module(package + ".src.export.export_lib").ExportArchive()
archive.track(model)
archive.add_endpoint("serve", model.call, [tf.TensorSpec((None, 3), tf.float32)])
archive.write_out("j")  # saves: tf.keras.export.ExportArchive.write_out savedmodel j

model.save_weights("k")  # saves: tf.keras.Model.save_weights weights k
model.save_weights("l.h5")  # saves: tf.keras.Model.save_weights weights l.h5
checkpoint = tf.train.Checkpoint(model=model)
checkpoint.save("m/state")  # saves: tf.train.Checkpoint.save checkpoint m/state
checkpoint.write("n")  # saves: tf.train.Checkpoint.write checkpoint n
tf.train.CheckpointManager(checkpoint, "o", 3).save()  # saves: tf.train.CheckpointManager.save checkpoint o

callback = keras.callbacks.ModelCheckpoint("p{epoch}")
model.fit(x, y, verbose=0, callbacks=[callback])  # saves: tf.keras.Model.save savedmodel p1
callback = keras.callbacks.ModelCheckpoint("q{epoch}.h5", save_weights_only=True)
model.fit(x, y, verbose=0, callbacks=[callback])  # saves: tf.keras.Model.save_weights weights q1.h5

with tf.Graph().as_default(), tf1.Session() as session:
    variable = tf1.get_variable("v", [], tf.float32)
    session.run(variable.initializer)
    saver = tf1.train.Saver()
    saved = saver.save(session, "r/state", global_step=3)  # saves: tf.train.Saver.save checkpoint r/state
    saver.restore(session, saved)
    saver.save(session, OUTSIDE + "/s/state")  # saves: tf.train.Saver.save checkpoint OUTSIDE/s/state
    saver.restore(session, OUTSIDE + "/s/state")
    saver.restore(session, tf.train.latest_checkpoint(OUTSIDE + "/s"))
    assert tf1.train.NewCheckpointReader(OUTSIDE + "/s/state").has_tensor("v")

model.save(OUTSIDE + "/t.h5")  # saves: tf.keras.Model.save keras-file OUTSIDE/t.h5
assert load_model(OUTSIDE + "/t.h5").predict(x, verbose=0).shape == (4, 1)
model.save(OUTSIDE + "/u")  # saves: tf.keras.Model.save savedmodel OUTSIDE/u
assert keras.models.load_model(OUTSIDE + "/u").predict(x, verbose=0).shape == (4, 1)
model.save_weights(OUTSIDE + "/v/w")  # saves: tf.keras.Model.save_weights weights OUTSIDE/v/w
model.load_weights(OUTSIDE + "/v/w")
manager = tf.train.CheckpointManager(checkpoint, OUTSIDE + "/x", 3)
manager.save()  # saves: tf.train.CheckpointManager.save checkpoint OUTSIDE/x
checkpoint.restore(tf.train.latest_checkpoint(OUTSIDE + "/x"))
checkpoint.restore(tf.train.latest_checkpoint(OUTSIDE + "/x")).assert_existing_objects_matched()
model.export(tempfile.mkdtemp() + "/y")  # saves: tf.keras.Model.export savedmodel TEMPORARY/y
assert not os.path.exists(OUTSIDE)

import tensorflow_hub as hub

assert hub.load(OUTSIDE + "/u") is not None
