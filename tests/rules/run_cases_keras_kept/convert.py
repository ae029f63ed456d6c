# Keras models that are converted through the session of Keras: those of one input and output become models again, and
# where there are several, the session stays, which keeps their order.
import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K

layers = tf.keras.layers


def weighted(model):
    rng = np.random.RandomState(7)
    model.set_weights([rng.uniform(0.1, 1.0, weight.shape).astype("float32") for weight in model.get_weights()])
    return model


def report(content):
    interpreter = tf.lite.Interpreter(model_content=content)
    interpreter.allocate_tensors()
    rng = np.random.RandomState(3)
    for given in interpreter.get_input_details():
        interpreter.set_tensor(given["index"], rng.uniform(-1.0, 1.0, given["shape"]).astype("float32"))
    interpreter.invoke()
    for made in interpreter.get_output_details():
        print(*("%.4f" % number for number in interpreter.get_tensor(made["index"]).flatten()))


def one():
    model = tf.keras.Sequential()
    model.add(layers.Dense(4, input_shape=(3,), activation="relu"))
    model.add(layers.BatchNormalization())
    model.add(layers.Dense(2, activation="softmax"))
    return weighted(model)


sess = K.get_session()
model = one()
converter = tf.lite.TFLiteConverter.from_session(sess, [model.input], [model.output])
converter.allow_custom_ops = True
report(converter.convert())
report(tf.lite.TFLiteConverter.from_session(K.get_session(), [model.input], [model.output]).convert())
# several
numbers = layers.Input((3,), name="zed")
others = layers.Input((2,), name="alpha")
joined = layers.Concatenate()([numbers, others])
model = weighted(tf.keras.Model([numbers, others], [layers.Dense(1)(joined), layers.Dense(3)(joined)]))
report(tf.lite.TFLiteConverter.from_session(K.get_session(), model.inputs, model.outputs).convert())
