# A session that does more than run tensors, lives on, or is needed by what is called in its block.
# note: line 15 uses `sess` for more than running tensors
# note: line 18 calls `model.predict`, which may need the session
# note: nothing is run in the session's block, so what it is for is not to be seen
# note: line 23 uses `late` outside its block
# note: the session is not opened by a `with` block that ends it
# ignore: HUB514

import tensorflow as tf

from project import model

x = tf.constant(1.0)
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(x), sess.graph)
with tf.compat.v1.Session() as sess:  # HUB101
    print(sess.run(x))
    print(model.predict(3))
with tf.compat.v1.Session() as sess:  # HUB101
    print(tf.constant(2.0).eval())
with tf.compat.v1.Session() as late:  # HUB101
    print(late.run(x))
print(late)
opened = tf.compat.v1.Session()  # HUB101
print(opened.run(x))
opened.close()
