# The comments of what fetched tensors by name go with it; those of the load, the run and what is round them stay.

import tensorflow as tf


class Classifier:
    # One graph for all.
    labels = ["cat", "dog"]

    def predict(self, folder, image):
        # Restore the model from the disk.
        with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
            # Load it under its tag.
            model = tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # slow  # HUB204
            signature = model.signature_def["serving_default"]

            # Get the names of the tensors.
            x_name = signature.inputs["x"].name
            y_name = signature.outputs["y"].name

            # One image makes a batch of one.
            batch = [image]
            # Predict.
            scores = sess.run(y_name, {x_name: batch})  # of each label
            # The best one.
            return self.labels[scores[0].argmax()]


def predict(folder, value):
    # Launch the session
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        tf.compat.v1.saved_model.loader.load(sess, ["serve"], folder)  # HUB204
        graph = tf.compat.v1.get_default_graph()
        # The graph's ends
        x = graph.get_tensor_by_name("x:0")  # an image
        y = graph.get_tensor_by_name("y:0")
        # Feed it
        feeds = {x: value}
        # And run
        return sess.run(y, feeds)

# output

import tensorflow as tf


class Classifier:
    # One graph for all.
    labels = ["cat", "dog"]

    def predict(self, folder, image):
        # Restore the model from the disk.

        # Load it under its tag.
        # slow
        loaded = tf.saved_model.load(folder)
        signature = loaded.signatures["serving_default"]

        # One image makes a batch of one.
        batch = [image]
        # Predict.
        scores = signature(x=batch)["y"].numpy()  # of each label
        # The best one.
        return self.labels[scores[0].argmax()]


def predict(folder, value):
    loaded = tf.saved_model.load(folder)
    # The graph's ends
    x = loaded.graph.get_tensor_by_name("x:0")  # an image
    y = loaded.graph.get_tensor_by_name("y:0")
    run_model = loaded.prune(x, y)
    # And run
    return run_model(tf.constant(value, x.dtype)).numpy()
