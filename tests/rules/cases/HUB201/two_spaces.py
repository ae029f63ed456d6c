# Two spaces of indentation; a triple-quoted string, an f-string, unicode names, a lambda and a comprehension in the graph.

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def export(größe, version=3):
  with tf.Graph().as_default():
    text = tf1.placeholder(tf.string, [None])  # HUB102
    frame = """[
  {}
]"""
    lines = [tf.strings.join([text, f"{größe}{i}"]) for i in range(3)]
    joined = (lambda parts: tf.strings.join(parts, separator="\n"))(lines)
    framed = tf.strings.join([frame, joined])
    with tf1.Session() as sess:  # HUB101
      tf1.saved_model.simple_save(  # HUB201
        sess, f"out/{version}", inputs={"text": text}, outputs={"framed": framed}
      )

# output

import tensorflow as tf
import tensorflow.compat.v1 as tf1


def export(größe, version=3):
  frame = """[
  {}
]"""

  def build_graph(text):
    lines = [tf.strings.join([text, f"{größe}{i}"]) for i in range(3)]
    joined = (lambda parts: tf.strings.join(parts, separator="\n"))(lines)
    framed = tf.strings.join([frame, joined])
    return {"framed": framed}

  graph = tf1.wrap_function(build_graph, [tf.TensorSpec(shape=[None], dtype=tf.string)])

  @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string, name="text")])
  def serving_default(text):
    return graph(text)

  module = tf.Module()
  module.serving_default = serving_default
  module.graph_variables = graph.variables
  tf.saved_model.save(module, f"out/{version}", signatures={"serving_default": serving_default})
