"""Checks files, one by one or in several processes: each gets its outcome, whatever goes wrong with the others."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.cache import digest
from hublint.files import FileError, read_bytes, replace_bytes
from hublint.registry import CANNOT_PARSE
from hublint.session import Overrides, Session
from hublint.target import TargetError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from hublint.rule import Finding

# Below so much source that may hold findings, starting processes takes longer than they save.
POOL_FROM: Final = 5_000_000
CHUNK: Final = 32


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
    processors = _processors()
    if processors == 1:
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
            yield from _in_processes(everything, session, task, processors)
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


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


# What a child process knows; set before the children are forked, and by `_begin` in those that are spawned.
_of_process: tuple[Session, Task] | None = None


def _begin(task: Task) -> None:
    """Make a child process ready."""
    import signal

    global _of_process  # noqa: PLW0603 - a child process has one task for all its life
    # Ctrl-C reaches the whole group; the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _of_process is None:
        _of_process = (Session(task.overrides), task)


def _check_chunk(paths: list[Path]) -> list[Outcome]:
    if _of_process is None:
        message = "the child process was not made ready"
        raise RuntimeError(message)
    session, task = _of_process
    return [check_file(path, session, task) for path in paths]


def _in_processes(paths: Sequence[Path], session: Session, task: Task, jobs: int) -> Iterator[Outcome]:
    from concurrent.futures.process import BrokenProcessPool

    global _of_process  # noqa: PLW0603 - forked children find it there
    size = max(1, min(CHUNK, len(paths) // (jobs * 2)))
    chunks = [list(paths[at : at + size]) for at in range(0, len(paths), size)]
    # What is still buffered would be written once by each child too.
    sys.stdout.flush()
    sys.stderr.flush()
    _of_process = (session, task)
    pool = _pool(task, min(jobs, len(chunks)))
    try:
        largest_first = sorted(range(len(chunks)), key=lambda number: -_total_size(chunks[number]))
        futures: dict[int, Future[list[Outcome]]] = {}
        for number in largest_first:
            try:
                futures[number] = pool.submit(_check_chunk, chunks[number])
            except BrokenProcessPool:
                break
        for number, chunk in enumerate(chunks):
            try:
                yield from futures[number].result()
            except (BrokenProcessPool, KeyError):
                # Its threads have to be gone before another process is forked.
                pool.shutdown()
                yield from _one_by_one(chunk, task)
    except BaseException:
        # Nobody waits for what is still being checked when the run is given up.
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    else:
        # A pool that is still going down when Python ends may complain of descriptors that are closed already.
        pool.shutdown()
    finally:
        _of_process = None


def _pool(task: Task, jobs: int) -> ProcessPoolExecutor:
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forked children have the rules loaded already; other systems do not fork, or not safely.
    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_begin, initargs=(task,))


def _total_size(chunk: list[Path]) -> int:
    total = 0
    for path in chunk:
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total


def _one_by_one(paths: list[Path], task: Task) -> Iterator[Outcome]:
    """Check files whose process died, each so that the one that kills it is known and the others get their turn."""
    from concurrent.futures.process import BrokenProcessPool

    pool = _pool(task, 1)
    try:
        for path in paths:
            try:
                yield from pool.submit(_check_chunk, [path]).result()
            except BrokenProcessPool:
                yield Outcome(path, [], error=f"{path}: the process that checked it died; the file is left as it is")
                pool.shutdown()
                pool = _pool(task, 1)
    finally:
        pool.shutdown()


__all__ = ["Outcome", "Task", "check_bytes", "check_file", "is_notebook", "outcomes", "reason"]
