# Paths that say that the model is kept to go on with, or only for a moment.
# target: tf=2.15

import os
import tempfile

import tensorflow as tf

LAST = "checkpoints/last.h5"
model = tf.keras.Sequential()
model.compile("adam", "mse")
model.save("checkpoint/1")
model.save(LAST)
model.save(os.path.join(CKPT_DIR, "model.h5"))
model.save("model_epoch_%d.h5" % epoch)
model.save(f"snapshots/{step}.h5")
model.save("resume.h5")
model.save(os.path.join(tempfile.mkdtemp(), "model.h5"))
model.save("/tmp/model.h5")
tf.saved_model.save(model, "backup/1")
tf.keras.models.save_model(model, "ckpt.h5")
