"""HUB318."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Fix, NoFix, Rule
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

# What a `hub.KerasLayer` takes by position behind the handle, `trainable`, `arguments` and a sentinel.
_SIGNATURE = 5


class ExportedModelAsLayer(Rule):
    """A `hub.KerasLayer` is made of a folder that a Keras model's `export` wrote, and that cannot be called.

    `export` writes what can be served: signatures, and no object to call. Making the layer raises `ValueError:
    Signature name has to be specified for non-callable saved models (not legacy TF1 Hub format).`, and with
    `trainable=True` it cannot be made in any way (`trainable = True is unsupported when calling a SavedModel
    signature`): what is to be fine-tuned has to be saved otherwise, see HUB402.

    The rule speaks up where the same file exports to the folder. The fix names the signature "serving_default" and its
    output "output_0", as `export` calls the one output of a model. It is unsafe: a model with several outputs, or with
    outputs in a dictionary, has other keys. There is none for a layer that is to be trained.
    """

    code = "HUB318"
    name = "exported-model-as-layer"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 13)
    names = ("tensorflow_hub.KerasLayer",)
    requires = ("export",)
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(4)])
model.export("exported")
layer = hub.KerasLayer("exported")
""",
            after="""\
import tensorflow as tf
import tensorflow_hub as hub

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Dense(4)])
model.export("exported")
layer = hub.KerasLayer("exported", signature="serving_default", output_key="output_0")
""",
        ),
    )
    references = (
        "https://www.tensorflow.org/hub/api_docs/python/hub/KerasLayer",
        "https://keras.io/api/models/model_saving_apis/export/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a layer of a folder that this file exports a model to."""
        del target
        source, made = use.source, use.call
        handle = argument(made, 0, "handle") if made is not None else None
        if made is None or handle is None or unpacks(made) or argument(made, _SIGNATURE, "signature") is not None:
            return
        if _is_exported(source, handle):
            wrong = "what `export` writes cannot be called, only its signatures can"
            yield Draft(use.node, f"{wrong}; pass `signature=` and `output_key=`", partial(_fix, source, made))


def _is_exported(source: Source, path: ast.expr) -> bool:
    """Tell whether a Keras model is exported to the same path, and nothing else is saved there."""
    from hublint_rules.keras.files import calls_on_path
    from hublint_rules.keras.flavours import each_root

    if any(calls_on_path(source, path, frozenset({"save", "save_model"}), "export_dir", 1)):
        return False
    exports = frozenset(each_root("Model().export"))
    return any(
        source.resolve(call.func) and source.resolve(call.func) <= exports
        for call, _ in calls_on_path(source, path, frozenset({"export"}), "filepath")
    )


def _fix(source: Source, made: ast.Call) -> Fix | NoFix:
    from hublint_rules.hub.layers import is_trained
    from hublint_rules.keras.arguments import Arguments
    from hublint_rules.rewrites.layout import quoted

    if is_trained(source, made):
        return NoFix("a signature cannot be trained: the model has to be saved in a form that can be fine-tuned")
    if len(made.args) > 1 or any(keyword.arg in {"output_key", "output_shape"} for keyword in made.keywords):
        return NoFix("the layer is told more than its handle")
    named = (f"signature={quoted(source, 'serving_default')}", f"output_key={quoted(source, 'output_0')}")
    try:
        return Fix("unsafe", "Call the signature", tuple(Arguments(source, made).adding(*named)))
    except ValueError as error:
        return NoFix(str(error))
