# Where the path does not show the format, there is nothing exact to say: only exports are reported.
# target: tf=2.15

import sys

import tensorflow as tf


def train(data, args, name):
    model = tf.keras.Sequential()
    model.compile("adam", "mse")
    model.fit(data)
    model.save(args.output)
    model.save(f"models/{name}")
    model.save("models/%s" % name)
    model.save("models/{}".format(name))
    model.save(sys.argv[1])
    tf.keras.models.save_model(model, name)
