# The seed of a graph becomes Keras's, from which its layers draw, where no other draw of the file changes with it.
# select: HUB101, HUB102

import numpy as np
import tensorflow as tf

SEED = 7

tf.set_random_seed(SEED)  # the same run each time
rng = np.random.RandomState(SEED)

data = rng.rand(20, 3).astype(np.float32)

x = tf.placeholder(tf.float32, [None, 3])  # HUB102
hidden = tf.layers.dense(x, 4, tf.nn.relu)
output = tf.layers.dense(tf.layers.dropout(hidden, 0.5, training=True), 1)

with tf.Session() as sess:  # HUB101
    tf.set_random_seed(SEED)
    sess.run(tf.global_variables_initializer())
    print(sess.run(output, {x: data}))

# output

import numpy as np
import tensorflow as tf

SEED = 7

tf.keras.utils.set_random_seed(SEED)  # the same run each time
rng = np.random.RandomState(SEED)

data = rng.rand(20, 3).astype(np.float32)

hidden_layer = tf.keras.layers.Dense(4, tf.nn.relu)
dropout = tf.keras.layers.Dropout(0.5)
dense = tf.keras.layers.Dense(1)


@tf.function
def compute_output(x):
    hidden = hidden_layer(x)
    output = dense(dropout(hidden, training=True))
    return output


tf.keras.utils.set_random_seed(SEED)
print(compute_output(tf.constant(data, tf.float32)).numpy())
