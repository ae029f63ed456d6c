# Only what the first call took and gave is there.
# note: Keras 3 tells only what the first call of a layer took and gave
# note: Keras 3 keeps no masks of the calls of a layer

import tensorflow as tf

shared = tf.keras.layers.Dense(1)
left, right = shared(tf.keras.Input([3])), shared(tf.keras.Input([3]))
print(shared.get_output_at(0), shared.get_output_at(1), shared.get_input_at(0))  # HUB404, HUB404, HUB404
print(shared.get_output_shape_at(0)[1:], shared.get_input_shape_at(number), shared.get_output_mask_at(0))  # HUB404, HUB404, HUB404
features = (
    shared  # HUB404
    .get_output_at(0)  # the left one
)

# output

import tensorflow as tf

shared = tf.keras.layers.Dense(1)
left, right = shared(tf.keras.Input([3])), shared(tf.keras.Input([3]))
print(shared.output, shared.get_output_at(1), shared.input)  # HUB404
print(shared.output.shape[1:], shared.get_input_shape_at(number), shared.get_output_mask_at(0))  # HUB404, HUB404
features = (
    shared
    .output  # the left one
)
