"""HUB604."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.paths import READERS, constant_path
from hublint_rules.contents.wiring import Wiring, place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class FileLeftBehind(ModelRule):
    """A model reads a file that was not exported with it, from a path of the machine that wrote it.

    `tf.io.read_file("vocab.txt")` inside a function, a dataset of text lines, a table that is filled from a file: the
    graph keeps the path as it was. On another machine the model does not run, and a TensorFlow 1 model with such a
    table does not even load: `NotFoundError: Graph execution error: ... /home/me/vocab.txt; No such file or directory`.
    The path also tells every reader how the author's folders are called.

    A SavedModel carries files as assets: `tf.saved_model.Asset("vocab.txt")` as an attribute of what is saved, or a
    table that is made in `__init__`; `Builder.add_meta_graph_and_variables(assets_collection=...)` for TensorFlow 1.
    Paths that are assets are not reported.
    """

    code = "HUB604"
    name = "file-left-behind"
    since = "0.1"
    promise = "carries the files that it reads"
    examples = (
        Example(
            before="""\
import tensorflow as tf

with open("words.txt", "w") as file:
    file.write("a\\nb\\n")


class Counter(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def __call__(self, x):
        return tf.strings.join([x, tf.io.read_file("words.txt")])


tf.saved_model.save(Counter(), "model")
""",
            after="""\
import tensorflow as tf

with open("words.txt", "w") as file:
    file.write("a\\nb\\n")


class Counter(tf.Module):
    def __init__(self):
        super().__init__()
        self.words = tf.saved_model.Asset("words.txt")

    @tf.function(input_signature=[tf.TensorSpec([None], tf.string)])
    def __call__(self, x):
        return tf.strings.join([x, tf.io.read_file(self.words)])


tf.saved_model.save(Counter(), "model")
""",
        ),
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with open("words.txt", "w") as file:
    file.write("a\\nb\\n")
with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.string, [None], name="x")
    words = tf.lookup.TextFileInitializer("words.txt", tf.string, 0, tf.int64, -1, delimiter=" ")
    y = tf.lookup.StaticHashTable(words, -1).lookup(x)
    builder = tf.saved_model.Builder("model")
    signature = tf.saved_model.predict_signature_def({"x": x}, {"y": y})
    builder.add_meta_graph_and_variables(
        session, ["serve"], {"serving_default": signature}, main_op=tf.tables_initializer()
    )
    builder.save()
""",
            after="""\
import tensorflow.compat.v1 as tf

with open("words.txt", "w") as file:
    file.write("a\\nb\\n")
with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.string, [None], name="x")
    words = tf.lookup.TextFileInitializer("words.txt", tf.string, 0, tf.int64, -1, delimiter=" ")
    y = tf.lookup.StaticHashTable(words, -1).lookup(x)
    builder = tf.saved_model.Builder("model")
    signature = tf.saved_model.predict_signature_def({"x": x}, {"y": y})
    builder.add_meta_graph_and_variables(
        session,
        ["serve"],
        {"serving_default": signature},
        assets_collection=tf.get_collection(tf.GraphKeys.ASSET_FILEPATHS),
        main_op=tf.tables_initializer(),
    )
    builder.save()
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/Asset",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report each constant path that is read and is no asset."""
        del target
        found: dict[str, list[str]] = {}
        for graph in model.graphs:
            wiring = Wiring(graph)
            for node in wiring.running():
                path = constant_path(wiring, node, READERS[node.op]) if node.op in READERS else None
                if path is not None:
                    found.setdefault(path, []).append(f"{place(node)} reads it with {node.op}")
        instead = "save it with the model as a `tf.saved_model.Asset`"
        if model.form in ("tf1", "tf1-hub"):
            instead = "export it with the model as one of `assets_collection`"
        for path, readers in found.items():
            message = f"`{path}` is read and is no part of the model"
            yield Remark(f"{message}; {instead}", ", ".join(readers))
