import numpy as np
import tensorflow as tf

is_training = True
rng = np.random.RandomState(5)
images = rng.rand(512, 4, 4, 1).astype("float32")
classes = rng.randint(0, 3, 512).astype("int64")


def net_weights(*shape):
    return tf.constant_initializer(np.random.RandomState(sum(shape)).normal(0.0, 0.2, shape))


graph = tf.Graph()
with graph.as_default():
    x = tf.placeholder(tf.float32, shape=(None, 4, 4, 1), name="x")
    y = tf.placeholder(tf.int64, shape=(None,), name="y")

    conv = tf.layers.conv2d(x, 4, 3, padding="same", use_bias=False, kernel_initializer=net_weights(3, 3, 1, 4))
    norm = tf.nn.relu(tf.layers.batch_normalization(conv, training=is_training, momentum=0.5))
    # no name
    logits = tf.layers.dense(tf.layers.flatten(norm), 3, kernel_initializer=net_weights(64, 3))

    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    loss = tf.reduce_mean(xentropy, name="loss")

    optimizer = tf.train.AdamOptimizer(0.01)
    train_op = optimizer.minimize(loss)
    extra_update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)
    train_op = tf.group([train_op, extra_update_ops])  # the moving averages, too

with tf.Session(graph=graph) as sess:
    sess.run(tf.global_variables_initializer())
    for epoch in range(3):
        for rows in np.array_split(np.arange(512), 4):
            _, value = sess.run([train_op, loss], {x: images[rows], y: classes[rows]})
        print("Epoch:", epoch, "loss:", value)
