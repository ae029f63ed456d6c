# Other packages' optimizers, and these with the right argument.

import tensorflow as tf
import torch

a = torch.optim.Adam(model.parameters(), lr=0.1)
b = tf.keras.optimizers.Adam(learning_rate=0.1)
c = tf.keras.optimizers.Adam(0.1)
d = tf.compat.v1.train.AdamOptimizer(learning_rate=0.1)
