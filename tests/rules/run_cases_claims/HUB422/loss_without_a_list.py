# MyMulModel with one loss that stands in no list.
# on: 2.15, 2.21, legacy
# raises: TypeError: 'RestoredFunction' object is not iterable
# right prints: losses: [0.004]

import tensorflow as tf
import tensorflow_hub as hub

model = tf.train.Checkpoint(v=tf.Variable(2.0))
model.variables = [model.v]
model.trainable_variables = [model.v]
model.regularization_losses = tf.function(lambda: 0.001 * model.v**2, input_signature=[])
model.__call__ = tf.function(lambda x: x * model.v, input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
tf.saved_model.save(model, "my_mul")
layer = hub.KerasLayer("my_mul", trainable=True)
layer([10.0, 20.0])
print("losses:", [round(float(loss), 6) for loss in layer.losses])
