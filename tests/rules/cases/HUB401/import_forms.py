# The ways in which Keras and its functions come into a file; the fix leaves the save import of TensorFlow unused.
# select: HUB401
# target: tf=2.15

import keras
import tensorflow
import tensorflow as tf
import tensorflow.compat.v2 as tf2
import tensorflow.keras as tk
import tf_keras
from keras.layers import Dense
from tensorflow import keras as k
from tensorflow.keras import models
from tensorflow.keras.models import Sequential, save_model
from tensorflow.keras.models import save_model as keep
from tensorflow.saved_model import save


def by_alias():
    model = tf.keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.save("a/1")  # HUB401


def by_package():
    model = tensorflow.keras.models.Sequential([Dense(1)])
    model.compile("adam", "mse")
    tensorflow.keras.models.save_model(model, "b/1")  # HUB401


def by_second_version():
    model = tf2.keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.save("c/1")  # HUB401


def by_submodule():
    model = tk.Sequential([Dense(1)])
    model.compile("adam", "mse")
    tk.models.save_model(model, "d/1")  # HUB401


def by_name_from_tensorflow():
    model = k.Sequential([Dense(1)])
    model.compile("adam", "mse")
    k.saving.save_model(model, "e/1")  # HUB401


def by_module_from_keras():
    model = models.Sequential([Dense(1)])
    model.compile("adam", "mse")
    models.save_model(model, "f/1")  # HUB401


def by_functions():
    model = Sequential([Dense(1)])
    model.compile("adam", "mse")
    save_model(model, "g/1")  # HUB401
    keep(model, "h/1")  # HUB401


def by_class_itself():
    model = keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    keras.saving.save_model(model, "i/1")  # HUB401


def by_tf_keras():
    model = tf_keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    tf_keras.models.save_model(model, "j/1")  # HUB401


def by_import_inside():
    from tensorflow.keras import Sequential as Stack

    model = Stack([Dense(1)])
    model.compile("adam", "mse")
    model.save("k/1")  # HUB401


def by_assignment():
    layers_package = tf.keras
    model = layers_package.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.save("l/1")  # HUB401


def by_tensorflow(data):
    model = tf.keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.fit(data)
    save(model, "m/1")  # HUB401

# output

import keras
import tensorflow
import tensorflow as tf
import tensorflow.compat.v2 as tf2
import tensorflow.keras as tk
import tf_keras
from keras.layers import Dense
from tensorflow import keras as k
from tensorflow.keras import models
from tensorflow.keras.models import Sequential, save_model
from tensorflow.keras.models import save_model as keep


def by_alias():
    model = tf.keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.save("a/1", include_optimizer=False)


def by_package():
    model = tensorflow.keras.models.Sequential([Dense(1)])
    model.compile("adam", "mse")
    tensorflow.keras.models.save_model(model, "b/1", include_optimizer=False)


def by_second_version():
    model = tf2.keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.save("c/1", include_optimizer=False)


def by_submodule():
    model = tk.Sequential([Dense(1)])
    model.compile("adam", "mse")
    tk.models.save_model(model, "d/1", include_optimizer=False)


def by_name_from_tensorflow():
    model = k.Sequential([Dense(1)])
    model.compile("adam", "mse")
    k.saving.save_model(model, "e/1", include_optimizer=False)


def by_module_from_keras():
    model = models.Sequential([Dense(1)])
    model.compile("adam", "mse")
    models.save_model(model, "f/1", include_optimizer=False)


def by_functions():
    model = Sequential([Dense(1)])
    model.compile("adam", "mse")
    save_model(model, "g/1", include_optimizer=False)
    keep(model, "h/1", include_optimizer=False)


def by_class_itself():
    model = keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    keras.saving.save_model(model, "i/1", include_optimizer=False)


def by_tf_keras():
    model = tf_keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    tf_keras.models.save_model(model, "j/1", include_optimizer=False)


def by_import_inside():
    from tensorflow.keras import Sequential as Stack

    model = Stack([Dense(1)])
    model.compile("adam", "mse")
    model.save("k/1", include_optimizer=False)


def by_assignment():
    layers_package = tf.keras
    model = layers_package.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.save("l/1", include_optimizer=False)


def by_tensorflow(data):
    model = tf.keras.Sequential([Dense(1)])
    model.compile("adam", "mse")
    model.fit(data)
    model.save("m/1", include_optimizer=False)
