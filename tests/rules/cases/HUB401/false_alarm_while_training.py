# Saved inside the loop that trains it, or before it is trained on.
# target: tf=2.15

import tensorflow as tf


def in_loop(data):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    for part in data:
        model.fit(part)
        model.save("model.h5")


def by_hand(data):
    generator = tf.keras.Sequential()
    generator.compile("adam", "mse")
    step = 0
    while step < 1000:
        generator.train_on_batch(*next(data))
        step += 1
        if step % 100 == 0:
            generator.save("generator.h5")


def in_two_parts(first, second):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    model.fit(first)
    model.save("half.h5")
    model.fit(second)


def where_it_stopped(data, begun):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    model.fit(data, initial_epoch=begun)
    model.save("model.h5")
