"""HUB702."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.behaviour.answers import alike, is_unreadable, telling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, FunctionRun
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class CallFails(ModelRule):
    """A function of a model refuses every input of the types and shapes that it says it takes.

    Functions and signatures are called in a process that has not seen the program which made the model, with zeros,
    with numbers around 0 and between 0 and 1, with words and with an image for text, and with serialized Examples where
    the graph parses them, in several sizes. Python code, for one, is not saved:
    `InvalidArgumentError: ValueError: Could not find callback with key=pyfunc_0 in the registry.`
    The function that exported the model works all the same, as its callback is still there. An operation that newer
    TensorFlow knows and cannot compute any more ends in `No OpKernel was registered to support Op ...`. A function that
    only wants other values than those tried (text in some format, an identifier below 5) is not reported: nothing says
    which.

    There is no fix: what has to change is in the program that exports the model, and the error names it.
    """

    code = "HUB702"
    name = "call-fails"
    since = "0.1"
    severity = "error"
    promise = "answers what it says it takes"
    confirms = ("HUB602", "HUB604")
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 2], tf.float32, name="x")
double = tf.function(lambda x: tf.numpy_function(lambda rows: 2 * rows, [x], tf.float32), input_signature=[spec])
model.__call__ = double
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf

model = tf.Module()
spec = tf.TensorSpec([None, 2], tf.float32, name="x")
double = tf.function(lambda x: 2.0 * x, input_signature=[spec])
model.__call__ = double
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/numpy_function",
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/hub/reusable_saved_models",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report functions that answer nothing."""
        del model, target
        for who, text, error in alike(behaviour.functions, _refusal):
            refuse = who.verb("refuses every input that it says it takes", "refuse every input that they say they take")
            yield Remark(f"{who.names} {refuse}{text}", error)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether each function answered."""
        called = [run for run in behaviour.functions if run.tried]
        return True if called and all(run.answered for run in called) else None


_NO_CALLBACK = "Could not find callback"
_ASSERTION = "assertion failed"  # what a `tf.debugging.assert_...` inside says of the values
_NO_KERNEL = re.compile(r"No OpKernel was registered to support Op '(\w+)'")


def _refusal(run: FunctionRun) -> tuple[str, str] | None:
    if run.answered or not run.tried or run.tried[0].error.startswith("ResourceExhaustedError"):
        return None
    first = telling(run.tried)
    error = first.error
    if _NO_CALLBACK in error:
        return "; write it with operations of TensorFlow, for Python code is not saved with a model", error
    missing = _NO_KERNEL.search(error)
    if missing is not None:
        return f"; write it without {missing[1]}, which this TensorFlow cannot compute", error
    if (error.startswith("InvalidArgumentError") or is_unreadable(first)) and _may_want_others(run, error):
        return None
    inputs = ", ".join(f"{name}={value}" for name, value in sorted(first.inputs.items()))
    such = f", such as {inputs}" if inputs else ""
    return f"{such}; call it as loaded in a new process, where the program that exports it is not there", error


def _may_want_others(run: FunctionRun, error: str) -> bool:
    """Tell whether other values or sizes than those tried may be what a function takes."""
    if _ASSERTION in error:
        return True
    return any(one.dtype == "string" or one.shape is None or None in one.shape[1:] for one in run.wanted)
