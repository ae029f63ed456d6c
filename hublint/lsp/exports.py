"""The calls of a file that export a model or load one: where the editor offers to verify.

`hublint/verify/worker/exports.py` wraps the same calls in a program that runs, by where the libraries define them. Here
they stand by their public names; a test holds the two lists together.
"""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.rule import v1
from hublint.source.use import argument

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.source.source import Source

__all__ = ["CALLS", "ORDERED", "Call", "Kind", "ModelCall", "model_calls"]

Kind = Literal["export", "load"]

_KERAS: Final = ("keras", "tf_keras", "tensorflow.keras", "tensorflow.compat.v1.keras", "tensorflow.python.keras")
_BUILDERS: Final = v1("saved_model.builder.SavedModelBuilder")


class ModelCall(NamedTuple):
    """A call that exports a model or loads one.

    Attributes:
        kind: which of the two.
        name: the full name of what is called.
        start: the offset of the byte at which the call begins.
        end: the offset behind its last byte.
        path: the path or handle that it is given, where that is written out: in the call, or as a name's one value.
    """

    kind: Kind
    name: str
    start: int
    end: int
    path: str | None = None


class Call(NamedTuple):
    """A call by its public names, and which of its arguments is the path.

    `of_maker` says that the path is an argument of the call that makes the object. `api` is what verify calls it, where
    verify captures it.
    """

    kind: Kind
    names: tuple[str, ...]
    position: int
    argument: str
    api: str = ""
    of_maker: bool = False


def _keras(*names: str) -> tuple[str, ...]:
    return tuple(f"{root}.{name}" for root in _KERAS for name in names)


CALLS: Final = (
    Call(
        "export",
        ("tensorflow.saved_model.save", *v1("saved_model.experimental.save")),
        1,
        "export_dir",
        "tf.saved_model.save",
    ),
    Call("export", v1("saved_model.simple_save"), 1, "export_dir", "tf.compat.v1.saved_model.simple_save"),
    Call(
        "export",
        tuple(f"{builder}().save" for builder in _BUILDERS),
        0,
        "export_dir",
        "tf.compat.v1.saved_model.Builder.save",
        of_maker=True,
    ),
    Call("export", _keras("Model().save"), 0, "filepath", "tf.keras.Model.save"),
    Call("export", _keras("Model().export"), 0, "filepath", "tf.keras.Model.export"),
    Call("export", _keras("models.save_model", "saving.save_model"), 1, "filepath", "tf.keras.models.save_model"),
    Call(
        "export", _keras("export.ExportArchive().write_out"), 0, "filepath", "tf.keras.export.ExportArchive.write_out"
    ),
    Call("export", ("tensorflow_hub.Module().export",), 0, "path", "hub.Module.export"),
    Call(
        "export",
        ("tensorflow_hub.create_module_spec().export", "tensorflow_hub.load_module_spec().export"),
        0,
        "path",
        "hub.ModuleSpec.export",
    ),
    Call(
        "export", ("tensorflow_hub.LatestModuleExporter().export",), 1, "export_path", "hub.LatestModuleExporter.export"
    ),
    # These two only order an export, which another call makes.
    Call("export", ("tensorflow_hub.LatestModuleExporter",), 3, "-"),
    Call("export", ("tensorflow_hub.register_module_for_export",), 2, "-"),
    Call(
        "load",
        ("tensorflow.saved_model.load", *v1("saved_model.load_v2", "saved_model.experimental.load")),
        0,
        "export_dir",
    ),
    Call("load", ("tensorflow.compat.v1.saved_model.load", *v1("saved_model.loader.load")), 2, "export_dir"),
    Call("load", _keras("models.load_model", "saving.load_model", "layers.TFSMLayer"), 0, "filepath"),
    Call("load", ("tensorflow_hub.load", "tensorflow_hub.KerasLayer"), 0, "handle"),
    Call("load", ("tensorflow_hub.Module",), 0, "spec"),
    Call("load", ("tensorflow_hub.load_module_spec",), 0, "path"),
    Call("load", v1("lite.TFLiteConverter.from_saved_model"), 0, "saved_model_dir"),
    Call("load", ("tensorflow.contrib.predictor.from_saved_model",), 0, "export_dir"),
)
"""All but the estimators' methods, which are those of any class of `tf.estimator`."""

ORDERED: Final = frozenset({"tensorflow_hub.LatestModuleExporter", "tensorflow_hub.register_module_for_export"})
"""What stands for an export that is made elsewhere, so that no run shows one at this very call."""

_OF_ESTIMATORS: Final = {
    leaf: Call("export", (), 0, "export_dir_base", f"tf.estimator.Estimator.{leaf}")
    for leaf in ("export_saved_model", "export_savedmodel", "experimental_export_all_saved_models")
}
_ESTIMATORS: Final = ("tensorflow.", "tensorflow_estimator.")
_ARGUMENTS_OF_TF1_LOAD: Final = 3


def model_calls(source: Source) -> list[ModelCall]:
    """Return the calls of a file that export a model or load one, in the order of the text.

    A call counts by what its name stands for, not by how it is spelled: `model.save(...)` where `model` is a model of
    Keras.
    """
    found: dict[tuple[int, int], ModelCall] = {}
    for node, scope in source.uses(_leaves()):
        made = source.index.calls.get(node)
        if made is None:
            continue
        span = _span(source, made)
        known = next(((name, call) for name in sorted(source.resolve(node, scope)) for call in _known(name)), None)
        if known is not None and span is not None:
            name, call = known
            found.setdefault(span, ModelCall(call.kind, name, *span, _path(source, made, call)))
    return sorted(found.values(), key=lambda call: (call.start, -call.end))


@cache
def _table() -> dict[str, Call]:
    return {name: call for call in CALLS for name in call.names}


@cache
def _leaves() -> frozenset[str]:
    return frozenset(name.rpartition(".")[2] for name in (*_table(), *_OF_ESTIMATORS))


def _known(name: str) -> Iterator[Call]:
    call = _table().get(name)
    if call is not None:
        yield call
        return
    owner, _, leaf = name.rpartition(".")
    if leaf in _OF_ESTIMATORS and owner.find("()") == len(owner) - 2 and owner.startswith(_ESTIMATORS):
        yield _OF_ESTIMATORS[leaf]


def _span(source: Source, call: ast.Call) -> tuple[int, int] | None:
    """Return where a call stands; None inside of an f-string of Python before 3.12, which tells wrong places."""
    try:
        start, end = source.span(call)
    except IndexError:
        return None
    return (start, end) if source.text.utf8[start:end].endswith(b")") else None


def _path(source: Source, made: ast.Call, call: Call) -> str | None:
    """Return the path that a call is given, where it is written out."""
    function = made.func
    maker: ast.AST | None = made
    if call.of_maker:
        maker = _value(source, function.value) if isinstance(function, ast.Attribute) else None
    if not isinstance(maker, ast.Call):
        return None
    position = call.position
    if call.names and call.names[0] == "tensorflow.saved_model.load" and len(maker.args) == _ARGUMENTS_OF_TF1_LOAD:
        position = 2  # of TensorFlow 1: `tf.saved_model.load(session, tags, export_dir)`
    given = argument(maker, position, call.argument)
    value = None if given is None else _value(source, given)
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _value(source: Source, node: ast.expr) -> ast.AST | None:
    """Return an expression, and of a name the one that it is bound to, if there is only one."""
    if not isinstance(node, ast.Name):
        return node
    bindings = source.scope(node).visible(node.id, node)
    if len(bindings) == 1 and bindings[0].kind == "assign":
        return bindings[0].value
    return None
