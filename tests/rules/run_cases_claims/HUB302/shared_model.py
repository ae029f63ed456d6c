# The example of the old guide to exporting, and what it becomes: a model that can be loaded, called and trained.
# on: 2.15, 2.21, legacy
# raises: AttributeError: module 'tensorflow_hub' has no attribute 'create_module_spec'
# right prints: (2, 10) ['default', 'hidden_activations'] 2

import tensorflow as tf
import tensorflow_hub as hub

tf1 = tf.compat.v1


def module_fn():
    inputs = tf1.placeholder(dtype=tf.float32, shape=[None, 50])
    layer1 = tf.matmul(inputs, tf1.get_variable("weights1", [50, 20]))
    layer2 = tf.matmul(layer1, tf1.get_variable("weights2", [20, 10]))
    outputs = dict(default=layer2, hidden_activations=layer1)
    # Add default signature.
    hub.add_signature(inputs=inputs, outputs=outputs)


with tf.Graph().as_default():
    spec = hub.create_module_spec(module_fn)
    module = hub.Module(spec)
    with tf1.Session() as session:
        session.run(tf1.global_variables_initializer())
        module.export("module", session)

# --- right
import tensorflow as tf
import tensorflow_hub as hub

model = tf.train.Checkpoint()
model.weights1 = tf.Variable(tf.random.normal([50, 20]))
model.weights2 = tf.Variable(tf.random.normal([20, 10]))
model.variables = [model.weights1, model.weights2]
model.trainable_variables = [model.weights1, model.weights2]


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 50], dtype=tf.float32, name="default")])
def default(inputs):
    layer1 = tf.matmul(inputs, model.weights1)
    return {"default": tf.matmul(layer1, model.weights2), "hidden_activations": layer1}


model.__call__ = default
tf.saved_model.save(model, "module", signatures={"default": default})

# --- then
import tensorflow as tf
import tensorflow_hub as hub

layer = hub.KerasLayer("module", trainable=True)
outputs = layer(tf.ones([2, 50]))
print(outputs["default"].shape, sorted(outputs), len(layer.trainable_variables))
