# A signature that a local variable of `__init__` holds is carried to the other methods by an attribute.

import tensorflow as tf


class Model(object):
    def __init__(self, path):
        self.graph = tf.Graph()
        self.sess = tf.Session(graph=self.graph)  # HUB101
        with self.graph.as_default():
            meta = tf.saved_model.loader.load(self.sess, [tf.saved_model.tag_constants.SERVING], path)  # HUB204, HUB501
        sig = meta.signature_def['serving_default']
        self.x = self.graph.get_tensor_by_name(sig.inputs['x_input'].name)
        self.y = self.graph.get_tensor_by_name(sig.outputs['y_output'].name)

    def predict(self, batch):
        return self.sess.run(self.y, feed_dict={self.x: batch})

# output

import tensorflow as tf


class Model(object):
    def __init__(self, path):
        loaded = tf.saved_model.load(path)
        sig = loaded.signatures['serving_default']
        self._predict = sig

    def predict(self, batch):
        return self._predict(x_input=batch)['y_output'].numpy()
