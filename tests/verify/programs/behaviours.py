"""Models of many kinds, each in a folder of its own, for the probes to load and call; runs on TensorFlow 2.15 and 2.21."""

import tensorflow as tf

F, I, S = tf.float32, tf.int32, tf.string
weights = tf.Variable(tf.random.stateless_normal([3, 4], [1, 2]), name="w")


def export(name, function, *specs, signatures=True):
    model = tf.train.Checkpoint(weights=weights)
    model.__call__ = tf.function(function, input_signature=specs)
    model.__call__.get_concrete_function()
    tf.saved_model.save(model, name, signatures=model.__call__ if signatures else None)


def spec(dtype, *shape, name="x"):
    return tf.TensorSpec(shape, dtype, name=name)


rows = spec(F, None, 3)


class Dense(tf.Module):
    def __init__(self):
        self.w = weights

    @tf.function(input_signature=[rows])
    def __call__(self, x):
        return x @ self.w

    @tf.function(input_signature=[rows, spec(F, name="scale")])
    def scaled(self, x, scale):
        return {"scaled": scale * x, "twice": [x, x]}


def infinite(x):
    while tf.reduce_sum(x) >= 0.0:
        x = x / 2.0
    return x


def too_large(x):
    sizes = tf.stack([tf.shape(x, tf.int64)[0], tf.constant(1 << 46, tf.int64)])  # more than there are addresses
    return tf.fill(sizes, tf.reduce_sum(x))[:, :2]


def on_cpu_1(x):
    with tf.device("CPU:1"):
        return 2.0 * x


dense = Dense()
tf.saved_model.save(dense, "dense", signatures=dense.__call__)
export("ragged", lambda x: tf.reduce_sum(x, axis=1), tf.RaggedTensorSpec([None, None], F))
export("sparse", lambda x: tf.sparse.reduce_sum(x, axis=1), tf.SparseTensorSpec([None, 5], F))
export("words", tf.strings.length, spec(S, None))
export("image", tf.io.decode_image, spec(S))
export("flags", lambda x, y: tf.where(x, y, -y), spec(tf.bool, None), spec(F, None, name="y"))
export("half", lambda x: x + x, spec(tf.bfloat16, None, 2))
export("ids", lambda ids: tf.gather(tf.constant([[1.0], [2.0], [3.0]]), ids), spec(I, None, None, name="ids"))
export("pixels", lambda x: tf.image.resize(x, [2, 2]), spec(F, None, None, None, 3))
export("any_rank", lambda x: 2.0 * x, tf.TensorSpec(None, F, name="x"))
export("vector_mean", lambda x: x - tf.reduce_mean(x), spec(F, None))
export("padded", lambda t: tf.strings.bytes_split(t).to_tensor() == "a", spec(tf.string, None, name="t"))
export("half", lambda x: tf.cast(tf.where(tf.shape(x)[:1] > 1, 1.0 + 2**-10, 1.0) + 0.0 * x, tf.float16), rows)
export("infinite", infinite, rows)
export("too_large", too_large, rows)
export("on_cpu_1", on_cpu_1, rows)
export(
    "univalent",
    lambda x: tf.sparse.to_dense(tf.SparseTensor(x.indices, x.values, [x.dense_shape[0], 1])),
    tf.SparseTensorSpec([None, None], F),
)
export("narrow", lambda x: x + tf.zeros([tf.shape(x)[1], 1]), spec(F, None, None))
export("no_number", lambda x: tf.strings.to_number(tf.strings.join(["no number: ", x])), spec(S, None))
export("numbers", tf.strings.to_number, spec(S, None))
export("nested", lambda x: (x["a"], {"sum": x["a"] + x["b"]}), {"a": rows, "b": rows}, signatures=False)
export("softmax_inside", lambda x: tf.nn.softmax(x) @ weights, rows)
export("softmax_last", lambda x: tf.identity(tf.nn.softmax(x @ weights)), rows)

trained = tf.Module()
trained.step = tf.function(lambda x, training=False: tf.nn.dropout(x, 0.5) if training else x)
for training in (True, False):
    trained.step.get_concrete_function(rows, training=training)
tf.saved_model.save(trained, "trained")

several = tf.train.Checkpoint()
several.__call__ = tf.function(lambda x: 2 * x)
several.__call__.get_concrete_function(spec(F, 2, 3))
several.__call__.get_concrete_function(spec(I, None, 3))
tf.saved_model.save(several, "several")

with tf.Graph().as_default(), tf.compat.v1.Session() as session:
    x = tf.compat.v1.placeholder(F, [None, 3], name="x")
    s = tf.compat.v1.sparse_placeholder(F, [None, 4], name="s")
    w = tf.compat.v1.get_variable("w", [3, 4])
    y = tf.matmul(x, w) + tf.sparse.to_dense(s)
    session.run(tf.compat.v1.global_variables_initializer())
    tf.compat.v1.saved_model.simple_save(session, "graph", {"x": x, "s": s}, {"y": y})
    builder = tf.compat.v1.saved_model.Builder("tagged")
    signature = tf.compat.v1.saved_model.predict_signature_def({"x": x}, {"y": tf.matmul(x, w)})
    builder.add_meta_graph_and_variables(session, ["serve", "gpu"], {"serving_default": signature})
    builder.save()
    builder = tf.compat.v1.saved_model.Builder("module")  # as TF-Hub wrote them for TensorFlow 1
    builder.add_meta_graph_and_variables(session, [], {"default": signature})
    builder.save()
    with open("module/tfhub_module.pb", "wb") as file:
        file.write(b"\x08\x03")

keras = tf.keras
inputs = keras.Input([3], name="features")
outputs = keras.layers.Dense(2, activation="softmax")(keras.layers.Dropout(0.5)(inputs))
model = keras.Model(inputs, outputs)
model.compile("adam", "mse")
model.save("whole.keras")
model.save("whole.h5")
model.export("exported")
if not hasattr(keras.layers, "TFSMLayer"):  # Keras 2
    model.save("folder")
