# TensorFlow has to have a name that is only its own.
# note: TensorFlow has no name here that nothing else has

from tensorflow.compat.v1 import Graph, Session, placeholder
from tensorflow.compat.v1.saved_model import simple_save

tf, tf2, tensorflow = 1, 2, 3
with Graph().as_default(), Session() as sess:  # HUB101
    x = placeholder("float32")  # HUB102
    y = x + 1
    simple_save(sess, "out", {"x": x}, {"y": y})  # HUB201
