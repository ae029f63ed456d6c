# Every way to bring the functions into a file.
# select: HUB203

import tensorflow
import tensorflow as tf
import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1.saved_model import predict_signature_def, signature_def_utils
from tensorflow.python.saved_model import utils
from tensorflow.python.saved_model.signature_def_utils_impl import build_signature_def

a = tf.saved_model.signature_def_utils.predict_signature_def({}, {})  # HUB203
b = tensorflow.saved_model.predict_signature_def({}, {})  # HUB203
c = tf1.saved_model.signature_def_utils.build_signature_def()  # HUB203
d = predict_signature_def({}, {})  # HUB203
e = signature_def_utils.predict_signature_def({}, {})  # HUB203
f = utils.build_tensor_info(a)  # HUB203
g = build_signature_def()  # HUB203
h = tf.saved_model.utils.build_tensor_info  # HUB203

# output

import tensorflow.compat.v1 as tf1
from tensorflow.compat.v1.saved_model import predict_signature_def, signature_def_utils

a = predict_signature_def({}, {})  # HUB203
b = predict_signature_def({}, {})  # HUB203
c = tf1.saved_model.signature_def_utils.build_signature_def()  # HUB203
d = predict_signature_def({}, {})  # HUB203
e = signature_def_utils.predict_signature_def({}, {})  # HUB203
f = tf1.saved_model.build_tensor_info(a)  # HUB203
g = tf1.saved_model.build_signature_def()  # HUB203
h = tf1.saved_model.build_tensor_info  # HUB203
