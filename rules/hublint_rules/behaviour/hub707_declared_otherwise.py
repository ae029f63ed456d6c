"""HUB707."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.behaviour.answers import alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class DeclaredOtherwise(ModelRule):
    """A function of a model answers with another element type or shape than it declares.

    What `saved_model.pb` declares for a signature, and the trace of a function for its result, is what servers check
    requests against and what others build their layers by; TensorFlow holds no result against it. A `set_shape` that is
    wrong, for one, is believed, and the next layer is built for 5 columns where 6 arrive: `ValueError: Dimension 1 in
    both shapes must be equal, but are 6 and 5.` Each answer, for batches of 1, 2 and 7, is compared with what is
    declared.

    There is no fix: either the declaration is wrong or the answer is, which the author knows. `tf.ensure_shape`
    in place of `set_shape` raises where the two differ.
    """

    code = "HUB707"
    name = "declared-otherwise"
    since = "0.1"
    severity = "error"
    promise = "answers with the types and shapes that it declares"
    examples = (
        Example(
            before="""\
import tensorflow as tf


def flatten(x):
    rows = tf.reshape(x, [tf.shape(x)[0], -1])
    rows.set_shape([None, 5])
    return rows


model = tf.Module()
model.__call__ = tf.function(flatten, input_signature=[tf.TensorSpec([None, 2, 3], tf.float32, name="x")])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf


def flatten(x):
    rows = tf.reshape(x, [tf.shape(x)[0], -1])
    rows.set_shape([None, 6])
    return rows


model = tf.Module()
model.__call__ = tf.function(flatten, input_signature=[tf.TensorSpec([None, 2, 3], tf.float32, name="x")])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/ensure_shape",
        "https://www.tensorflow.org/api_docs/python/tf/Tensor#set_shape",
        "https://www.tensorflow.org/tfx/serving/signature_defs",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report outputs that do not fit what is declared for them."""
        del model, target
        for who, text, note in alike(behaviour.functions, _misfit):
            yield Remark(f"{who.names} {who.verb('declares', 'declare')} {text}", note or None)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether anything was declared for an output that was seen."""
        seen = [output for run in behaviour.functions for output in run.outputs]
        return True if any(output.declared_dtype for output in seen) else None


def _misfit(run: FunctionRun) -> tuple[str, str] | None:
    bad = [output for output in run.outputs if not output.fits]
    if not bad:
        return None
    first = bad[0]
    shape = first.declared_shape
    declared = "unknown rank" if shape is None else f"[{', '.join(str(size) for size in shape)}]"
    text = (
        f"{first.declared_dtype} {declared} for what is {first.misfit}; declare what it is, or answer what is declared"
    )
    return text, ", ".join(f"{output.name}: {output.misfit}" for output in bad)
