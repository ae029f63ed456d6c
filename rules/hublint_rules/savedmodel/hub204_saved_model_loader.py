"""HUB204."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class SavedModelLoader(Rule):
    """The loader of TensorFlow 1 loads a SavedModel into a session; TensorFlow 2 loads functions that can be called.

    `tf.saved_model.loader.load` fails with `AttributeError: module 'tensorflow._api.v2.saved_model' has no attribute
    'loader'`, and `tf.saved_model.load(sess, tags, path)`, which takes the session for the folder, with `TypeError:
    Expected binary or unicode string, got <tensorflow.python.client.session.Session object>`.
    `tf.compat.v1.saved_model.load` still works in graph mode.

    Where the model is loaded and run in one place, by a signature, `meta_graph.signature_def[key]` becomes
    `loaded.signatures[key]`, the names of its tensors become the keys of its arguments and results, and session and
    graph go. Where tensors are asked for by their own names, `loaded.prune(feeds, fetches)` makes a function of them;
    that needs a SavedModel in the form of TensorFlow 1, for `tf.saved_model.save` writes other names, and a model
    without `prune` (`AttributeError: '_UserObject' object has no attribute 'prune'`): if the model is exported anew, as
    HUB201 and HUB202 do, call its signatures instead.

    The fix is unsafe: it was run before and after on TensorFlow 2.15 and 2.21, on models that TensorFlow 1.15 wrote,
    but a signature asks for all of its inputs, and which form the model has is not to be seen in the code.
    """

    code = "HUB204"
    name = "saved-model-loader"
    since = "0.1"
    applicability = "unsafe"
    targets = (2, 0)
    names = v1("saved_model.loader.load", "saved_model.load")
    examples = (
        Example(
            before="""\
import tensorflow as tf

with tf.compat.v1.Session(graph=tf.Graph()) as sess:
    meta_graph = tf.compat.v1.saved_model.loader.load(sess, ["serve"], "add-two")
    signature = meta_graph.signature_def["serving_default"]
    x = signature.inputs["x"].name
    y = signature.outputs["y"].name
    print(sess.run(y, feed_dict={x: 3.0}))
""",
            after="""\
import tensorflow as tf

loaded = tf.saved_model.load("add-two")
signature = loaded.signatures["serving_default"]
print(signature(x=3.0)["y"].numpy())
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/load",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the function where it is called with a session, or named as only TensorFlow 1 does."""
        from hublint_rules import rewrites
        from hublint_rules.symbols import judgement

        plain = use.name == "tensorflow.saved_model.load"
        if (plain and not judgement.loads_into_session(use)) or judgement.is_settled(use, target()):
            return
        spelled = "".join(use.source.code(use.node).split())
        advice = "give it the folder alone" if plain else "load it with `tf.saved_model.load`"
        yield Draft(
            use.node,
            f"`{spelled}` loads a SavedModel into a session; {advice} and call its signatures",
            lambda: rewrites.load(use, target()),
        )
