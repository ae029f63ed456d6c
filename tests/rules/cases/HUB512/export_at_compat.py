# At the level `compat` nothing is written that would export an empty session without a word.
# target: tf=2.21,keras=tf_keras,level=compat
# note: Keras's session exports nothing while TensorFlow runs eagerly; call `tf.compat.v1.disable_eager_execution()` first

import tensorflow as tf

model = tf.keras.models.load_model("model.h5")
sess = tf.compat.v1.keras.backend.get_session()
tf.saved_model.simple_save(sess, "a", {"x": model.input}, {"y": model.output})  # HUB201
