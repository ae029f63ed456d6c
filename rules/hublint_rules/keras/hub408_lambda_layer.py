"""HUB408."""

from __future__ import annotations

import ast
from functools import partial
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument
from hublint_rules.keras.flavours import each_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

# From this release on a path that ends in `.keras` is a zip file, which is loaded in safe mode.
_FIRST_WITH_KERAS_FILES = (2, 13)


class LambdaLayer(Rule):
    """A model with a `Lambda` layer round a Python lambda is saved to a file that refuses to load.

    The lambda's bytecode is in the file, and loading it would run whatever somebody put there: `ValueError: Requested
    the deserialization of a Lambda layer with a Python lambda inside it. This carries a potential risk of arbitrary
    code execution and thus it is disallowed by default`. Keras 3 refuses `.keras` and HDF5 files, Keras 2 and tf_keras
    `.keras` files. Whoever loads it anyway, with `safe_mode=False`, needs the Python release that wrote it.

    The rule speaks up where the same file saves a model in such a format and does not itself load with
    `safe_mode=False`. There is no fix, but a layer to begin with: a subclass that is registered loads in every Keras,
    where a function with a name does not in Keras 2.
    """

    code = "HUB408"
    name = "lambda-layer"
    since = "0.1"
    applicability = "manual"
    targets = (2, 13)
    names = each_root("layers.Lambda")
    requires = ("save",)
    examples = (
        Example(
            before="""\
import tensorflow as tf

model = tf.keras.Sequential([tf.keras.layers.Input([3]), tf.keras.layers.Lambda(lambda x: x / 255.0)])
model.save("model.keras")
""",
        ),
    )
    references = (
        "https://keras.io/api/layers/core_layers/lambda/",
        "https://keras.io/api/models/model_saving_apis/model_saving_and_loading/",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report a `Lambda` whose function is a lambda."""
        source, call = use.source, use.call
        function = argument(call, 0, "function") if call is not None else None
        if not isinstance(function, ast.Lambda):
            return
        from hublint_rules.keras.flavours import is_keras_3
        from hublint_rules.keras.heads import saves

        root = use.name.partition(".layers.")[0]
        refused = {".keras", "HDF5"} if is_keras_3(root, target()) else {".keras"}
        if b"safe_mode" in source.text.utf8 or not any(written in refused for _, written in saves(source, target())):
            return
        message = "a model with this lambda in it is saved and cannot be loaded; write a registered subclass of `Layer`"
        yield Draft(use.node, message, None, partial(_skeleton, source, function, root))


def _skeleton(source: Source, function: ast.Lambda, root: str) -> str:
    keras = root.replace("tensorflow.compat.v1", "tf").replace("tensorflow", "tf")
    if keras == "tf_keras":
        keras = "keras" if b"as keras" in source.text.utf8 else keras
    arguments = [*function.args.posonlyargs, *function.args.args]
    given = arguments[0].arg if arguments else "inputs"
    body = " ".join(source.code(function.body).split())
    return (
        f"@{keras}.utils.register_keras_serializable()\n"
        f"class NamedLayer({keras}.layers.Layer):\n"
        f"    def call(self, {given}):\n"
        f"        return {body}\n"
    )
