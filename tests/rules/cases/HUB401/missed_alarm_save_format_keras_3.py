# Keras 3 does not take `save_format` without a file's ending, and cannot be told one by `zipped`.
# target: tf=2.21

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.save(export_dir, save_format="tf")  # HUB401
model.save("export", zipped=False)  # HUB401
