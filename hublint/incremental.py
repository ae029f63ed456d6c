"""What is known of one document while it is edited: its findings follow its text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hublint import engine
from hublint.files import states_requirements
from hublint.rule import Location
from hublint.source.ignores import Ignores
from hublint.source.pieces import Part, Pieces
from hublint.source.source import Source, parse
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hublint.engine import Checked
    from hublint.registry import Registry
    from hublint.rule import Finding, Target
    from hublint.source.ignores import Ignore

# More lines than these are not judged between two strokes of a key.
_MOST_LINES = 3_000


class Judgement(NamedTuple):
    """What a pass over a whole text gave: the text, the findings in it, and how it was read (None if it was not)."""

    utf8: bytes
    checked: Checked
    source: Source | None = None
    uses: dict[Finding, int] = {}  # noqa: RUF012 - never changed
    pieces: Pieces | None = None


class _Known(NamedTuple):
    """A finding, and where the use lies that a rule was looking at when it reported it."""

    finding: Finding
    use: int


class Incremental:
    """The findings of one document, kept near what a whole pass over its text would find.

    `edit` is quick: it moves the findings along with the text, and judges the top-level statements that it changes
    again, if they can be read, against the rest of the file as it is known. `judge` is exact, may take long, may run in
    another thread, and changes nothing; `settle` takes over what it gave, if the text is still the one that was judged.

    Attributes:
        utf8: the text as it is now.
        findings: what is known of it, sorted. Offsets count the bytes behind a byte order mark, as in files.
        exact: whether these are what a whole pass over this text finds.
        parsed: whether the text could be read when it was last judged.
        source: the last text that could be read when it was judged; its own text tells which that was.
    """

    def __init__(
        self, utf8: bytes, registry: Registry, *, filename: str, path: Path | None, target: Callable[[], Target]
    ) -> None:
        """Begin with a text of which nothing is known."""
        self.utf8 = utf8
        self.findings: list[Finding] = []
        self.exact = False
        self.parsed = True
        self.source: Source | None = None
        self.registry = registry
        self.filename = filename
        self.path = path
        self.target = target
        self._text = Text.decoded(utf8)
        self._known: list[_Known] = []
        self._pieces: Pieces | None = None
        self._read = False

    def edit(self, start: int, end: int, replacement: bytes) -> None:
        """Replace the bytes from `start` up to `end`, move the findings along, and judge again what can be at once."""
        before = self._text
        self.utf8 = self.utf8[:start] + replacement + self.utf8[end:]
        self.exact = False
        self._text = after = Text.decoded(self.utf8)
        mark = len(before.bom)
        if after.bom != before.bom or start < mark:
            # Someone types a byte order mark, of all things.
            self._known, self._pieces = [], None
        else:
            change = _Change(before, after, start - mark, end - mark)
            self._known = [moved for known in self._known if (moved := change.moved(known)) is not None]
            self._read_again(change)
        self.findings = engine.in_order(known.finding for known in self._known)

    def _read_again(self, change: _Change) -> None:
        """Judge what an edit has changed; where that fails, the findings have moved and will be judged later."""
        pieces = self._pieces
        if pieces is None:
            return
        try:
            pieces.edit(change.start, change.end, change.after.utf8)
            if pieces.is_stale():
                return
            pending = pieces.pending()
            if sum(len(pieces.pieces[at].starts) for at in pending) > _MOST_LINES:
                return
            source = pieces.source(self.path)
            for at in pending:
                self._judge_piece(pieces, at, source)
        except Exception:  # noqa: BLE001 - a rule that cannot bear a file in pieces sees it whole a moment later
            self._pieces = None

    def _judge_piece(self, pieces: Pieces, at: int, source: Source) -> None:
        """Put in the place of what was found by looking at what has changed what is found by looking at it now."""
        piece, begin = pieces.pieces[at], pieces.bases[at]
        part = Part(begin, begin + piece.size, piece.index)
        silenced = _mentions_ignoring(pieces.part(at))
        if not silenced:
            # Which comments are of use can only be told where all that they silence is found again.
            part = pieces.changed(at)
        run = engine.Run(self.registry, self.target, self.filename, fixes=False)
        gone = [known for known in self._known if part.start <= known.use < part.end]
        kept = [known for known in self._known if not part.start <= known.use < part.end]
        # What lies elsewhere is not looked for here, and may be silenced there: nothing new is said of it.
        elsewhere = {(known.finding.code, known.finding.start) for known in gone}
        said = {known.finding.code: known.use for known in kept if self._is_said_once(known.finding)}
        for use, finding in engine.found(source, run, part.uses):
            within = part.start <= finding.start < part.end
            place = source.span(use.node)[0]
            if self._is_said_once(finding):
                if said.get(finding.code, place) < place:
                    continue
                kept = [known for known in kept if known.finding.code != finding.code]
                said[finding.code] = place
            if within or (finding.code, finding.start) in elsewhere:
                kept.append(_Known(finding, place))
        further = _of_whole_file(pieces, at)
        self._known = _heeding_ignores(kept, pieces, at, further, run) if silenced or further else kept
        piece.judged()

    def _is_said_once(self, finding: Finding) -> bool:
        rule = self.registry.by_code.get(finding.code)
        return rule is not None and rule.once

    def judge(self, *, stopped: Callable[[], bool] = lambda: False) -> Judgement:
        """Find all that a whole pass over the text finds, without fixes; `stopped` ends it early, with Stopped."""
        utf8 = self.utf8
        text = Text.decoded(utf8)
        run = engine.Run(self.registry, self.target, self.filename, fixes=False, stopped=stopped)
        checked, source, uses = engine.read(text, run, self.path)
        run.heed()
        # Edits change the trees that they are given.
        splits = source is not None and not (self.path is not None and states_requirements(self.path))
        return Judgement(utf8, checked, source, uses, Pieces(text, parse(text)) if splits else None)

    def settle(self, judgement: Judgement) -> bool:
        """Take over what a pass found; tell whether the text was still the same.

        The findings of a text that cannot be read are those of the last one that could, if there ever was one.
        """
        if judgement.utf8 != self.utf8:
            return False
        self.parsed = judgement.checked.parsed
        if self.parsed or not self._read:
            self.findings = judgement.checked.findings
            self._known = [_Known(found, judgement.uses.get(found, found.start)) for found in self.findings]
            self._pieces = judgement.pieces
        if judgement.source is not None:
            self.source = judgement.source
        self._read = self._read or self.parsed
        self.exact = True
        return True


class _Change:
    """An edit of a text, and where things are behind it."""

    def __init__(self, before: Text, after: Text, start: int, end: int) -> None:
        """Keep the texts and the span that is replaced in the first."""
        self.before = before
        self.after = after
        self.start = start
        self.end = end
        self.by = len(after.utf8) - len(before.utf8)
        self.last_row = before.line_of(end)
        self.rows = after.line_of(end + self.by) - self.last_row

    def moved(self, known: _Known) -> _Known | None:
        """Return a finding where it is now: shorter if some of it was replaced, None if all of it was."""
        finding, use = known
        use = use + self.by if use >= self.end else min(use, self.start)
        if finding.code == engine.CANNOT_PARSE:
            # It speaks of a line, and its offsets of none.
            location = self._below(finding.location) or finding.location
            return _Known(finding._replace(location=location, end_location=location), use)
        start, end = finding.start, finding.end
        if end <= self.start:
            return known
        if start >= self.end:
            start, end = start + self.by, end + self.by
        elif start <= self.start and self.end <= end:
            # Someone types in it.
            end += self.by
        elif start < self.start:
            end = self.start
        elif self.end < end:
            start, end = self.end + self.by, end + self.by
        if start >= end or (self.start <= finding.start and finding.end <= self.end):
            return None
        moved = finding._replace(
            location=self._location(finding.location, start),
            end_location=self._location(finding.end_location, end),
            start=start,
            end=end,
        )
        return _Known(moved, use)

    def _location(self, before: Location, offset: int) -> Location:
        return self._below(before) or Location(*self.after.position(offset))

    def _below(self, before: Location) -> Location | None:
        """Return where a place is now whose line stands below what was replaced."""
        return Location(before.row + self.rows, before.column) if before.row > self.last_row else None


def _mentions_ignoring(part: bytes) -> bool:
    lowered = part.lower()
    return b"noqa" in lowered or b"hublint:" in lowered


def _heeding_ignores(
    known: list[_Known], pieces: Pieces, at: int, further: list[Ignore], run: engine.Run
) -> list[_Known]:
    """Leave out what ignore comments silence in a piece, and put in what is to be said of these."""
    part = pieces.part(at)
    text = Text.decoded(part)
    ignores = Ignores(Source(text), further)
    begin, rows = pieces.bases[at], pieces.rows[at]
    kept = [
        one
        for one in known
        if not (begin <= one.finding.start < begin + len(part) and ignores.cover(_shifted(one.finding, -begin, -rows)))
    ]
    # Whether a comment for the whole file is of use is not known here.
    unknown = {comment.start for comment in ignores.of_whole_file}
    unused = [
        _shifted(finding, begin, rows)
        for finding in engine.unused_ignores(text, ignores, run)
        if finding.start not in unknown
    ]
    return [*kept, *(_Known(finding, finding.start) for finding in unused)]


def _of_whole_file(pieces: Pieces, at: int) -> list[Ignore]:
    """Return the ignore comments for the whole file that stand in other pieces."""
    if b"ignore-file" not in pieces.utf8.lower():
        return []
    others = (pieces.part(other) for other in range(len(pieces.pieces)) if other != at)
    return [
        comment
        for part in others
        if b"ignore-file" in part.lower()
        for comment in Ignores(Source(Text.decoded(part))).of_whole_file
    ]


def _shifted(finding: Finding, by: int, rows: int) -> Finding:
    return finding._replace(
        location=finding.location._replace(row=finding.location.row + rows),
        end_location=finding.end_location._replace(row=finding.end_location.row + rows),
        start=finding.start + by,
        end=finding.end + by,
    )


__all__ = ["Incremental", "Judgement"]
