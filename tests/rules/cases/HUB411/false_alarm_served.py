# What is served, or kept, may end in probabilities; so may what nobody calls shared.
# target: tf=2.15

import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(10, activation="softmax")])
model.save("serving/1", include_optimizer=False)
model.save("exported", include_optimizer=False)
model.save("githubber", include_optimizer=False)
logits = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(10)])
logits.save("published", include_optimizer=False)
