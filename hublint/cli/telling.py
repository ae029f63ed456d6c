"""What `hublint migrate` prints: each file, if they are not too many, and one line at the end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from hublint.cli.check import complain
from hublint.migrate.campaign import Listener
from hublint.migrate.gathering import from_here
from hublint.output import count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.cli.progress import Bar
    from hublint.migrate.record import Item, Record, Repository
    from hublint.migrate.state import Row

__all__ = ["Teller"]

_LEAST = 20  # complaints that are printed where files are not told of one by one


class Teller(Listener):
    """Prints each file that has findings, and counts for the closing line.

    Attributes:
        detailed: whether each file is told of.
    """

    def __init__(self, bar: Bar, *, diff: bool) -> None:
        """Begin with nothing.

        Args:
            bar: shows how far a step is.
            diff: whether rewrites are shown, and not made.
        """
        self.detailed = True
        self._bar = bar
        self._diff = diff
        self._rewritten = self._verified = self._left = self._remaining = self._failed = self._unwritten = 0

    @property
    def status(self) -> int:
        """The exit status."""
        if self._failed or self._unwritten:
            return 2
        return int(bool(self._remaining or self._left or (self._diff and self._rewritten)))

    def begins(self, step: str, total: int) -> None:
        """Show a bar, but not among what is told of each file."""
        if step == "writing" and self.detailed:
            self._bar.stop()
        else:
            self._bar.begins(step, total)

    def did(self, path: str) -> None:
        """Count a file."""
        self._bar.did(path)

    def proves(self, path: str) -> None:
        """Show which program is run."""
        self._bar.proves(path)

    def ended(self, row: Row, *, now: bool) -> None:
        """Print a file, unless an earlier run did, and count it."""
        record = row.record
        if not now:
            self._remaining += len(record.remaining)
            return
        self._count(record)
        if self.detailed and (record.found or row.data is not None) and not _is_unusable(record):
            for line in self._lines(row):
                print(line)
            print(flush=True)
        if record.status == "failed":
            self._complain(record.reason)

    def kept(self, row: Row) -> None:
        """Count a file of a repository that nothing could be written to."""
        self._failed += _is_unusable(row.record)
        self._unwritten += row.data is not None
        self._remaining += len(row.record.found)

    def left_out(self, repositories: Iterable[Repository]) -> Iterator[str]:
        """Yield lines about what was not migrated, and about requirements that a person has to decide on."""
        told = list(repositories)
        for repository in told:
            for path, reason in repository.excluded:
                yield f"left out: {_below(repository, path)} ({reason})"
            whose = f" of {repository.name}" if len(told) > 1 else ""
            for sentence in repository.requirements:
                yield f"requirements{whose}: {sentence}"

    def _count(self, record: Record) -> None:
        if _is_unusable(record):
            self._failed += 1
        elif record.status == "failed":
            self._unwritten += 1
            self._remaining += len(record.found)
        elif record.status == "left":
            self._left += 1
            self._remaining += len(record.found)
        elif record.status == "unchanged":
            self._remaining += len(record.remaining)
        else:
            self._rewritten += 1
            self._verified += record.proof is not None and record.proof.verdict == "agree"
            self._remaining += len(record.remaining)

    def _complain(self, reason: str) -> None:
        number = self._failed + self._unwritten
        if self.detailed or number <= _LEAST:
            complain(reason)
        elif number == _LEAST + 1:
            complain("more files cannot be used, or written; --details names them all, and so does the report")

    def _lines(self, row: Row) -> Iterator[str]:
        """Yield what is said of a file."""
        record = row.record
        yield f"{row.shown}: {count(len(record.found), 'finding')}"
        yield from _listed(record.found, reasons=record.status == "unchanged")
        if record.status == "unchanged":
            yield "  left as it is: nothing in it can be rewritten"
            return
        for message in record.rewrites:
            yield f"  rewrite: {message}"
        for note in record.notes:
            yield f"  look at: {note}"
        if self._diff:
            yield from record.diff.split("\n")[:-1]
        if record.proof is not None and record.proof.text:
            yield "  proof:"
            yield from (f"    {line}".rstrip() for line in record.proof.text.splitlines())
        if record.status == "failed":
            yield "  left as it is: it could not be written"
        elif record.status == "left":
            yield f"  left as it is: {record.reason}"
            yield from _listed(item for item in record.found if item.note is not None)
        else:
            yield from self._rewrite(record)

    def _rewrite(self, record: Record) -> Iterator[str]:
        done = "would be replaced" if self._diff else "replaced"
        if record.partly:
            done += f" by what its safe fixes make of it ({record.reason})"
        if record.remaining:
            yield f"  {done}; {count(len(record.remaining), 'finding')} to look at:"
            yield from _listed(record.remaining)
        else:
            yield f"  {done}, no finding remains"

    def closing(self, *, complete: bool) -> str:
        """Return the last line; `complete` tells whether every path could be used."""
        would = "would be " if self._diff else ""
        parts = [f"{count(self._rewritten, 'file')} {would}rewritten"]
        if self._verified:
            everything = self._verified == self._rewritten
            parts[0] += " and verified" if everything else f" ({self._verified} verified)"
        if self._left:
            parts.append(f"{count(self._left, 'file')} left as {'it was' if self._left == 1 else 'they were'}")
        if self._unwritten:
            parts.append(f"{count(self._unwritten, 'file')} could not be written")
        if self._failed:
            parts.append(f"{count(self._failed, 'file')} could not be used")
        verb = "remains" if self._remaining == 1 else "remain"
        remains = f"{count(self._remaining, 'finding')} {verb}" if self._remaining else "no finding remains"
        read = "" if complete and not self._failed else " in what could be read"
        return f"{', '.join(parts)}; {remains}{read}."


def _is_unusable(record: Record) -> bool:
    """Tell whether a file could not be read, or no rewrite of it be made."""
    return record.status == "failed" and not record.diff


def _below(repository: Repository, path: str) -> str:
    """Return a path of a repository as seen from the working directory."""
    ends = "/" if path.endswith("/") else ""
    return f"{from_here(Path(repository.root) / path)}{ends}"


def _listed(items: Iterable[Item], *, reasons: bool = True) -> Iterator[str]:
    for item in items:
        cell = "" if item.cell is None else f"cell {item.cell}, "
        yield f"  {cell}line {item.row}: {item.code} {item.message}"
        if reasons and item.note is not None:
            yield f"    not rewritten: {item.note}"
