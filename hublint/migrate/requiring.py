"""Requirements: what a repository's have to say for its rewritten code, added to what is planned for them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from hublint.files import FileError, read_bytes, states_requirements
from hublint.migrate.pins import propose
from hublint.migrate.planning import diff_of, digest, judged
from hublint.migrate.record import Record
from hublint.migrate.state import Row
from hublint.requirements import LOCK_FILES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from hublint.migrate.gathering import Found
    from hublint.migrate.pins import Change
    from hublint.session import Session
    from hublint.target import Target

__all__ = ["Required", "beside", "required"]

_BESIDE: Final[tuple[str, ...]] = (*LOCK_FILES, "Pipfile", "constraints.txt")


class Required(NamedTuple):
    """What a repository's requirements come to: the files that change, and what a person has to decide."""

    rows: list[Row]
    told: list[str]


def required(found: Found, rows: Iterable[Row], imported: Collection[str], session: Session) -> Required:
    """Work out what the requirements of a repository have to say, on top of what is planned for them.

    Args:
        found: the repository.
        rows: what is planned for the files that state requirements.
        imported: what its rewritten code imports.
        session: gives the targets.

    Raises:
        TargetError: if the project's target contradicts itself.
    """
    planned = {row.path: row for row in rows}
    texts = {path: text for path in (*planned, *beside(found, planned)) if (text := _text(found, path, planned))}
    groups: dict[Target, dict[Path, bytes]] = {}
    for path, text in texts.items():
        target = session.target(found.tree.root / path)()
        groups.setdefault(target, {})[Path(path)] = text
    changed: list[Row] = []
    told: list[str] = []
    for target, manifests in groups.items():
        after, changes, undecided = propose(manifests, imported, target)
        told += undecided
        for where, data in after.items():
            own = [change for change in changes if change.path == where]
            changed.append(_row(found, where.as_posix(), planned.get(where.as_posix()), data, own, session))
    return Required(changed, list(dict.fromkeys(told)))


def beside(found: Found, paths: Collection[str]) -> list[str]:
    """Return the files that no walk looks at, and that say something about requirements all the same.

    Args:
        found: the repository.
        paths: its files that are known.
    """
    folders = sorted({Path(path).parent for path in paths if states_requirements(Path(path))})
    names = ((folder / name).as_posix() for folder in folders for name in _BESIDE)
    return [name for name in names if name not in paths and (found.tree.root / name).is_file()]


def _text(found: Found, path: str, planned: Mapping[str, Row]) -> bytes:
    row = planned.get(path)
    if row is not None and row.data is not None:
        return row.data
    try:
        return read_bytes(found.tree.root / path)
    except FileError:
        return b""  # what is planned for it says so


def _row(found: Found, path: str, row: Row | None, data: bytes, changes: list[Change], session: Session) -> Row:
    """Return what is planned for a file with the changes of its requirements."""
    where = found.tree.root / path
    before = read_bytes(where)
    if row is None:
        record = Record(path, "requirements", "planned", lines=before.count(b"\n"))
        row = Row(path, str(found.shown(path)), "", digest(before), digest(before), record)
    remaining, after = judged(where, found.shown(path), data, session)
    record = msgspec.structs.replace(
        row.record,
        status="planned",
        after=after,
        remaining=remaining,
        rewrites=tuple(dict.fromkeys([*row.record.rewrites, *map(_sentence, changes)])),
        diff="".join(diff_of(before, data, found.shown(path))),
    )
    return row._replace(record=record, data=data, after=digest(data))


def _sentence(change: Change) -> str:
    """Say what changes in a line."""
    what = {
        "add": f"Add `{change.after}`",
        "remove": f"Take `{change.before}` out",
        "raise": f"Write `{change.after}` for `{change.before}`",
        "replace": f"Write `{change.after}` for `{change.before}`",
    }[change.kind]
    return f"{what}: {change.reason.rstrip('.')}"
