"""HUB411."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument
from hublint_rules.keras.flavours import each_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

# Not "export" and not "serving": what is served gives probabilities, and rightly.
_SHARED = r"(?i)publish|release|(?<![a-z])share|reus|tf_?hub|(?<![a-z])hub(?![a-z])"


class ProbabilitiesInSharedModel(Rule):
    """A model is published for others to fine-tune, and ends in probabilities where they need logits.

    Nothing is raised. Whoever puts layers of their own behind a softmax trains on numbers that are nearly all 0: the
    gradients that come back through it vanish where the model is sure of itself, and differences between models hide
    (an error of 0.001 in the weights showed in the logits and not behind the softmax). The guide to exporting models
    asks for logits; who wants probabilities applies `tf.nn.softmax` to them.

    The rule speaks up where the path or the function that saves says that the model is shared (`published`, `shared`,
    `tfhub`, `release`), not for what is served. There is no fix: taking the softmax off changes what every caller gets,
    and the loss of the training has to follow (`from_logits=True`).
    """

    code = "HUB411"
    name = "probabilities-in-shared-model"
    since = "0.1"
    applicability = "manual"
    severity = "information"
    targets = (2, 0)
    names = each_root("Model().save", "Model().export")
    requires = ("oftmax",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(10, activation="softmax")])
model.save("published_model", include_optimizer=False)
""",
            target="tf=2.15",
        ),
    )
    references = ("https://www.tensorflow.org/hub/exporting_tf2_saved_model",)

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a save whose path or function is called a publication."""
        source, call = use.source, use.call
        path = argument(call, 0, "filepath") if call is not None else None
        if call is None or path is None or not isinstance(use.node, ast.Attribute):
            return
        if target().purpose != "reuse" or not _is_shared(source, path, call):
            return
        from hublint_rules.keras.heads import head

        if head(source, use.node.value) == "probabilities":
            code = " ".join(source.code(use.node.value).split())
            yield Draft(
                use.node,
                f"`{code}` is shared and ends in probabilities; end it in logits, which can be fine-tuned",
            )


def _is_shared(source: Source, path: ast.expr, call: ast.Call) -> bool:
    from hublint_rules.origins import texts

    known = [part for _, parts in texts(source, path) for part in parts if part is not None]
    functions = (parent for parent in source.ancestors(call) if isinstance(parent, ast.FunctionDef))
    return any(re.search(_SHARED, name) for name in (source.code(path), *known, *(one.name for one in functions)))
