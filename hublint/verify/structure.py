"""Compares what two exports promise: which export answers to which, signatures, names, types, static shapes.

Static shapes come from the files, because running does not show them: TensorFlow 2 does not enforce the shapes of a
signature's inputs.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from hublint.savedmodel import shape_text
from hublint.verify.report import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from hublint.savedmodel import Signature, TensorInfo
    from hublint.savedmodel.contents import Graph
    from hublint.verify.report import Export, ProblemKind

__all__ = ["compare_interfaces", "compare_tags", "pair_exports", "pair_names", "pair_signatures"]

_KERAS_EXTRA = "serve"  # Keras exports its endpoint under this key as well


def pair_exports(old: Sequence[Export], new: Sequence[Export]) -> list[tuple[Export | None, Export | None]]:
    """Find the counterpart of each export: the one to the same path as written, else the next that is left.

    A path that is exported to several times pairs first with first, second with second. What the new program writes to
    the folder for temporary files, and the old one does not, is a step on its way and needs no counterpart.
    """
    waiting: dict[str, list[Export]] = defaultdict(list)
    for export in new:
        waiting[export.path].append(export)
    same_path = [(export, waiting[export.path].pop(0) if waiting[export.path] else None) for export in old]
    left = [export for export in new if any(export is other for other in waiting[export.path])]
    rest = [export for at in (False, True) for export in left if export.temporary is at]
    pairs: list[tuple[Export | None, Export | None]] = []
    for export, counterpart in same_path:
        pairs.append((export, counterpart or (rest.pop(0) if rest else None)))
    return pairs + [(None, export) for export in rest if not export.temporary]


def compare_tags(old: Graph, new: Graph) -> list[Problem]:
    """Compare the tags under which two graphs are loaded."""
    if old.tags == new.tags:
        return []
    return [Problem("tags", f"the tags are {_listed(old.tags)} in old and {_listed(new.tags)} in new")]


def pair_signatures(
    old: Mapping[str, Signature], new: Mapping[str, Signature]
) -> tuple[list[tuple[str, str]], list[Problem]]:
    """Find the counterpart of each signature: the one of the same key, else, if one is left on each side, that one.

    Returns:
        The pairs of keys, and a problem for each key that is not the same on both sides. A further `serve` in new is
        none: Keras adds it.
    """
    pairs = [(key, key) for key in old if key in new]
    missing = [key for key in old if key not in new]
    extra = [key for key in new if key not in old and not (key == _KERAS_EXTRA and pairs)]
    if len(missing) == 1 and len(extra) == 1:
        problem = Problem("missing-signature", f"the signature {missing[0]!r} of old is called {extra[0]!r} in new")
        return [*pairs, (missing[0], extra[0])], [problem]
    instead = f"it has {_listed(new)}" if new else "it has no signatures"
    problems = [Problem("missing-signature", f"new has no signature {key!r}; {instead}") for key in missing]
    problems += [Problem("extra-signature", f"new has a signature {key!r} that old has not") for key in extra]
    return pairs, problems


def pair_names(old: Iterable[str], new: Iterable[str]) -> dict[str, str]:
    """Map names in old to names in new: the same, and the one that is left on each side, if it is one."""
    old, new = list(old), list(new)
    pairs = {name: name for name in old if name in new}
    left = [name for name in old if name not in pairs]
    right = [name for name in new if name not in pairs]
    if len(left) == len(right) == 1:
        pairs[left[0]] = right[0]
    return pairs


def compare_interfaces(old: Signature, new: Signature) -> list[Problem]:
    """Compare two signatures: method, names, element types and static shapes of inputs and outputs.

    The names of tensors in the graph are not compared: no caller of a signature sees them. A signature that had no
    method may have one: nobody could ask a server for it by what it lacked.
    """
    problems = []
    if old.method and old.method != new.method:
        problems.append(Problem("method", f"the method is {old.method!r} in old and {new.method!r} in new"))
    problems += _compare_tensors("input", old.inputs, new.inputs)
    problems += _compare_tensors("output", old.outputs, new.outputs)
    return problems


_KINDS: dict[tuple[str, str], ProblemKind] = {
    ("input", "missing"): "missing-input",
    ("input", "extra"): "extra-input",
    ("input", "dtype"): "input-dtype",
    ("input", "shape"): "input-shape",
    ("output", "missing"): "missing-output",
    ("output", "extra"): "extra-output",
    ("output", "dtype"): "output-dtype",
    ("output", "shape"): "output-shape",
}


def _compare_tensors(what: str, old: Mapping[str, TensorInfo], new: Mapping[str, TensorInfo]) -> list[Problem]:
    pairs = pair_names(old, new)
    problems = []
    for name in old:
        if name not in pairs:
            message = f"{what} {name!r} is missing in new, which has {_listed(new)}"
            problems.append(Problem(_KINDS[what, "missing"], message))
        elif pairs[name] != name:
            message = f"{what} {name!r} of old is called {pairs[name]!r} in new"
            problems.append(Problem(_KINDS[what, "missing"], message))
    problems += [
        Problem(_KINDS[what, "extra"], f"{what} {name!r} of new is not in old")
        for name in new
        if name not in pairs.values()
    ]
    for name, counterpart in pairs.items():
        left, right = old[name], new[counterpart]
        if (left.dtype, left.encoding) != (right.dtype, right.encoding):
            message = f"{what} {name!r} is {_type(left)} in old and {_type(right)} in new"
            problems.append(Problem(_KINDS[what, "dtype"], message))
        if left.shape != right.shape:
            message = f"{what} {name!r} has shape {shape_text(left.shape)} in old and {shape_text(right.shape)} in new"
            problems.append(Problem(_KINDS[what, "shape"], message))
    return problems


def _type(info: TensorInfo) -> str:
    return info.dtype if info.encoding == "dense" else f"{info.encoding} {info.dtype}"


def _listed(names: Iterable[str]) -> str:
    return ", ".join(repr(name) for name in sorted(names)) or "none"
