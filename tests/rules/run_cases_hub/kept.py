"""Graphs that stay: sessions kept in attributes and handed on, with modules in every place that they can have."""

import tensorflow.compat.v1 as tf
import tensorflow_hub as hub

tf.disable_v2_behavior()


def embed_fn(module):
    with tf.Graph().as_default():
        sentences = tf.placeholder(tf.string)
        embed = hub.Module(module)
        embeddings = embed(sentences)
        session = tf.train.MonitoredSession()
    return lambda x: session.run(embeddings, {sentences: x})


class Embedder:
    """Two modules in one graph, whose variables have the same name, and the program's own variable of that name."""

    def __init__(self):
        self.graph = tf.Graph()
        with self.graph.as_default():
            self.weights = tf.get_variable("weights", [3, 1], initializer=tf.zeros_initializer())
            self.images = hub.Module("modules/images")
            numbers = hub.Module("modules/numbers")
            large = hub.Module("modules/numbers", tags={"large"}, name="large")
            self.pixels = tf.placeholder(tf.float32, [None, 4, 4, 3])
            inputs = dict(images=self.pixels)
            self.features = self.images(inputs, signature="image_feature_vector", as_dict=True)
            self.pair = tf.placeholder(tf.float32, [None, 2])
            self.small = numbers(self.pair)
            self.large = large(self.pair)
            logits = tf.matmul(self.small, self.weights)
            self.loss = tf.reduce_mean(tf.square(logits - 1.0))
            # Without `var_list` it trains what is trainable, and so not the modules.
            self.train = tf.train.GradientDescentOptimizer(0.1).minimize(self.loss)
            self.session = tf.Session(graph=self.graph)
            self.session.run(tf.global_variables_initializer())

    def run(self):
        feed = {self.pixels: [[[[0.5] * 3] * 4] * 4], self.pair: [[1.0, 2.0]]}
        for _ in range(3):
            self.session.run(self.train, feed)
        return self.session.run([self.features["a"], self.small, self.large, self.loss], feed)


def load():
    return hub.Module("modules/text")


def info(session):
    module = load()
    found = module(signature="info", as_dict=True)
    return session.run([found["lower"], found["size"]])


print(embed_fn("modules/text")(["one", "two"]))
for values in Embedder().run():
    print(values)
with tf.Graph().as_default():
    with tf.Session() as sess:
        print(info(sess))
