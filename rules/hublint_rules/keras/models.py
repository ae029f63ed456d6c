"""What a file does with a Keras model: where it comes from, whether it is compiled and built, what its file is for."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint.source.use import argument, leaf
from hublint_rules.origins import class_of, only_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source

_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
_RUNS = frozenset(
    {"evaluate", "fit", "fit_generator", "predict", "predict_on_batch", "test_on_batch", "train_on_batch"}
)
_TRAINS = frozenset({"fit", "fit_generator", "train_on_batch"})
_LOADS = frozenset({"KerasLayer", "TFSMLayer", "from_saved_model", "load", "load_model"})
_SHAPES = frozenset({"batch_input_shape", "batch_shape", "input_dim", "input_shape"})

_CHECKPOINT = re.compile(
    r"checkpoint|ckpt|epoch|resume|snapshot|backup|(?<![a-z])(?:tmp|temp(?!er|lat|o))", re.IGNORECASE
)
_SHARED = re.compile(r"export|publish|release|deploy|serving|saved_?model|tf_?hub", re.IGNORECASE)


def compiled_before(source: Source, model: ast.expr, save: ast.Call) -> bool:
    """Tell whether the very model is compiled in the same function, or anywhere in its class, before the save."""
    scope = source.scope(model)
    for function in calls_of(source, model, frozenset({"compile"})):
        call = source.index.calls[function]
        if not call.args and not call.keywords:
            # Who chooses no optimizer does not train: this only makes Keras's own variables.
            continue
        same = source.scope(function) is scope and _place(function) < _place(save)
        if same and isinstance(model, ast.Name):
            # `model = Model(model.inputs, model.outputs)` makes another one of the same name.
            same = bool(_bindings(source, model) & _bindings(source, function.value))
        if same or (
            isinstance(model, ast.Attribute) and class_of(source, function) is class_of(source, model) is not None
        ):
            return True
    return False


def is_kept_for_training(source: Source, model: ast.expr, path: ast.expr, save: ast.Call) -> bool:
    """Tell whether what is saved is there to go on with, so that its optimizer belongs in it."""
    if any(_CHECKPOINT.search(source.code(part)) for part in (path, *_values(source, path))):
        return True
    if any(_is_trained_load(source, made) for made in makers(source, model)):
        return True
    scope = source.scope(model)
    for function in calls_of(source, model, _TRAINS):
        call = source.index.calls[function]
        if any(keyword.arg == "initial_epoch" for keyword in call.keywords):
            return True
        if source.scope(function) is scope and _place(function) > _place(save):
            return True
    return _in_training_loop(source, model, save) or _is_loaded(source, path)


def is_meant_to_be_shared(source: Source, path: ast.expr, save: ast.Call) -> bool:
    """Tell whether the path or the function round the save is called an export."""
    functions = (parent for parent in source.ancestors(save) if isinstance(parent, _FUNCTION))
    names = [source.code(path), *(source.code(value) for value in _values(source, path)), *(f.name for f in functions)]
    return any(_SHARED.search(name) for name in names)


def is_built(source: Source, model: ast.expr, save: ast.Call) -> bool:
    """Tell whether the model certainly has weights and has seen an input where it is saved."""
    return graph_of(source, model) is not None or _has_run(source, model, save)


def graph(source: Source, model: ast.expr, save: ast.Call) -> tuple[str, str] | None:
    """Return the attributes that hold a model's inputs and outputs as `Model` takes them, None if it may have none.

    A `Sequential` has `inputs` and `outputs` only once it knows its input's shape; in Keras 3 it has no `input`. The
    `inputs` of other models are a list even where they were made of a dictionary; `input` keeps what was given.
    """
    known = graph_of(source, model)
    if known is not None:
        return known
    if {maker_kind(source, made) for made in makers(source, model)} == {"Sequential"} and _has_run(source, model, save):
        return "inputs", "outputs"
    return None


def graph_of(source: Source, model: ast.expr) -> tuple[str, str] | None:
    """Return the same, by how the model is made alone."""
    found = {_graph_made(source, made) for made in makers(source, model)}
    return found.pop() if len(found) == 1 else None


def makers(source: Source, model: ast.expr) -> list[ast.expr]:
    """Return the expressions that make a model, looking into local makers; empty where one is not to be seen.

    The classes of this file are not looked into: what they make counts as not to be seen.
    """
    found = only_origins(source, model)
    return [] if any(isinstance(made, ast.Call) and _is_own_class(source, made) for made in found) else found


def _is_own_class(source: Source, made: ast.Call) -> bool:
    return isinstance(made.func, ast.Name) and any(source.definitions(made.func))


def calls_of(source: Source, model: ast.expr, methods: frozenset[str]) -> Iterator[ast.Attribute]:
    """Yield the called methods of the same expression."""
    spelled = ast.dump(model)
    for function in source.index.calls:
        if isinstance(function, ast.Attribute) and function.attr in methods and ast.dump(function.value) == spelled:
            yield function


def has_own_save(source: Source, model: ast.expr) -> bool:
    """Tell whether the model may be of a class of this file whose `save` is its own and takes what it likes."""
    return not makers(source, model) and any(
        isinstance(node, ast.ClassDef)
        and any(not (isinstance(base, ast.Name) and base.id == "object") for base in node.bases)
        and any(isinstance(part, _FUNCTION) and part.name == "save" for part in node.body)
        for node in source.index.scopes
    )


def maker_kind(source: Source, made: ast.expr) -> str | None:
    """Return the last part of what makes a model: `Sequential`, `Model`, `ResNet50`."""
    names = source.resolve(made.func) if isinstance(made, ast.Call) else frozenset()
    leaves = {name.rpartition(".")[2] for name in names}
    return leaves.pop() if len(leaves) == 1 else None


def _graph_made(source: Source, made: ast.expr) -> tuple[str, str] | None:
    if not isinstance(made, ast.Call):
        return None
    kind = maker_kind(source, made)
    if kind == "Sequential" and _begins_with_input(source, made):
        return "inputs", "outputs"
    if kind == "Model" and argument(made, 0, "inputs") is not None and argument(made, 1, "outputs") is not None:
        return "input", "output"
    if any(".applications." in name for name in source.resolve(made.func)):
        return "input", "output"
    return None


def _begins_with_input(source: Source, made: ast.Call) -> bool:
    """Tell whether the first layer of a `Sequential`, listed or added, tells the input's shape."""
    layers = argument(made, 0, "layers")
    if isinstance(layers, ast.List) and layers.elts:
        return _tells_shape(source, layers.elts[0])
    if layers is not None:
        return False
    statement = source.parents.get(made)
    if not (isinstance(statement, ast.Assign) and len(statement.targets) == 1):
        return False
    spelled, scope = source.code(statement.targets[0]), source.scope(statement)
    added = [
        call
        for function, call in source.index.calls.items()
        if isinstance(function, ast.Attribute)
        and function.attr == "add"
        and source.code(function.value) == spelled
        and source.scope(function) is scope
        and _place(call) > _place(made)
    ]
    first = min(added, key=_place, default=None)
    return first is not None and len(first.args) == 1 and _tells_shape(source, first.args[0])


def _tells_shape(source: Source, layer: ast.expr) -> bool:
    if not isinstance(layer, ast.Call):
        return False
    leaves = {name.rpartition(".")[2] for name in source.resolve(layer.func)}
    return bool(leaves) and (leaves <= {"Input", "InputLayer"} or any(k.arg in _SHAPES for k in layer.keywords))


def _has_run(source: Source, model: ast.expr, save: ast.Call) -> bool:
    """Tell whether data went through the model before it is saved, as a statement of its own function's body."""
    scope, spelled = source.scope(model), ast.dump(model)
    around = set(source.ancestors(save))
    for function, call in source.index.calls.items():
        runs = isinstance(function, ast.Attribute) and function.attr in _RUNS and ast.dump(function.value) == spelled
        called = type(function) is type(model) and ast.dump(function) == spelled
        if not (runs or called) or source.scope(function) is not scope:
            continue
        # What stands under an `if` that the save does not stand under may not have happened.
        if _place(call) < _place(save) and source.parents[source.statement(call)] in around:
            return True
    return False


def _is_trained_load(source: Source, made: ast.expr) -> bool:
    """Tell whether a model is loaded with its optimizer, to be trained on."""
    if maker_kind(source, made) != "load_model" or not isinstance(made, ast.Call):
        return False
    compiles = next((keyword.value for keyword in made.keywords if keyword.arg == "compile"), None)
    return not (isinstance(compiles, ast.Constant) and compiles.value is False)


def _in_training_loop(source: Source, model: ast.expr, save: ast.Call) -> bool:
    """Tell whether a save stands in a loop that trains a model and does not compile this one: it saves as it goes."""
    compiles = set(calls_of(source, model, frozenset({"compile"})))
    for loop in source.ancestors(save):
        if isinstance(loop, (*_FUNCTION, ast.ClassDef, ast.Lambda)):
            return False
        if isinstance(loop, (ast.For, ast.While, ast.AsyncFor)):
            inside = [node for node in ast.walk(loop) if isinstance(node, ast.Attribute) and node in source.index.calls]
            trains = any(function.attr in _TRAINS or function.attr == "apply_gradients" for function in inside)
            if trains and not compiles.intersection(inside):
                return True
    return False


def _is_loaded(source: Source, path: ast.expr) -> bool:
    """Tell whether the same file loads what it saves: then it is a round trip, a test or a resumed training."""
    wanted = spelled(source, path)
    for function, call in source.index.calls.items():
        if leaf(function) in _LOADS:
            given = (*call.args, *(keyword.value for keyword in call.keywords))
            if any(spelled(source, value) == wanted for value in given):
                return True
    return False


def spelled(source: Source, node: ast.expr) -> str:
    """Return an expression's form, that of its one value if it is a name: `MODEL` is the path that it is assigned."""
    values = _values(source, node)
    if (
        isinstance(node, ast.Call)
        and len(node.args) == 1
        and isinstance(node.func, ast.Name)
        and node.func.id in {"Path", "str"}
    ):
        return spelled(source, node.args[0])
    return ast.dump(values[0] if len(values) == 1 else node)


def _values(source: Source, node: ast.expr) -> list[ast.expr]:
    """Return what a name is assigned."""
    if not isinstance(node, ast.Name):
        return []
    bindings = source.scope(node).visible(node.id, node)
    return [b.value for b in bindings if b.kind == "assign" and isinstance(b.value, ast.expr)]


def _bindings(source: Source, node: ast.expr) -> set[ast.AST]:
    if not isinstance(node, ast.Name):
        return set()
    return {binding.node for binding in source.scope(node).visible(node.id, node)}


def _place(node: ast.expr) -> tuple[int, int]:
    """Return where an expression ends: that is when it has happened."""
    return node.end_lineno or node.lineno, node.end_col_offset or 0
