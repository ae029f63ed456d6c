# `as_default()` enters nothing without a `with`: such a statement goes, and so may the session.
# ignore: HUB514

import tensorflow as tf

sess = tf.compat.v1.Session()  # HUB101
with open("frozen.pb", "rb") as f:
    graph_def = tf.compat.v1.GraphDef()
    graph_def.ParseFromString(f.read())
    sess.graph.as_default()
    sess.as_default()
    tf.import_graph_def(graph_def, name="")  # HUB205

x = sess.graph.get_tensor_by_name("x:0")
y = sess.graph.get_tensor_by_name("y:0")
print(sess.run(y, feed_dict={x: [[1, 2, 3]]}), y.name)

# output

import tensorflow as tf

with open("frozen.pb", "rb") as f:
    graph_def = tf.compat.v1.GraphDef()
    graph_def.ParseFromString(f.read())
    imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])

x = imported.graph.get_tensor_by_name("x:0")
y = imported.graph.get_tensor_by_name("y:0")
predict = imported.prune(x, y)
print(predict(tf.constant([[1, 2, 3]], x.dtype)).numpy(), y.name)
