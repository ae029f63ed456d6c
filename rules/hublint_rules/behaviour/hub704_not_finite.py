"""HUB704."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.behaviour.answers import alike
from hublint_rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class NotFinite(ModelRule):
    """A function of a model answers finite inputs with NaN or Inf.

    It is called with zeros, with numbers between 0 and 1 and with numbers around 0. A row of zeros that is divided by
    its length gives `nan`, the logarithm of 0 `-inf`: nothing is raised, and one such row makes every loss that is
    trained upon it `nan`. A model whose weights were ruined in training answers everything like that.

    There is no fix: whether to add a small number, to clip or to mask is for the author to say.
    """

    code = "HUB704"
    name = "not-finite"
    since = "0.1"
    promise = "answers finite inputs with finite numbers"
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: x / tf.norm(x, axis=1, keepdims=True), input_signature=[spec])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: tf.math.l2_normalize(x, axis=1), input_signature=[spec])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/math/divide_no_nan",
        "https://www.tensorflow.org/api_docs/python/tf/math/l2_normalize",
        "https://www.tensorflow.org/api_docs/python/tf/debugging/enable_check_numerics",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report outputs that are not finite, with the first inputs that made them so."""
        del model, target
        for who, text, note in alike(behaviour.functions, _not_finite):
            yield Remark(f"{who.names} {who.verb('answers', 'answer')} {text}", note)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether an output with a fraction was seen."""
        seen = [output for run in behaviour.functions for output in run.outputs]
        return True if any("float" in output.dtype for output in seen) else None


def _not_finite(run: FunctionRun) -> tuple[str, str] | None:
    bad = [output for output in run.outputs if output.not_finite]
    if not bad:
        return None
    first = bad[0]
    text = f"{first.not_finite} where {first.not_finite_for}; divide by what cannot be 0, and take logarithms above 0"
    return text, f"not finite: {listed(output.name for output in bad)}"
