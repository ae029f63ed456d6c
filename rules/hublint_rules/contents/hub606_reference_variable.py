"""HUB606."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import some, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents

_OPS: Final = frozenset(["Variable", "VariableV2"])


class ReferenceVariable(ModelRule):
    """A model holds reference variables, which TensorFlow 2 cannot take over.

    `tf.get_variable` of TensorFlow 1 makes them unless resource variables are asked for. Such a model still loads and
    gives the right answers, but `tf.saved_model.load(...).variables` is empty, so there is nothing to fine-tune. What
    is loaded and saved again loses its weights without a word; only who calls the copy hears of it (TensorFlow 2.15 and
    2.21): `FailedPreconditionError: Graph execution error: ... Attempting to use uninitialized value`.

    Resource variables have the same values under the same names, so a checkpoint of the one can be restored into the
    other: build the graph again behind `tf.compat.v1.enable_resource_variables()`, restore, and export. Servers that
    only run the model do not care, hence the rule speaks of models that are meant to be built upon.
    """

    code = "HUB606"
    name = "reference-variable"
    since = "0.1"
    purpose = "reuse"
    promise = "has variables that TensorFlow 2 can load and save again"
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 1], use_resource=False)
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": tf.matmul(x, w)})
""",
            after="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 1], use_resource=True)
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": tf.matmul(x, w)})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/enable_resource_variables",
        "https://www.tensorflow.org/guide/migrate/saved_model",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the reference variables that the signatures of the served graph use, in one remark."""
        graph = model.serving()
        if graph is None or target().tensorflow < (2, 0):
            return
        names = [node.name for node in wiring_of(graph).running() if node.op in _OPS]
        if not names:
            return
        which = f"{some(names)} {'is a reference variable' if len(names) == 1 else 'are reference variables'}"
        message = f"{which}, whose value is lost when TensorFlow 2 saves the model again"
        yield Remark(
            f"{message}; build the graph behind `tf.compat.v1.enable_resource_variables()` and export it again"
        )
