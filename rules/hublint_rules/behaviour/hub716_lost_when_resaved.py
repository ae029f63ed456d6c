"""HUB716."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import counted, first_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class LostWhenResaved(ModelRule):
    """A model that is loaded and saved again loses signatures, functions or variables, or answers differently.

    That is what happens to a model that becomes part of another one, and to one that gets another signature for a
    server. The variables of a TensorFlow 1 graph that are references (`use_resource=False`, the default there) are lost
    in silence: `tf.saved_model.load` only logs `Unable to create a python object for variable ... because it is a
    reference variable`, `tf.saved_model.save` raises nothing and writes no weights, and the new model fails when it is
    called: `FailedPreconditionError: Attempting to use uninitialized value w`. A signature for TensorFlow Serving's
    classify or regress API becomes one for predict.

    The model is loaded, saved with its signatures, and that once more; what is then loaded is held against the first:
    signatures with their methods, types and shapes, functions and their traces, the stored variables by value, and the
    answers to the same inputs.

    There is no fix: the model is to be saved again from the code that made it, in TensorFlow 1 with resource variables.
    """

    code = "HUB716"
    name = "lost-when-resaved"
    since = "0.1"
    promise = "survives being loaded and saved again"
    purpose = "reuse"
    confirms = ("HUB606",)
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 4], use_resource=False)
    y = tf.matmul(x, w)
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y})
""",
            after="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None, 3], name="x")
    w = tf.get_variable("w", [3, 4], use_resource=True)
    y = tf.matmul(x, w)
    session.run(tf.global_variables_initializer())
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/guide/migrate/saved_model",
        "https://www.tensorflow.org/tfx/serving/signature_defs",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report a save or load that fails, and what is lost or changed by it."""
        del model, target
        again = behaviour.resaving
        if again is None or again.skipped:
            return
        remedy = "save it with the code that made it"
        if any(one.startswith("variable ") for one in again.lost):
            remedy += ", in TensorFlow 1 with `use_resource=True`"
        failed = next((attempt for attempt in again.attempts if attempt.error), None)
        if failed is not None:
            yield Remark(f"`{failed.name}` fails when the loaded model is saved again; {remedy}", failed.error)
        elif again.lost or again.differences:
            told = [f"loses {first_of(again.lost)}"] if again.lost else []
            if again.differences:
                told.append(f"differs in {counted(len(again.differences), 'place')}")
            note = "; ".join((*(f"lost: {one}" for one in again.lost), *again.differences))
            yield Remark(f"loaded and saved again, the model {' and '.join(told)}; {remedy}", note)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether it was saved again and all was there."""
        again = behaviour.resaving
        return True if again is not None and not again.skipped and again.attempts else None
