"""Converts a Keras model from its file."""

import numpy as np
import tensorflow as tf


class Halved(tf.keras.layers.Layer):
    def call(self, inputs):
        return inputs * 0.5


ROWS = np.linspace(-1.0, 1.0, 6, dtype=np.float32).reshape(2, 3)
model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(4), Halved()])
model.save("model.h5")
content = tf.lite.TFLiteConverter.from_keras_model_file("model.h5", custom_objects={"Halved": Halved}).convert()
interpreter = tf.lite.Interpreter(model_content=content)
(given,), (made,) = interpreter.get_input_details(), interpreter.get_output_details()
interpreter.resize_tensor_input(given["index"], [2, 3])
interpreter.allocate_tensors()
interpreter.set_tensor(given["index"], ROWS)
interpreter.invoke()
print(np.abs(interpreter.get_tensor(made["index"]) - model.predict(ROWS, verbose=0)).max() < 1e-6)
