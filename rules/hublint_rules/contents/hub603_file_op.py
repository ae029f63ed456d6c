"""HUB603."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.paths import READERS, WRITERS, constant_path, is_from_caller
from hublint_rules.contents.wiring import place, printable, some, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class FileOp(ModelRule):
    """A model writes files where it runs, or reads files that its caller names.

    A graph is a program: `WriteFile` overwrites any file that the process may write, with no word to whoever serves the
    model, and `ReadFile` with a path from the request hands out any file that the process may read. A summary writer
    that was traced into the model makes its log folder when the model is loaded, on every machine, where the author's
    machine had it. None of it raises an error while the paths exist.

    What every SavedModel does to its own variables and assets is not reported (`SaveV2`, `RestoreV2` and what goes with
    them), nor a path that may be an asset's. Constant paths that are read are HUB604's. The findings have no fix: what
    is to be read or written belongs into the program that calls the model.
    """

    code = "HUB603"
    name = "file-op"
    since = "0.1"
    promise = "neither writes files nor reads what a caller names"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def __call__(self, x):
        tf.io.write_file("/tmp/asked.txt", tf.strings.reduce_join(x))
        return tf.strings.length(x)


tf.saved_model.save(Model(), "model")
""",
            after="""\
import tensorflow as tf


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def __call__(self, x):
        return tf.strings.length(x)


tf.saved_model.save(Model(), "model")
""",
        ),
        Example(
            before="""\
import tensorflow as tf


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def __call__(self, path):
        return tf.io.decode_png(tf.io.read_file(path), channels=3)


tf.saved_model.save(Model(), "model")
""",
            after="""\
import tensorflow as tf


class Model(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([], tf.string)])
    def __call__(self, image):
        return tf.io.decode_png(image, channels=3)


tf.saved_model.save(Model(), "model")
""",
        ),
    )
    references = (
        "https://github.com/tensorflow/tensorflow/blob/master/SECURITY.md",
        "https://www.tensorflow.org/api_docs/python/tf/io/write_file",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report what writes, and what reads from a path that is no constant and no asset."""
        del target
        found: dict[tuple[str, str, str], list[str]] = {}
        for graph in model.graphs:
            wiring = wiring_of(graph)
            for node in wiring.running():
                if node.op in WRITERS:
                    kind, path = "writes", constant_path(wiring, node, WRITERS[node.op])
                    file = "files" if path is None else f"`{printable(path)}`"
                    if is_from_caller(wiring, node, WRITERS[node.op]):
                        file = "any file that its caller names"
                elif node.op in READERS and is_from_caller(wiring, node, READERS[node.op]):
                    kind, file = "reads", "any file that its caller names"
                else:
                    continue
                found.setdefault((place(node), kind, file), []).append(node.op)
        for (where, kind, file), ops in found.items():
            instead = "do it in the program that calls the model"
            if kind == "reads":
                instead = "take what the file holds instead of its name"
            yield Remark(f"{where} {kind} {file} on the machine that runs the model ({some(ops)}); {instead}")
