# At the level `compat`, too, the program is switched to graph mode, for else the session is empty.
# target: tf=2.21,keras=tf_keras,level=compat

import tensorflow as tf

model = tf.keras.models.load_model("model.h5")
sess = tf.compat.v1.keras.backend.get_session()
tf.saved_model.simple_save(sess, "a", {"x": model.input}, {"y": model.output})  # HUB201

# output

import tensorflow as tf

tf.compat.v1.disable_v2_behavior()

model = tf.keras.models.load_model("model.h5")
sess = tf.compat.v1.keras.backend.get_session()
tf.compat.v1.saved_model.simple_save(sess, "a", {"x": model.input}, {"y": model.output})
