# What is saved is not to be seen behind a star; how the object is made does not matter.
# select: HUB421

import tensorflow as tf


class Doubler(tf.Module):
    def __init__(self, *names, **options):
        super().__init__()

    @tf.function
    def __call__(self, x):
        return 2.0 * x


arguments = (Doubler(), "doubler")
tf.saved_model.save(*arguments)
tf.saved_model.save(Doubler(*["doubler"], **{}), "doubler")  # HUB421
