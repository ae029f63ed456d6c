"""HUB301."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Target, Use


class HubModule(Rule):
    """`hub.Module` makes a module of TensorFlow 1, and tensorflow_hub 0.16 has no such class any more.

    The program stops where it makes the module: `AttributeError: module 'tensorflow_hub' has no attribute 'Module'`.
    tensorflow_hub 0.16 goes with TensorFlow 2.14 and newer. The modules themselves can still be loaded: `hub.load`
    gives an object whose `signatures` compute what calling the module did, and a dictionary of all its outputs, of
    which calling gave the one named "default".

    The fix writes that for the module and all of its calls, with the signature, the inputs and the tags that they
    name. It was run against tensorflow_hub 0.15 and gives the same numbers, eagerly and in the graph of a session,
    whose `tf.compat.v1.global_variables_initializer()` and `tables_initializer()` then restore the module. It is
    unsafe, as other files may use the module, too. Signatures take lists and arrays since TensorFlow 2.19, and only
    tensors before: where the file does not show that there are tensors or texts, there is no fix for older targets.

    There is none, either, where variables are saved by names, where the graph is exported, for the module's files would
    not be, where anything else than calling is done with the module, and where it may be trained. The variables of
    what `hub.load` gives are not among the trainable ones, so that an optimizer has to be given them, as
    `var_list=tf.compat.v1.trainable_variables() + [v for v in module.variables if v.trainable]`; that trains as the
    module did, but for dropout and update operations. A model in TensorFlow 2's format, which the message names where
    the catalogue of tfhub.dev has one, is trained by `hub.KerasLayer(handle, trainable=True)`.
    """

    code = "HUB301"
    name = "hub-module"
    since = "0.1"
    applicability = "unsafe"
    severity = "error"
    targets = (2, 14)
    names = ("tensorflow_hub.Module", "tensorflow_hub.module.Module")
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

embed = hub.Module("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed(["one", "two"])
""",
            after="""\
import tensorflow_hub as hub

embed = hub.load("https://tfhub.dev/google/universal-sentence-encoder/2")
vectors = embed.signatures["default"](["one", "two"])["default"]
""",
        ),
        Example(
            before="""\
import tensorflow_hub as hub

elmo = hub.Module("https://tfhub.dev/google/elmo/2", trainable=False)
words = elmo(
    inputs={"tokens": [["the", "cat"]], "sequence_len": [2]},
    signature="tokens",
    as_dict=True)["elmo"]
""",
            after="""\
import tensorflow_hub as hub

elmo = hub.load("https://tfhub.dev/google/elmo/2")
words = elmo.signatures["tokens"](tokens=[["the", "cat"]], sequence_len=[2])["elmo"]
""",
        ),
    )
    references = (
        "https://github.com/tensorflow/hub/releases/tag/v0.16.0",
        "https://www.tensorflow.org/hub/migration_tf2",
        "https://www.tensorflow.org/hub/model_compatibility",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report the class, wherever it is named."""
        from hublint_rules.hub import modules
        from hublint_rules.symbols.context import guarded

        node = use.node
        if not isinstance(node, ast.expr) or guarded(use.source, node):
            return
        wanted = target()
        if wanted.tensorflow < self.targets:
            return
        message = f"`{use.source.code(node)}` does not exist in tensorflow_hub 0.16; {_advice(use)}"
        yield Draft(node, message, lambda: modules.rewrite(use, wanted))


def _advice(use: Use) -> str:
    """Return what to write in the place of a module."""
    from hublint_rules.hub import modules

    source, call = use.source, use.call
    if call is not None:
        if modules.spec_of(source, call) is not None:
            return "save what it computes with `tf.saved_model.save`, as a `tf.function`, and load that with `hub.load`"
        if modules.is_trainable(call) and (modules.training(source) is not None or not modules.evaluates(source)):
            given = argument(call, 0, "spec")
            newer = modules.successor(source, given) if given is not None else None
            layer = "a `hub.KerasLayer` in TensorFlow 2's format" if newer is None else f'`hub.KerasLayer("{newer}")`'
            return f"load it with `hub.load` and give its `variables` to the optimizer, too, or train {layer}"
    return "load the module with `hub.load` and call one of its `signatures`"


__all__ = ["HubModule"]
