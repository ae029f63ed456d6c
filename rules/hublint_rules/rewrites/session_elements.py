"""What the elements of a dataset are: one tensor, a tuple of some, or something that is not seen."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.source.use import argument
from hublint_rules.rewrites import flow

if TYPE_CHECKING:
    from collections.abc import Collection

    from hublint.rule import Source

# Methods whose dataset has elements like those of the one that they are called on.
_KEEPING = frozenset(
    {"batch", "cache", "concatenate", "filter", "padded_batch", "prefetch", "repeat", "shard", "shuffle", "skip"}
    | {"take", "unbatch", "with_options"}
)
_OF_ONE = ("range", "TFRecordDataset", "TextLineDataset", "FixedLengthRecordDataset", "list_files")

# Methods that arrays have, and nothing else that a dataset is made of.
_OF_ARRAYS = frozenset({"astype", "flatten", "ravel", "reshape"})

_DEPTH = 12


def parts(source: Source, node: ast.expr, depth: int = _DEPTH) -> int | None:
    """Return how many tensors an element is a tuple of, 0 if it is one tensor itself, None if it is not known."""
    if depth == 0:
        return None
    if isinstance(node, ast.Name):
        made = source.scope(node).visible(node.id, node)
        found = {
            parts(source, binding.value, depth - 1)
            if binding.kind == "assign" and isinstance(binding.value, ast.expr)
            else None
            for binding in made
        }
        return found.pop() if len(found) == 1 else None
    if not isinstance(node, ast.Call):
        return None
    names = {flow.short(name) or "" for name in source.resolve(node.func)}
    if names and all(name.removeprefix("data.").removeprefix("Dataset.") in _OF_ONE for name in names):
        return 0
    if names & {"data.Dataset.from_tensor_slices", "data.Dataset.from_tensors"}:
        given = argument(node, 0, "tensors")
        given = _assigned(source, given) if given is not None else None
        if isinstance(given, ast.Tuple):
            return len(given.elts) if all(_is_array(source, element) for element in given.elts) else None
        return 0 if given is not None and _is_array(source, given) else None
    if names == {"data.Dataset.zip"}:
        given = argument(node, 0, "datasets")
        single = isinstance(given, ast.Tuple) and all(parts(source, e, depth - 1) == 0 for e in given.elts)
        return len(given.elts) if single else None  # type: ignore[union-attr]
    if isinstance(node.func, ast.Attribute):
        if node.func.attr in _KEEPING:
            return parts(source, node.func.value, depth - 1)
        if node.func.attr == "map":
            return _mapped(source, node, parts(source, node.func.value, depth - 1))
    return None


def _mapped(source: Source, call: ast.Call, before: int | None) -> int | None:
    """Return what a function makes of an element, as `parts` does."""
    function = argument(call, 0, "map_func")
    if isinstance(function, ast.Name):
        found = list(source.definitions(function))
        if len(found) != 1 or not isinstance(found[0], ast.FunctionDef):
            return None
        returned = [node.value for node in source.index.returns.get(found[0], ())]
        results = {_result(source, value, ()) for value in returned}
        return results.pop() if len(results) == 1 else None
    if not isinstance(function, ast.Lambda):
        return None
    words = [word.arg for word in function.args.args]
    return _result(source, function.body, words if before is not None and max(before, 1) == len(words) else ())


def _result(source: Source, node: ast.expr | None, tensors: Collection[str]) -> int | None:
    def single(one: ast.expr) -> bool:
        if isinstance(one, ast.BinOp):
            return single(one.left) or single(one.right)
        return (isinstance(one, ast.Name) and one.id in tensors) or _is_one(source, one)

    if isinstance(node, ast.Tuple):
        return len(node.elts) if all(map(single, node.elts)) else None
    return 0 if node is not None and single(node) else None


def _is_array(source: Source, node: ast.expr, depth: int = _DEPTH) -> bool:
    """Tell whether an expression is certainly one array or tensor: no dict, no tuple of some."""
    if depth == 0:
        return False
    if isinstance(node, ast.List):
        return not any(isinstance(inner, (ast.Dict, ast.Name, ast.Starred)) for inner in ast.walk(node))
    if isinstance(node, ast.BinOp):
        return _is_array(source, node.left, depth - 1) or _is_array(source, node.right, depth - 1)
    if isinstance(node, ast.Subscript):
        return _is_array(source, node.value, depth - 1)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        method = node.func.attr
        if method in _OF_ARRAYS or (method != "tolist" and _is_array(source, node.func.value, depth - 1)):
            return True
    names = source.resolve(node)
    if names and all(name.startswith("numpy.") and name.endswith(")") for name in names):
        return True
    if isinstance(node, ast.Name):
        made = source.scope(node).visible(node.id, node)
        return bool(made) and all(
            binding.kind == "assign"
            and isinstance(binding.value, ast.expr)
            and _is_array(source, binding.value, depth - 1)
            for binding in made
        )
    return _is_one(source, node)


def _is_one(source: Source, node: ast.expr) -> bool:
    from hublint_rules.rewrites import graph_calls  # which asks about batches

    return graph_calls.gives_one_tensor(source, node)


def parts_of_batch(source: Source, node: ast.AST) -> int | None:
    """Return how many tensors an expression takes from an iterator, as `parts` does; None also for other code."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute) or node.func.attr != "get_next":
        return None
    iterator = _assigned(source, node.func.value)
    if not isinstance(iterator, ast.Call) or not isinstance(iterator.func, ast.Attribute):
        return None
    maker = iterator.func.attr
    dataset: ast.expr | None = None
    if flow.is_call_of(source, iterator, "data.Iterator.from_structure"):
        types = argument(iterator, 0, "output_types")
        dataset = types.value if isinstance(types, ast.Attribute) else None
    elif maker in {"make_one_shot_iterator", "make_initializable_iterator"}:
        made_by_function = flow.is_call_of(source, iterator, f"data.{maker}")
        dataset = argument(iterator, 0, "dataset") if made_by_function else iterator.func.value
    return parts(source, dataset) if dataset is not None else None


def _assigned(source: Source, node: ast.expr) -> ast.expr:
    """Return what a name that is set once is set to, other code as it is."""
    if not isinstance(node, ast.Name):
        return node
    made = source.scope(node).visible(node.id, node)
    value = made[0].value if len(made) == 1 and made[0].kind == "assign" else None
    return value if isinstance(value, ast.expr) else node
