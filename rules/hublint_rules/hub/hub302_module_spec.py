"""HUB302."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use

_ADVICE = {
    "LatestModuleExporter": (
        "save the part of the model that you share with `tf.saved_model.save`, when training has ended"
    ),
    "ModuleSpec": "describe a model by its `signatures`, which `hub.load(handle)` gives",
    "add_signature": (
        "take the inputs as arguments of a `tf.function`, return the outputs from it, and save it with"
        " `tf.saved_model.save`"
    ),
    "attach_message": "keep it in a file or a `tf.constant` of the model that `tf.saved_model.save` writes",
    "create_module_spec": (
        "put the variables and a `tf.function` that computes the outputs on a `tf.train.Checkpoint`, and save that"
        " with `tf.saved_model.save`"
    ),
    "create_module_spec_from_saved_model": "load the SavedModel with `hub.load`",
    "eval_function_for_module": "call `hub.load(handle).signatures[...]`",
    "load_module_spec": "load the module itself with `hub.load`, whose `signatures` tell the inputs and outputs",
    "register_module_for_export": (
        "save the part of the model that you share with `tf.saved_model.save`, when training has ended"
    ),
}
_MODULES = ("estimator", "module", "module_spec", "native_module", "saved_model_module")


class ModuleSpec(Rule):
    """Specifications of modules, by which those of TensorFlow 1 were built and exported, are gone from tensorflow_hub.

    Since release 0.16 the program stops with `AttributeError: module 'tensorflow_hub' has no attribute
    'create_module_spec'`, or the like for `add_signature`, `load_module_spec`, `register_module_for_export` and
    `LatestModuleExporter`. Modules of TensorFlow 1's format can still be loaded, and no longer be written.

    What is shared today is a SavedModel that can be called: an object with a traced `__call__`, `variables` and
    `trainable_variables`, which `hub.load` and `hub.KerasLayer` read, and which can be trained further. A signature of
    a module becomes the `input_signature` of a `tf.function`, its tags become arguments such as `training`.

    There is no fix, for the variables that the module's function makes have to become attributes of that object. A
    skeleton with the inputs and outputs that `add_signature` was given is shown where the file has it.
    """

    code = "HUB302"
    name = "module-spec"
    since = "0.1"
    applicability = "manual"
    severity = "error"
    targets = (2, 14)
    names = (
        *(f"tensorflow_hub.{name}" for name in _ADVICE),
        *(f"tensorflow_hub.{module}.{name}" for module in _MODULES for name in _ADVICE),
    )
    examples = (
        Example(
            before="""\
import tensorflow as tf
import tensorflow_hub as hub


def module_fn():
    inputs = tf.compat.v1.placeholder(tf.float32, [None, 50])
    weights = tf.compat.v1.get_variable("weights", [50, 10])
    hub.add_signature(inputs=inputs, outputs=tf.matmul(inputs, weights))


spec = hub.create_module_spec(module_fn)
""",
        ),
    )
    references = (
        "https://github.com/tensorflow/hub/releases/tag/v0.16.0",
        "https://www.tensorflow.org/hub/reusable_saved_models",
        "https://www.tensorflow.org/hub/exporting_tf2_saved_model",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each of the names, wherever it is read."""
        from hublint_rules.symbols.context import guarded

        node = use.node
        if not isinstance(node, ast.expr) or guarded(use.source, node):
            return
        wanted = target()
        if wanted.tensorflow < self.targets:
            return
        leaf = use.name.rpartition(".")[2]
        message = f"`{use.source.code(node)}` does not exist in tensorflow_hub 0.16; {_ADVICE[leaf]}"
        skeleton = (lambda: _skeleton(use, wanted)) if leaf == "create_module_spec" else None
        yield Draft(node, message, skeleton=skeleton)


def _skeleton(use: Use, target: Target) -> str:
    """Write a model that can be loaded and trained, with what the module's function is not seen to compute left out."""
    from hublint_rules.hub import module_functions

    given = argument(use.call, 0, "module_fn") if use.call is not None else None
    return module_functions.skeleton(use, given, target) if given is not None else ""


__all__ = ["ModuleSpec"]
