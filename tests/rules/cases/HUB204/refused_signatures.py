# What a signature does not give: unknown keys, tensors by other names besides, two signatures at once.
# note: line 19 does more with the model than loading it
# note: the key of the signature's tensor at line 27 is not a constant
# note: line 34 asks for tensors by the names of the signature and by their own
# note: line 41 asks for tensors by the names of the signature and by their own
# note: line 48 runs tensors of two signatures at once
# note: `signature` is more than one signature
# note: line 65 takes several outputs apart within a larger expression
# note: line 73 takes several outputs apart within a larger expression
# note: line 79 uses `model` for more than running the model
# note: the load at line 85 has other arguments than a session, tags and a folder
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
        print(sess.run(signature.outputs[key].name, {signature.inputs["x"].name: value}))


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
