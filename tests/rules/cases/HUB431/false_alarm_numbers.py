# Numbered folders for TensorFlow Serving, and folders whose names are not to be seen.
# select: HUB431

import os
import time

# Started by: docker run tensorflow/serving

import tensorflow as tf


def export(module, base, version):
    tf.saved_model.save(module, os.path.join(base, "1"))
    tf.saved_model.save(module, os.path.join(base, "0002"))
    tf.saved_model.save(module, os.path.join(base, str(int(time.time()))))
    tf.saved_model.save(module, f"{base}/{version}")
    tf.saved_model.save(module, f"{base}_{version}x")
    tf.saved_model.save(module, base)
