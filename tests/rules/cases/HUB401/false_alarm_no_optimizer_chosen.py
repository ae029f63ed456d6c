# Compiled for Keras's own variables alone, as the export of MoViNet does: nothing was trained.
# target: tf=2.15

import tf_keras

model = tf_keras.Sequential([tf_keras.layers.Input([3]), tf_keras.layers.Dense(1)])
model.compile()
tf_keras.models.save_model(model, "exported/1")
