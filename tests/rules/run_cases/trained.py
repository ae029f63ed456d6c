"""Programs that train a graph and export it in one scope."""

import os

import numpy as np
import tensorflow as tf
import tensorflow.compat.v1 as tf1

xs = np.array([[1., 2.], [3., 4.], [5., 6.]], np.float32)
ys = np.array([[1.], [2.], [3.]], np.float32)


def next_batch():
    return xs[:2], ys[:2]


# A function of 2017: everything in the session's block
def linear(export_dir):
    with tf.Graph().as_default(), tf1.Session() as sess:
        # the pixels
        x = tf1.placeholder(tf.float32, [None, 2], name='x')
        y_ = tf1.placeholder(tf.float32, [None, 1], name='y_')
        W = tf.Variable(tf.zeros([2, 1]), name='W')
        b = tf.Variable(tf.constant([0.5]), name='b')
        y = tf.add(tf.matmul(x, W), b, name='y')
        loss = tf.reduce_mean(tf.square(y - y_))
        train_step = tf1.train.GradientDescentOptimizer(0.01).minimize(loss)
        sess.run(tf1.global_variables_initializer())
        for step in range(20):
            batch_x, batch_y = next_batch()
            sess.run(train_step, feed_dict={x: batch_x, y_: batch_y})
        print('loss', sess.run(loss, feed_dict={x: xs, y_: ys}))

        # Export the model
        tf1.saved_model.simple_save(sess, export_dir, inputs={'x': x, 'labels': y_}, outputs={'y': y})
        print('Done exporting!')


linear('trained_linear')


# A builder made early, which saves behind the block; the prediction is run, too
def classifier(version):
    graph = tf.Graph()
    with graph.as_default():
        images = tf1.placeholder(tf.float32, shape=[None, 2], name='images')
        labels = tf1.placeholder(tf.int64, shape=[None])
        keep_prob = tf1.placeholder_with_default(1.0, shape=())
        with tf1.variable_scope('dense'):
            weights = tf1.get_variable('weights', [2, 3], initializer=tf1.constant_initializer(0.1))
            biases = tf1.get_variable('biases', [3], initializer=tf1.zeros_initializer())
        logits = tf.matmul(images * keep_prob, weights) + biases
        probabilities = tf.nn.softmax(logits, name='probabilities')
        prediction = tf.argmax(probabilities, 1)
        cost = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(labels=labels, logits=logits))
        train_op = tf1.train.AdamOptimizer(0.05).minimize(cost)
        init = tf1.global_variables_initializer()

    export_path = os.path.join(tf.compat.as_bytes('trained_classifier'), tf.compat.as_bytes(str(version)))
    builder = tf1.saved_model.builder.SavedModelBuilder(export_path)
    with tf1.Session(graph=graph) as sess:
        sess.run(init)
        for epoch in range(5):
            _, value = sess.run([train_op, cost], feed_dict={images: xs, labels: [0, 1, 2]})
            print('epoch', epoch, 'cost', value)
        # Build the signature
        tensor_info_x = tf1.saved_model.utils.build_tensor_info(images)
        tensor_info_y = tf1.saved_model.utils.build_tensor_info(probabilities)
        unused = tf1.saved_model.utils.build_tensor_info(logits)
        prediction_signature = (
            tf1.saved_model.signature_def_utils.build_signature_def(
                inputs={'images': tensor_info_x},
                outputs={'scores': tensor_info_y},
                method_name=tf1.saved_model.signature_constants.PREDICT_METHOD_NAME))
        legacy_init_op = tf.group(tf1.tables_initializer(), name='legacy_init_op')
        builder.add_meta_graph_and_variables(
            sess, [tf1.saved_model.tag_constants.SERVING],
            signature_def_map={
                'predict_images': prediction_signature,
                tf1.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: prediction_signature,
            },
            legacy_init_op=legacy_init_op)
        print(sess.run(prediction, feed_dict={images: xs}))
        print(sess.run(probabilities, feed_dict={images: xs, keep_prob: 0.5}))
    builder.save()


classifier(1)


# Two signatures of different inputs, variables in dicts, training goes on behind the export
def two_heads():
    with tf.Graph().as_default():
        a = tf1.placeholder(tf.float32, [None, 2])
        b = tf1.placeholder(tf.float32, [None, 2])
        target = tf1.placeholder(tf.float32, [None, 2])
        weights = {'w1': tf.Variable(tf.ones([2, 2])), 'w2': tf.Variable(tf.ones([2, 2]) * 2)}
        steps = tf.Variable(0, trainable=False, name='steps')
        hidden = tf.nn.relu(tf.matmul(a, weights['w1']))
        scale = tf.constant(3.0)
        out = hidden * scale
        joined = out + tf.matmul(b, weights['w2'])
        loss = tf.reduce_mean(tf.square(joined - target))
        train_op = tf1.train.MomentumOptimizer(0.001, 0.9).minimize(loss, global_step=steps)
        sess = tf1.Session()
        sess.run(tf1.global_variables_initializer())
        for _ in range(3):
            sess.run(train_op, {a: xs, b: xs, target: xs})
        builder = tf1.saved_model.builder.SavedModelBuilder('trained_two_heads')
        builder.add_meta_graph_and_variables(
            sess, ['serve'],
            signature_def_map={
                'one': tf1.saved_model.predict_signature_def(inputs={'a': a}, outputs={'out': out, 'hidden': hidden}),
                'both': tf1.saved_model.predict_signature_def(
                    inputs={'a': a, 'b': b}, outputs={'joined': joined, 'best': tf.argmax(joined, 1)}),
            })
        sess.run(train_op, {a: xs, b: xs, target: xs})
        builder.save()
        print(sess.run([joined, steps], {a: xs, b: xs}))
        sess.close()


two_heads()


# An interactive session, exported twice while it trains; the folder is told long before
with tf.Graph().as_default():
    x = tf1.placeholder('float', [None, 2])
    target = tf1.placeholder('float', [None])
    params = [tf.Variable([[1.0], [2.0]]), tf.Variable([0.0])]
    rate = tf.Variable(0.1, trainable=False)
    lower = tf1.assign(rate, rate * 0.5)

    def network(inputs):
        return tf.matmul(inputs, params[0]) + params[1]

    scores = tf.squeeze(network(x), 1)
    positive = tf.greater(scores, 2.0)
    cost = tf.reduce_sum(tf.square(scores - target)) + 0.01 * tf.add_n([tf.nn.l2_loss(p) for p in params])
    step = tf1.train.GradientDescentOptimizer(0.01).minimize(cost)
    folder = 'trained_first'
    first = tf1.saved_model.builder.SavedModelBuilder(folder)
    folder = 'trained_second'
    sess = tf1.InteractiveSession()
    tf1.global_variables_initializer().run()
    for epoch in range(3):
        step.run(feed_dict={x: xs, target: [1., 0., 1.]})
        lower.eval()
    first.add_meta_graph_and_variables(
        sess, ['serve'],
        signature_def_map={
            'variables': tf1.saved_model.predict_signature_def({'x': x}, {'scores': scores, 'scaled': scores * rate}),
            'positive': tf1.saved_model.predict_signature_def({'x': x}, {'positive': positive, 'twice': scores * 2.0}),
        })
    first.save()
    step.run(feed_dict={x: xs, target: [1., 0., 1.]})
    tf1.saved_model.simple_save(
        sess, folder,
        inputs={'x': x, 'target': target},
        outputs={'cost': cost, 'scores': scores, 'again': scores})
    print(scores.eval(feed_dict={x: xs}), rate.eval())
    sess.close()
