"""HUB612."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents


class TagSet(ModelRule):
    """A model holds several graphs, or none that is tagged `serve` alone, so loading it takes more than its path.

    With several graphs nobody can load the model without saying which (TensorFlow 2.15 and 2.21): `ValueError:
    Importing a SavedModel with `tf.saved_model.load` requires a `tags=` argument if there is more than one MetaGraph.`
    A server looks for exactly the tags `serve`; for a model with others it takes `--saved_model_tags`, else, as in
    TensorFlow's own loader: `RuntimeError: MetaGraphDef associated with tags 'serve' could not be found in SavedModel,
    with available tags '[{'gpu', 'serve'}]'.`

    TensorFlow 2 writes one graph, tagged `serve`. Several are what `Builder.add_meta_graph` and
    `experimental_export_all_saved_models` write on purpose, so there is no fix. Modules of TensorFlow 1 Hub have tags
    of their own and are left alone.
    """

    code = "HUB612"
    name = "tag-set"
    since = "0.1"
    promise = "holds one graph, tagged `serve`"
    examples = (
        Example(
            before="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None], name="x")
    builder = tf.saved_model.Builder("model")
    signature = tf.saved_model.predict_signature_def({"x": x}, {"y": x * 2})
    builder.add_meta_graph_and_variables(session, ["serve", "gpu"], {"serving_default": signature})
    builder.save()
""",
            after="""\
import tensorflow.compat.v1 as tf

with tf.Graph().as_default(), tf.Session() as session:
    x = tf.placeholder(tf.float32, [None], name="x")
    builder = tf.saved_model.Builder("model")
    signature = tf.saved_model.predict_signature_def({"x": x}, {"y": x * 2})
    builder.add_meta_graph_and_variables(session, ["serve"], {"serving_default": signature})
    builder.save()
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/load",
        "https://www.tensorflow.org/guide/saved_model",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the tags of a SavedModel that does not hold one graph tagged `serve`."""
        del target
        if model.form not in ("tf1", "tf2", "keras-savedmodel") or not model.graphs:
            return
        sets = [_written(graph.tags) for graph in model.graphs]
        if len(sets) > 1:
            message = f"the model holds {len(sets)} graphs, tagged {', '.join(sets)}, and loads only with `tags=`"
            yield Remark(f"{message}; export each to a folder of its own")
        elif model.graphs[0].tags != {"serve"}:
            message = f"the only graph is tagged {sets[0]}, where a server looks for ['serve']"
            yield Remark(f"{message}; export it with the tag `serve` alone")


def _written(tags: frozenset[str]) -> str:
    return printable(str(sorted(tags)))
