"""Where a line can be put before or behind a statement that stands on lines of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from hublint.rule import Source


def line_before(source: Source, statement: ast.stmt) -> tuple[int, str] | None:
    """Return where a statement begins, and its indentation; None if something else stands before it."""
    start, _ = source.span(statement)
    utf8 = source.text.utf8
    before = utf8[utf8.rfind(b"\n", 0, start) + 1 : start].decode()
    return None if before.strip() else (start, before)


def line_behind(source: Source, statement: ast.stmt) -> tuple[int, str] | None:
    """Return where the last line of a statement ends, comment included, and its indentation; None as above."""
    place = line_before(source, statement)
    _, end = source.span(statement)
    utf8 = source.text.utf8
    stop = utf8.find(b"\n", end)
    rest = utf8[end : stop if stop >= 0 else len(utf8)]
    if place is None or (rest.strip() and not rest.strip().startswith(b"#")):
        return None
    return end + len(rest.rstrip(b"\r")), place[1]
