"""A call that saves a Keras model: what it saves, where to, and in which Keras."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Edit
from hublint.source.use import argument, unpacks
from hublint_rules.keras.flavours import ROOTS, each_root

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Use
    from hublint_rules.keras.paths import Format

METHODS = each_root("Model().save")
FUNCTIONS = each_root("models.save_model", "saving.save_model")
BY_TENSORFLOW = ("tensorflow.saved_model.save",)


class Save(NamedTuple):
    """A call that saves a model, and what is known of it."""

    use: Use
    call: ast.Call
    model: ast.expr
    path: ast.expr
    written: Format | None = None
    root: str = ""
    keras3: bool = False

    @property
    def source(self) -> Source:
        """The file."""
        return self.use.source

    @property
    def by_method(self) -> bool:
        """Whether the model saves itself."""
        return self.use.name in METHODS

    @property
    def by_tensorflow(self) -> bool:
        """Whether TensorFlow saves the model, as it saves any object."""
        return self.use.name in BY_TENSORFLOW

    @property
    def code(self) -> str:
        """What is called, on one line."""
        return " ".join(self.source.code(self.call.func).split())


def read(use: Use) -> Save | None:
    """Return the call with its model and path, None where it does not show them."""
    call, node = use.call, use.node
    if call is None or unpacks(call):
        return None
    path_name, model_name = ("export_dir", "obj") if use.name in BY_TENSORFLOW else ("filepath", "model")
    method = use.name in METHODS and isinstance(node, ast.Attribute)
    model = node.value if method and isinstance(node, ast.Attribute) else argument(call, 0, model_name)
    path = argument(call, 0 if method else 1, path_name)
    return None if model is None or path is None else Save(use, call, model, path)


def keras_root(use: Use, model: ast.expr) -> str | None:
    """Return the module that the model's class comes from, None if it is not known to be a Keras model."""
    for name in sorted(use.source.resolve(model)):
        for root in ROOTS:
            if name == f"{root}.Model()":
                return root
    if use.name in FUNCTIONS:
        # Who is given to Keras's own function is a model of that Keras.
        return use.name.rpartition(".")[0].rpartition(".")[0]
    return None


def as_method(save: Save, name: str) -> Iterator[Edit]:
    """Yield the edit that makes the call one of the model's own methods."""
    start, end = save.source.span(save.call.func)
    if save.by_method:
        yield Edit(end - len("save"), end, name)
    else:
        yield Edit(start, end, f"{save.source.code(save.model)}.{name}")
