import numpy as np
import tensorflow as tf

# Parameters
learning_rate = 0.01
n_hidden_1 = 8
n_input = 6
n_classes = 3

rng = np.random.RandomState(0)
data = rng.rand(50, n_input)
targets = np.eye(n_classes)[rng.randint(0, n_classes, 50)]

X = tf.placeholder("float", [None, n_input])
Y = tf.placeholder("float", [None, n_classes])

# Store layers weight & bias
weights = {
    'h1': tf.Variable(tf.constant(rng.randn(n_input, n_hidden_1), tf.float32)),
    'out': tf.Variable(tf.constant(rng.randn(n_hidden_1, n_classes), tf.float32))
}
biases = {
    'b1': tf.Variable(tf.zeros([n_hidden_1])),
    'out': tf.Variable(tf.zeros([n_classes]))
}


# Create model
def multilayer_perceptron(x):
    # Hidden fully connected layer
    layer_1 = tf.add(tf.matmul(x, weights['h1']), biases['b1'])
    # Output fully connected layer with a neuron for each class
    out_layer = tf.matmul(layer_1, weights['out']) + biases['out']
    return out_layer


# Construct model
logits = multilayer_perceptron(X)

# Define loss and optimizer
loss_op = tf.reduce_mean(tf.nn.softmax_cross_entropy_with_logits_v2(
    logits=logits, labels=Y))
optimizer = tf.train.AdamOptimizer(learning_rate=learning_rate)
train_op = optimizer.minimize(loss_op)
# Initializing the variables
init = tf.global_variables_initializer()

with tf.Session() as sess:
    sess.run(init)
    for epoch in range(10):
        _, c = sess.run([train_op, loss_op], feed_dict={X: data,
                                                        Y: targets})
        print("Epoch:", epoch, "cost={:.6f}".format(c))
    # Test model
    pred = tf.nn.softmax(logits)  # Apply softmax to logits
    correct_prediction = tf.equal(tf.argmax(pred, 1), tf.argmax(Y, 1))
    # Calculate accuracy
    accuracy = tf.reduce_mean(tf.cast(correct_prediction, "float"))
    print("Accuracy:", accuracy.eval({X: data, Y: targets}))
