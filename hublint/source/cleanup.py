"""Imports: adding what a fix needs, taking away what it leaves unused."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from hublint.source.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from hublint.source.source import Source

_NAME = re.compile(r"[^\W\d]\w*")
_COMMA_BEHIND = re.compile(rb"[ \t]*,?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r)")
_SEMICOLON_BEHIND = re.compile(rb"[ \t]*;[ \t]*(?=[^ \t\r\n#\\])")
_SEMICOLON_BEFORE = re.compile(rb"[ \t]*;[ \t]*\Z")
_BLANK_BEHIND = re.compile(rb"[ \t]*;?[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|\r|$)")


def import_edits(source: Source, wanted: Iterable[tuple[str, str]]) -> tuple[Edit, ...]:
    """Return the edits that import modules, each given as `(full name, local name)`, where they are not there yet.

    A part of a package that others are imported from already stands with these, in alphabetical order.
    """
    lines: dict[int, list[str]] = {}
    for module, local in wanted:
        bindings = source.index.module.bindings.get(local, [])
        if any(binding.kind == "import" and binding.name == module for binding in bindings):
            continue
        parts = _plain(module)
        if parts is None:
            line = f"import {module}" if module == local else f"import {module} as {local}"
        else:
            line = f"from {parts[0]} import {parts[1]}" + ("" if parts[1] == local else f" as {local}")
        place = _import_place(source)
        beside = None if parts is None else _beside(source, *parts, place)
        lines.setdefault(place if beside is None else beside, []).append(line)
    return tuple(
        _inserted(source, at, sorted(added, key=lambda line: line if line.startswith("from") else ""))
        for at, added in lines.items()
    )


def _plain(module: str) -> tuple[str, str] | None:
    """Return the package and the name that `from` imports a module by; None for one that is imported whole."""
    package, _, name = module.rpartition(".")
    return (package, name) if package and not module.startswith("tensorflow.") else None


def _beside(source: Source, package: str, name: str, limit: int) -> int | None:
    """Return the offset, up to a limit, at which a name stands in order among others of its package, if there are."""
    starts = source.text.line_starts
    at: int | None = None
    for statement in source.tree.body:
        alone = isinstance(statement, ast.ImportFrom) and statement.module == package and not statement.level
        if not alone or source.text.line(statement.lineno).partition("#")[0].strip() != source.code(statement):
            continue
        row = statement.lineno
        if starts[row - 1] >= limit:
            break
        if name < statement.names[0].name:  # type: ignore[attr-defined]
            return starts[row - 1] if at is None else at
        at = starts[row] if row < len(starts) else len(source.text.utf8)
    return at


def _inserted(source: Source, at: int, lines: list[str]) -> Edit:
    newline = source.text.newline
    lead = "" if at == 0 or source.text.utf8[:at].endswith((b"\n", b"\r")) else newline
    following = source.text.utf8[at : at + 32].lstrip(b" \t")
    gap = newline * 2 if following.startswith((b"def ", b"class ", b"@", b"async ")) else ""
    return Edit(at, at, lead + "".join(line + newline for line in lines) + gap)


def _import_place(source: Source) -> int:
    """Return the offset of the line behind the first imports, or where the first import would stand."""
    if source.text.cell_starts:
        return _import_place_in_cells(source, source.text.cell_starts)
    last: ast.stmt | None = None
    row = 0
    for statement in source.tree.body:
        docstring = isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant) and last is None
        if isinstance(statement, (ast.Import, ast.ImportFrom)) or docstring:
            last = statement
            row = statement.end_lineno or statement.lineno
        else:
            break
    starts = source.text.line_starts
    if last is not None:
        # What begins on the import's last line (`import a; b = ...`) may end further down.
        for statement in source.tree.body:
            if statement.lineno <= row:
                row = max(row, statement.end_lineno or statement.lineno)
        return starts[row] if row < len(starts) else len(source.text.utf8)
    return _behind_comments(source, 0, len(source.text.utf8))


def _behind_comments(source: Source, begin: int, end: int) -> int:
    """Return the offset behind the comments at the top of a text: a licence, an encoding, a `#!` line."""
    starts = source.text.line_starts
    row = source.text.line_of(begin)
    behind = begin
    for above in range(row, len(starts)):
        line = source.text.line(above).strip()
        if starts[above] > end or (line and not line.startswith("#")):
            break
        if line:
            behind = starts[above]
    return behind


# Whose imports stand in the cell that others of a rewrite belong into.
_LIBRARIES = frozenset({"keras", "tensorflow", "tensorflow_hub", "tf_keras", "tf_slim"})


def _import_place_in_cells(source: Source, cells: Sequence[int]) -> int:
    """Return the offset of the line behind the imports round that of TensorFlow, in its cell.

    In a notebook the first lines often install something, or are for IPython: what they need not be is Python.
    """
    body, starts = source.tree.body, source.text.line_starts

    def cell(statement: ast.stmt) -> int:
        return bisect_right(cells, starts[statement.lineno - 1])

    imports = [at for at, statement in enumerate(body) if isinstance(statement, (ast.Import, ast.ImportFrom))]
    at = next((at for at in imports if _LIBRARIES & _packages(body[at])), imports[0] if imports else None)
    if at is None:
        # A bare name is no program: it may stand for what is IPython's, above which nothing may stand.
        bare = [isinstance(one, ast.Expr) and isinstance(one.value, ast.Name) for one in body]
        at = next((at for at, is_name in enumerate(bare) if not is_name), None)
        if at is None:
            return _behind_comments(source, cells[0], len(source.text.utf8))
        line = starts[body[at].lineno - 1]
        if any(is_name and cell(one) == cell(body[at]) for one, is_name in zip(body[:at], bare, strict=False)):
            return line
        return _behind_comments(source, cells[cell(body[at]) - 1], line)
    while at + 1 in imports and cell(body[at + 1]) == cell(body[at]):
        at += 1
    row = body[at].end_lineno or body[at].lineno
    for statement in body[at:]:
        if statement.lineno <= row:
            row = max(row, statement.end_lineno or statement.lineno)
    return starts[row] if row < len(starts) else len(source.text.utf8)


def _packages(statement: ast.stmt) -> set[str]:
    """Return the packages that an import statement imports from."""
    if isinstance(statement, ast.ImportFrom):
        return {(statement.module or "").partition(".")[0]} if not statement.level else set()
    return {alias.name.partition(".")[0] for alias in statement.names} if isinstance(statement, ast.Import) else set()


def unused_import_edits(before: Source, after: Source) -> tuple[Edit, ...]:
    """Return the edits that remove imports which were used before a fix and are not used after it.

    Imports that nobody used in the first place stay: they may be there for their effect, or for other modules.
    """
    if after.path is not None and after.path.name == "__init__.py":
        return ()
    gone = {name.id for _, name in before.index.loads} - {name.id for _, name in after.index.loads}
    gone -= _exported(after.tree)
    unused: dict[ast.Import | ast.ImportFrom, list[ast.alias]] = {}
    for _, statement in after.index.imports:
        names = [alias for alias in statement.names if (alias.asname or alias.name.partition(".")[0]) in gone]
        if names and not (isinstance(statement, ast.ImportFrom) and statement.module == "__future__"):
            unused[statement] = names
    if unused:
        named = _named_in_annotations(after)
        unused = {
            statement: kept
            for statement, names in unused.items()
            if (kept := [a for a in names if (a.asname or a.name.partition(".")[0]) not in named])
        }
    whole = {statement for statement, names in unused.items() if len(names) == len(statement.names)}
    edits: list[Edit] = []
    for statement, names in unused.items():
        if statement in whole:
            edit = _without_statement(after, statement, whole)
            edits += [edit] if edit is not None else []
        else:
            edits += _without_names(after, statement, names)
    return tuple(edits)


def _named_in_annotations(source: Source) -> set[str]:
    """Return the names in annotations that are written as strings: such a use is not seen as one."""
    names: set[str] = set()
    for node in source.below(source.tree, ast.arg, ast.AnnAssign, ast.FunctionDef, ast.AsyncFunctionDef):
        for field in ("annotation", "returns"):
            annotation = getattr(node, field, None)
            for part in ast.walk(annotation) if isinstance(annotation, ast.expr) else ():
                if isinstance(part, ast.Constant) and isinstance(part.value, str):
                    names.update(_NAME.findall(part.value))
    return names


def _exported(tree: ast.Module) -> set[str]:
    """Return the strings of `__all__`: such names are used by others."""
    return {
        constant.value
        for statement in tree.body
        if isinstance(statement, (ast.Assign, ast.AugAssign, ast.AnnAssign))
        for target in (statement.targets if isinstance(statement, ast.Assign) else [statement.target])
        if isinstance(target, ast.Name) and target.id == "__all__" and statement.value is not None
        for constant in ast.walk(statement.value)
        if isinstance(constant, ast.Constant) and isinstance(constant.value, str)
    }


def _without_names(source: Source, statement: ast.Import | ast.ImportFrom, names: list[ast.alias]) -> list[Edit]:
    """Return the edits that take some of the names out of an import statement."""
    utf8 = source.text.utf8
    spans = [source.span(alias) for alias in statement.names]
    bracketed = utf8[: source.span(statement)[1]].endswith(b")")
    edits: list[Edit] = []
    lines = [_own_line(source, span) for span in spans] if bracketed else [None]
    if None not in lines:
        for alias, line in zip(statement.names, lines, strict=True):
            if alias in names and line is not None:
                edits.append(Edit(*line, ""))
        return edits
    kept = max(at for at, alias in enumerate(statement.names) if alias not in names)
    for at, alias in enumerate(statement.names[:kept]):
        if alias in names:
            edits.append(Edit(spans[at][0], spans[at + 1][0], ""))
    if kept + 1 < len(spans):
        edits.append(Edit(spans[kept][1], spans[-1][1], ""))
    return edits


def _own_line(source: Source, span: tuple[int, int]) -> tuple[int, int] | None:
    """Return the span of the line that holds nothing but this name of a bracketed import, and perhaps a comment."""
    utf8 = source.text.utf8
    start = source.text.line_starts[source.text.line_of(span[0]) - 1]
    behind = _COMMA_BEHIND.match(utf8, span[1])
    if utf8[start : span[0]].strip() or behind is None:
        return None
    return start, behind.end()


def _without_statement(source: Source, statement: ast.stmt, unused: Collection[ast.stmt]) -> Edit | None:
    """Return the edit that takes an import statement away, or leaves a `pass` where a suite would be empty.

    An import that is tried, with something else where it fails, stays: what it is for is not its name alone.
    """
    start, end = source.span(statement)
    utf8 = source.text.utf8
    parent = source.parents[statement]
    if isinstance(parent, ast.ExceptHandler) or (getattr(parent, "handlers", None) and statement in parent.body):  # type: ignore[attr-defined]
        return None
    suite = next(
        suite
        for field in ("body", "orelse", "finalbody")
        if isinstance(suite := getattr(parent, field, None), list) and statement in suite
    )
    if suite[-1] is statement and parent is not source.tree and all(other in unused for other in suite):
        return Edit(start, end, "pass")
    line = source.text.line_starts[statement.lineno - 1]
    if not utf8[line:start].strip():
        behind = _BLANK_BEHIND.match(utf8, end)
        if behind is not None:
            return Edit(line, behind.end(), "")
        following = _SEMICOLON_BEHIND.match(utf8, end)
        if following is not None:
            return Edit(start, following.end(), "")
    before = _SEMICOLON_BEFORE.search(utf8, line, start)
    return Edit(before.start(), end, "") if before is not None else Edit(start, end, "pass")
