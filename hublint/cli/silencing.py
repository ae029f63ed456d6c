"""`hublint check --add-ignore`: what was found is silenced by ignore comments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.checking import reason
from hublint.files import FileError, replace_bytes
from hublint.silence import silence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.checking import Outcome
    from hublint.session import Session

__all__ = ["silenced"]


def silenced(outcomes: Iterable[Outcome], session: Session, why: str, *, write: bool) -> Iterator[Outcome]:
    """Yield each outcome as comments leave it; they are written only with `write`.

    Args:
        outcomes: of a task that fixes nothing.
        session: the settings.
        why: what the comments say behind the codes.
        write: whether files are changed.
    """
    for outcome in outcomes:
        changed = _silenced(outcome, session, why) if outcome.findings and outcome.parsed else outcome
        yield _written(changed, outcome) if write and changed.before else changed


def _silenced(outcome: Outcome, session: Session, why: str) -> Outcome:
    try:
        done = silence(outcome.data, outcome.path, outcome.findings, session, why)
    except Exception as error:  # noqa: BLE001 - one file that finds a defect must not keep the others from being checked
        return outcome._replace(error=reason(str(outcome.path), error))
    changed = done.data != outcome.data
    return outcome._replace(
        findings=done.findings, data=done.data, before=outcome.data if changed else b"", fixed=done.number
    )


def _written(changed: Outcome, before: Outcome) -> Outcome:
    try:
        replace_bytes(changed.path, changed.data, expected=before.data)
    except FileError as error:
        return before._replace(error=str(error), unwritten=True)
    return changed._replace(before=b"")
