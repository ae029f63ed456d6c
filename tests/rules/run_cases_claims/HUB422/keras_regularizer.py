# A Keras regularizer in the place of a loss.
# on: 2.15, 2.21, legacy
# prints: losses: []
# right prints: losses: [0.04]

import tensorflow as tf
import tensorflow_hub as hub

model = tf.train.Checkpoint(v=tf.Variable(2.0))
model.variables = [model.v]
model.trainable_variables = [model.v]
model.regularization_losses = [tf.keras.regularizers.L2(0.01)]
model.__call__ = tf.function(lambda x: x * model.v, input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
tf.saved_model.save(model, "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
layer([10.0, 20.0])
print("losses:", [round(float(loss), 6) for loss in layer.losses])

# --- right
import tensorflow as tf
import tensorflow_hub as hub

model = tf.train.Checkpoint(v=tf.Variable(2.0))
regularizer = tf.keras.regularizers.L2(0.01)
model.variables = [model.v]
model.trainable_variables = [model.v]
model.regularization_losses = [tf.function(lambda: regularizer(model.v), input_signature=[])]
model.__call__ = tf.function(lambda x: x * model.v, input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
tf.saved_model.save(model, "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
layer([10.0, 20.0])
print("losses:", [round(float(loss), 6) for loss in layer.losses])
