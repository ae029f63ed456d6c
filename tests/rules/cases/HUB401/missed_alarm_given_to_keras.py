# Keras's own function saves a model whose class is not to be seen: it is compiled, so it is one.
# target: tf=2.21
# note: the file does not show that the model has inputs and outputs to make an uncompiled `Model` of

from tensorflow import keras


def train(model, data):
    model.compile("adam", "mse")
    model.fit(data)
    keras.models.save_model(model, "final.h5")  # HUB401
    keras.models.save_model(model, "final.keras")  # HUB401

# output

from tensorflow import keras


def train(model, data):
    model.compile("adam", "mse")
    model.fit(data)
    keras.models.save_model(model, "final.h5", include_optimizer=False)
    keras.models.save_model(model, "final.keras")  # HUB401
