# Keras models exported through the session of Keras, in the spellings of real projects; each weight is set, so that
# the same model can be made again by another Keras. Run before its fixes, it needs graph mode and Keras 2.
import os

import numpy as np
import tensorflow as tf
from tensorflow.python.saved_model import builder as saved_model_builder
from tensorflow.python.saved_model import signature_constants, tag_constants
from tensorflow.python.saved_model.signature_def_utils_impl import predict_signature_def

K = tf.keras.backend
layers = tf.keras.layers


def weighted(model):
    rng = np.random.RandomState(7)
    model.set_weights([rng.uniform(0.1, 1.0, weight.shape).astype("float32") for weight in model.get_weights()])
    return model


def functional(name=None):
    inputs = layers.Input((3,), name=name)
    hidden = layers.Dense(4, activation="relu", name="features")(inputs)
    hidden = layers.BatchNormalization()(hidden)
    hidden = layers.Dropout(0.5)(hidden)
    return weighted(tf.keras.Model(inputs, layers.Dense(2, name="scores")(hidden)))


def sequential():
    model = tf.keras.Sequential()
    model.add(layers.Dense(4, input_shape=(3,), activation="tanh"))
    model.add(layers.Dropout(0.5))
    model.add(layers.Dense(2))
    return weighted(model)


def several():
    numbers = layers.Input((3,))
    words = layers.Input((2,), dtype="int32")
    embedded = layers.Flatten()(layers.Embedding(10, 2)(words))
    joined = layers.Concatenate()([numbers, embedded])
    return weighted(tf.keras.Model([numbers, words], [layers.Dense(1)(joined), layers.Dense(3)(joined)]))


def simple():
    K.clear_session()
    model = functional()
    tf.saved_model.simple_save(
        K.get_session(), "simple", inputs={"input": model.input}, outputs={"output": model.output}
    )


def inside_with():
    K.clear_session()
    model = sequential()
    export_path = os.path.join("with", "1")
    # The signature is stored under the default key.
    with K.get_session() as sess:
        # Writes the folder.
        tf.saved_model.simple_save(
            sess,
            export_path,
            inputs={"input_image": model.input},
            outputs={"prediction": model.outputs[0]})


def with_builder(model, export_path):
    builder = saved_model_builder.SavedModelBuilder(export_path)

    signature = predict_signature_def(inputs={"images": model.input},
                                      outputs={"scores": model.output})

    with K.get_session() as sess:
        builder.add_meta_graph_and_variables(sess=sess,
                                             tags=[tag_constants.SERVING],
                                             signature_def_map={"predict": signature})
        builder.save()
    return export_path


def two_keys(model, version, export_path="keys"):
    print(model.inputs, model.outputs)
    signature = tf.saved_model.signature_def_utils.predict_signature_def(
        inputs={"inputs": model.input}, outputs={"scores": model.output})
    export_path = os.path.join(tf.compat.as_bytes(export_path), tf.compat.as_bytes(str(version)))

    builder = tf.saved_model.builder.SavedModelBuilder(export_path)
    legacy_init_op = tf.group(tf.tables_initializer(), name="legacy_init_op")
    builder.add_meta_graph_and_variables(
        sess=K.get_session(),
        tags=[tf.saved_model.tag_constants.SERVING],
        signature_def_map={
            "segmentation": signature,
            signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature,
        },
        legacy_init_op=legacy_init_op)
    builder.save()


def described():
    K.clear_session()
    model = functional()
    model.compile(loss="mse", optimizer="adam")
    model_builder = tf.saved_model.builder.SavedModelBuilder("described")
    inputs = {"input": tf.saved_model.utils.build_tensor_info(model.input)}
    outputs = {"earnings": tf.saved_model.utils.build_tensor_info(model.output)}
    signature_def = tf.saved_model.signature_def_utils.build_signature_def(
        inputs=inputs, outputs=outputs, method_name=tf.saved_model.signature_constants.PREDICT_METHOD_NAME
    )
    model_builder.add_meta_graph_and_variables(
        K.get_session(),
        tags=[tf.saved_model.tag_constants.SERVING],
        signature_def_map={tf.saved_model.signature_constants.DEFAULT_SERVING_SIGNATURE_DEF_KEY: signature_def},
    )
    model_builder.save()


def many():
    K.clear_session()
    model = several()
    sess = K.get_session()
    tf.saved_model.simple_save(
        sess,
        "many",
        inputs={"words": model.inputs[1], "numbers": model.inputs[0]},
        outputs={"second": model.outputs[1], "first": model.outputs[0]},
    )


def by_position():
    K.clear_session()
    model = several()
    tf.saved_model.simple_save(
        K.get_session(),
        "position",
        inputs={"numbers": model.input[0], "words": model.input[1]},
        outputs={"first": model.output[0], "second": model.output[1]},
    )


def features():
    K.clear_session()
    model = functional()
    outputs = {"probabilities": model.output, "image_features": model.get_layer("features").output}
    signature = predict_signature_def(inputs={"image": model.input}, outputs=outputs)
    builder = saved_model_builder.SavedModelBuilder("features")
    builder.add_meta_graph_and_variables(K.get_session(), [tag_constants.SERVING], {"features": signature})
    builder.save()


def last_layer():
    K.clear_session()
    model = sequential()
    x = model.layers[0].input
    y = model.layers[-1].output
    tf.saved_model.simple_save(K.get_session(), "last", inputs={"x": x}, outputs={"y": y})


def rebuilt():
    K.clear_session()
    sess = tf.Session()
    K.set_session(sess)
    model = sequential()
    config = model.get_config()
    weights = model.get_weights()
    new_model = tf.keras.Sequential.from_config(config)
    new_model.set_weights(weights)
    signature = predict_signature_def(inputs={"inputs": new_model.input}, outputs={"prediction": new_model.output})
    builder = saved_model_builder.SavedModelBuilder("rebuilt")
    builder.add_meta_graph_and_variables(
        sess=sess, tags=[tag_constants.SERVING], signature_def_map={"serving_default": signature})
    builder.save()
    sess.close()


def own_graph():
    with tf.Graph().as_default(), tf.Session() as sess:
        K.set_session(sess)
        model = several()
        signature = tf.saved_model.predict_signature_def(
            {"numbers": model.inputs[0], "words": model.inputs[1]}, {"first": model.outputs[0]})
        builder = tf.saved_model.Builder("graph")
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature}, clear_devices=True)
        builder.save()


class Exporter:
    def __init__(self):
        K.clear_session()
        self.model = functional("named")
        self.sess = K.get_session()

    def save(self, export_dir):
        builder = tf.saved_model.builder.SavedModelBuilder(export_dir)
        signature = tf.saved_model.predict_signature_def(
            inputs={"inputs": self.model.input}, outputs={"score": self.model.output})
        builder.add_meta_graph_and_variables(
            sess=self.sess, tags=["serve"], signature_def_map={"serving_default": signature})
        builder.save()


def dropping():
    K.clear_session()
    inputs = layers.Input((3,))
    hidden = layers.Dense(4)(inputs)
    # Rate 0.999999 gives zeros, practically: what is kept is the call in training mode.
    dropped = layers.Dropout(0.999999)(hidden, training=True)
    model = weighted(tf.keras.Model(inputs, dropped))
    tf.saved_model.simple_save(K.get_session(), "dropping", {"x": model.input}, {"y": model.output})


if __name__ == "__main__":
    K.set_learning_phase(0)
    simple()
    inside_with()
    K.clear_session()
    print(with_builder(functional(), "builder"))
    K.clear_session()
    two_keys(functional(), 1)
    described()
    many()
    by_position()
    features()
    last_layer()
    rebuilt()
    own_graph()
    Exporter().save("exporter")
    dropping()
