"""Names for what has none: functions after what the program calls a value, optimizers after what they train."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hublint.rule import Source

# A label of more words is a sentence, which names nothing.
_MOST_WORDS = 3
_WORDS = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_FORMATS = re.compile(r"%[-+ #0]*\d*(?:\.\d+)?[a-zA-Z]|\{[^{}]*\}|\([^()]*\)")

# The words of a name that say of a step or of a loss only that it is one.
_OF_STEPS = re.compile(
    r"(?:train(?:er|ing)?|steps?|ops?|solver?|optim(?:izers?|ize)?|opt|minimi[sz]er?|loss(?:es)?|costs?|errors?)\d*"
)


def told(source: Source, call: ast.Call) -> str | None:
    """Return what a program calls the value of a run: the name that it gives it, or the label that it prints before."""
    statement = source.statement(call)
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        (target,) = statement.targets
        return target.id if isinstance(target, ast.Name) else None
    printed = statement.value if isinstance(statement, ast.Expr) else None
    if isinstance(printed, ast.Call) and isinstance(printed.func, ast.Name) and printed.func.id == "print":
        return _label(source, printed, call)
    return None


def _label(source: Source, printed: ast.Call, call: ast.Call) -> str | None:
    """Return the label in front of a value that is printed, as the words of a name."""
    start = source.span(call)[0]
    before = [n for n in ast.walk(printed) if isinstance(n, ast.Constant) and source.span(n)[1] <= start]
    texts = [n.value for n in before if isinstance(n.value, str) and _WORDS.search(_FORMATS.sub(" ", n.value))]
    words = _WORDS.findall(_FORMATS.sub(" ", texts[-1])) if texts else []
    return "_".join(words).lower() if 0 < len(words) <= _MOST_WORDS else None


def trained(*names: str) -> str:
    """Return what a step trains by its name, or by that of its loss: `D` for `D_solver`, nothing for `train_step`."""
    for name in names:
        words = [word for word in name.split("_") if word and not _OF_STEPS.fullmatch(word.lower())]
        if words:
            return "_".join(words)
    return ""


__all__ = ["told", "trained"]
