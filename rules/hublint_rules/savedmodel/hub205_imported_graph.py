"""HUB205."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class ImportedGraph(Rule):
    """A graph that is imported into a session's graph cannot be called; TensorFlow 2 wraps the import in a function.

    `tf.train.import_meta_graph` fails with `AttributeError: module 'tensorflow._api.v2.train' has no attribute
    'import_meta_graph'`, and renamed to `tf.compat.v1.train.import_meta_graph` with `RuntimeError: Exporting/importing
    meta graphs is not supported when eager execution is enabled.` `tf.import_graph_def` is still there and silent, but
    what it imports into is a graph that nobody runs.

    Where a frozen graph or a meta graph with its checkpoint is imported and run in one place,
    `tf.compat.v1.wrap_function` imports it, what was looked up by name is looked up in the graph of the wrapped
    function, and each `session.run` becomes a function that `prune` cuts out of it. The checkpoint of a meta graph is
    restored by the graph's own restore operation: the variables that TensorFlow 1 made by default are reference
    variables, which `tf.compat.v1.train.Saver(imported.variables)` does not see (`ValueError: No variables to save`). A
    function that returns the graph that it imports into is left alone, for its callers run it. A frozen graph that is
    exported is exported by `tf.saved_model.save`; a meta graph is not, for a reference variable is saved without its
    value, and the model fails with `FailedPreconditionError: Attempting to use uninitialized value` once it is loaded.

    The fix is unsafe: it was run before and after on TensorFlow 2.15 and 2.21, on graphs that TensorFlow 1.15 wrote,
    but reference variables belong to the process: two meta graphs whose variables have the same names share them.
    """

    code = "HUB205"
    name = "imported-graph"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = v1("import_graph_def", "train.import_meta_graph")
    examples = (
        Example(
            before="""\
import tensorflow as tf

graph_def = tf.compat.v1.GraphDef()
with tf.io.gfile.GFile("frozen.pb", "rb") as f:
    graph_def.ParseFromString(f.read())
with tf.Graph().as_default() as graph:
    tf.import_graph_def(graph_def, name="")
x = graph.get_tensor_by_name("x:0")
y = graph.get_tensor_by_name("y:0")
with tf.compat.v1.Session(graph=graph) as sess:
    print(sess.run(y, feed_dict={x: 3.0}))
""",
            after="""\
import tensorflow as tf

graph_def = tf.compat.v1.GraphDef()
with tf.io.gfile.GFile("frozen.pb", "rb") as f:
    graph_def.ParseFromString(f.read())
imported = tf.compat.v1.wrap_function(lambda: tf.import_graph_def(graph_def, name=""), [])
x = imported.graph.get_tensor_by_name("x:0")
y = imported.graph.get_tensor_by_name("y:0")
predict = imported.prune(x, y)
print(predict(tf.constant(3.0, x.dtype)).numpy())
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/wrap_function",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the function where it is called or named, but for places where it is right as it stands."""
        from hublint_rules import rewrites
        from hublint_rules.rewrites import graph_mode, imported_graph
        from hublint_rules.symbols import judgement

        if judgement.is_settled(use, target()) or graph_mode.is_wrapped(use.source, use.node):
            return
        meta = use.name.endswith("import_meta_graph")
        if not meta and imported_graph.gives_graph(use.source, use.node) is not None:
            return
        spelled = "".join(use.source.code(use.node).split())
        what = "a meta graph" if meta else "a graph"
        yield Draft(
            use.node,
            f"`{spelled}` imports {what} for a session; wrap it with `tf.compat.v1.wrap_function` and `prune` it",
            lambda: rewrites.load(use, target()),
        )
