# Callbacks save while a model is trained, to go on from there.
# target: tf=2.15

import tensorflow as tf
from tensorflow.keras.callbacks import BackupAndRestore, ModelCheckpoint

model = tf.keras.Sequential()
model.compile("adam", "mse")
callbacks = [ModelCheckpoint("best.h5", save_best_only=True), BackupAndRestore("backup")]
model.fit(data, callbacks=callbacks)


class SaveEachEpoch(tf.keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        self.model.save("model.h5")
