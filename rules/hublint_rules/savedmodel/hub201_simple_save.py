"""HUB201."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class SimpleSave(Rule):
    """`simple_save` exports a session's graph; TensorFlow 2 exports functions with `tf.saved_model.save`.

    `tf.saved_model.simple_save` fails with `AttributeError: module 'tensorflow._api.v2.saved_model' has no attribute
    'simple_save'`. Under `tf.compat.v1` it still works, as long as graph and session do; what it writes can be served
    and its signatures can be called, but not its `__call__` (there is none).

    A graph whose placeholders, operations, session and export stand together is rewritten: the operations become the
    body of a `tf.function` whose `input_signature` has the placeholders' shapes and dtypes and the signature's input
    names; a `tf.Module` carries it and `tf.saved_model.save` writes it under the same signature key. Where the graph
    has variables, or calls what may make some, it is built by `tf.compat.v1.wrap_function`, and a `Saver.restore` of
    the program restores the same checkpoint into the wrapped function's variables.

    A program that trains what it exports, or otherwise runs the graph, is rewritten as a whole (see HUB101): a
    signature is one more function of it, which a `tf.Module` carries together with the variables that it reads. What
    optimizers keep for each variable is no part of the new export.

    A Keras model that is exported through the session of Keras (`K.get_session()`) is exported itself: a `tf.function`
    with the signature's names calls it, and its variables go with that, without the optimizer. Keras 2 has the model's
    own `save` write both where the purpose is reuse. Where such an export is not rewritten there is no other fix: under
    `tf.compat.v1` it writes, while TensorFlow runs eagerly, a SavedModel without variables, and no error says so.

    The fix is unsafe: it was run before and after on TensorFlow 2.15 and 2.21 for the shapes it knows, but the function
    is traced when it is first called, and a rewritten program overwrites an export that exists. `hublint verify OLD
    --against NEW` runs both and compares what they export.
    """

    code = "HUB201"
    name = "simple-save"
    since = "0.1"
    applicability = "unsafe"
    tags = ("deprecated",)
    targets = (2, 0)
    names = v1("saved_model.simple_save")
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow.compat.v1 as tf1

with tf.Graph().as_default():
    with tf1.Session() as sess:
        x = tf1.placeholder(tf.float32, shape=[])
        y = x + 2
        tf1.saved_model.simple_save(sess, "add-two", inputs={"x": x}, outputs={"y": y})
""",
            after="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec(shape=[], dtype=tf.float32, name="x")])
def serving_default(x):
    y = x + 2
    return {"y": y}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "add-two", signatures={"serving_default": serving_default})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/saved_model/simple_save",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the function where it is called or named."""
        from hublint_rules import rewrites
        from hublint_rules.rewrites.kept_graph import is_reloaded
        from hublint_rules.symbols import judgement

        if judgement.is_settled(use, target()) or (judgement.is_there(use, target()) and is_reloaded(use)):
            return
        spelled = "".join(use.source.code(use.node).split())
        yield Draft(
            use.node,
            f"`{spelled}` exports a session's graph; export a `tf.function` with `tf.saved_model.save`",
            lambda: rewrites.export(use, target()),
        )
