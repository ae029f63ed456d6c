# A call that says what becomes of the optimizer, by name or by place, is its owner's decision.
# target: tf=2.9

import tensorflow as tf

model = tf.keras.Sequential()
model.compile("adam", "mse")
model.save("out/1", include_optimizer=False)
model.save("out/2", include_optimizer=True)
model.save("out/3", True, False)
tf.keras.models.save_model(model, "out/4", include_optimizer=keep)
tf.keras.models.save_model(model, "out/5", True, False)
