"""HUB607."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hublint.rule import Example, ModelRule, Remark
from hublint_rules.contents.wiring import printable, some

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target
    from hublint.savedmodel.contents import Contents

_KEY: Final = "serving_default"
_METHODS: Final = frozenset(f"tensorflow/serving/{name}" for name in ("predict", "classify", "regress"))


class NoServingSignature(ModelRule):
    """A model offers nothing to call, or not under the name that servers ask for.

    A model without a signature and without a traced function is only a heap of variables: nobody can run it. One that
    is served needs signatures, and whoever names none asks for "serving_default":
    `loaded.signatures["serving_default"]` raises `KeyError: 'serving_default'`, and users of TensorFlow Serving report
    `Serving signature name: "serving_default" not found in signature def`. A signature whose method is neither predict
    nor classify nor regress is refused by every server that checks it, as TensorFlow Serving does with
    `--enable_signature_method_name_check`.

    With `purpose = "reuse"` a model that can be called needs no signature. Modules of TensorFlow 1 Hub call theirs
    "default" and are left alone.
    """

    code = "HUB607"
    name = "no-serving-signature"
    since = "0.1"
    promise = "offers what a caller asks for"
    examples = (
        Example(
            before="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function
    def double(self, x):
        return x * 2


tf.saved_model.save(Doubler(), "model")
""",
            after="""\
import tensorflow as tf


class Doubler(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None], tf.float32)])
    def double(self, x):
        return x * 2


model = Doubler()
tf.saved_model.save(model, "model", signatures=model.double)
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/guide/saved_model",
        "https://www.tensorflow.org/tfx/serving/signature_defs",
    )

    def check_contents(self, model: Contents, target: Callable[[], Target]) -> Iterator[Remark]:
        """Report the graph that a server would load if it cannot be asked."""
        graph = model.serving()
        if graph is None or model.form == "tf1-hub" or model.damage:
            return
        signatures, serve = graph.public_signatures, target().purpose == "serve"
        if not signatures:
            traced = any(node.traces for node in graph.objects)
            if serve:
                what = "the model has no signature, so no server can ask it"
                yield Remark(f'{what}; save it as `signatures={{"{_KEY}": ...}}`')
            elif not traced and graph.root_call is None:  # one without a trace is HUB608's
                what = "the model has neither a signature nor a traced function"
                yield Remark(f"{what}, so nothing of it can be run; save it with `signatures=`")
            return
        if not serve:
            return
        if _KEY not in signatures:
            message = f'the model has no signature "{_KEY}", only {some(signatures)}'
            yield Remark(f"{message}; save one under that key, or have every request name its signature")
        strange = {key: one.method for key, one in signatures.items() if one.method not in _METHODS}
        for key, method in strange.items():
            what = f'the method of the signature `{printable(key)}` is "{printable(method)}"'
            how = "write it with `tf.compat.v1.saved_model.predict_signature_def`"
            yield Remark(f"{what}, which servers refuse that check it; {how}")
