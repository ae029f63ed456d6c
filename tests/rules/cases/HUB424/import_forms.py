# Every way to name `tf.function`.
# select: HUB424

import tensorflow
import tensorflow as tf
import tensorflow.compat.v2 as tf2
from tensorflow import function
from tensorflow import function as traced


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])  # HUB424
    def a(this, x):
        return x

    @tensorflow.function(input_signature=[tf.TensorSpec([None], tf.float32)])  # HUB424
    def b(this, x):
        return x

    @tf2.function(input_signature=[tf.TensorSpec([None], tf.float32)])  # HUB424
    def c(this, x):
        return x

    @function(input_signature=[tf.TensorSpec([None], tf.float32)])  # HUB424
    def d(this, x):
        return x

    @traced(input_signature=[tf.TensorSpec([None], tf.float32)])  # HUB424
    def e(this, x):
        return x

# output

import tensorflow
import tensorflow as tf
import tensorflow.compat.v2 as tf2
from tensorflow import function
from tensorflow import function as traced


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def a(self, x):
        return x

    @tensorflow.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def b(self, x):
        return x

    @tf2.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def c(self, x):
        return x

    @function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def d(self, x):
        return x

    @traced(input_signature=[tf.TensorSpec([None], tf.float32)])
    def e(self, x):
        return x
