"""The trained line as a TensorFlow 2 program exports it: the graph wrapped, the checkpoint restored into its variables."""
import tensorflow as tf

checkpoint = "checkpoints/linear"


def scale(x):
    weight = tf.compat.v1.get_variable("weight", shape=[], initializer=tf.compat.v1.zeros_initializer())
    bias = tf.compat.v1.get_variable("bias", shape=[], initializer=tf.compat.v1.zeros_initializer())
    return weight * x + bias


def train(checkpoint):
    with tf.Graph().as_default():
        x = tf.constant([-1.0, 0.0, 1.0, 2.0])
        target = tf.constant([-2.0, 1.0, 4.0, 7.0])
        loss = tf.reduce_mean(tf.square(scale(x) - target))
        step = tf.compat.v1.train.GradientDescentOptimizer(0.1).minimize(loss)
        saver = tf.compat.v1.train.Saver()
        with tf.compat.v1.Session() as sess:
            sess.run(tf.compat.v1.global_variables_initializer())
            for _ in range(20):
                sess.run(step)
            saver.save(sess, checkpoint)


train(checkpoint)

wrapped = tf.compat.v1.wrap_function(scale, [tf.TensorSpec([None], tf.float32)])
tf.compat.v1.train.Saver(wrapped.variables).restore(None, checkpoint)


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="x")])
def serving_default(x):
    return {"y": wrapped(x)}


module = tf.Module()
module.graph_variables = wrapped.variables
tf.saved_model.save(module, "trained", signatures={"serving_default": serving_default})
