# Names that TensorFlow can give to no input; where it is TensorFlow 1's name of a tensor, it is made one.
# select: HUB425
# note: without the number it is the name of another input, or written in a way hublint does not rewrite
# note: what callers shall say instead is the author's to say

import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name='image/pixels:0')])  # HUB425
def numbered(x):
    return x


@tf.function
def concrete(x, y):
    return x + y


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, "x:0"), tf.TensorSpec([None], tf.float32, "x")])  # HUB425
def taken(x, y):
    return x + y


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="an input")])  # HUB425
def spaced(x):
    return x


tf.saved_model.save(tf.Module(), "a", signatures=numbered)
tf.saved_model.save(
    tf.Module(),
    "b",
    signatures=concrete.get_concrete_function(
        tf.TensorSpec([None], tf.float32, name="x:0"),  # as in the old graph  # HUB425
        tf.TensorSpec([None], tf.float32, name="y:0"),  # HUB425
    ),
)
tf.saved_model.save(tf.Module(), "c", signatures={"taken": taken, "spaced": spaced})

# output

import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name='image/pixels')])
def numbered(x):
    return x


@tf.function
def concrete(x, y):
    return x + y


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, "x:0"), tf.TensorSpec([None], tf.float32, "x")])  # HUB425
def taken(x, y):
    return x + y


@tf.function(input_signature=[tf.TensorSpec([None], tf.float32, name="an input")])  # HUB425
def spaced(x):
    return x


tf.saved_model.save(tf.Module(), "a", signatures=numbered)
tf.saved_model.save(
    tf.Module(),
    "b",
    signatures=concrete.get_concrete_function(
        tf.TensorSpec([None], tf.float32, name="x"),  # as in the old graph
        tf.TensorSpec([None], tf.float32, name="y"),
    ),
)
tf.saved_model.save(tf.Module(), "c", signatures={"taken": taken, "spaced": spaced})
