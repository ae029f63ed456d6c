import numpy as np
import tensorflow as tf

rng = np.random.RandomState(7)
X_train = rng.rand(60, 5).astype(np.float32)
y_train = rng.randint(0, 2, 60)

tf.reset_default_graph()

X = tf.placeholder(tf.float32, shape=(None, 5), name="X")
y = tf.placeholder(tf.int32, shape=(None), name="y")
training = tf.placeholder_with_default(False, shape=(), name="training")

with tf.name_scope("dnn"):
    hidden1 = tf.layers.dense(X, 8, name="hidden1", kernel_initializer=tf.constant_initializer(np.linspace(-1, 1, 40)))
    bn1 = tf.layers.batch_normalization(hidden1, training=training, momentum=0.9)
    bn1_act = tf.nn.elu(bn1)
    logits_before_bn = tf.layers.dense(bn1_act, 2, name="outputs", kernel_initializer=tf.constant_initializer(np.linspace(1, -1, 16)))
    logits = tf.layers.batch_normalization(logits_before_bn, training=training, momentum=0.9)

with tf.name_scope("loss"):
    xentropy = tf.nn.sparse_softmax_cross_entropy_with_logits(labels=y, logits=logits)
    loss = tf.reduce_mean(xentropy, name="loss")

with tf.name_scope("train"):
    optimizer = tf.train.GradientDescentOptimizer(0.1)
    training_op = optimizer.minimize(loss)

with tf.name_scope("eval"):
    correct = tf.nn.in_top_k(logits, y, 1)
    accuracy = tf.reduce_mean(tf.cast(correct, tf.float32))

init = tf.global_variables_initializer()
extra_update_ops = tf.get_collection(tf.GraphKeys.UPDATE_OPS)

with tf.Session() as sess:
    init.run()
    for epoch in range(4):
        for rows in np.array_split(np.arange(60), 3):
            sess.run([training_op, extra_update_ops],
                     feed_dict={training: True, X: X_train[rows], y: y_train[rows]})
        accuracy_val = accuracy.eval(feed_dict={X: X_train, y: y_train})
        print(epoch, "Training accuracy:", accuracy_val, "loss:", loss.eval({X: X_train, y: y_train}))
