# Where other code needs the switch to graph mode, a part of the program cannot be TensorFlow 2.
# note: line 15 still needs graph mode, which is for the whole program

import tensorflow.compat.v1 as tf

tf.disable_v2_behavior()

with tf.Graph().as_default(), tf.Session() as sess:  # HUB101
    x = tf.placeholder(tf.float32)  # HUB102
    y = x + 1
    tf.saved_model.simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201


def main():
    step = tf.train.get_or_create_global_step()
    print(step)


main()
