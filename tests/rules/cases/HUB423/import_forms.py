# Every way to name the save and the makers of resources.
# select: HUB423

import tensorflow
import tensorflow as tf
from tensorflow import Variable, lookup, saved_model
from tensorflow.lookup import StaticHashTable as Table
from tensorflow.saved_model import save

SPEC = tf.TensorSpec([None], tf.string)
FIRST = tf.lookup.KeyValueTensorInitializer(["a"], [1.0])

a = tensorflow.Variable(1.0)
b = Variable(1.0)
c = lookup.StaticHashTable(FIRST, 0.0)
d = Table(FIRST, 0.0)
e = tf.random.Generator.from_seed(1)

module = tf.Module()
saved_model.save(module, "a", signatures=tf.function(lambda x: a + tf.strings.to_number(x), input_signature=[SPEC]))  # HUB423
save(module, "b", signatures=tf.function(lambda x: b + tf.strings.to_number(x), input_signature=[SPEC]))  # HUB423
tf.saved_model.save(module, "c", signatures=tf.function(lambda x: c.lookup(x), input_signature=[SPEC]))  # HUB423
tf.saved_model.save(module, "d", signatures=tf.function(lambda x: d[x], input_signature=[SPEC]))  # HUB423
tf.saved_model.save(module, "e", signatures=tf.function(lambda x: e.normal(tf.shape(x)), input_signature=[SPEC]))  # HUB423

# output

import tensorflow
import tensorflow as tf
from tensorflow import Variable, lookup, saved_model
from tensorflow.lookup import StaticHashTable as Table
from tensorflow.saved_model import save

SPEC = tf.TensorSpec([None], tf.string)
FIRST = tf.lookup.KeyValueTensorInitializer(["a"], [1.0])

a = tensorflow.Variable(1.0)
b = Variable(1.0)
c = lookup.StaticHashTable(FIRST, 0.0)
d = Table(FIRST, 0.0)
e = tf.random.Generator.from_seed(1)

module = tf.Module()
module.a = a
saved_model.save(module, "a", signatures=tf.function(lambda x: a + tf.strings.to_number(x), input_signature=[SPEC]))
module.b = b
save(module, "b", signatures=tf.function(lambda x: b + tf.strings.to_number(x), input_signature=[SPEC]))
module.c = c
tf.saved_model.save(module, "c", signatures=tf.function(lambda x: c.lookup(x), input_signature=[SPEC]))
module.d = d
tf.saved_model.save(module, "d", signatures=tf.function(lambda x: d[x], input_signature=[SPEC]))
module.e = e
tf.saved_model.save(module, "e", signatures=tf.function(lambda x: e.normal(tf.shape(x)), input_signature=[SPEC]))
