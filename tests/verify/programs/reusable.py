"""Exports models that keep and break what a Reusable SavedModel promises: the name of the folder says how.

Runs on TensorFlow 2.15 and 2.21; what only one of them can write is left out on the other.
"""
import pathlib

import tensorflow as tf
import tensorflow.compat.v1 as tf1

Spec, Variable = tf.TensorSpec, tf.Variable
KERAS_3 = hasattr(tf.keras, "version")
ROWS = Spec([None, 3], tf.float32)


def saved(name, call, variables=None, trainable=None, losses=None, signatures=None, kept=()):
    """Save a checkpoint with a `__call__`, with the lists that are given, and with what is not in any of them."""
    model = tf.train.Checkpoint()
    model.kept = list(kept)
    model.__call__ = call
    if variables is not None:
        model.variables = variables
        model.trainable_variables = variables if trainable is None else trainable
    if losses is not None:
        model.regularization_losses = losses
    tf.saved_model.save(model, name, signatures=signatures)


def traced(call, *specs, modes=(True, False)):
    """Return a function with a trace for each mode."""
    function = tf.function(call)
    for training in modes:
        function.get_concrete_function(*specs, training=training)
    return function


def weights(name="w", shape=(3, 4)):
    return Variable(tf.random.stateless_normal(shape, [1, 2]), name=name)


def of_rows(call):
    return tf.function(call, input_signature=[ROWS])


# What a text about it would show first: a layer with dropout, a counter of steps, a loss.
def reusable(name, *, finish=lambda x: x, spec=ROWS, lists="all", losses="function", modes=(True, False), **more):
    w, b, counter = weights(), Variable(tf.zeros([4]), name="b"), Variable(0.0, trainable=False, name="counter")
    spare = Variable(tf.ones([2]), name="spare")

    def call(x, training=False, dropout_rate=0.5):
        h = finish(tf.matmul(x, w) + b)
        if training:
            counter.assign_add(1.0)
            h = tf.nn.dropout(h, dropout_rate)
        return h

    function = tf.function(call)
    for training in modes:
        function.get_concrete_function(spec, training=training, dropout_rate=Spec([], tf.float32))
    listed = {
        "all": ([w, b, counter], [w, b]),
        "none": (None, None),
        "trainable": ([w, b], [w, b]),
        "too many": ([w, b, counter, spare], [w, b, spare]),
    }[lists]
    made = {
        "function": [tf.function(lambda: 0.01 * tf.reduce_sum(w**2), input_signature=[])],
        "variable": [Variable(0.1)],
        "vector": [tf.function(lambda: 0.01 * b, input_signature=[])],
        "no list": tf.function(lambda: 0.01 * tf.reduce_sum(w**2), input_signature=[]),
        "none": None,
    }[losses]
    more = {key: value(function) for key, value in more.items()}
    saved(name, function, *listed, made, kept=[w, b, counter], **more)


reusable("good")
reusable("softmax", finish=tf.nn.softmax)
reusable("normalized", finish=lambda h: tf.math.l2_normalize(h, -1))
reusable("fixed batch", spec=Spec([2, 3], tf.float32))
reusable("signature", signatures=lambda f: of_rows(lambda x: {"out": f(x, training=False, dropout_rate=0.0)}))
reusable("no lists", lists="none", losses="none")
reusable("list without counter", lists="trainable")
reusable("spare variable", lists="too many")
reusable("stopped", finish=tf.stop_gradient)
reusable("loss is a variable", losses="variable")
reusable("loss is a vector", losses="vector")
reusable("loss in no list", losses="no list")
reusable("evaluation only", modes=(False,))
reusable("training only", modes=(True,))

# Inputs and outputs of all kinds.
x, y = weights("x"), weights("y", (2, 4))
pair = {"x": ROWS, "y": Spec([None, 2], tf.float32)}
both = tf.function(lambda d: {"sum": d["x"] @ x + d["y"] @ y, "first": tf.argmax(d["x"], -1)}, input_signature=[pair])
saved("dictionary", both, [x, y])
x, y = weights("x"), weights("y", (2, 4))
saved("list", tf.function(lambda l: [l[0] @ x, l[1] @ y], input_signature=[[*pair.values()]]), [x, y])
x = weights()
saved("two arguments", tf.function(lambda a, b: a @ x + b, input_signature=[ROWS, Spec([None, 4], tf.float32)]), [x])
table = weights("table", (16, 8))
text = Spec([None], tf.string)
saved("text", tf.function(lambda t: tf.gather(table, tf.strings.to_hash_bucket_fast(t, 16)), input_signature=[text]), [table])
table = weights("table", (5, 8))
ids = Spec([None, 7], tf.int32)
saved("ids", tf.function(lambda t: tf.reduce_mean(tf.gather(table, t), 1), input_signature=[ids]), [table])
whole = weights()
saved("whole numbers", of_rows(lambda x: tf.argmax(x @ whole, -1)), [whole])
fixed = weights()
saved("nothing to train", of_rows(lambda x: x @ fixed), [fixed], trainable=[])
untrainable = Variable(tf.ones([3, 4]), trainable=False, name="untrainable")
saved("untrainable", of_rows(lambda x: x @ untrainable), [untrainable])
saved("no variables", of_rows(lambda x: x / 255.0), [])
saturated = Variable(1e4 * tf.ones([3, 4]) * [1.0, 2.0, 3.0, 4.0], name="saturated")
saved("saturated", of_rows(lambda x: tf.nn.softmax(tf.ones_like(x) @ saturated)), [saturated])

pathlib.Path("words.txt").write_text("hello\n42\nTensorFlow\n")
whole_line, number = tf.lookup.TextFileIndex.WHOLE_LINE, tf.lookup.TextFileIndex.LINE_NUMBER
words = tf.lookup.TextFileInitializer("words.txt", tf.string, whole_line, tf.int64, number)
known = tf.lookup.StaticHashTable(words, -1)
table = weights("table", (4, 8))
looked_up = tf.function(lambda t: tf.gather(table, known.lookup(t) + 1), input_signature=[text])
saved("vocabulary", looked_up, [table], kept=[known])


# Gradients that are wrong.
@tf.custom_gradient
def uphill(x):
    return x * x, lambda upstream: -2.0 * x * upstream


@tf.custom_gradient
def endless(x):
    return x * x, lambda upstream: upstream / 0.0


scale = Variable([1.0, 2.0, 3.0], name="scale")
saved("uphill", of_rows(lambda x: uphill(x * scale)), [scale])
scale = Variable([1.0, 2.0, 3.0], name="scale")
saved("endless gradient", of_rows(lambda x: endless(x * scale)), [scale])
hue = Variable(tf.eye(3), name="hue")
pictures = Spec([None, 4, 4, 3], tf.float32)
turned = tf.function(lambda x: tf.image.adjust_hue(tf.tensordot(x, hue, 1), 0.1), input_signature=[pictures])
saved("no gradient", turned, [hue])

# Modes.
w = weights()
saved("no default", traced(lambda x, training: tf.nn.dropout(x @ w, 0.5) if training else x @ w, ROWS), [w])
w = weights()
switch = tf.function(lambda x, training=False: tf.where(training, tf.nn.dropout(x @ w, 0.5), x @ w))
switch.get_concrete_function(ROWS, training=Spec([], tf.bool))
saved("mode is a tensor", switch, [w])
w = weights()
saved("always dropping", of_rows(lambda x: tf.nn.dropout(x @ w, 0.5)), [w])
w, mean = weights(), Variable(tf.zeros([4]), trainable=False, name="moving_mean")
centred = traced(lambda x, training=False: x @ w - (tf.reduce_mean(x @ w, 0) if training else mean), ROWS)
saved("averages kept", centred, [w, mean], trainable=[w])


# What cannot be called.
class Untraced(tf.train.Checkpoint):
    @tf.function
    def __call__(self, x):
        return 2.0 * x


class Plain(tf.train.Checkpoint):
    def __call__(self, x):
        return 2.0 * x


class Module(tf.Module):
    def __init__(self):
        super().__init__()
        self.v = Variable(2.0, name="v")

    @tf.function(input_signature=[Spec(None, tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


class MyMulModel(tf.train.Checkpoint):
    def __init__(self, v_init):
        super().__init__()
        self.v = Variable(v_init)
        self.variables = [self.v]
        self.trainable_variables = [self.v]
        self.regularization_losses = [tf.function(input_signature=[])(lambda: 0.001 * self.v**2)]

    @tf.function(input_signature=[Spec(None, tf.float32)])
    def __call__(self, inputs):
        return tf.multiply(inputs, self.v)


tf.saved_model.save(Untraced(), "untraced")
tf.saved_model.save(Plain(), "plain")
tf.saved_model.save(Module(), "module")
tf.saved_model.save(MyMulModel(2.0), "multiply")


def callback(x):
    return tf.py_function(lambda a: 2.0 * a, [x], tf.float32)


saved("callback", of_rows(callback), [])


# Keras, in the ways that there are.
def keras_model():
    layers = tf.keras.layers
    given = tf.keras.Input((3,))
    hidden = layers.Dense(8, kernel_regularizer=tf.keras.regularizers.l2(0.01))(given)
    hidden = layers.Dropout(0.5)(layers.BatchNormalization()(hidden))
    model = tf.keras.Model(given, layers.Dense(2)(hidden))
    model.compile("adam", "mse")
    model.fit(tf.ones([8, 3]), tf.ones([8, 2]), verbose=0)
    return model


def raw(variables):
    return [one if isinstance(one, Variable) else one.value for one in variables]


def of_keras(name, model, spec=ROWS, passing=True):
    if passing:
        call = traced(lambda x, training=False: model(x, training=training), spec)
    else:
        call = traced(lambda x, training=False: model(x), spec)
    saved(name, call, raw(model.variables), raw(model.trainable_variables))


of_keras("of keras", keras_model())
of_keras("mode not passed on", keras_model(), passing=False)
frozen = keras_model()
for layer in frozen.layers[2:4]:
    layer.trainable = False
of_keras("frozen", tf.keras.Model(frozen.inputs, frozen.layers[2].output))
layers = tf.keras.layers
plain = tf.keras.Sequential([tf.keras.Input([3]), layers.Dense(4), layers.LayerNormalization()])
of_keras("layer normalization", plain)
recurrent = tf.keras.Sequential([tf.keras.Input([5], dtype="int32"), layers.Embedding(10, 4), layers.LSTM(3)])
of_keras("recurrent", recurrent, Spec([None, 5], tf.int32))
convolution = [layers.Conv2D(4, 3), layers.BatchNormalization(), layers.ReLU(), layers.GlobalAveragePooling2D()]
images = tf.keras.Sequential([tf.keras.Input([8, 8, 3]), *convolution, layers.Dropout(0.1), layers.Dense(2)])
of_keras("images", images, Spec([None, 8, 8, 3], tf.float32))
keras_model().export("keras export")
tf.saved_model.save(keras_model(), "keras saved by tensorflow")
if not KERAS_3:
    keras_model().save("keras save")
    keras_model().save("keras save without optimizer", include_optimizer=False)


# TensorFlow 1.
def session(name, resource=True, method=None, sparse=False):
    with tf.Graph().as_default(), tf1.Session() as sess:
        x = (tf1.sparse_placeholder if sparse else tf1.placeholder)(tf.float32, [None, 3], name="x")
        w = tf1.get_variable("w", [3, 1], use_resource=resource)
        y = tf1.sparse_tensor_dense_matmul(x, w) if sparse else tf.matmul(x, tf.convert_to_tensor(w))
        sess.run(tf1.global_variables_initializer())
        signature = tf1.saved_model.predict_signature_def({"x": x}, {"y": y})
        if method is not None:
            signature.method_name = method
        builder = tf1.saved_model.Builder(name)
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()


session("graph of references", resource=False)
session("graph of resources")
session("graph to classify", method="tensorflow/serving/classify")
session("graph of sparse tensors", sparse=True)
session("graph without a method", method="")
