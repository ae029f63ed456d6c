"""HUB303."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Draft, Example, Rule
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.rule import Source, Target, Use

_COLUMNS = (
    "image_embedding_column",
    "sparse_text_embedding_column",
    "text_embedding_column",
    "text_embedding_column_v2",
)
_IMAGES = ("ImageModuleInfo", "attach_image_module_info", "get_expected_image_size", "get_num_image_channels")
_MODULES = ("feature_column", "feature_column_v2", "image_util")


class HubFeatureColumn(Rule):
    """The feature columns of tensorflow_hub and its functions for the sizes of images went in release 0.16.

    The program stops with `AttributeError: module 'tensorflow_hub' has no attribute 'text_embedding_column'`, or the
    like. The columns were for estimators, which TensorFlow 2.16 removed, too. A column gave what calling the module
    gives for one feature: in a Keras model that is a `hub.KerasLayer` on the input of that name, and it reads modules
    of TensorFlow 1's format as well, as long as they are not to be trained.

    `get_expected_image_size` read the size from a note in the module or from the shape of its input. What `hub.load`
    gives has no such note; where the input's shape is not fixed, only the model's documentation tells the size.

    There is no fix, as an estimator has to become a model first, and sizes have to be looked up.
    """

    code = "HUB303"
    name = "hub-feature-column"
    since = "0.1"
    applicability = "manual"
    severity = "error"
    targets = (2, 14)
    names = (
        *(f"tensorflow_hub.{name}" for name in (*_COLUMNS, *_IMAGES)),
        *(f"tensorflow_hub.{module}.{name}" for module in _MODULES for name in (*_COLUMNS, *_IMAGES)),
    )
    examples = (
        Example(
            before="""\
import tensorflow_hub as hub

column = hub.text_embedding_column("sentence", "https://tfhub.dev/google/nnlm-en-dim128/1")
""",
        ),
    )
    references = (
        "https://github.com/tensorflow/hub/releases/tag/v0.16.0",
        "https://www.tensorflow.org/hub/api_docs/python/hub/KerasLayer",
        "https://www.tensorflow.org/guide/migrate/migrating_feature_columns",
    )

    def check(self, use: Use, target: Callable[[], Target]) -> Iterator[Draft]:
        """Report each of the names, wherever it is read."""
        from hublint_rules.symbols.context import guarded

        node = use.node
        if not isinstance(node, ast.expr) or guarded(use.source, node) or target().tensorflow < self.targets:
            return
        leaf = use.name.rpartition(".")[2]
        lost = f"`{use.source.code(node)}` does not exist in tensorflow_hub 0.16"
        yield Draft(node, f"{lost}; {_column(use, leaf) if leaf in _COLUMNS else _image(leaf)}")


def _column(use: Use, leaf: str) -> str:
    """Return what takes the place of a column."""
    call = use.call
    key = argument(call, 0, "key") if call is not None else None
    place = f"the input {_quoted(use.source, key)}" if key is not None else "the input"
    layer = _layer(use)
    if leaf == "sparse_text_embedding_column":
        return f"in a Keras model, give each token to {layer} and combine the vectors of {place}"
    return f"in a Keras model, put {layer} on {place}"


def _layer(use: Use) -> str:
    """Return the layer for the module that a column embeds with."""
    from hublint_rules.hub.handles import format_of, handles
    from hublint_rules.hub.modules import successor

    source, call = use.source, use.call
    spec = argument(call, 1, "module_spec") if call is not None else None
    if call is None or spec is None:
        return "`hub.KerasLayer(handle)`"
    found = handles(source, spec)
    trainable = next((k.value for k in call.keywords if k.arg == "trainable"), None)
    if trainable is None or (isinstance(trainable, ast.Constant) and not trainable.value):
        return f"`hub.KerasLayer({_quoted(source, spec)})`"
    if format_of(found) == "saved_model":
        return f"`hub.KerasLayer({_quoted(source, spec)}, trainable=True)`"
    newer = successor(source, spec)
    if newer is None:
        return "`hub.KerasLayer(handle, trainable=True)` of a model in TensorFlow 2's format"
    return f'`hub.KerasLayer("{newer}", trainable=True)`'


def _quoted(source: Source, node: ast.expr) -> str:
    return " ".join(source.code(node).split())


def _image(leaf: str) -> str:
    """Return what takes the place of a function for images."""
    if leaf == "get_expected_image_size":
        return (
            "write the height and width that the model's documentation names, or read them from the shape of its input,"
            ' `hub.load(handle).signatures["default"].structured_input_signature`'
        )
    if leaf == "get_num_image_channels":
        return "write the number of channels, which is 3 for the models of tfhub.dev"
    return "give the size in the `tf.TensorSpec` of the function that you export"


__all__ = ["HubFeatureColumn"]
