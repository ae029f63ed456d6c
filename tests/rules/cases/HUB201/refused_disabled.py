# Where TensorFlow 2 is switched off for the whole program, a part of it cannot be TensorFlow 2.
# note: line 7 switches TensorFlow 2 behaviour off for the whole program; take it out once the rest of the file is migrated
# note: line 11 uses `sess` in a way that is not followed

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()
with tf.Graph().as_default(), tf.Session() as sess:  # HUB101
    x = tf.placeholder(tf.float32)  # HUB102
    y = x + 1
    tf.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201
with tf.Session() as sess:  # HUB101
    print(sess.run(tf.constant(1)))
