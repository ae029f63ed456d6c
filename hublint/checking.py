"""Checks files, one by one or in several processes: each gets its outcome, whatever goes wrong with the others."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.cache import digest
from hublint.executors import Lost, here, largest_first, processors
from hublint.files import FileError, read_bytes, replace_bytes
from hublint.registry import CANNOT_PARSE
from hublint.session import Overrides, Session
from hublint.target import TargetError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from hublint.rule import Finding

# Below so much source that may hold findings, starting processes takes longer than they save.
POOL_FROM: Final = 5_000_000
NEIGHBOURS: Final = 32


class Task(NamedTuple):
    """What is to be done with each file; plain data, so that another process can have it."""

    overrides: Overrides
    fix: bool
    write: bool
    unsafe: bool
    fixes_wanted: bool
    digests: bool = False
    """Whether outcomes tell the digest of what they are about."""


class Outcome(NamedTuple):
    """What came of one file."""

    path: Path
    findings: list[Finding]
    data: bytes = b""
    """The bytes that the findings are in; left empty where there are none."""
    before: bytes = b""
    """With a fix that was not written: the bytes as they are."""
    fixed: int = 0
    error: str | None = None
    """Why the file could not be checked or written, one sentence."""
    unwritten: bool = False
    """Whether it was checked, but could not be written."""
    parsed: bool = True
    verified: int = 0
    """How many of the fixes were seen to keep what the program exports."""
    told: str = ""
    """What came of running the program before and after its fixes, one sentence; nothing where it was not run."""
    report: str = ""
    """The whole of it, where it speaks against the fixes."""
    read: bytes = b""
    """The digest of the bytes that were read, where it was asked for."""


# One file.


def check_file(path: Path, session: Session, task: Task, data: bytes | None = None, read: bytes = b"") -> Outcome:
    """Read, check and, where asked for, fix one file; whatever goes wrong is this file's outcome alone.

    `data` is what has been read of it already, and `read` its digest; no bytes stand for a file that holds nothing to
    find.
    """
    if data is None:
        try:
            data = read_bytes(path)
        except FileError as error:
            return Outcome(path, [], error=str(error))
        read = digest(data) if task.digests else b""
    if not data:
        return Outcome(path, [], read=read)
    outcome = check_bytes(data, path, str(path), session, task)._replace(read=read)
    if not (task.write and outcome.before):
        return outcome
    try:
        replace_bytes(path, outcome.data, expected=data)
    except FileError as error:
        as_it_is = check_bytes(data, path, str(path), session, task._replace(fix=False))
        return as_it_is._replace(error=str(error), unwritten=True)
    return outcome._replace(before=b"")


def check_bytes(data: bytes, path: Path | None, filename: str, session: Session, task: Task) -> Outcome:
    """Check and, where asked for, fix the bytes of one file."""
    from hublint import engine

    where = path or Path(filename)
    if is_notebook(where):
        return _check_notebook(data, where, filename, session, task)
    try:
        rules = session.registry(where)
        target = session.target(where)
        if task.fix:
            fixed = engine.fix(data, rules, filename=filename, path=path, target=target, unsafe=task.unsafe)
            checked, after, number = fixed.checked, fixed.data, len(fixed.applied)
        else:
            checked = engine.check(data, rules, filename=filename, path=path, target=target, fixes=task.fixes_wanted)
            after, number = data, 0
    except Exception as error:  # noqa: BLE001 - one file that finds a defect must not keep the others from being checked
        return Outcome(where, [], error=reason(filename, error))
    if not checked.parsed and session.ignores(where, CANNOT_PARSE):
        return Outcome(where, [])
    changed = after != data
    return Outcome(
        where,
        checked.findings,
        after if checked.findings or changed else b"",
        data if changed else b"",
        number,
        parsed=checked.parsed,
    )


def is_notebook(path: Path) -> bool:
    """Tell whether a file is a notebook, by its name."""
    return path.suffix == ".ipynb"


def _check_notebook(data: bytes, path: Path, filename: str, session: Session, task: Task) -> Outcome:
    """Check and, where asked for, fix the cells of a notebook; one in another language holds nothing to find."""
    from hublint import notebooks

    try:
        opened = notebooks.opened(data, path, session.registry(path))
        if opened is None:
            return Outcome(path, [])
        rules = notebooks.Rules(session.registry, session.target)
        after, number = data, 0
        if task.fix:
            fixed = notebooks.fix(opened.notebook, rules, filename=filename, path=path, unsafe=task.unsafe)
            checked, number = fixed.checked, len(fixed.applied)
            after = opened.file.with_cells(fixed.cells)
        else:
            checked = notebooks.check(opened.notebook, rules, filename=filename, path=path, fixes=task.fixes_wanted)
    except Exception as error:  # noqa: BLE001 - as above
        return Outcome(path, [], error=reason(filename, error))
    findings = checked.findings
    if session.ignores(path, CANNOT_PARSE):
        findings = [finding for finding in findings if finding.code != CANNOT_PARSE]
    changed = after != data
    return Outcome(path, findings, after if findings or changed else b"", data if changed else b"", number)


def reason(filename: str, error: Exception) -> str:
    """Return in one sentence why a file could not be checked."""
    if isinstance(error, FileError):
        return str(error)
    if isinstance(error, TargetError):
        return f"{filename}: {error}"
    if isinstance(error, (MemoryError, RecursionError)):
        return f"{filename}: is too large or too deeply nested to be checked ({type(error).__name__})"
    import traceback

    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return (
        f"{filename}: a defect in hublint or in a rule, {type(error).__name__} at {place} ({error}); "
        f"please report it; the file is left as it is"
    )


# Many files.


def outcomes(paths: Sequence[Path], session: Session, task: Task, jobs: int | None) -> Iterator[Outcome]:
    """Yield an outcome for each path, in their order, whatever the number of processes."""
    if jobs is not None:
        if jobs == 1 or len(paths) == 1:
            yield from (check_file(path, session, task) for path in paths)
        else:
            yield from _in_processes(paths, session, task, jobs)
        return
    jobs = processors()
    if jobs == 1:
        yield from (check_file(path, session, task) for path in paths)
        return
    # Files that cannot hold a finding cost next to nothing: what decides is how much is left without them. What has
    # been read for that is not read again.
    waiting: list[tuple[Path, bytes | None, bytes]] = []
    size = 0
    for position, path in enumerate(paths):
        data, read = _candidate(path, session, task)
        size += len(data or b"")
        waiting.append((path, data, read))
        if size > POOL_FROM:
            everything = [*(path for path, *_ in waiting), *paths[position + 1 :]]
            del waiting
            yield from _in_processes(everything, session, task, jobs)
            return
    yield from (check_file(path, session, task, data, read) for path, data, read in waiting)


def _candidate(path: Path, session: Session, task: Task) -> tuple[bytes | None, bytes]:
    """Return the bytes of a file that may hold a finding, no bytes for others, None if it cannot be read.

    With them comes the digest of what was read, where the task asks for it.
    """
    try:
        data = read_bytes(path)
    except FileError:
        return None, b""
    read = digest(data) if task.digests else b""
    rules = session.registry(path)
    if is_notebook(path):
        from hublint import notebooks

        return data if notebooks.concerns(data, rules) else b"", read
    from hublint import engine

    return data if engine.concerns(data, rules, path) else b"", read


class _Numbered(NamedTuple):
    """A file and its place among the others."""

    position: int
    path: Path


class _Checking:
    """Checks one file after the other."""

    def __init__(self, session: Session, task: Task) -> None:
        self._session = session
        self._task = task

    def __call__(self, file: _Numbered) -> Outcome:
        return check_file(file.path, self._session, self._task)

    def __reduce__(self) -> tuple[Callable[[Task], _Checking], tuple[Task]]:
        """Let a process that is not forked from this one make a session of its own."""
        return _checking, (self._task,)


def _checking(task: Task) -> _Checking:
    return _Checking(Session(task.overrides), task)


def _in_processes(paths: Sequence[Path], session: Session, task: Task, jobs: int) -> Iterator[Outcome]:
    files = [_Numbered(*numbered) for numbered in enumerate(paths)]
    order = largest_first(files, _size, max(1, min(NEIGHBOURS, len(files) // (jobs * 2))))
    early: dict[int, Outcome] = {}
    position = 0
    with here(jobs) as workers:
        for (number, path), result in workers.run(_Checking(session, task), order):
            if isinstance(result, Lost):
                sentence = f"{path}: the process that checked it died; the file is left as it is"
                early[number] = Outcome(path, [], error=sentence)
            else:
                early[number] = result
            while position in early:
                yield early.pop(position)
                position += 1


def _size(file: _Numbered) -> int:
    try:
        return file.path.stat().st_size
    except OSError:
        return 0


__all__ = ["Outcome", "Task", "check_bytes", "check_file", "is_notebook", "outcomes", "reason"]
