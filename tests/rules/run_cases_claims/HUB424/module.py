# The same as a `tf.Module`, saved with a signature of its own and called before that.
# on: 2.15, 2.21, legacy
# raises: TypeError: input_signature missing type constraint for inputs
# right prints: [20. 40.]

import tensorflow as tf


class MyMulModel(tf.Module):
    def __init__(self, v_init):
        super().__init__()
        self.v = tf.Variable(v_init)

    @tf.function(input_signature=[tf.TensorSpec(shape=None, dtype=tf.float32)])
    def __call__(model, inputs):
        def scaled():
            return inputs * model.v

        return scaled()


model = MyMulModel(2.0)
print(model(tf.constant([10.0, 20.0])).numpy())
tf.saved_model.save(model, "my_mul", signatures=model.__call__)
