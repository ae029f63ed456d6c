# The loader makes a set of what it is given: of a text, its letters.
# on: 2.15, 2.21
# model: tf2_features published/1
# raises: RuntimeError: MetaGraphDef associated with tags serve could not be found in SavedModel
# right prints: ['__saved_model_init_op', 'serving_default']

import tensorflow as tf

with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    graph = tf.compat.v1.saved_model.loader.load(session, "serve", "published/1")
    print(sorted(graph.signature_def))
