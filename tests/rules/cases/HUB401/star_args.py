# What `*` and `**` hand over may hold `include_optimizer`: silent.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential()
model.compile("adam", "mse")
model.save(*where)
model.save("out/1", *rest)
model.save("out/1", **options)
tf.keras.models.save_model(*both)
tf.keras.models.save_model(model, "out/1", **options)
tf.saved_model.save(model, *rest)
