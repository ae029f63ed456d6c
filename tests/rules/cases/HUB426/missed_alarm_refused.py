# Reported and left alone, each for its own reason.
# select: HUB426
# note: the file does not show which inputs it shall have
# note: the concrete function's name means something else where the object is saved
# note: the concrete function has no name
# note: which key each function shall have is the author's to say
# note: a comment stands in the list
# note: the object has no `__call__` with an `input_signature`
# note: the function in the list is no signature either

import tensorflow as tf

SPEC = tf.TensorSpec([None], tf.float32)


@tf.function
def untraced(x):
    return x


@tf.function
def again(x):
    return x


@tf.function
def printed(x):
    return x


def plain(x):
    return x


signed = tf.function(plain, input_signature=[SPEC])
concrete = again.get_concrete_function(SPEC)
concrete = concrete.graph
graphs = [printed.get_concrete_function(SPEC)]
tf.saved_model.save(tf.Module(), "a", signatures=untraced)  # HUB426
tf.saved_model.save(tf.Module(), "b", signatures=again)  # HUB426
tf.saved_model.save(tf.Module(), "c", signatures=printed)  # HUB426
tf.saved_model.save(tf.Module(), "d", signatures=plain)  # HUB426
tf.saved_model.save(tf.Module(), "e", signatures=[signed, signed])  # HUB426
tf.saved_model.save(
    tf.Module(),
    "f",
    signatures=[  # HUB426
        signed,  # the only one
    ],
)
tf.saved_model.save(tf.Module(), "g", signatures=tf.Module())  # HUB426
tf.saved_model.save(tf.Module(), "h", signatures=[plain])  # HUB426
