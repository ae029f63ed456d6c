"""Functions that build modules of TensorFlow 1's Hub: the signatures they declare, and what takes their place."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.origins import known_texts, origins
from hublint_rules.rewrites import flow
from hublint_rules.savedmodel.skeleton import Input, Writer, written

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Target, Use

_ADD = "tensorflow_hub.add_signature"


class Signature(NamedTuple):
    """A signature that a module's function declares: its name, its inputs, and the names of its outputs."""

    name: str
    inputs: tuple[Input, ...]
    outputs: tuple[str, ...]


def skeleton(use: Use, function: ast.expr, target: Target) -> str:
    """Return the code of a model with the signatures that a module's function declares; empty if it is not here."""
    source = use.source
    assert isinstance(use.node, ast.expr)  # noqa: S101 - the rule has looked
    found = [signature for name in _functions(source, function) for signature in _signatures(source, name, target)]
    if not found:
        return ""
    write = Writer(source, use.node)
    named = source.code(function)
    code = (
        f"{write.head}model = {write.tf}.train.Checkpoint()\n"
        f"model.variables = [...]  # all that `{named}` makes: they are saved as they are part of the model\n"
        "model.trainable_variables = [...]\n"
    )
    for signature in found:
        inputs = [one._replace(variable=_variable(one)) for one in signature.inputs]
        told = f": {', '.join(signature.outputs)}" if signature.outputs else ""
        body = [f"outputs = ...  # what `{named}` computes{told}", "return outputs"]
        code += f"\n\n{write.function(_identifier(signature.name), inputs, body)}"
    names = [_identifier(signature.name) for signature in found]
    called = "default" if "default" in names else names[0]
    code += f"\n\nmodel.__call__ = {called}\n"
    items = [f'"{signature.name}": {name}' for signature, name in zip(found, names, strict=True)]
    return code + write.bracketed(f"{write.tf}.saved_model.save(model, export_dir, signatures={{", items, "})")


def _functions(source: Source, node: ast.expr) -> Iterator[ast.FunctionDef]:
    if isinstance(node, ast.Name):
        yield from (made for made in source.definitions(node) if isinstance(made, ast.FunctionDef))
    elif isinstance(node, ast.Attribute):
        yield from source.methods(node)


def _signatures(source: Source, function: ast.FunctionDef, target: Target) -> Iterator[Signature]:
    for call in ast.walk(function):
        if not isinstance(call, ast.Call) or _ADD not in source.resolve(call.func):
            continue
        name, inputs, outputs = (argument(call, at, key) for at, key in enumerate(("name", "inputs", "outputs")))
        names = known_texts(source, name) if name is not None else ["default"]
        given = _items(source, inputs)
        if len(names) == 1 and given is not None:
            made = tuple(_input(source, key, value, target) for key, value in given)
            yield Signature(names[0], made, tuple(key for key, _ in _items(source, outputs) or ()))


def _items(source: Source, node: ast.expr | None) -> list[tuple[str, ast.expr]] | None:
    """Return the tensors of a signature's inputs or outputs by name; None if they are not written out."""
    if node is None:
        return []
    made = origins(source, node)
    one = made[0] if len(made) == 1 else None
    if isinstance(one, ast.Dict):
        keys = [key.value if isinstance(key, ast.Constant) else None for key in one.keys]
        pairs = [(key, value) for key, value in zip(keys, one.values, strict=True) if isinstance(key, str)]
        return pairs if len(pairs) == len(keys) else None
    if isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id == "dict":
        pairs = [(k.arg, k.value) for k in one.keywords if k.arg is not None]
        return pairs if len(pairs) == len(one.keywords) and not one.args else None
    return [("default", node)]


def _input(source: Source, key: str, node: ast.expr, target: Target) -> Input:
    """Return an input of a signature; its dtype and shape are `...` where no placeholder shows them."""
    variable = node.id if isinstance(node, ast.Name) else key
    made = origins(source, node)
    call = made[0] if len(made) == 1 else None
    if not isinstance(call, ast.Call) or not flow.is_call_of(source, call, "placeholder"):
        return Input(key, variable, "...", "...")
    dtype, shape = argument(call, 0, "dtype"), argument(call, 1, "shape")
    code = [written(source, part, target, {}) if part is not None else None for part in (dtype, shape)]
    return Input(key, variable, code[0] or "...", code[1] or "None")


def _variable(one: Input) -> str:
    return _identifier(one.variable)


def _identifier(name: str) -> str:
    return re.sub(r"\W|^(?=\d)", "_", name)


__all__ = ["Signature", "skeleton"]
