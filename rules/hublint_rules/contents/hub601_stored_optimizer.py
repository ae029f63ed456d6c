"""HUB601."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint.savedmodel.words import size_text
from hublint_rules.contents.sizes import share_text
from hublint_rules.contents.wiring import printable, some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, Optimizer


class StoredOptimizer(ModelRule):
    """A model is stored with the state of the optimizer that trained it.

    Adam keeps two slots for each weight: a model of 7.9 MB becomes 23.5 MB on disk, and whoever loads it to fine-tune
    it brings an optimizer of their own. The stored one is of no use to them, and going on with it fails:
    `AttributeError: '_UserObject' object has no attribute 'add_slot'`.

    It is seen in the objects of a SavedModel (an optimizer, or slots of variables), in the names of the variables that
    TensorFlow 1 stored (`w/Adam`, `beta1_power`), and in what `.keras` and HDF5 files hold beside the weights.

    What leaves it out depends on who writes the model, measured on TensorFlow 2.15 and 2.21. `Model.export` always
    does. `model.save(..., include_optimizer=False)` does for Keras 2 and for HDF5 files, and Keras 3 ignores it in
    silence for `.keras` files. `tf.saved_model.save(model)` keeps the optimizer of a compiled model in both, even after
    `model.optimizer = None`; a new `Model` of the same inputs and outputs was never compiled and has none. TensorFlow 1
    stores all variables of a graph, so the graph that is exported has to be built without the training step. A model
    that is exported to be trained further, with a function or a signature that uses the optimizer, is not reported.
    """

    code = "HUB601"
    name = "stored-optimizer"
    since = "0.1"
    promise = "leaves its optimizer at home"
    judges = "files"
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
tf.saved_model.save(model, "model")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
tf.saved_model.save(tf.keras.Model(model.inputs, model.outputs), "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
model.save("model.keras")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile("adam", "mse")
model.fit(tf.ones([4, 3]), tf.ones([4, 1]), verbose=0)
tf.keras.Model(model.inputs, model.outputs).save("model.keras")
""",
        ),
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 1], use_resource=True)
    y = tf.matmul(x, w)
    tf.train.AdamOptimizer().minimize(tf.reduce_mean(y))
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y})
""",
            after="""\
import tensorflow.compat.v1 as tf


def build():
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 1], use_resource=True)
    return x, tf.matmul(x, w)


with tf.Graph().as_default(), tf.Session() as session:
    x, y = build()
    tf.train.AdamOptimizer().minimize(tf.reduce_mean(y))
    session.run(tf.global_variables_initializer())
    tf.train.Saver().save(session, "trained/model")
with tf.Graph().as_default(), tf.Session() as session:
    x, y = build()
    tf.train.Saver().restore(session, "trained/model")
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/exporting_tf2_saved_model",
        "https://keras.io/api/models/model_saving_apis/model_saving_and_loading/",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report what is stored for an optimizer."""
        optimizer = model.optimizer
        if optimizer is None or not optimizer.keys:
            return  # an operation alone is HUB615's, and a model that was only compiled keeps nothing
        if _is_used(model, optimizer):
            return
        variables = sum(variable.bytes for variable in model.variables)
        stored = f"the state of an optimizer is stored with the model, {size_text(optimizer.bytes)}"
        if variables >= optimizer.bytes > 0:
            stored = f"{stored} or {share_text(optimizer.bytes, variables)} of its variables"
        note = f"{some(optimizer.keys)} ({printable(optimizer.evidence)})"
        yield Remark(f"{stored}; {_instead(model, target())}", note)


def _is_used(model: Contents, optimizer: Optimizer) -> bool:
    """Tell whether training is what the model is for: one of its functions or signatures uses the optimizer."""
    keys = frozenset(optimizer.keys)
    numbers = {one.number for one in model.variables if one.key in keys and one.shape}
    return any(numbers & graph.used_objects() if graph.objects else keys & graph.used_nodes() for graph in model.graphs)


def _instead(model: Contents, target: Target) -> str:
    """Say what leaves the optimizer out, as the model's form has it."""
    if model.form in ("tf1", "tf1-hub"):
        return "export from a graph that is built without the training step"
    if model.form == "keras-zip":
        return "save an uncompiled `Model` of the same inputs and outputs"
    if model.form in ("keras-hdf5", "keras-savedmodel"):
        return "save with `include_optimizer=False`"
    if target.purpose == "serve":
        return "write it with `Model.export`, or save an uncompiled `Model` of the same inputs and outputs"
    return "save an object that holds what serves alone, such as an uncompiled `Model` of the same inputs and outputs"
