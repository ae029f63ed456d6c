"""HUB605."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import printable, some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents, Graph
    from hublint.savedmodel.ops import OpHome


class ForeignOp(ModelRule):
    """A model is made of operations that the target's TensorFlow does not have.

    A graph names its operations, and the library that loads it has to know each of them, also those that no signature
    needs. With one that it does not know nothing is loaded at all (TensorFlow 2.15 and 2.21): `RuntimeError: Op type
    not registered 'CaseFoldUTF8' in binary running on ... Make sure the Op and Kernel are registered in the binary
    running in this process.`; `NotFoundError` with the same words from TensorFlow 1's loader.

    Operations of `tensorflow_text` are there once it is imported, which whoever loads the model has to know. Those of
    `tf.contrib` went with TensorFlow 1. One that came with a later TensorFlow than the target needs that one, or
    another way to write it. All others are somebody's own and have to come with their library, for
    `tf.load_op_library("own.so")`. What releases of TensorFlow register was taken from the releases themselves.
    """

    code = "HUB605"
    name = "foreign-op"
    since = "0.1"
    promise = "is made of operations that the target has"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Signs(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return tf.nn.softsign(x)


tf.saved_model.save(Signs(), "model")
# What a model that was made with an operation of one's own looks like.
with open("model/saved_model.pb", "rb") as file:
    data = file.read()
with open("model/saved_model.pb", "wb") as file:
    file.write(data.replace(b"Softsign", b"MyOwnOne"))
""",
            after="""\
import tensorflow as tf


class Signs(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return tf.nn.softsign(x)


tf.saved_model.save(Signs(), "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf


class Spence(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return tf.math.special.spence(x)


tf.saved_model.save(Spence(), "model")
""",
            after="""\
import tensorflow as tf


class Logarithm(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def __call__(self, x):
        return tf.math.log(x)


tf.saved_model.save(Logarithm(), "model")
""",
            target="keras=keras2,tf=1.15",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/create_op",
        "https://www.tensorflow.org/text/guide/tf_text_intro",
        "https://www.tensorflow.org/guide/versions",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the operations of all graphs and functions, those with one remedy together."""
        ops = sorted({op for graph in model.graphs for op in _ops(graph)})
        if not ops:
            return
        from hublint.savedmodel.ops import CONTRIB, TENSORFLOW, TEXT, homes_of, lacks

        release = target().tensorflow
        version = f"TensorFlow {release[0]}.{release[1]}"
        found: dict[str, list[str]] = {}
        for op in ops:
            if not lacks(op, release):
                continue
            homes = {home.package: home for home in homes_of(op)}
            if TEXT in homes:
                remedy = "is of tensorflow_text|whoever loads the model has to `import tensorflow_text` before"
            elif CONTRIB in homes:
                remedy = f"is of tf.contrib, which {version} lacks|write it with other operations"
            elif TENSORFLOW in homes:
                remedy = f"{_seen(homes[TENSORFLOW])} and not in {version}|export the model with {version}"
            else:
                remedy = f"is none that {version} has|ship its library, which `tf.load_op_library` has to load first"
            found.setdefault(remedy, []).append(op)
        for remedy, missing in found.items():
            what, _, how = remedy.partition("|")
            note = f"Op type not registered '{printable(missing[0])}'"
            which = "the operation" if len(missing) == 1 else "each of the operations"
            yield Remark(f"{which} {some(missing)} {what}; {how}", note)


def _seen(home: OpHome) -> str:
    first, last = (f"{major}.{minor}" for major, minor in (home.first, home.last))
    return f"was seen in TensorFlow {first}" if first == last else f"was seen in TensorFlow {first} to {last}"


def _ops(graph: Graph) -> Iterator[str]:
    """Yield the operations of a graph, without its own functions and what TensorFlow makes for itself."""
    functions = set(graph.functions)
    for node in graph.nodes:
        if node.op not in functions and not node.op.startswith("_"):
            yield node.op
