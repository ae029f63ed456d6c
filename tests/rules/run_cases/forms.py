"""Graphs whose placeholders other code makes, and exports of more than one signature."""

import os

import tensorflow as tf
import tensorflow.compat.v1 as tf1


class Model:
    """A model of 2017: placeholders, variables and outputs are attributes."""

    def __init__(self, width):
        self.image = tf1.placeholder(tf.float32, [None, width], name='image')
        self.scale = tf1.placeholder_with_default(2.0, [], name='scale')
        weights = tf1.get_variable('weights', [width, 2], initializer=tf1.constant_initializer(0.5))
        self.scores = tf.matmul(self.image, weights) * self.scale


class Trained:
    def __init__(self):
        self.x = tf1.placeholder(tf.float32, [None, 1])
        self.y = self.x * tf1.get_variable('slope', [], initializer=tf1.ones_initializer())
        self.train_op = tf1.train.AdamOptimizer(0.1).minimize(tf.reduce_mean(self.y))


def network(x, units):
    kernel = tf1.get_variable('kernel', [2, units], initializer=tf1.constant_initializer(3.0))
    return tf.nn.relu(tf.matmul(x, kernel))


def build(units):
    x = tf1.placeholder(tf.float32, [None, 2], name='x')
    keep_prob = tf1.placeholder_with_default(1.0, shape=())
    return x, network(x, units) * keep_prob


# Made by a class, one input with a default
with tf.Graph().as_default():
    model = Model(3)
    with tf1.Session() as sess:
        sess.run(tf1.global_variables_initializer())
        print(sess.run(model.scores, feed_dict={model.image: [[1., 2., 3.]], model.scale: 3.}))
        tf1.saved_model.simple_save(
            sess, 'by_class', {'image': model.image, 'scale': model.scale}, {'scores': model.scores})

# The default stays inside where it is no input
graph = tf.Graph()
with graph.as_default():
    classifier = Model(2)
with tf1.Session(graph=graph) as sess:
    with graph.as_default():
        sess.run(tf1.global_variables_initializer())
    tf1.saved_model.simple_save(sess, 'default', {'image': classifier.image}, {'scores': classifier.scores})

# A part that trains is not exported
with tf.Graph().as_default(), tf1.Session() as sess:
    trained = Trained()
    sess.run(tf1.global_variables_initializer())
    tf1.saved_model.simple_save(sess, 'trained', {'x': trained.x}, {'y': trained.y})

# Placeholders that a function returns, and a builder that saves behind the session's block
builder = tf1.saved_model.Builder('by_function')
with tf1.Session(graph=tf.Graph()) as sess:
    x, y = build(4)
    sess.run(tf1.global_variables_initializer())
    builder.add_meta_graph_and_variables(
        sess, [tf.saved_model.SERVING],
        signature_def_map={'predict': tf1.saved_model.predict_signature_def({'x': x}, {'y': y})},
        main_op=tf1.tables_initializer(), strip_default_attrs=True)
builder.save()

# Two signatures of the same input, one of them under two keys, with variables
with tf.Graph().as_default(), tf1.Session() as sess:
    numbers = tf1.placeholder(tf.float32, [None, 2])
    hidden = network(numbers, 3)
    total = tf.reduce_sum(hidden, axis=1)
    sess.run(tf1.global_variables_initializer())
    hidden_signature = tf1.saved_model.predict_signature_def({'numbers': numbers}, {'hidden': hidden})
    total_signature = tf1.saved_model.predict_signature_def({'numbers': numbers}, {'total': total, 'hidden': hidden})
    legacy_init_op = tf.group(tf1.tables_initializer(), name='legacy_init_op')
    builder = tf1.saved_model.Builder('two_with_variables')
    builder.add_meta_graph_and_variables(
        sess, ['serve'],
        signature_def_map={
            'hidden': hidden_signature,
            'total': total_signature,
            tf.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY: total_signature,
        },
        legacy_init_op=legacy_init_op, assets_collection=tf1.get_collection(tf1.GraphKeys.ASSET_FILEPATHS))
    builder.save()

# Two signatures of the same input without variables; the same key means two tensors
with tf.Graph().as_default(), tf1.Session() as sess:
    text = tf1.placeholder(tf.string, [None])
    length = tf.strings.length(text)
    upper = tf.strings.upper(text)
    builder = tf1.saved_model.Builder('two_functions')
    builder.add_meta_graph_and_variables(
        sess, ['serve'],
        {
            'length': tf1.saved_model.predict_signature_def({'text': text}, {'result': length}),
            'upper': tf1.saved_model.predict_signature_def({'text': text}, {'result': upper}),
        })
    builder.save()

# Signatures of different inputs
with tf.Graph().as_default(), tf1.Session() as sess:
    left = tf1.placeholder(tf.float32, [], name='left')
    right = tf1.placeholder(tf.float32, [], name='right')
    double = left * 2.
    both = double + right
    builder = tf1.saved_model.Builder('different_inputs')
    builder.add_meta_graph_and_variables(
        sess, ['serve'],
        {
            'double': tf1.saved_model.predict_signature_def({'x': left}, {'y': double}),
            'both': tf1.saved_model.predict_signature_def({'x': left, 'z': right}, {'y': both, 'x': double}),
        })
    builder.save()
    a, b = sess.run([both, double], {left: 1., right: 2.})
    print(a, b)

# Built and saved in the old default graph of a session that is no block
graph = tf.Graph()
sess = tf1.Session(graph=graph)
with graph.as_default():
    first = Model(2)
    sess.run(tf1.global_variables_initializer())
    tf1.saved_model.simple_save(
        sess, os.path.join('assigned', '1'), inputs={'image': first.image}, outputs={'scores': first.scores})
sess.close()

# Maps filled on the way, variables initialized one by one, and a signature without a method
signatures = {}
with tf1.Session(graph=tf.Graph()) as sess:
    amounts = tf1.placeholder(tf.float32, [None], name='amounts')
    factor = tf1.get_variable('factor', [], initializer=tf1.constant_initializer(1.5))
    offset = tf1.get_variable('offset', [], initializer=tf1.zeros_initializer())
    sess.run([factor.initializer, offset.initializer])
    outputs = dict()
    outputs['line'] = amounts * factor + offset
    signatures['line'] = tf1.saved_model.build_signature_def(
        {'amounts': tf1.saved_model.build_tensor_info(amounts)},
        {'line': tf1.saved_model.build_tensor_info(outputs['line'])})
    builder = tf1.saved_model.Builder('filled')
    builder.add_meta_graph_and_variables(sess, ['serve'], signature_def_map=signatures)
builder.save()
