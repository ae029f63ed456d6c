# Every way to name the save and to give it signatures.
# target: tf=2.21,purpose=serve
# select: HUB432

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.saved_model import save

module = tf.Module()
module.double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec([None], tf.float32)])
signatures = {"predict": module.double}
tensorflow.saved_model.save(module, "a/1", signatures={'predict': module.double})  # HUB432
saved_model.save(module, "b/1", {"predict": module.double})  # HUB432
save(module, "c/1", signatures)  # HUB432
tf1.saved_model.save(obj=module, export_dir="d/1", signatures={"predict": module.double})  # HUB432

# output

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow import saved_model
from tensorflow.saved_model import save

module = tf.Module()
module.double = tf.function(lambda x: 2.0 * x, input_signature=[tf.TensorSpec([None], tf.float32)])
signatures = {"serving_default": module.double, "predict": module.double}
tensorflow.saved_model.save(module, "a/1", signatures={"serving_default": module.double, 'predict': module.double})
saved_model.save(module, "b/1", {"serving_default": module.double, "predict": module.double})
save(module, "c/1", signatures)
tf1.saved_model.save(obj=module, export_dir="d/1", signatures={"serving_default": module.double, "predict": module.double})
