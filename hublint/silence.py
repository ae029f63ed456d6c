"""Silences findings by ignore comments, and makes sure that nothing else comes of it.

After each round of comments the file is read and checked again: it has to be the same program, what was to be silenced
has to be gone, and nothing may be found that was not there before. A comment that does not keep to that is not written.
"""

from __future__ import annotations

import ast
from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import engine
from hublint.engine import CANNOT_PARSE, UNUSED_IGNORE, Run
from hublint.files import states_requirements
from hublint.output.paths import STDIN
from hublint.requirements import Manifest
from hublint.source.edit import Edit, apply
from hublint.source.ignoring import ignore_edit, requirement_ignore_edit, silenced_rows
from hublint.source.text import SourceError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

    from hublint.notebooks import Rules
    from hublint.rule import Finding
    from hublint.session import Session
    from hublint.source.notebook import Cell, Notebook
    from hublint.source.source import Source

NO_PLACE: Final = "no ignore comment can stand here; `per-file-ignores` in the settings can leave it out"
UNUSED: Final = "--fix takes away what an ignore comment says in vain"

_Place = tuple[str, int]
"""What tells a finding: its code, and where it begins."""


class Silenced(NamedTuple):
    """A file with its new comments: its bytes, the wanted findings that are left, and how many are silenced."""

    data: bytes
    findings: list[Finding]
    number: int


def silence(data: bytes, path: Path, findings: list[Finding], session: Session, reason: str = "") -> Silenced:
    """Silence findings of one file.

    Args:
        data: the file.
        path: where it lies, or would lie; `-` for a program of which that is not known.
        findings: those that are to be silenced, as `hublint.checking` gives them; one at least.
        session: the settings.
        reason: what new comments say behind the codes.

    Raises:
        FileError: if the file is a notebook that cannot be read.
    """
    if path.suffix == ".ipynb":
        return _in_notebook(data, path, findings, session, reason)
    run = Run(session.registry(path), session.target(path), findings[0].filename, fixes=False)
    try:
        first = _view(Text(data), run, None if path == STDIN else path, reason)
        last, left = _silenced(first, _places(findings))
        # What stands in the first two lines may say how the bytes are read.
        unharmed = Text(last.text.raw).utf8 == last.text.utf8
    except SourceError:
        return Silenced(data, findings, 0)
    if not unharmed:
        return Silenced(data, [_told(finding) for finding in findings], 0)
    remaining = [_told(finding) for finding in last.findings if _place(finding) in left]
    return Silenced(last.text.raw, remaining, len(findings) - len(remaining))


def why_no_reason(reason: str) -> str | None:
    """Return why a text cannot be the reason of an ignore comment; None if it can."""
    if not reason.strip():
        return "is empty"
    if not reason.isprintable():
        return "has to be one line of plain text"
    if "#" in reason:
        return "must not hold a #, at which the next comment begins"
    return None


# One text.


class _View(NamedTuple):
    """A text, and what is found in it."""

    text: Text
    findings: list[Finding]
    edit: Callable[[Finding], Edit | None]
    rows: Callable[[Edit], range]
    program: str
    """What has to stay the same."""
    again: Callable[[Text], _View]


def _view(text: Text, run: Run, path: Path | None, reason: str) -> _View:
    def again(changed: Text) -> _View:
        return _view(changed, run, path, reason)

    if path is not None and path.suffix != ".py" and states_requirements(path):
        found = engine.check(text, run.registry, filename=run.filename, path=path, target=run.target, fixes=False)
        manifest = Manifest(path.name, text.utf8)
        return _View(
            text,
            found.findings,
            lambda finding: requirement_ignore_edit(manifest, finding, reason),
            lambda edit: range(text.line_of(edit.start), text.line_of(edit.start) + 1),
            "",  # each edit looks after that by itself
            again,
        )
    checked, source, _ = engine.read(text, run, path)
    if source is None:
        raise SourceError("cannot be parsed")
    read: Source = source
    return _View(
        text,
        checked.findings,
        lambda finding: ignore_edit(read, finding, reason),
        lambda edit: silenced_rows(read, edit),
        ast.dump(read.tree),
        again,
    )


def _places(findings: Iterable[Finding]) -> set[_Place]:
    return {(finding.code, finding.start) for finding in findings}


def _told(finding: Finding) -> Finding:
    if finding.code == CANNOT_PARSE:
        return finding
    return finding._replace(note=UNUSED if finding.code == UNUSED_IGNORE else NO_PLACE)


def _silenced(view: _View, wanted: set[_Place]) -> tuple[_View, set[_Place]]:
    """Silence what can be; return how the text is then, and where what is left of the wanted findings begins there."""
    refused: set[_Place] = set()
    while True:
        chosen = _chosen(view, wanted - refused)
        if not chosen:
            return view, wanted & _places(view.findings)
        while chosen:
            edits = {edit for _, edit in chosen}
            after = _applied(view, edits, [finding for finding, _ in chosen])
            if after is not None:
                wanted, refused = _moved(wanted, edits), _moved(refused, edits)
                view = after
                break
            if len(chosen) == 1:
                refused |= _places(finding for finding, _ in chosen)
            chosen = chosen[: len(chosen) // 2]


def _chosen(view: _View, wanted: Collection[_Place]) -> list[tuple[Finding, Edit]]:
    """Return findings with the comments that silence them: one for each place, none for what another one silences."""
    chosen: list[tuple[Finding, Edit]] = []
    taken: dict[tuple[int, int], Edit] = {}
    silenced: set[tuple[str, int]] = set()
    for finding in view.findings:
        row = finding.location.row
        if finding.code == UNUSED_IGNORE or (finding.code, finding.start) not in wanted:
            continue
        if (finding.code, row) in silenced:
            continue
        edit = view.edit(finding)
        if edit is None or taken.setdefault((edit.start, edit.end), edit) != edit:
            # Another code's comment goes there first, and takes this one's code in the next round.
            continue
        silenced.update((finding.code, one) for one in view.rows(edit))
        chosen.append((finding, edit))
    return chosen


def _applied(view: _View, edits: set[Edit], silenced: list[Finding]) -> _View | None:
    """Return the text with some edits; None if that does what it should not, or not what it should."""
    try:
        after = view.again(view.text.changed(apply(view.text.utf8, edits)))
    except (SourceError, ValueError):
        return None
    before = Counter((code, _shifted(start, edits)) for code, start in map(_place, view.findings))
    found = Counter(map(_place, after.findings))
    gone = before - found
    if found - before or after.program != view.program:
        return None
    return after if all((one.code, _shifted(one.start, edits)) in gone for one in silenced) else None


def _place(finding: Finding) -> _Place:
    return finding.code, finding.start


def _moved(places: set[_Place], edits: set[Edit]) -> set[_Place]:
    return {(code, _shifted(start, edits)) for code, start in places}


def _shifted(start: int, edits: set[Edit]) -> int:
    """Return where what began at an offset begins after some edits, none of which changes it."""
    return start + sum(len(edit.replacement.encode()) - (edit.end - edit.start) for edit in edits if edit.end <= start)


# Notebooks.


def _in_notebook(data: bytes, path: Path, findings: list[Finding], session: Session, reason: str) -> Silenced:
    from hublint import notebooks
    from hublint.source.notebook import Notebook

    opened = notebooks.opened(data, path, session.registry(path))
    if opened is None:
        return Silenced(data, findings, 0)
    rules, filename = notebooks.Rules(session.registry, session.target), findings[0].filename
    wanted = {(finding.cell, *_place(finding)) for finding in findings}
    cells, left = _cells(opened.notebook, path, wanted, _Asked(rules, filename, reason))
    now = notebooks.check(Notebook(cells), rules, filename=filename, path=path, fixes=False).findings
    unread = {finding for finding in findings if finding.code == CANNOT_PARSE}
    remaining = [_told(finding) for finding in now if (finding.cell, *_place(finding)) in left or finding in unread]
    after = opened.file.with_cells(cells)
    return Silenced(after, remaining, len(findings) - len(remaining))


class _Asked(NamedTuple):
    """What is asked of the parts of a notebook, and what comments say."""

    rules: Rules
    filename: str
    reason: str

    def run(self, path: Path) -> Run:
        """Return what the file at a path is judged by."""
        return Run(self.rules.registry(path), self.rules.target(path), self.filename, fixes=False)


_InCell = tuple["int | None", str, int]
"""What tells a finding of a notebook: the number of its cell, its code, and where it begins in the cell."""


def _cells(
    notebook: Notebook, path: Path, wanted: Collection[_InCell], asked: _Asked
) -> tuple[list[Cell], set[_InCell]]:
    """Return the cells with their comments, and where what is left of the wanted findings begins in them."""
    from hublint.notebooks import files
    from hublint.source.notebook import Notebook as Cells

    numbers = {cell.number: index for index, cell in enumerate(notebook.cells)}
    texts = [cell.text for cell in notebook.cells]
    left: set[_InCell] = set()
    of_files = {notebook.cells[file.position].number for file in notebook.files}
    in_text: dict[_Place, _InCell] = {}
    for number, code, start in wanted:
        at = notebook.text_offset(numbers[number], start) if number in numbers and number not in of_files else None
        if at is not None:
            in_text[code, at] = number, code, start
    if in_text:
        first = _view(notebook.text, asked.run(path), path, asked.reason)
        last, still = _silenced(first, in_text.keys() & _places(first.findings))
        texts = notebook.cells_of(last.text.utf8) or texts
        changed = Cells(cell._replace(text=text) for cell, text in zip(notebook.cells, texts, strict=True))
        # What is told at the beginning of a cell, since it stands where Python cannot see, stays.
        left |= {in_text[place] for place in in_text.keys() - _places(first.findings)}
        for code, at in still:
            place = changed.cell_offset(at)
            if place is not None:
                left.add((notebook.cells[place[0]].number, code, place[1]))
    for file, where in files(notebook, path):
        number, before = notebook.cells[file.position].number, notebook.texts[file.position].utf8[: file.start]
        in_file = {(code, start - file.start) for cell, code, start in wanted if cell == number}
        if not in_file:
            continue
        last, still = _silenced(_view(Text.decoded(file.text.encode()), asked.run(where), where, asked.reason), in_file)
        texts[file.position] = before.decode() + last.text.utf8.decode()
        left |= {(number, code, start + file.start) for code, start in still}
    return [cell._replace(text=text) for cell, text in zip(notebook.cells, texts, strict=True)], left


__all__ = ["NO_PLACE", "UNUSED", "Silenced", "silence", "why_no_reason"]
