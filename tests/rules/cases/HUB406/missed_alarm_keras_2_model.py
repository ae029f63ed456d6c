# The names of Keras 1, which Keras 2 of TensorFlow does not take either.
# target: tf=2.15

from tensorflow.keras import Model

model = Model(input=inputs, output=[first, second])  # HUB406, HUB406

# output

from tensorflow.keras import Model

model = Model(inputs=inputs, outputs=[first, second])
