# What a signature does not give: unknown keys, tensors by other names besides, two signatures at once.
# note: line 22 does more with the model than loading it
# note: the key of the signature's tensor at line 30 is not a constant
# note: line 37 asks for tensors by the names of the signature and by their own
# note: line 44 asks for tensors by the names of the signature and by their own
# note: line 51 runs tensors of two signatures at once
# note: `signature` is more than one signature
# note: line 68 takes several outputs apart within a larger expression
# note: line 76 takes several outputs apart within a larger expression
# note: line 82 uses `model` for more than running the model
# note: the load at line 88 has other arguments than a session, tags and a folder
# note: line 99 does not see `key`, which is a key of the signature
# note: the key of the signature's tensor at line 106 is not a constant
# note: line 113 runs a tensor whose signature `name` changes
# ignore: HUB514

import tensorflow as tf


def unknown_key(folder, key, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        signature = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder).signature_def["serving_default"]  # HUB204
        print(sess.run(signature.outputs[key].name, {signature.inputs["x"].name: value}))


def computed_key(folder, key, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        signature = model.signature_def["serving_default"]
        print(sess.run(signature.outputs[key.lower()].name, {signature.inputs["x"].name: value}))


def other_names(folder, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        signature = model.signature_def["serving_default"]
        print(sess.run(signature.outputs["y"].name, {"x:0": value}))


def other_fetches(folder, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        signature = model.signature_def["serving_default"]
        print(sess.run([signature.outputs["y"].name, "z:0"], {signature.inputs["x"].name: value}))


def two(folder, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        x = model.signature_def["one"].inputs["x"].name
        print(sess.run(model.signature_def["two"].outputs["y"].name, {x: value}))


def either(folder, value, other):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        signature = model.signature_def["one"]
        if other:
            signature = model.signature_def["two"]
        print(sess.run(signature.outputs["y"].name, {signature.inputs["x"].name: value}))


def within(folder, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        signature = model.signature_def["serving_default"]
        x, y, z = signature.inputs["x"].name, signature.outputs["y"].name, signature.outputs["z"].name
        print(sess.run([y, z], {x: value}))


def apart(folder, value):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        signature = model.signature_def["serving_default"]
        y, z = signature.outputs["y"].name, signature.outputs["z"].name
        print(sess.run([y, z], {signature.inputs["x"].name: value}))


def all_of_them(folder):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        for key in model.signature_def:
            print(key, sess.run("y:0"))


def more(folder, **options):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder, import_scope="model")  # HUB204
        print(sess.run("model/y:0"))


class Unseen:
    def __init__(self, folder, key):
        self.sess = tf.compat.v1.Session(graph=tf.Graph())  # HUB101
        model = tf.compat.v1.saved_model.loader.load(self.sess, ["serve"], folder)  # HUB204
        self.y = model.signature_def["serving_default"].outputs[key].name

    def predict(self):
        return self.sess.run(self.y)


def changing_key(folder, layers):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        for layer in layers:
            print(sess.run(model.signature_def["serving_default"].outputs[layer].name))


def signature_by_turns(folder, names):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        for name in names:
            print(sess.run(model.signature_def[name].outputs["y"].name))
