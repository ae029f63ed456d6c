# A class that is derived, passed on or made in an expression.
# note: the builder of line 15 has no plain name, so how it is filled is not to be seen

import tensorflow as tf


class Own(tf.compat.v1.saved_model.Builder):  # HUB202
    pass


def make(kind=tf.saved_model.builder.SavedModelBuilder):  # HUB202
    return kind("out")


tf.saved_model.Builder("out").save()  # HUB202

# output

import tensorflow as tf


class Own(tf.compat.v1.saved_model.Builder):  # HUB202
    pass


def make(kind=tf.compat.v1.saved_model.builder.SavedModelBuilder):  # HUB202
    return kind("out")


tf.compat.v1.saved_model.builder.SavedModelBuilder("out").save()  # HUB202
