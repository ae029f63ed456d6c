"""HUB511."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Edit, Example, Fix, NoFix, Rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_ROOTS = ("tensorflow.keras", "tensorflow.compat.v1.keras", "keras", "tf_keras")
_CLASSES = ("Adadelta", "Adagrad", "Adam", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")

# With TensorFlow 2.11 the optimizers of Keras 2 were written anew.
_REWRITTEN = (2, 11)


class OptimizerArgument(Rule):
    """An argument or a class of a Keras optimizer that the target's Keras does not know, or ignores.

    `lr` was the learning rate. Keras 3 raises `ValueError: Argument(s) not recognized: {'lr': 0.1}`. Keras 2 from
    TensorFlow 2.11 on, and tf_keras, take it and ignore it: the model trains with the default rate, without an error.
    `decay` is refused by these (`ValueError: decay is deprecated in the new Keras optimizer`) and ignored by Keras 3.
    `keras.optimizers.legacy` raises `ImportError` in Keras 3.

    The fix is safe where it gives the argument its name: every `tf.keras` from TensorFlow 1.15 on takes
    `learning_rate`. It is safe, too, where it writes the legacy class, which is the old code itself, for a `decay` in
    Keras 2. It is unsafe where it takes the new class for a legacy one.
    """

    code = "HUB511"
    name = "optimizer-argument"
    since = "0.1"
    applicability = "safe"
    severity = "error"
    targets = (2, 11)
    names = tuple(
        f"{root}.optimizers.{legacy}{name}" for root in _ROOTS for legacy in ("", "legacy.") for name in _CLASSES
    )
    examples = (
        Example(
            before="""\
import tensorflow as tf

optimizer = tf.keras.optimizers.Adam(lr=0.01)
""",
            after="""\
import tensorflow as tf

optimizer = tf.keras.optimizers.Adam(learning_rate=0.01)
""",
        ),
        Example(
            before="""\
import tensorflow as tf

optimizer = tf.keras.optimizers.SGD(learning_rate=0.01, decay=1e-4)
""",
            after="""\
import tensorflow as tf

optimizer = tf.keras.optimizers.legacy.SGD(learning_rate=0.01, decay=1e-4)
""",
            target="tf=2.15",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/keras/optimizers/legacy/Adam",
        "https://keras.io/guides/migrating_to_keras_3/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the class where it is legacy, else the keyword arguments."""
        assert isinstance(use.node, ast.expr)  # noqa: S101 - the names are not wildcards
        keras3 = target().keras3 if not use.name.startswith("tf_keras.") else False
        name = "".join(use.source.code(use.node).split())
        if ".legacy." in use.name:
            if keras3:
                yield Draft(
                    use.node,
                    f"`{name}` raises `ImportError` in Keras 3; write the optimizer without `legacy`",
                    lambda: _not_legacy(use),
                )
            return
        for keyword in use.call.keywords if use.call is not None else ():
            if keyword.arg == "lr":
                happens = "is refused by Keras 3" if keras3 else "is ignored, and the default rate is used"
                yield Draft(
                    keyword.value,
                    f"`lr` of `{name}` {happens}; write `learning_rate`",
                    partial(_learning_rate, use, keyword),
                )
            elif keyword.arg == "decay":
                if keras3:
                    yield Draft(
                        keyword.value,
                        f"`decay` of `{name}` is ignored by Keras 3; give `learning_rate` an `InverseTimeDecay`",
                    )
                else:
                    yield Draft(
                        keyword.value,
                        f"`decay` is refused by `{name}`; write the optimizer of `optimizers.legacy`, which has it",
                        lambda: _legacy(use, name),
                    )


def _learning_rate(use: Use, keyword: ast.keyword) -> Fix | NoFix:
    assert use.call is not None  # noqa: S101 - the keyword is an argument of it
    if any(other.arg in {"learning_rate", None} for other in use.call.keywords) or use.call.args:
        return NoFix("the call may give the learning rate twice")
    start = use.source.span(keyword)[0]
    if not use.source.text.utf8[start:].startswith(b"lr"):
        return NoFix("")
    return Fix("safe", "Write `learning_rate`", (Edit(start, start + 2, "learning_rate"),))


def _legacy(use: Use, name: str) -> Fix | NoFix:
    return _written(use.source, use.node, name, ".legacy")


def _not_legacy(use: Use) -> Fix | NoFix:
    from hublint_rules.symbols.spelling import replacement

    if use.call is not None and any(keyword.arg in {"decay", "lr", None} for keyword in use.call.keywords):
        return NoFix("the call gives an argument that only the legacy optimizer takes")
    name = "".join(use.source.code(use.node).split())
    if ".legacy." not in name:
        return NoFix("the class is imported under a name of its own")
    assert isinstance(use.node, ast.expr)  # noqa: S101 - as above
    edits = replacement(use.source, use.node, name.replace(".legacy.", "."))
    if not edits:
        return NoFix("a comment stands inside the name")
    return Fix("unsafe", "Write the optimizer of Keras 3", edits)


def _written(source: Source, node: ast.AST, name: str, inserted: str) -> Fix | NoFix:
    from hublint_rules.symbols.spelling import replacement

    before, dot, leaf = name.rpartition(".")
    if not dot or not isinstance(node, ast.expr):
        return NoFix("the class is imported under a name of its own")
    edits = replacement(source, node, f"{before}{inserted}.{leaf}")
    if not edits:
        return NoFix("a comment stands inside the name")
    return Fix("safe", f"Write `{before}{inserted}.{leaf}`", edits)


__all__ = ["OptimizerArgument"]
