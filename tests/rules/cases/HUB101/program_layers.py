# A layer of tf.layers is one of Keras, made where the call stood and called in the functions, with its comments.
# ignore: HUB514

import numpy as np
import tensorflow as tf

size = 4

# The inputs
x = tf.placeholder(tf.float32, [None, 8, 8, 1], name="x")  # HUB102
y_ = tf.placeholder(tf.int32, [None])  # HUB102
# whether the layers are in training
training = tf.placeholder_with_default(False, shape=())  # HUB102

# Two layers of filters
conv1 = tf.layers.conv2d(x, 4, 3, padding="same", activation=tf.nn.relu)  # [8, 8, 4]  # HUB510
conv2 = tf.layers.conv2d(  # HUB510
    inputs=conv1,
    filters=size,
    kernel_size=[3, 3],
    activation=tf.nn.relu,  # as above
    kernel_initializer=tf.zeros_initializer(),
)
pool = tf.layers.max_pooling2d(conv2, 2, 2)  # HUB510
pool = tf.layers.average_pooling2d(pool, [2, 2], strides=1, padding="same")  # HUB510

# What is drawn from them
h = tf.layers.dropout(tf.layers.dense(tf.layers.flatten(pool), size, name="hidden"), 0.3, training=training)  # HUB510, HUB510, HUB510
h = tf.layers.dense(h, size, name="hidden", reuse=tf.AUTO_REUSE)  # HUB510, HUB502
with tf.variable_scope("out"):  # HUB502
    layer3 = tf.layers.dense(h, 3, None, False, tf.ones_initializer(), trainable=False)  # HUB510

loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y_, logits=layer3))
train_op = tf.train.AdamOptimizer(0.01).minimize(loss)  # HUB502

with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())  # HUB502
    images, labels = np.ones([5, 8, 8, 1]), np.arange(5) % 3
    for i in range(5):
        _, value = sess.run([train_op, loss], feed_dict={x: images, y_: labels, training: i > 0})
        print(i, value)
    print(sess.run(layer3, {x: images}))

# output

import numpy as np
import tensorflow as tf

size = 4

# Two layers of filters
conv1_layer = tf.keras.layers.Conv2D(4, 3, padding="same", activation=tf.nn.relu)
# as above
conv2_layer = tf.keras.layers.Conv2D(
    filters=size,
    kernel_size=[3, 3],
    activation=tf.nn.relu,
    kernel_initializer=tf.zeros_initializer(),
)
pool_1 = tf.keras.layers.MaxPooling2D(2, 2)
pool_2 = tf.keras.layers.AveragePooling2D([2, 2], strides=1, padding="same")

# What is drawn from them
flatten = tf.keras.layers.Flatten()
hidden = tf.keras.layers.Dense(size, name="hidden")
dropout = tf.keras.layers.Dropout(0.3)
dense = tf.keras.layers.Dense(
    3,
    None,
    False,
    kernel_initializer=tf.ones_initializer(),
    trainable=False,
)


@tf.function
def compute_layer3(x, training):
    # x: The inputs
    # training: whether the layers are in training
    conv1 = conv1_layer(x)  # [8, 8, 4]
    conv2 = conv2_layer(conv1)
    pool = pool_1(conv2)
    pool = pool_2(pool)
    h = dropout(hidden(flatten(pool)), training=training)
    h = hidden(h)
    layer3 = dense(h)
    return layer3


optimizer = tf.keras.optimizers.Adam(0.01, epsilon=1e-08)


@tf.function
def train_step(x, y_, training):
    with tf.GradientTape() as tape:
        layer3 = compute_layer3(x, training)

        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y_, logits=layer3))
    variables = [
        *conv1_layer.trainable_variables,
        *conv2_layer.trainable_variables,
        *hidden.trainable_variables,
        *dense.trainable_variables,
    ]
    gradients = tape.gradient(loss, variables)
    optimizer.apply_gradients(zip(gradients, variables))
    return loss


images, labels = np.ones([5, 8, 8, 1]), np.arange(5) % 3
for i in range(5):
    value = train_step(
        tf.constant(images, tf.float32),
        tf.cast(labels, tf.int32),
        bool(i > 0),
    ).numpy()
    print(i, value)
print(compute_layer3(tf.constant(images, tf.float32), False).numpy())
