"""Where exports stand and how their graphs and sessions are opened; what stands between their statements."""

import shutil

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def add_two(input):
    return input + 2


with tf.Graph().as_default() as g:
    with tf1.Session() as sess:
        input = tf1.placeholder(tf.float32, shape=[])
        output = add_two(input)
        print("add two output: ", sess.run(output, {input: 3.0}))
        tf1.saved_model.simple_save(sess, "out/nested", inputs={"input": input}, outputs={"output": output})

with tf.Graph().as_default() as g:
    with tf1.Session() as sess:
        input = tf1.placeholder(tf.int32, shape=[None])
        output = add_two(input)
        print("again: ", sess.run(output, feed_dict={input: [3, 4]}))
        tf1.saved_model.simple_save(sess, "out/same-names", inputs={"input": input}, outputs={"output": output})

g = tf.Graph()
with g.as_default():
    x = tf1.placeholder(tf.float32, [None])
    y = x - 1
    sess = tf1.Session(graph=g)
    tf1.saved_model.simple_save(sess, "out/closed", {"x": x}, {"y": y})
    sess.close()

g = tf.Graph()
with g.as_default():
    x = tf1.placeholder(tf.float32, [None])
    y = x * x
with tf1.Session(graph=g) as sess, g.as_default():
    tf1.saved_model.simple_save(sess, "out/given", {"x": x}, {"y": y})


def in_a_function(folder, factor=3):
    with tf.Graph().as_default(), tf1.Session() as session:
        x = tf1.placeholder(tf.float32, [None, 2])
        n = 2
        doubled = x * n
        n = factor
        parts = []
        for i in range(2):
            parts.append(doubled[:, i] * n)
            doubled = doubled + 1
        y = tf.add_n(parts) + tf.reduce_sum(doubled)
        if factor > 2:
            y = y + 1
        else:
            y = y - 1
        shutil.rmtree(folder, ignore_errors=True)
        tf1.saved_model.simple_save(session, folder, {"x": x}, {"y": y})
        return folder


print(in_a_function("out/function"))


class Exporter:
    factor = 4

    def export(self, folder):
        """Write the model."""
        with tf.Graph().as_default():
            with tf1.Session() as sess:
                x = tf1.placeholder(tf.float32, [None])
                y = x * self.factor
                builder = tf1.saved_model.Builder(folder)
                folder = None
                builder.add_meta_graph_and_variables(
                    sess,
                    ["serve"],
                    signature_def_map={"serving_default": tf1.saved_model.predict_signature_def({"x": x}, {"y": y})},
                )
                builder.save()


Exporter().export("out/method")

for size in (2, 3):
    with tf.Graph().as_default(), tf1.Session() as sess:
        x = tf1.placeholder(tf.float32, [None, size])
        y = tf.reduce_sum(x, axis=1) * size
        tf1.saved_model.simple_save(sess, f"out/loop-{size}", {"x": x}, {"y": y})

if __name__ == "__main__":
    with tf.Graph().as_default():
        with tf.name_scope("inputs"):
            size = tf.constant(2)
        x = tf1.placeholder(tf.float32, [None])
        layers = {"first": x + 1}
        layers["second"] = layers["first"] * tf.cast(size, tf.float32)
        squares = [layers["second"] ** i for i in range(1, 3)]
        y = (lambda tensors: tf.stack(tensors))(squares)
        with tf1.Session() as sess:
            tf1.saved_model.simple_save(sess, "out/main", {"x": x}, {"y": y})
