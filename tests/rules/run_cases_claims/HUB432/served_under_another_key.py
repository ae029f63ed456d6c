# What a server does that is asked without a signature's name: it looks for the default.
# on: 2.15, 2.21, legacy
# target: purpose=serve
# raises: KeyError: 'serving_default'
# right prints: [20. 40.] ['mul', 'serving_default']

import tensorflow as tf


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.float32)])
    def __call__(self, inputs):
        return {"product": tf.multiply(inputs, self.v)}


model = MyMulModel(2.0)
tf.saved_model.save(model, "my_mul/1", signatures={"mul": model.__call__})

# --- then
import tensorflow as tf

signatures = tf.saved_model.load("my_mul/1").signatures
print(signatures["serving_default"](inputs=tf.constant([10.0, 20.0]))["product"].numpy(), sorted(signatures))
