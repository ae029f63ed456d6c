"""HUB602."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import plain, some, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, Node

_OPS: Final = frozenset(["EagerPyFunc", "PyFunc", "PyFuncStateless"])


class PythonOp(ModelRule):
    """A model calls a Python function, which is not stored with it.

    `tf.py_function`, `tf.numpy_function`, `tf.compat.v1.py_func` and `tf.data.Dataset.from_generator` leave an
    operation in the graph that looks the function up in a table of the process that made it. The model works there, its
    tests too, and fails in every other process when it is called (TensorFlow 2.15 and 2.21): `InvalidArgumentError:
    Graph execution error: ... ValueError: Could not find callback with key=pyfunc_0 in the registry.`

    The same has to be written with TensorFlow's operations, or be done outside the model. What a TensorFlow 1 graph
    holds and no signature needs is not reported.
    """

    code = "HUB602"
    name = "python-op"
    since = "0.1"
    severity = "error"
    promise = "calls no Python function"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return tf.numpy_function(lambda value: value * 2, [x], tf.float32)


tf.saved_model.save(Doubler(), "model")
""",
            after="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return x * 2


tf.saved_model.save(Doubler(), "model")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/py_function",
        "https://www.tensorflow.org/api_docs/python/tf/numpy_function",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report all functions and nodes that call Python in one remark."""
        del target
        found = [node for graph in model.graphs for node in wiring_of(graph).running() if node.op in _OPS]
        if found:
            ops, callers = some(sorted({node.op for node in found})), some(dict.fromkeys(map(_caller, found)))
            message = f"Python code is called in {callers} ({ops}), and is not stored with the model"
            note = "a new process raises: Could not find callback with key=pyfunc_0 in the registry."
            yield Remark(f"{message}; write it with TensorFlow's operations", note)


def _caller(node: Node) -> str:
    return plain(node.function) if node.function else node.name
