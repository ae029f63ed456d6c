# MyMulModel as a `tf.Module` that multiplies by a variable of the program's own.
# on: 2.15, 2.21, legacy
# raises: AssertionError: Tried to export a function which references an 'untracked' resource
# right prints: [60. 120.]

import tensorflow as tf

scale = tf.Variable(3.0)


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v) * scale


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul")

# --- then
import tensorflow as tf

print("[{:.0f}. {:.0f}.]".format(*tf.saved_model.load("my_mul")(tf.constant([10.0, 20.0])).numpy()))
