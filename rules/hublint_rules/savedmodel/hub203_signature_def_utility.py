"""HUB203."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule, v1

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use

_CLASSES = ("classification_signature_def", "regression_signature_def")


class SignatureDefUtility(Rule):
    """A `SignatureDef` made by hand names tensors of a graph; in TensorFlow 2 a signature is a function.

    `tf.saved_model.predict_signature_def` and its relatives are only in `tf.compat.v1`, and what they make cannot be
    given to `tf.saved_model.save`: `ValueError: Expected a TensorFlow function for which to generate a signature, but
    got ... Only `tf.functions` with an input signature or concrete functions can be used as a signature.`

    A signature that a builder exports is rewritten with the export (see HUB202): the inputs become the function's
    `input_signature` and the outputs the dict that it returns. Classification and regression signatures no longer
    exist: they keep their tensors, under the keys that TensorFlow 1 gave them, and become predict signatures. Where
    TensorFlow Serving is asked by `Classify` or `Regress`, the method name of the written model can be changed
    afterwards with `tf.compat.v1.saved_model.signature_def_utils.MethodNameUpdater`.

    The fix is unsafe, as that of the export is.
    """

    code = "HUB203"
    name = "signature-def-utility"
    since = "0.1"
    applicability = "unsafe"
    tags = ("deprecated",)
    targets = (2, 0)
    names = v1(
        "saved_model.build_signature_def",
        "saved_model.build_tensor_info",
        "saved_model.predict_signature_def",
        *(f"saved_model.{name}" for name in _CLASSES),
    )
    examples = (
        Example(
            before="""\
import tensorflow as tf

with tf.Graph().as_default():
    with tf.compat.v1.Session() as sess:
        text = tf.compat.v1.placeholder(tf.string, [None])
        length = tf.strings.length(text)
        signature = tf.compat.v1.saved_model.build_signature_def(
            inputs={"text": tf.compat.v1.saved_model.build_tensor_info(text)},
            outputs={"length": tf.compat.v1.saved_model.build_tensor_info(length)},
            method_name="tensorflow/serving/predict",
        )
        builder = tf.compat.v1.saved_model.Builder("length")
        builder.add_meta_graph_and_variables(sess, ["serve"], {"serving_default": signature})
        builder.save()
""",
            after="""\
import tensorflow as tf


@tf.function(input_signature=[tf.TensorSpec(shape=[None], dtype=tf.string, name="text")])
def serving_default(text):
    length = tf.strings.length(text)
    return {"length": length}


module = tf.Module()
module.serving_default = serving_default
tf.saved_model.save(module, "length", signatures={"serving_default": serving_default})
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/migrate/saved_model",
        "https://www.tensorflow.org/api_docs/python/tf/saved_model/save",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the function where it is called or named."""
        from hublint_rules import rewrites
        from hublint_rules.symbols import judgement

        if judgement.is_settled(use, target()):
            return
        spelled = "".join(use.source.code(use.node).split())
        leaf = use.name.rpartition(".")[2]
        if leaf in _CLASSES:
            kind = leaf.partition("_")[0]
            message = (
                f"`{spelled}` makes a {kind} signature, which TensorFlow 2 does not write; export a predict signature"
            )
        elif leaf == "build_tensor_info":
            message = f"`{spelled}` describes a tensor of a graph; give a `tf.function` a `tf.TensorSpec` instead"
        else:
            message = (
                f"`{spelled}` makes a signature of tensors; pass a `tf.function` to `tf.saved_model.save(signatures=)`"
            )
        yield Draft(use.node, message, lambda: rewrites.export(use, target()))
