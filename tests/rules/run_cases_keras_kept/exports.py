# Keras models that a program exports through the session of Keras in ways that are not rewritten to TensorFlow 2; each
# weight is set, so that the same model is made on every TensorFlow.
import os

import numpy as np
import tensorflow as tf
from tensorflow.keras import backend as K

layers = tf.keras.layers


def weighted(model):
    rng = np.random.RandomState(7)
    model.set_weights([rng.uniform(0.1, 1.0, weight.shape).astype("float32") for weight in model.get_weights()])
    return model


def classifier():
    inputs = layers.Input((3,))
    hidden = layers.Dense(4, activation="relu")(inputs)
    hidden = layers.BatchNormalization()(hidden)
    hidden = layers.Dropout(0.5)(hidden)
    return weighted(tf.keras.Model(inputs, layers.Dense(2, activation="softmax")(hidden)))


def of_images():
    model = tf.keras.Sequential()
    model.add(layers.Conv2D(4, 3, input_shape=(8, 8, 1), activation="relu"))
    model.add(layers.BatchNormalization())
    model.add(layers.MaxPooling2D())
    model.add(layers.Flatten())
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(2))
    model.add(layers.Activation("sigmoid"))
    return weighted(model)


def several():
    numbers = layers.Input((3,), name="numbers")
    others = layers.Input((2,))
    joined = layers.Concatenate()([numbers, others])
    return weighted(tf.keras.Model([numbers, others], [layers.Dense(1)(joined), layers.Dense(3, name="many")(joined)]))


def named_after_tensors():
    K.clear_session()
    model = several()
    sess = K.get_session()
    tf.saved_model.simple_save(
        sess,
        os.path.join("named", "1"),
        inputs={t.op.name: t for t in model.inputs},
        outputs={t.name: t for t in model.outputs},
    )


def loaded_for_serving():
    K.clear_session()
    of_images().save("images.h5")
    K.clear_session()
    K.set_learning_phase(0)
    model = tf.keras.models.load_model("images.h5")
    with K.get_session() as sess:
        tf.saved_model.simple_save(
            sess, "loaded", inputs={"input_image": model.input}, outputs={t.name: t for t in model.outputs}
        )
    K.clear_session()


def filled_in_a_loop():
    K.clear_session()
    model = several()
    sess = K.get_session()
    input_dict = {"first": model.input[0], "second": model.input[1]}
    output_dict = {}
    for t in model.outputs:
        output_dict[t.name] = t
    tf.saved_model.simple_save(sess, "filled", inputs=input_dict, outputs=output_dict)


def trained(export_path):
    K.clear_session()
    model = classifier()
    model.compile(tf.train.GradientDescentOptimizer(0.1), "categorical_crossentropy")
    x = np.linspace(-1.0, 1.0, 24).reshape(8, 3)
    y = np.eye(2)[np.arange(8) % 2]
    # Each step sees all of the data, without dropout, so that every TensorFlow takes the same one.
    K.set_learning_phase(0)
    model.fit(x, y, batch_size=8, epochs=3, shuffle=False, verbose=0)
    builder = tf.saved_model.builder.SavedModelBuilder(export_path)
    signature = tf.saved_model.signature_def_utils.predict_signature_def(
        inputs={"x": model.input}, outputs={model.output.name: model.output}
    )
    builder.add_meta_graph_and_variables(
        K.get_session(),
        [tf.saved_model.tag_constants.SERVING],
        {tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature},
    )
    builder.save()
    K.clear_session()


def beside_the_model():
    K.clear_session()
    model = classifier()
    threshold = tf.placeholder_with_default(0.5, [])
    tf.saved_model.simple_save(
        K.get_session(),
        "beside",
        inputs={"x": model.input, "threshold": threshold},
        outputs={"sure": tf.cast(model.output > threshold, tf.int64)},
    )


def with_a_name_of_the_graph():
    K.clear_session()
    model = classifier()
    tf.saved_model.simple_save(
        K.get_session(), "graph_name", inputs={"input_1:0": model.input}, outputs={"y": model.output}
    )


if __name__ == "__main__":
    named_after_tensors()
    loaded_for_serving()
    filled_in_a_loop()
    trained("trained")
    beside_the_model()
    with_a_name_of_the_graph()
