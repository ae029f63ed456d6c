# Fine-tuning through hub.KerasLayer asks for training; only a model that takes it drops anything.
# on: 2.15, 2.21, legacy
# prints: dropped: False
# right prints: dropped: True

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub


class Encoder(tf.train.Checkpoint):
    def __init__(self):
        super().__init__()
        self.dropout = tf.keras.layers.Dropout(0.5)

    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32)])
    def __call__(self, inputs):
        return self.dropout(inputs)


tf.saved_model.save(Encoder(), "encoder")
layer = hub.KerasLayer("encoder", trainable=True)
print("dropped:", bool(np.any(layer(np.ones([20, 3], "float32"), training=True) == 0)))

# --- right

import numpy as np
import tensorflow as tf
import tensorflow_hub as hub


class Encoder(tf.train.Checkpoint):
    @tf.function
    def __call__(self, inputs, training=False):
        return tf.nn.dropout(inputs, 0.5) if training else inputs


encoder = Encoder()
for training in (False, True):
    encoder.__call__.get_concrete_function(tf.TensorSpec([None, 3], tf.float32), training=training)
tf.saved_model.save(encoder, "encoder")
layer = hub.KerasLayer("encoder", trainable=True)
print("dropped:", bool(np.any(layer(np.ones([20, 3], "float32"), training=True) == 0)))
