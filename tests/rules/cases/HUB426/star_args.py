# What stands behind a star is not to be seen.
# select: HUB426
# note: the file does not show which inputs it shall have

import tensorflow as tf


def serve(x):
    return x


arguments = (tf.Module(), "a")
tf.saved_model.save(*arguments, signatures=serve)
tf.saved_model.save(tf.Module(*[]), "b", signatures={"serving_default": serve, **{}})  # HUB426
