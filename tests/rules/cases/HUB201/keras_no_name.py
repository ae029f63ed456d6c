# Every name for TensorFlow is something else here.
# note: `tensorflow` has no name here that nothing else has

from keras import backend as K
from tensorflow.compat.v1.saved_model import simple_save


def export(model, tf, tensorflow):
    print(tf, tensorflow)
    simple_save(K.get_session(), "a", {"x": model.input}, {"y": model.output})  # HUB201
