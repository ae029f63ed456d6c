"""The function that saves a Keras 3 model as a Reusable SavedModel: one that is called, fine-tuned and served."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from hublint.rule import Edit, Fix, NoFix

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.keras.saves import Save

STAGE: Final = 3
"""When fixes for Keras 3 are made: behind those that switch a file to Keras 2, with which nothing is left to fix."""

_NAMES = ("save_reusable", "save_reusable_model")
_SAVING = frozenset({"save", "save_model"})
_MESSAGE = "Save what can be called, fine-tuned and served, without the optimizer"

# `Input` makes a dense tensor unless one of these says otherwise.
_NOT_DENSE = frozenset({"ragged", "sparse", "tensor", "type_spec"})

# What Keras 3's `variables` hold are variables of its own; `value` is TensorFlow's. The two traces are those that
# `hub.KerasLayer` asks for, and each loss is one of its `regularization_losses`.
_FUNCTION = '''\
def {name}(model, folder):
{step}"""Save a Keras model of one input to be called, fine-tuned and served, without its optimizer."""

{step}def penalty(weight):
{step}{step}return {tf}.function(lambda: weight.regularizer(weight), input_signature=[])

{step}call = {tf}.function(lambda inputs, training=False: model(inputs, training=training))
{step}(given,) = model.inputs
{step}spec = {tf}.TensorSpec(given.shape, given.dtype, name={inputs})
{step}call.get_concrete_function(spec, training=True)
{step}serving = call.get_concrete_function(spec, training=False)
{step}reusable = {tf}.train.Checkpoint()
{step}reusable.__call__ = call
{step}reusable.variables = [weight.value for weight in model.variables]
{step}reusable.trainable_variables = [weight.value for weight in model.trainable_variables]
{step}reusable.regularization_losses = [
{step}{step}penalty(weight) for weight in model.trainable_variables if weight.regularizer is not None
{step}]
{step}{tf}.saved_model.save(reusable, folder, signatures=serving)
'''


def saved_reusable(save: Save) -> Fix | NoFix:
    """Return the fix that saves a model by a function of the file that writes a Reusable SavedModel."""
    source = save.source
    if not takes_one_tensor(source, save.model, save.call):
        return NoFix(
            "the file does not show that the model takes one tensor, which a SavedModel to reuse is called with"
        )
    tf, importing = _tensorflow(source, save.call)
    if tf is None:
        return NoFix("the name `tf` has another meaning where the model is saved")
    from hublint_rules.rewrites.layout import quoted

    for name in _NAMES:
        text = _FUNCTION.format(name=name, step=source.step, tf=tf, inputs=quoted(source, "inputs"))
        known = _known(source, name, text)
        if known is None or source.scope(save.call).owner(name) not in {None, source.index.module}:
            continue
        call = f"{name}({source.code(save.model)}, {source.code(save.path)})"
        edits = [Edit(*source.span(save.call), call)]
        if not known:
            edits.append(_behind_imports(source, importing + text))
        return Fix("unsafe", _MESSAGE, tuple(edits), stage=STAGE)
    return NoFix("the names `save_reusable` and `save_reusable_model` have another meaning in this file")


def takes_one_tensor(source: Source, model: ast.expr, save: ast.Call) -> bool:
    """Tell whether a model certainly takes one dense tensor, and is built where it is saved."""
    from hublint_rules.keras.models import graph, maker_kind, makers

    made = makers(source, model)
    if not made or graph(source, model, save) is None:
        return False
    return all(
        isinstance(one, ast.Call)
        and (maker_kind(source, one) != "Model" or _is_one_tensor(source, one.args, one.keywords))
        for one in made
    )


def _is_one_tensor(source: Source, args: list[ast.expr], keywords: list[ast.keyword], depth: int = 3) -> bool:
    """Tell whether the inputs that a functional model is made of are one that `Input` gave."""
    from hublint_rules.keras.flavours import each_root
    from hublint_rules.origins import only_origins

    inputs = next((keyword.value for keyword in keywords if keyword.arg == "inputs"), args[0] if args else None)
    if isinstance(inputs, (ast.List, ast.Tuple)) and len(inputs.elts) == 1:
        inputs = inputs.elts[0]
    made = only_origins(source, inputs) if inputs is not None else []
    input_names = frozenset(each_root("Input", "layers.Input"))
    return bool(made) and all(_is_input(source, one, input_names, depth) for one in made)


def _is_input(source: Source, made: ast.expr, names: frozenset[str], depth: int = 3) -> bool:
    if isinstance(made, ast.Attribute) and depth:
        return _is_input_of_another(source, made, depth - 1)
    if not isinstance(made, ast.Call):
        return False
    found = source.resolve(made.func)
    return bool(found) and found <= names and not any(keyword.arg in _NOT_DENSE for keyword in made.keywords)


def _is_input_of_another(source: Source, made: ast.Attribute, depth: int) -> bool:
    """Tell whether an expression is the one input of another model, or what one of its layers gives."""
    from hublint_rules.keras.models import maker_kind
    from hublint_rules.origins import only_origins

    owners = only_origins(source, made.value)
    if made.attr == "output":
        # A piece that begins in the middle of a model, as tensorflow_hub's guide cuts it out.
        return bool(owners) and all(
            isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute) and one.func.attr == "get_layer"
            for one in owners
        )
    if made.attr != "input" or not owners:
        return False
    for one in owners:
        if not isinstance(one, ast.Call):
            return False
        functions = source.resolve(one.func)
        architecture = bool(functions) and all(".applications." in name for name in functions)
        functional = maker_kind(source, one) == "Model" and _is_one_tensor(source, one.args, one.keywords, depth)
        if not architecture and not functional:
            return False
    return True


def _tensorflow(source: Source, call: ast.Call) -> tuple[str | None, str]:
    """Return how the file spells TensorFlow's module, and the line that imports it where it does not yet."""
    spelled = source.local_name("tensorflow")
    if spelled is not None and "." not in spelled:
        bindings = source.index.module.bindings[spelled]
        return (spelled if len(bindings) == 1 else None), ""
    taken = "tf" in source.index.module.bindings or source.scope(call).owner("tf") is not None
    return (None, "") if taken else ("tf", f"import tensorflow as tf{source.text.newline * 3}")


def _known(source: Source, name: str, text: str) -> bool | None:
    """Tell whether the file has the function already; None if the name means something else there."""
    bindings = source.index.module.bindings.get(name, [])
    if not bindings:
        return False
    same = [
        isinstance(one.value, ast.FunctionDef) and ast.dump(one.value) == ast.dump(ast.parse(text).body[0])
        for one in bindings
    ]
    return True if all(same) else None


def _behind_imports(source: Source, text: str) -> Edit:
    """Return the edit that puts a function behind the imports at the top, with two empty lines round it."""
    last: ast.stmt | None = None
    for statement in source.tree.body:
        if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            break
        nodes = list(ast.walk(statement))
        # Scripts that were notebooks import as they go: the function has to stand before it is called.
        if any(isinstance(node, ast.Attribute) and node.attr in _SAVING for node in nodes):
            break
        imports = any(isinstance(node, (ast.Import, ast.ImportFrom)) for node in nodes)
        if imports:
            last = statement
    newline, data = source.text.newline, source.text.utf8
    row = (last.end_lineno or last.lineno) if last is not None else 0
    starts = source.text.line_starts
    at = starts[row] if row < len(starts) else len(data)
    following = data[at:].decode()
    rest = following.lstrip("\r\n \t")
    empty = following[: len(following) - len(rest)].count("\n")
    # What follows may be indented no further than the margin: it is a statement of the module.
    behind = newline * max(0, 2 - empty) if rest else ""
    before = newline * 2 if at and data[:at].endswith((b"\n", b"\r")) else newline * 3 if at else ""
    if text.startswith("import "):
        before = "" if data[:at].endswith((b"\n", b"\r")) or not at else newline
    return Edit(at, at, before + text.replace("\n", newline) + behind)
