# Variables live outside the functions that read or assign them; initial values are given where a variable is made.
# ignore: HUB514

import tensorflow as tf


def counter(start):
    return tf.Variable(start, trainable=False)


def main(steps):
    state = counter(0)
    step = tf.placeholder(tf.int32, [], name="step")  # HUB102
    with tf.variable_scope("ledger"):  # HUB502
        total = tf.get_variable("total", [], tf.int32, tf.zeros_initializer())  # HUB502
        drawn = tf.get_variable("drawn", [2, 3])  # HUB502
    # Counts on.
    update = tf.assign(state, state + step)  # HUB502
    add = total.assign_add(state)
    noise = tf.random_normal([2], stddev=0.1)  # HUB501

    sess = tf.Session()  # HUB101
    sess.run(tf.global_variables_initializer())  # HUB502
    for one in range(steps):
        print(sess.run(update, feed_dict={step: one}))
        sess.run(add)
    print(sess.run([state, total]), sess.run(noise).shape, sess.run(drawn).shape, sess.run(state * 2))
    sess.close()


if __name__ == "__main__":
    main(3)

# output

import tensorflow as tf


def counter(start):
    return tf.Variable(start, trainable=False)


def main(steps):
    state = counter(0)
    total = tf.Variable(tf.zeros([], dtype=tf.int32), name="ledger/total")
    drawn = tf.Variable(tf.compat.v1.glorot_uniform_initializer()([2, 3]), name="ledger/drawn")

    @tf.function
    def update(step):
        # Counts on.
        return state.assign(state + step)

    @tf.function
    def add():
        total.assign_add(state)

    @tf.function
    def compute_noise():
        noise = tf.random.normal([2], stddev=0.1)
        return noise

    for one in range(steps):
        print(update(tf.cast(one, tf.int32)).numpy())
        add()

    @tf.function
    def compute():
        return state * 2

    print([state.numpy(), total.numpy()], compute_noise().numpy().shape, drawn.numpy().shape, compute().numpy())


if __name__ == "__main__":
    main(3)
