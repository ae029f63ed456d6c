# Where both names have a meaning there is no fix.
# note: the names `save_reusable` and `save_reusable_model` have another meaning in this file

import tensorflow as tf

save_reusable = save_reusable_model = print
model = tf.keras.Sequential([tf.keras.Input([3])])
model.save("published/1")  # HUB402
