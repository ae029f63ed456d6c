"""The rewrite of a file's estimators: all of them, or none."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Fix, NoFix
from hublint.target import FIRST_WITH_KERAS_3
from hublint_rules.rewrites import estimator_program
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from hublint.rule import Source, Target, Use

_METHODS = frozenset({"export_saved_model", "export_savedmodel"})


def rewrite(use: Use, target: Target) -> Fix | NoFix:
    """Rewrite the estimators of the file that a use belongs to; why not is told where they are made and exported."""
    source = use.source
    if target.tensorflow < FIRST_WITH_KERAS_3:
        return NoFix("")
    made = rewritten(source)
    if isinstance(made, Fix):
        start, end = source.span(use.node)
        known = any(edit.start <= start and end <= edit.end for edit in made.edits)
        return made if known or _is_method(use) else NoFix("")
    told = use.name.endswith(".estimator.Estimator") or _is_method(use)
    return made if told else NoFix("")


def rewritten(source: Source) -> Fix | NoFix:
    """Return the fix for a whole file, or why there is none; worked out once."""
    known: Fix | NoFix | None = source.notes.get(rewritten)
    if known is None:
        known = source.notes[rewritten] = _rewritten(source)
    return known


def _rewritten(source: Source) -> Fix | NoFix:
    from hublint_rules.rewrites.estimator_writer import write

    names = {name for _, name in estimator_program.uses(source)}
    if estimator_program.ESTIMATOR not in names:
        return NoFix("")
    try:
        return write(estimator_program.Estimators(source))
    except Refused as refusal:
        return NoFix(str(refusal))


def _is_method(use: Use) -> bool:
    return isinstance(use.node, ast.Attribute) and use.node.attr in _METHODS


__all__ = ["rewrite", "rewritten"]
