"""HUB703."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.behaviour.answers import alike, telling
from hublint_rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun, InputWanted
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class BatchSize(ModelRule):
    """A function of a model answers batches of one size and refuses others.

    A function that leaves the first dimension of its inputs open is called with batches of 1, 2 and 7. Where the number
    of rows that the exporting program had is written into the graph, the others end with errors such as
    `InvalidArgumentError: ConcatOp : Dimension 0 in both shapes must be equal: shape[0] = [1,3] vs. shape[1] = [2,4]`.
    For a model that is to be reused a function that asks for one size to begin with is reported too: whoever builds
    upon it cannot train with another, and the last, smaller batch of an epoch ends in `TypeError: Binding inputs to
    tf.function failed due to `Can not cast TensorSpec(shape=(2, 3), ...) to TensorSpec(shape=(8, 3), ...)``.

    There is no fix: where the size comes from shows in the program that exports the model.
    """

    code = "HUB703"
    name = "batch-size"
    since = "0.1"
    promise = "answers every batch size"
    confirms = ("HUB614",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: tf.concat([x, tf.zeros([2, 4])], axis=1), input_signature=[spec])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: tf.concat([x, tf.zeros([tf.shape(x)[0], 4])], axis=1), input_signature=[spec])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
        ),
        Example(
            before="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([8, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: 2.0 * x, input_signature=[spec])
tf.saved_model.save(model, "model")
""",
            after="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 3], tf.float32, name="x")
model.__call__ = tf.function(lambda x: 2.0 * x, input_signature=[spec])
tf.saved_model.save(model, "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/api_docs/python/tf/TensorSpec",
        "https://www.tensorflow.org/guide/function",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report functions that refuse batches which their inputs allow, and those that take one size alone."""
        del model
        for who, text, error in alike(behaviour.functions, _refused):
            yield Remark(f"{who.names} {who.verb('answers', 'answer')} {text}", error)
        if target().purpose != "reuse":
            return
        calls = [run for run in behaviour.functions if run.kind == "function" and run.name.startswith("__call__")]
        if calls and all(_size(run) is not None for run in calls):
            first = calls[0].wanted[0]
            yield Remark(
                f"`__call__` takes batches of {_size(calls[0])} alone, as {first.name!r} is {_spec(first)}; "
                f"leave the first dimension open: {_spec(first, opened=True)}"
            )

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether a function was called with several sizes."""
        return True if any(len(_answered(run)) > 1 for run in behaviour.functions) else None


def _answered(run: FunctionRun) -> list[int]:
    return sorted({one.batch for one in run.tried if one.batch is not None and not one.error})


def _refused(run: FunctionRun) -> tuple[str, str] | None:
    answered = _answered(run)
    # Values that are refused for one size tell nothing of it unless they are answered for another.
    telling_fills = {one.fill for one in run.tried if one.batch is not None and not one.error}
    tried = {one.batch for one in run.tried if one.batch is not None and one.fill in telling_fills}
    refused = sorted(tried - set(answered))
    if not answered or not refused:
        return None
    error = telling([one for one in run.tried if one.batch == refused[0] and one.fill in telling_fills]).error
    sizes = f"batches of {listed(answered)} but not of {listed(refused)}"
    return f"{sizes}; take the number of rows from tf.shape(x)[0], not from a constant", error


def _size(run: FunctionRun) -> int | None:
    """Return the only batch size that a function takes; None if it takes several, or no batches.

    What begins with a number twice, other than 1, is as likely one picture or matrix.
    """
    shapes = [one.shape if one.shape is not None and len(one.shape) > 1 else (None, None) for one in run.wanted]
    sizes = {None if first == second != 1 else first for first, second, *_ in shapes}
    return sizes.pop() if len(sizes) == 1 else None


def _spec(one: InputWanted, *, opened: bool = False) -> str:
    sizes = [str(size) for size in one.shape or ()]
    if opened:
        sizes[0] = "None"
    shape = f"[{', '.join(sizes)}]"
    return f"tf.TensorSpec({shape}, tf.{one.dtype})" if opened else f"{one.dtype} {shape}"
