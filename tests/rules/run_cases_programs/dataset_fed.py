import numpy as np
import tensorflow as tf

train_x = np.arange(20, dtype=np.float32).reshape(10, 2)
train_y = np.arange(10)
test_x = -train_x[:4]
test_y = train_y[:4]
batch_size = 3


def main():
    with tf.Graph().as_default():
        # What is fed
        x = tf.placeholder(train_x.dtype, [None, 2])
        y = tf.placeholder(tf.int32, [None])
        # Batches of whatever is fed
        dataset = tf.data.Dataset.from_tensor_slices((x, y))
        dataset = dataset.shuffle(100, seed=5).batch(batch_size)
        iterator = dataset.make_initializable_iterator()
        features, labels = iterator.get_next()
        scale = tf.Variable(1.5)
        total = tf.reduce_sum(features, 1) * scale + tf.to_float(labels)
        grow = tf.assign_add(scale, tf.reduce_mean(total) * 0.01)
        init = iterator.initializer

        with tf.Session() as sess:
            sess.run([init, tf.global_variables_initializer()], feed_dict={x: train_x, y: train_y})
            print(sess.run(total), sess.run(grow))
            for epoch in range(2):
                print("epoch", epoch)
                sess.run(init, feed_dict={x: train_x, y: train_y})
                while True:
                    try:
                        # a batch
                        print(sess.run(total))
                    except tf.errors.OutOfRangeError:
                        break
                # Evaluate
                sess.run(init, feed_dict={x: test_x, y: test_y})
                try:
                    while True:
                        a, b = sess.run([features, labels])
                        print(a.sum(), b.sum())
                except tf.errors.OutOfRangeError:
                    pass


if __name__ == "__main__":
    main()
