"""A network whose variables are in its owner's hands: the functions run as they are, and inside `tf.function`."""

import numpy as np
import tensorflow.compat.v1 as tf


def hidden(x, weights, bias):
    with tf.name_scope("hidden", values=[x, weights, bias]):
        return tf.nn.leaky_relu(tf.nn.bias_add(tf.matmul(x, weights), bias))


def convolved(images, kernel):
    each = tf.nn.conv2d(images, filter=kernel, strides=[1, 1, 1, 1], padding="SAME", use_cudnn_on_gpu=False)
    pooled = tf.nn.max_pool(value=each, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="SAME")
    return tf.squeeze(tf.space_to_depth(pooled, block_size=3), squeeze_dims=[1, 2])


def loss(logits, labels):
    shares = tf.nn.softmax(logits, dim=-1)
    each = tf.nn.softmax_cross_entropy_with_logits_v2(labels=labels, logits=tf.log(shares), dim=-1)
    mean, variance = tf.nn.moments(each, axes=[0], keep_dims=True)
    best = tf.argmax(logits, dimension=1)
    return tf.reduce_mean(each) + tf.rsqrt(variance + 1.0), mean, tf.to_int32(best), tf.confusion_matrix(best, best)


def main():
    numbers = np.random.RandomState(3)
    weights, bias = (tf.constant(numbers.rand(*shape), tf.float32) for shape in ((9, 4), (4,)))
    kernel = tf.constant(numbers.rand(3, 3, 1, 1), tf.float32)
    images = tf.constant(numbers.rand(5, 6, 6, 1), tf.float32)
    labels = tf.one_hot([0, 1, 2, 3, 1], 4)

    def run(inputs, targets):
        return loss(hidden(convolved(inputs, kernel), weights, bias), targets)

    for results in (run(images, labels), tf.function(run)(images, labels)):
        for result in results:
            print(np.round(result.numpy(), 4).tolist())
    kept = tf.nn.dropout(tf.ones([2000]), keep_prob=0.25)
    print(sorted({float(value) for value in kept}), 300 < tf.count_nonzero(kept).numpy() < 700)


if __name__ == "__main__":
    main()
