# Models have shapes in Keras 3, too, and functional ones and architectures what they take and give. A model may be a
# layer of another one, and a `Sequential` that is called on a symbolic tensor has both.

import tensorflow as tf

base = tf.keras.applications.MobileNet()
images = tf.keras.Input([3])
model = tf.keras.Model(images, tf.keras.layers.Dense(1)(images))
print(model.output_shape, model.input_shape, model.input, model.output, base.output)
full = tf.keras.Sequential([base, tf.keras.layers.Dense(1)])
print(full.layers[0].output_shape, full.get_layer("mobilenet").output_shape)
called = tf.keras.Sequential([tf.keras.Input([3])])
called(images)
print(called.output)
print(called.outputs[0], model.layers[0].output, model.layers[0].output.shape, model.layers[0].get_output_at)
print(unknown.output, unknown.layers[0].output_shape)
