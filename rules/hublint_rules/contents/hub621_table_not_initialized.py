"""HUB621."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import some, wiring_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents

_TABLES: Final = frozenset(["HashTable", "HashTableV2"])
_INITIALIZER: Final = "__saved_model_init_op"
_COLLECTIONS: Final = frozenset(["legacy_init_op", "saved_model_main_op"])


class TableNotInitialized(ModelRule):
    """A TensorFlow 1 model looks up in a table, and nothing fills the table when the model is loaded.

    A session fills its tables when it runs `tf.compat.v1.tables_initializer()`. Loading a model does not, unless the
    export named it: TensorFlow 1's loader, on which TensorFlow Serving is built, answers every call with
    `FailedPreconditionError: ... Table not initialized.` (TensorFlow 2.15 and 2.21 with
    `tf.compat.v1.saved_model.load`). The loader of TensorFlow 2 finds the initializers itself, so a test with
    `tf.saved_model.load` passes.

    `main_op=tf.compat.v1.tables_initializer()` for `Builder.add_meta_graph_and_variables`, or `legacy_init_op=` for
    `simple_save`, tells every loader. What TensorFlow 2 saves has its initializers with it and is not reported. There
    is no fix: nothing can be added to a graph that is written.
    """

    code = "HUB621"
    name = "table-not-initialized"
    since = "0.1"
    promise = "fills its tables when it is loaded"
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.string, [None], name="x")
    words = tf.lookup.KeyValueTensorInitializer(["a", "b"], [1, 2])
    y = tf.lookup.StaticHashTable(words, -1).lookup(x)
    session.run(tf.tables_initializer())
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y})
""",
            after="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.string, [None], name="x")
    words = tf.lookup.KeyValueTensorInitializer(["a", "b"], [1, 2])
    y = tf.lookup.StaticHashTable(words, -1).lookup(x)
    tf.saved_model.simple_save(session, "model", {"x": x}, {"y": y}, legacy_init_op=tf.tables_initializer())
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/saved_model/Builder",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/tables_initializer",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the tables that signatures look up in, where loading initializes nothing."""
        del target
        graph = model.serving()
        if graph is None or graph.objects or model.form != "tf1":
            return
        if _INITIALIZER in graph.signatures or _COLLECTIONS & set(graph.collections):
            return
        wiring = wiring_of(graph)
        tables = [node.name for node in graph.nodes if node.op in _TABLES and node.name in wiring.needed]
        if tables:
            fills = f"nothing fills the table{'s' if len(tables) > 1 else ''} {some(tables)} when the model is loaded"
            how = "export with `main_op=tf.compat.v1.tables_initializer()`"
            yield Remark(f"{fills}; {how}", "FailedPreconditionError: Table not initialized.")
