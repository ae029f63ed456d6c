"""HUB710."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.words import listed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.behaviour import Behaviour, Trouble
    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class CrashesProcess(ModelRule):
    """A model brings down the process that loads or calls it, or never answers.

    Everything is tried in a process of its own, and what ends that process is told with what was being tried:
    `TensorFlow crashed: killed by SIGABRT` for a check in TensorFlow's own code that fails, for an operation of
    somebody else's library that breaks, and for `tf.raw_ops.Abort`; `killed by SIGKILL` where the system took the
    memory back; `TensorFlow hung: still running after 60 s, killed` for a loop that does not end, such as
    `while tf.reduce_sum(x) >= 0.0` for zeros. No `try` in a caller's program helps against these: the server is gone.

    There is no fix: the input that did it, and the last line that the process wrote, are in the finding's note.
    """

    code = "HUB710"
    name = "crashes-process"
    since = "0.1"
    severity = "error"
    promise = "leaves the process running that calls it"
    examples = (
        Example(
            before="""\
import tensorflow as tf


def inverse(x):
    if tf.reduce_any(x == 0.0):
        with tf.control_dependencies([tf.raw_ops.Abort(error_msg="x has a zero")]):
            x = tf.identity(x)
    return 1.0 / x


model = tf.Module()
model.__call__ = tf.function(inverse, input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
            after="""\
import tensorflow as tf


def inverse(x):
    return tf.math.divide_no_nan(1.0, x)


model = tf.Module()
model.__call__ = tf.function(inverse, input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
tf.saved_model.save(model, "model", signatures=model.__call__)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://github.com/tensorflow/tensorflow/blob/master/SECURITY.md",
        "https://docs.python.org/3/library/faulthandler.html",
    )

    def check_behaviour(self, behaviour: Behaviour, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report what ended the process, together where it ended in the same way."""
        del model, target
        ends: dict[str, list[str]] = {}
        notes: dict[str, list[str]] = {}
        for trouble in behaviour.trouble:
            if trouble.how not in {"failed", "garbled"} and not _is_ours(trouble):  # of the process, not of an answer
                ends.setdefault(trouble.message, []).append(_tried(trouble.part))
                notes.setdefault(trouble.message, _told(trouble))
        for message, parts in ends.items():
            note = "; ".join(notes[message])
            yield Remark(f"{message}, for {listed(parts)}; call it in a process of its own to see where", note or None)

    def kept(self, behaviour: Behaviour) -> bool | None:
        """Tell whether anything was run."""
        return True if behaviour.functions or behaviour.loads else None


_PARTS = {"loads": "loading it", "functions": "loading it", "training": "further training", "resaving": "saving again"}


def _told(trouble: Trouble) -> list[str]:
    """Return what is known of an end: the inputs of the call, and the last line of a process that did not just hang."""
    inputs = [f"called with {trouble.inputs}"] if trouble.inputs else []
    lines = trouble.details.strip().splitlines() if trouble.how != "hung" else []
    return inputs + [line.strip() for line in lines[-1:]]


def _is_ours(trouble: Trouble) -> bool:
    """Tell whether the disk was too small for what was saved again, which no caller of the model does."""
    return (trouble.part, trouble.how) == ("resaving", "disk full")


def _tried(part: str) -> str:
    """Write what was tried: `hub.load`, `__call__`, further training."""
    kind, _, item = part.partition(": ")
    return f"`{item}`" if item else _PARTS.get(kind, kind)
