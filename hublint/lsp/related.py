"""What a finding rests on elsewhere in its file: where the name that it begins with comes from."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import ast

    from hublint.rule import Finding
    from hublint.source.index import Binding, Scope
    from hublint.source.source import Source


class _Names(NamedTuple):
    """The names that a file reads, in order, and where each begins."""

    starts: list[int]
    names: list[tuple[Scope, ast.Name]]


def origin(source: Source, finding: Finding) -> tuple[int, int] | None:
    """Return the bytes of what gave the first name in a finding its meaning.

    That is the part of an import statement that brings the name (`tensorflow as tf`), or the assignment, `with` item or
    annotated parameter that it has its value from (`tf = try_import_tf()`, `tf.Session() as sess`). None where there is
    none that hublint understands, and where the finding stands in it.
    """
    known = _names(source)
    at = bisect_left(known.starts, finding.start)
    if at == len(known.starts) or known.starts[at] >= finding.end:
        return None
    scope, name = known.names[at]
    for binding in scope.visible(name.id, name):
        span = _span(source, binding, scope.owner(name.id) or scope)
        if span is not None:
            start, end = span
            return None if finding.start < end and start < finding.end else span
    return None


def _names(source: Source) -> _Names:
    known: _Names | None = source.notes.get(origin)
    if known is None:
        text = source.text
        rows = len(text.line_starts)
        found = sorted(
            (
                (text.offset(name.lineno, name.col_offset), at)
                for at, (_, name) in enumerate(source.index.loads)
                if 1 <= name.lineno <= rows  # within f-strings old Pythons count from elsewhere
            ),
        )
        names = [source.index.loads[at] for _, at in found]
        known = source.notes[origin] = _Names([start for start, _ in found], names)
    return known


def _span(source: Source, binding: Binding, scope: Scope) -> tuple[int, int] | None:
    """Return the bytes of a binding that hublint knows the value of."""
    if binding.kind == "import":
        return source.span(binding.node) if binding.name is not None else None  # type: ignore[arg-type]
    if binding.kind not in {"assign", "with", "parameter"} or binding.value is None:
        return None
    # An annotation is read where the function is defined.
    read_in = scope.parent or scope if binding.kind == "parameter" else binding.scope or scope
    if not source.resolve(binding.value, read_in):
        return None
    first, second = source.span(binding.node), source.span(binding.value)  # type: ignore[arg-type]
    return min(first[0], second[0]), max(first[1], second[1])


__all__ = ["origin"]
