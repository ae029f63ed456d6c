# Who asks first has provided for both.

import tensorflow as tf

dataset = tf.data.Dataset.range(3)
if hasattr(dataset, "make_one_shot_iterator"):
    it = dataset.make_one_shot_iterator()
else:
    it = tf.compat.v1.data.make_one_shot_iterator(dataset)
for batch in dataset:
    print(batch)
