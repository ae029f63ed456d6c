"""HUB202."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class SavedModelBuilder(Rule):
    """A `SavedModelBuilder` exports a session's graph; TensorFlow 2 exports functions with `tf.saved_model.save`.

    `tf.saved_model.builder.SavedModelBuilder` fails with `AttributeError: module 'tensorflow._api.v2.saved_model' has
    no attribute 'builder'`, and so does `tf.saved_model.Builder`. `tf.compat.v1.saved_model.Builder` still works, as
    long as graph and session do.

    A builder that adds one graph with the tag `serve` is rewritten with the graph, as `simple_save` is (see HUB201),
    each signature under its key: signatures that differ in their outputs only share what builds the graph, and
    signatures with inputs of their own are pruned out of one graph. Where the session trains, the export is written
    with the values that the variables have when the graph is added. An op that is run when the model is loaded is left
    out where it has nothing to initialize, as the `legacy_init_op` of old examples. Several tag sets and assets are
    reported without this fix: `tf.saved_model.save` writes one tag set, and tables and assets belong on the module.

    The fix is unsafe for the reasons that HUB201 gives; besides, a builder refuses to write into a folder that exists,
    and `tf.saved_model.save` overwrites it.
    """

    code = "HUB202"
    name = "saved-model-builder"
    since = "0.1"
    applicability = "unsafe"
    tags = ("deprecated",)
    targets = (2, 0)
    names = v1("saved_model.builder.SavedModelBuilder")
    examples = (
        Example(
            before="""\
import tensorflow as tf

with tf.compat.v1.Session(graph=tf.Graph()) as sess:
    x = tf.compat.v1.placeholder(tf.int64, [None], name="numbers")
    y = tf.square(x)
    builder = tf.compat.v1.saved_model.Builder("square")
    signature = tf.compat.v1.saved_model.predict_signature_def({"x": x}, {"y": y})
    builder.add_meta_graph_and_variables(sess, ["serve"], {"square": signature})
    builder.save()
""",
            after="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.int64, name="x")])
def square(x):
    y = tf.square(x)
    return {"y": y}


module = tf.Module()
module.square = square
tf.saved_model.save(module, "square", signatures={"square": square})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/saved_model/Builder",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the class where it is called or named."""
        from hublint_rules import rewrites
        from hublint_rules.rewrites.kept_graph import is_reloaded
        from hublint_rules.symbols import judgement

        if judgement.is_settled(use, target()) or (judgement.is_there(use, target()) and is_reloaded(use)):
            return
        spelled = "".join(use.source.code(use.node).split())
        yield Draft(
            use.node,
            f"`{spelled}` exports a session's graph; export a `tf.function` with `tf.saved_model.save`",
            lambda: rewrites.export(use, target()),
        )
