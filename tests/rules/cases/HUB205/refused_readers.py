# A function with a load of its own reads the session of the module: both stay.
# note: line 16 uses `sess` for more than running the model
# note: `sess` (line 16) is global or nonlocal, so others may use it
# ignore: HUB514

import tensorflow as tf

sess = tf.compat.v1.Session()  # HUB101
tf.import_graph_def(tf.compat.v1.GraphDef(), name="")  # HUB205
print(sess.run("y:0"))


def run(graph_def):
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:  # HUB101
        tf.import_graph_def(graph_def, name="")  # HUB205
        print(session.run("y:0"), sess)
