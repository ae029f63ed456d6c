# A frozen graph: the import is wrapped, look-ups stay, and a run becomes a function that is pruned once.

import numpy as np
import tensorflow as tf

OUTPUT = "final_result:0"


def label_image(image_data):
    """Label an image."""
    # Unpersists graph from file.
    with tf.io.gfile.GFile("retrained_graph.pb", "rb") as f:
        graph_def = tf.compat.v1.GraphDef()
        graph_def.ParseFromString(f.read())
        _ = tf.import_graph_def(graph_def, name="")  # HUB205

    with tf.compat.v1.Session() as sess:  # HUB101
        # Feed the image_data as input to the graph and get first prediction.
        softmax_tensor = sess.graph.get_tensor_by_name("final_result:0")

        predictions = sess.run(softmax_tensor, {"DecodeJpeg/contents:0": image_data})

        # Sort to show labels of first prediction in order of confidence.
        top_k = predictions[0].argsort()[::-1]
        for node_id in top_k:
            print(node_id, predictions[0][node_id])


def detect(images):
    detection_graph = tf.Graph()
    with detection_graph.as_default():
        graph_def = tf.compat.v1.GraphDef()
        with tf.io.gfile.GFile("frozen_inference_graph.pb", "rb") as fid:
            graph_def.ParseFromString(fid.read())
            tf.import_graph_def(graph_def, name="")  # HUB205

    with detection_graph.as_default():
        with tf.compat.v1.Session(graph=detection_graph) as sess:  # HUB101
            for image in images:
                image_tensor = detection_graph.get_tensor_by_name("image_tensor:0")
                # Each box represents a part of the image where a particular object was detected.
                boxes = detection_graph.get_tensor_by_name("detection_boxes:0")
                scores = detection_graph.get_tensor_by_name("detection_scores:0")
                # Actual detection.
                (boxes, scores) = sess.run(
                    [boxes, scores],
                    feed_dict={image_tensor: np.expand_dims(image, 0)})
                print(boxes.shape, scores)


def shapes(graph_def, value):
    tf.compat.v1.reset_default_graph()
    sess = tf.compat.v1.InteractiveSession()  # HUB101
    tf.import_graph_def(graph_def, name="net")  # HUB205
    x = sess.graph.get_operation_by_name("net/x").outputs[0]
    y = tf.compat.v1.get_default_graph().get_tensor_by_name("net/y:0")
    outputs = [y, sess.graph.get_tensor_by_name("net/z:0")]
    print(len(sess.graph.get_operations()), x.dtype, y.get_shape(), y)
    feed_dict = {x: value}
    first = sess.run(y, feed_dict=feed_dict)
    both = sess.run(outputs, {x: value})
    named = sess.run({"y": y, "z": "net/z:0"}, {x: value})
    pair = sess.run((y, "net/{}:0".format("z")), {x: value, "net/phase:0": False})
    sess.run(sess.graph.get_operation_by_name("net/init"))
    sess.close()
    return first, both, named, pair, sess.run([f"net/{value}:0"])[0]

# output

import numpy as np
import tensorflow as tf

OUTPUT = "final_result:0"


def label_image(image_data):
    """Label an image."""
    # Unpersists graph from file.
    with tf.io.gfile.GFile("retrained_graph.pb", "rb") as f:
        graph_def = tf.compat.v1.GraphDef()
        graph_def.ParseFromString(f.read())
        imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])

    # Feed the image_data as input to the graph and get first prediction.
    softmax_tensor = imported.graph.get_tensor_by_name("final_result:0")
    predict = imported.prune("DecodeJpeg/contents:0", softmax_tensor)

    predictions = predict(tf.constant(image_data, predict.inputs[0].dtype)).numpy()

    # Sort to show labels of first prediction in order of confidence.
    top_k = predictions[0].argsort()[::-1]
    for node_id in top_k:
        print(node_id, predictions[0][node_id])


def detect(images):
    graph_def = tf.compat.v1.GraphDef()
    with tf.io.gfile.GFile("frozen_inference_graph.pb", "rb") as fid:
        graph_def.ParseFromString(fid.read())
        imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
    predict = imported.prune("image_tensor:0", ["detection_boxes:0", "detection_scores:0"])

    for image in images:
        # Actual detection.
        (boxes, scores) = (
            output.numpy()
            for output in predict(tf.constant(np.expand_dims(image, 0), predict.inputs[0].dtype))
        )
        print(boxes.shape, scores)


def shapes(graph_def, value):
    imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name="net"), [])
    x = imported.graph.get_operation_by_name("net/x").outputs[0]
    y = imported.graph.get_tensor_by_name("net/y:0")
    outputs = [y, imported.graph.get_tensor_by_name("net/z:0")]
    predict = imported.prune(x, y)
    predict_2 = imported.prune(x, outputs)
    predict_3 = imported.prune(x, {"y": y, "z": "net/z:0"})
    predict_4 = imported.prune([x, "net/phase:0"], (y, "net/{}:0".format("z")))
    run_init = imported.prune([], "net/init")
    predict_6 = imported.prune([], [f"net/{value}:0"])
    print(len(imported.graph.get_operations()), x.dtype, y.get_shape(), y)
    first = predict(tf.constant(value, x.dtype)).numpy()
    both = tf.nest.map_structure(
        lambda output: output.numpy(),
        predict_2(tf.constant(value, x.dtype)),
    )
    named = {key: output.numpy() for key, output in predict_3(tf.constant(value, x.dtype)).items()}
    pair = tuple(
        output.numpy()
        for output in predict_4(
            tf.constant(value, x.dtype),
            tf.constant(False, predict_4.inputs[1].dtype),
        )
    )
    run_init()
    return first, both, named, pair, predict_6()[0].numpy()
