"""Checks notebooks: all code cells as one program, and what cells write to Python files as files of their own.

`check` and `fix` take a `Notebook` (`hublint.source.notebook`) and give findings as they stand in its cells: `cell` is
the cell's number among all cells, counted from 1; rows, columns and offsets are those of the cell's own text, and so
are the edits of a fix, each with the cell that it belongs to. A language server that keeps what it knows of
`notebook.text` up to date by itself asks `placed` for the same of each finding in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import engine
from hublint.engine import CANNOT_PARSE, Checked
from hublint.files import FileError, states_requirements
from hublint.rule import Finding, Fix, Location
from hublint.source.edit import apply
from hublint.source.minimal import minimal_edits
from hublint.source.source import SourceError
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.registry import Registry
    from hublint.rule import Target
    from hublint.source.ipynb import NotebookFile
    from hublint.source.notebook import Cell, File, Notebook


class Rules(NamedTuple):
    """What files are judged by: the active rules of each path, and what looks up its target."""

    registry: Callable[[Path], Registry]
    target: Callable[[Path], Callable[[], Target]]


class Fixed(NamedTuple):
    """What fixing gives: the code cells as they are now, the findings that remain in them, and what was fixed.

    The places of `applied` are those in the texts that these fixes were applied to, which are no cells.
    """

    cells: tuple[Cell, ...]
    checked: Checked
    applied: list[Finding]


class Opened(NamedTuple):
    """A notebook's file, and its cells."""

    file: NotebookFile
    notebook: Notebook


def opened(data: bytes, path: Path, registry: Registry) -> Opened | None:
    """Read the file of a notebook; None if nothing in it is of interest, or it is in another language.

    Raises:
        FileError: if it is no notebook, or cannot be read without IPython, which is not there.
    """
    from hublint.source.ipynb import NotebookError, NotebookFile
    from hublint.source.notebook import NEEDS_IPYTHON, Notebook

    if not concerns(data, registry):
        return None
    try:
        file = NotebookFile(data)
    except NotebookError as error:
        raise FileError(path, str(error)) from None
    if file.language != "python":
        return None
    notebook = Notebook(file.cells)
    if notebook.needs_ipython:
        raise FileError(path, NEEDS_IPYTHON)
    return Opened(file, notebook)


def concerns(data: bytes, registry: Registry) -> bool:
    """Tell, from its bytes alone, whether the file of a notebook can hold anything that hublint speaks of.

    What stands before and behind a word tells nothing here: a line's end is two letters in the file.
    """
    words = (*(root.encode() for root in registry.roots), b"hublint:", b"noqa", b"%%writefile", b"%%file")
    return any(word in data for word in words)


def check(notebook: Notebook, rules: Rules, *, filename: str, path: Path, fixes: bool = True) -> Checked:
    """Find what the rules report in a notebook, and in the Python files that its cells write.

    Args:
        notebook: its code cells.
        rules: gives the rules and the target of its path, and of the files'.
        filename: what findings are reported under.
        path: where it lies, or would lie.
        fixes: whether to work out the fixes; without, every `fix` is None.

    Returns:
        The findings by cell and row. A cell that cannot be parsed has the one that says so, and the others are checked.
    """
    checked = engine.check(
        notebook.text, rules.registry(path), filename=filename, path=path, target=rules.target(path), fixes=fixes
    )
    findings = [placed(notebook, finding) for finding in checked.findings]
    ignored = checked.ignored
    for file, where in files(notebook, path):
        text = Text.decoded(file.text.encode())
        inner = engine.check(
            text, rules.registry(where), filename=filename, path=where, target=rules.target(where), fixes=fixes
        )
        findings += (_placed_of_file(notebook, file, finding) for finding in inner.findings)
        ignored += inner.ignored
    findings += _unread(notebook, filename)
    return Checked(_in_order(findings), ignored)


def fix(notebook: Notebook, rules: Rules, *, filename: str, path: Path, unsafe: bool = False) -> Fixed:
    """Apply the fixes of a notebook, safe ones or all, until none is left.

    A fix that would reach over the edge of a cell, or that cannot be put back among what only IPython understands, is
    not kept.
    """
    from hublint.source.notebook import Notebook

    fixed = engine.fix(
        notebook.text, rules.registry(path), filename=filename, path=path, target=rules.target(path), unsafe=unsafe
    )
    applied = [*fixed.applied]
    texts = notebook.cells_of(fixed.data)
    if texts is None:
        message = "fixes were applied that the cells cannot follow"
        raise AssertionError(message)
    for file, where in files(notebook, path):
        own = engine.fix(
            Text.decoded(file.text.encode()),
            rules.registry(where),
            filename=filename,
            path=where,
            target=rules.target(where),
            unsafe=unsafe,
        )
        before = notebook.texts[file.position].utf8[: file.start]
        texts[file.position] = before.decode() + own.data.decode()
        applied += own.applied
    cells = [cell._replace(text=text) for cell, text in zip(notebook.cells, texts, strict=True)]
    return Fixed(tuple(cells), check(Notebook(cells), rules, filename=filename, path=path), applied)


def files(notebook: Notebook, path: Path) -> Iterator[tuple[File, Path]]:
    """Yield what cells write that is checked, with where it is written: beside the notebook, as far as is known."""
    for file in notebook.files:
        where = path.parent / file.name
        if where.suffix == ".py" or states_requirements(where):
            yield file, where


# Findings as they stand in cells.


def placed(notebook: Notebook, finding: Finding) -> Finding:
    """Return a finding in the text of a notebook as one in its cell.

    A fix that the cells cannot follow is left out, and a note says why.
    """
    index, start = notebook.cell_offset(finding.start) or notebook.nearest(finding.start)
    end_index, end = notebook.cell_offset(finding.end) or (index, start)
    if end_index != index:
        end = start
    moved = _moved(notebook, index, finding, (start, end))
    note = None if finding.note is None else told(notebook, index, finding.note)
    moved = moved._replace(message=told(notebook, index, finding.message), note=note)
    if finding.fix is None:
        return moved
    utf8 = apply(notebook.text.utf8, finding.fix.edits)
    try:
        notebook.text.changed(utf8)
    except SourceError as error:
        return moved._replace(fix=None, note=finding.note or error.reason)
    return moved._replace(fix=_placed_fix(notebook, finding.fix, utf8))


def _placed_fix(notebook: Notebook, fix: Fix, utf8: bytes) -> Fix:
    texts = notebook.cells_of(utf8) or []
    edits = [
        edit._replace(cell=cell.number)
        for cell, text in zip(notebook.cells, texts, strict=True)
        for edit in minimal_edits(cell.text.encode(), text.encode())
    ]
    return fix._replace(edits=tuple(edits))


def _placed_of_file(notebook: Notebook, file: File, finding: Finding) -> Finding:
    """Return a finding in what a cell writes as one in the cell."""
    number = notebook.cells[file.position].number
    moved = _moved(notebook, file.position, finding, (finding.start + file.start, finding.end + file.start))
    if finding.fix is None:
        return moved
    edits = [
        edit._replace(start=edit.start + file.start, end=edit.end + file.start, cell=number)
        for edit in finding.fix.edits
    ]
    return moved._replace(fix=finding.fix._replace(edits=tuple(edits)))


def _moved(notebook: Notebook, index: int, finding: Finding, span: tuple[int, int]) -> Finding:
    """Return a finding at a span of a cell."""
    text = notebook.texts[index]
    location, end_location = (Location(*text.position(offset)) for offset in span)
    if finding.code == CANNOT_PARSE:
        row = text.line_of(span[0]) + finding.location.row - 1
        location = end_location = Location(row, finding.location.column)
    start, end = span
    return finding._replace(
        location=location, end_location=end_location, start=start, end=end, cell=notebook.cells[index].number
    )


def told(notebook: Notebook, index: int, sentence: str) -> str:
    """Return a sentence that a rule says at a cell, in which a line of the text is told as one of its cell."""

    def line(match: re.Match[str]) -> str:
        starts = notebook.text.line_starts
        row = int(match[1])
        place = notebook.cell_offset(starts[row - 1]) if row <= len(starts) else None
        if place is None:
            return match[0]
        cell, offset = place
        row = notebook.texts[cell].line_of(offset)
        return f"line {row}" if cell == index else f"line {row} of cell {notebook.cells[cell].number}"

    return _LINE.sub(line, sentence)


_LINE: Final = re.compile(r"\bline ([1-9][0-9]*)\b")


def _unread(notebook: Notebook, filename: str) -> Iterator[Finding]:
    """Yield what is said of cells that cannot be parsed."""
    for index, error in notebook.unread.items():
        place = Location(error.line or 1, 1)
        message = f"{error.reason}; the cell is left as it is"
        yield Finding(filename, place, place, CANNOT_PARSE, message, 0, 0, cell=notebook.cells[index].number)


def _in_order(findings: list[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda finding: (finding.cell or 0, *finding[1:7]))


__all__ = ["Fixed", "Opened", "Rules", "check", "concerns", "files", "fix", "opened", "placed", "told"]
