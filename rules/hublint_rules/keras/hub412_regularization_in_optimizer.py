"""HUB412."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument
from hublint_rules.keras.flavours import each_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use

_STRENGTHS = ("l1_regularization_strength", "l2_regularization_strength", "l2_shrinkage_regularization_strength")


class RegularizationInOptimizer(Rule):
    """A model that is saved for others is regularized by its optimizer, which does not go with it.

    `Ftrl` and its like shrink the weights themselves. The model knows nothing of it: its `losses` are empty, and
    whoever loads it and fine-tunes it trains without the regularization that its author found necessary. A regularizer
    of the layers (`kernel_regularizer=`) is saved with the model: a Reusable SavedModel has it among its
    `regularization_losses`, which `hub.KerasLayer` adds to the loss.

    The rule speaks up where the same file compiles and saves a Keras model. There is no fix: which layers are to be
    regularized, and how strongly, is the author's to say, for the two do not do the same.
    """

    code = "HUB412"
    name = "regularization-in-optimizer"
    since = "0.1"
    applicability = "manual"
    severity = "information"
    targets = (2, 0)
    names = each_root("optimizers.Ftrl")
    requires = ("save",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(1)])
model.compile(tf.keras.optimizers.Ftrl(0.1, l1_regularization_strength=0.01), "mse")
model.save("model.keras")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/exporting_tf2_saved_model",
        "https://keras.io/api/optimizers/ftrl/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report an optimizer with a strength that is not zero."""
        call, source = use.call, use.source
        if call is None:
            return
        given = [(name, argument(call, 99, name)) for name in _STRENGTHS]
        strong = [name for name, value in given if value is not None and not _is_zero(value)]
        if not strong:
            return
        from hublint_rules.keras.heads import saves

        if next(saves(source, target()), None) is not None:
            yield Draft(
                use.node,
                f"`{strong[0]}` is lost when the model is shared; give the layers a `kernel_regularizer` too",
            )


def _is_zero(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value in {0, None}
