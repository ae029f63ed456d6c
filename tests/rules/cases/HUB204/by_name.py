# Tensors that are asked for by their own names are pruned out of the loaded graph, once.

import tensorflow as tf


def run(folder, images):
    with tf.compat.v1.Session(graph=tf.Graph()) as sess:  # HUB101
        tf.compat.v1.saved_model.loader.load(sess, ["vgg16"], folder)  # HUB204
        graph = tf.compat.v1.get_default_graph()
        image_input = graph.get_tensor_by_name("image_input:0")
        keep_prob = graph.get_tensor_by_name("keep_prob:0")
        layer = graph.get_tensor_by_name("layer7_out:0")
        print(layer.shape)
        for image in images:
            print(sess.run(layer, feed_dict={image_input: [image], keep_prob: 1.0}))
            print(sess.run("layer3_out:0", feed_dict={"image_input:0": [image], "keep_prob:0": 1.0}))

# output

import tensorflow as tf


def run(folder, images):
    loaded = tf.saved_model.load(folder, tags=["vgg16"])
    image_input = loaded.graph.get_tensor_by_name("image_input:0")
    keep_prob = loaded.graph.get_tensor_by_name("keep_prob:0")
    layer = loaded.graph.get_tensor_by_name("layer7_out:0")
    predict = loaded.prune([image_input, keep_prob], layer)
    predict_layer3_out = loaded.prune(["image_input:0", "keep_prob:0"], "layer3_out:0")
    print(layer.shape)
    for image in images:
        print(predict(
            tf.constant([image], image_input.dtype),
            tf.constant(1.0, keep_prob.dtype),
        ).numpy())
        print(predict_layer3_out(
            tf.constant([image], predict_layer3_out.inputs[0].dtype),
            tf.constant(1.0, predict_layer3_out.inputs[1].dtype),
        ).numpy())
