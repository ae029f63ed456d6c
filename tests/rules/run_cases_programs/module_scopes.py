"""A network of functions that make variables in the scopes of their callers."""
import numpy as np
import tensorflow as tf

N_CLASSES = 3


def fully_connected(x, n_in, n_out, scope, activation=tf.nn.relu):
    with tf.variable_scope(scope):
        scale = 1.0 / np.sqrt(n_in)
        weights = tf.get_variable('weights', [n_in, n_out], initializer=tf.constant_initializer(scale))
        biases = tf.get_variable('biases', shape=[n_out], initializer=tf.constant_initializer(0.1))
        x = tf.matmul(x * scale, weights) + biases
        # The last layer has no activation.
        if activation is not None:
            x = activation(x)
        return x


def conv_relu(images, kernel_shape, bias_shape):
    # Create variable named "weights".
    weights = tf.get_variable("weights", kernel_shape, initializer=tf.constant_initializer(0.01))
    # Create variable named "biases".
    biases = tf.get_variable("biases", bias_shape, initializer=tf.constant_initializer(0.0))
    conv = tf.nn.conv2d(images, weights, strides=[1, 1, 1, 1], padding='SAME')
    return tf.nn.relu(conv + biases)


def inference(images, keep_prob=1.0):
    """Build the model up to where it may be used for inference."""
    n_hidden = 16

    # Two convolutions
    with tf.variable_scope("conv1"):
        relu1 = conv_relu(images, [3, 3, 1, 4], [4])
    with tf.variable_scope("conv2"):
        # Variables created here will be named "conv2/weights", "conv2/biases".
        relu2 = conv_relu(relu1, [3, 3, 4, 4], [4])
    flat = tf.reshape(relu2, [-1, 8 * 8 * 4])
    hidden = fully_connected(flat, 8 * 8 * 4, n_hidden, 'hidden')
    scale = tf.Variable(1.5, name='scale')
    hidden = hidden * scale * keep_prob
    return fully_connected(hidden, n_hidden, N_CLASSES, scope='logits', activation=None)


def main():
    rng = np.random.RandomState(0)
    data = rng.rand(20, 8, 8, 1).astype(np.float32)
    targets = rng.randint(0, N_CLASSES, 20)
    with tf.Graph().as_default():
        images = tf.placeholder(tf.float32, [None, 8, 8, 1])
        labels = tf.placeholder(tf.int32, [None])
        with tf.variable_scope('model'):
            logits = inference(images)
        loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        train_op = tf.train.MomentumOptimizer(0.05, 0.9).minimize(loss)
        with tf.Session() as sess:
            sess.run(tf.global_variables_initializer())
            for step in range(10):
                _, value = sess.run([train_op, loss], feed_dict={images: data, labels: targets})
                if step % 3 == 0:
                    print('step %d: loss %.4f' % (step, value))
            print(sess.run(logits, feed_dict={images: data[:2]}))


if __name__ == '__main__':
    main()
