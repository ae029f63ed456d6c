# Functions that call tf.layers become models of Keras, which hold the layers.
# select: HUB101, HUB102

import tensorflow.compat.v1 as tf

N_CLASSES = 3


def block(x, units, is_training):
    x = tf.layers.dense(x, units)
    return tf.layers.dropout(tf.nn.relu(x), 0.5, training=is_training)


def network(x, n_classes=N_CLASSES, is_training=True, reuse=False):
    # The scope is entered again for the same variables.
    with tf.variable_scope("network", reuse=reuse):
        for_units = 8
        h = block(x, for_units, is_training)
        # Twice
        h = block(h, for_units * 2, is_training)
        return tf.layers.dense(h, n_classes, name="output"), h


x = tf.placeholder(tf.float32, [None, 4])  # HUB102
y = tf.placeholder(tf.int32, [None])  # HUB102
training = tf.placeholder(tf.bool)  # HUB102

logits, features = network(x, is_training=training)
others, _ = network(x * 2.0, reuse=True, is_training=False)
loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits - others))
variables = tf.trainable_variables("network")
train = tf.train.AdamOptimizer(0.01).minimize(loss, var_list=variables)

with tf.Session() as sess:  # HUB101
    sess.run(tf.global_variables_initializer())
    sess.run(train, {x: [[1.0, 2.0, 3.0, 4.0]], y: [1], training: True})
    print(sess.run(features, {x: [[1.0, 2.0, 3.0, 4.0]], training: False}))

# output

import tensorflow.compat.v1 as tf

N_CLASSES = 3


class Block(tf.keras.Model):
    def __init__(self, units):
        super().__init__()
        self.dense = tf.keras.layers.Dense(units)
        self.dropout = tf.keras.layers.Dropout(0.5)

    def call(self, x, is_training):
        x = self.dense(x)
        return self.dropout(tf.nn.relu(x), training=is_training)


class Network(tf.keras.Model):
    def __init__(self, n_classes=N_CLASSES):
        super().__init__()
        for_units = 8
        self.block1 = Block(for_units)
        self.block2 = Block(for_units * 2)
        self.dense = tf.keras.layers.Dense(n_classes, name="output")

    def call(self, x, is_training=True):
        h = self.block1(x, is_training=is_training)
        # Twice
        h = self.block2(h, is_training=is_training)
        return self.dense(h), h


network = Network()


@tf.function
def compute_features(x, training):
    logits, features = network(x, is_training=training)
    return features


optimizer = tf.keras.optimizers.Adam(0.01, epsilon=1e-08)


@tf.function
def train_step(x, y, training):
    with tf.GradientTape() as tape:
        logits, features = network(x, is_training=training)
        others, _ = network(x * 2.0, is_training=False)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits - others))
    variables_ = network.trainable_variables
    gradients = tape.gradient(loss, variables_)
    optimizer.apply_gradients(zip(gradients, variables_))


train_step(
    tf.constant([[1.0, 2.0, 3.0, 4.0]], tf.float32),
    tf.constant([1], tf.int32),
    True,
)
print(compute_features(tf.constant([[1.0, 2.0, 3.0, 4.0]], tf.float32), False).numpy())
