# The format is not to be seen, but the path or the function is called an export: reported without a fix.
# target: tf=2.15
# note: the path does not show whether a `.keras` file is written, which takes no `include_optimizer`

import tensorflow as tf


def train(data, args):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.fit(data)
    model.save(args.export_dir)  # HUB401
    tf.keras.models.save_model(model, where)
    tf.keras.models.save_model(model, f"release/{args.name}")  # HUB401


def publish(data, path):
    model = tf.keras.Sequential([tf.keras.layers.Dense(1)])
    model.compile("adam", "mse")
    model.save(path)  # HUB401
