"""HUB102."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class Placeholder(Rule):
    """A placeholder is an input of a TensorFlow 1 graph; in TensorFlow 2 an input is an argument of a function.

    `tf.placeholder` fails with `AttributeError: module 'tensorflow' has no attribute 'placeholder'`, and renamed to
    `tf.compat.v1.placeholder`, as upgrade scripts do, with `RuntimeError: tf.placeholder() is not compatible with eager
    execution.` as soon as it stands outside a `tf.Graph`.

    A placeholder that is an input of an exported signature becomes an argument of the exported `tf.function`, with a
    `tf.TensorSpec` of the same shape, dtype and input name, together with the rest of the export (see HUB201 and
    HUB202). One that a session of the same program feeds becomes an argument of the functions that its runs become (see
    HUB101). One in a function that is given to `tf.compat.v1.wrap_function` is built as in TensorFlow 1 and stays. The
    default of a `placeholder_with_default` is handed over where nothing is fed; SavedModel signatures have none.

    The fix is unsafe, as that of the export is.
    """

    code = "HUB102"
    name = "placeholder"
    since = "0.1"
    applicability = "unsafe"
    tags = ("deprecated",)
    targets = (2, 0)
    names = v1("placeholder", "placeholder_with_default", "sparse_placeholder")
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow.compat.v1 as tf1

with tf.Graph().as_default(), tf1.Session() as sess:
    image = tf1.placeholder(tf.float32, [None, 28, 28])
    mean = tf.reduce_mean(image, axis=[1, 2])
    tf1.saved_model.simple_save(sess, "mean", inputs={"image": image}, outputs={"mean": mean})
""",
            after="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec(shape=[None, 28, 28], dtype=tf.float32, name="image")])
def serving_default(image):
    mean = tf.reduce_mean(image, axis=[1, 2])
    return {"mean": mean}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "mean", signatures={"serving_default": serving_default})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/tf1_vs_tf2",
        "https://www.tensorflow.org/api_docs/python/tf/compat/v1/placeholder",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the function where it is called or named."""
        from hublint_rules import rewrites
        from hublint_rules.rewrites.graph_mode import is_wrapped
        from hublint_rules.symbols import judgement

        if judgement.is_settled(use, target()) or (
            judgement.is_there(use, target()) and is_wrapped(use.source, use.node)
        ):
            return
        spelled = "".join(use.source.code(use.node).split())
        yield Draft(
            use.node,
            f"`{spelled}` is an input of a TensorFlow 1 graph; make it an argument of a `tf.function`",
            lambda: rewrites.placeholder(use, target()),
        )
