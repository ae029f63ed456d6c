"""Checks the files of a folder in a process of its own, so that whoever is typing does not wait for it."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, NamedTuple

from hublint import __version__
from hublint.checking import Task, check_file
from hublint.config import ConfigError
from hublint.engine import CANNOT_PARSE
from hublint.files import FileError, explain
from hublint.output import FileReport
from hublint.registry import RegistryError
from hublint.session import Overrides, Session, UsageError
from hublint.target import TargetError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from hublint.rule import Applicability, Finding

LARGEST_FILE: Final = 2_000_000
# Rules take milliseconds for a file; one that takes so long will not end.
PATIENCE: Final = 120.0
_MOST_DEATHS: Final = 10
_NICENESS: Final = 10
_FAREWELL: Final = 2.0
# Isolated, so that nothing is imported from the working directory, which may be anybody's.
_PROGRAM: Final = "import sys; sys.path[:] = sys.argv[1:]; from hublint.lsp.scan import serve; serve()"


class ScanError(Exception):
    """A folder that cannot be checked at all; its text is one sentence for the user."""


class Scanned(NamedTuple):
    """What came of one file, or of a folder that cannot be listed.

    Attributes:
        path: the file.
        findings: what is found in it, without fixes.
        fixes: how far the fix of each of the findings can be trusted; empty where nobody has asked.
        utf8: the text that the findings are in; left empty where there are none, and for what is no text.
        cells: the texts of a notebook's cells that have findings, in UTF-8 by the cells' numbers.
        stamp: what stands for the file as it is, the rules and the target that it was checked with; empty where it was
            not checked.
        unchanged: whether `previous` gave this very stamp: then it has not been read again.
        error: why it was not checked, one sentence.
        done: how many files are done with it.
        total: how many there are.
    """

    path: Path
    findings: tuple[Finding, ...] = ()
    utf8: bytes = b""
    cells: Mapping[int, bytes] = {}
    stamp: str = ""
    unchanged: bool = False
    error: str | None = None
    done: int = 0
    total: int = 0
    fixes: tuple[Applicability, ...] = ()


class _Request(NamedTuple):
    """What a child is to do; without `paths` it finds them."""

    folder: str
    overrides: Overrides
    skip: frozenset[str]
    previous: dict[str, str]
    largest: int
    fixes: bool
    paths: list[str] | None = None


class _Found(NamedTuple):
    """The files that will be checked, in order, and what could not be looked into."""

    paths: list[str]
    failures: list[tuple[str, str]]


class _Failed(NamedTuple):
    """Why nothing can be checked."""

    reason: str


class _Ended(NamedTuple):
    """That all has been checked."""


_Message = Scanned | _Found | _Failed | _Ended


# The side of the server.


class Scan:
    """One pass over the files that `hublint check FOLDER` finds, each told as soon as it has been checked.

    Iterating over it blocks, and is meant for a thread that may; `cancel` may be called by any other. The child process
    ends with the iteration, however that ends, and with this process.
    """

    def __init__(
        self,
        folder: Path,
        overrides: Overrides,
        *,
        skip: Collection[Path] = (),
        previous: Mapping[Path, str] | None = None,
        largest: int = LARGEST_FILE,
        fixes: bool = False,
        patience: float = PATIENCE,
    ) -> None:
        """Prepare it; nothing happens before it is iterated over.

        Args:
            folder: what is checked.
            overrides: what the editor says over the settings files.
            skip: files that others see to, such as those that are open, and folders that are scanned by themselves.
            previous: the stamps of files that have been told of before.
            largest: the most bytes that a file may have.
            fixes: whether to tell how far fixes can be trusted, which have to be worked out for that.
            patience: the most seconds that one file may take.
        """
        self._request = _Request(
            os.path.abspath(folder),  # noqa: PTH100 - Path.resolve would follow links
            overrides,
            frozenset(os.path.abspath(path) for path in skip),  # noqa: PTH100 - as above
            {os.path.abspath(path): stamp for path, stamp in (previous or {}).items()},  # noqa: PTH100 - as above
            largest,
            fixes,
        )
        self._patience = patience
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._cancelled = False
        self._waiting_since: float | None = None
        self._was_late = False

    def cancel(self) -> None:
        """End it at once: the child is killed, and the iteration ends as if nothing were left."""
        with self._lock:
            self._cancelled = True
            if self._child is not None:
                self._child.kill()

    @property
    def cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled

    def __iter__(self) -> Iterator[Scanned]:
        """Yield what came of each file.

        Raises:
            ScanError: if the folder cannot be checked, or not to its end.
        """
        request, deaths, done, total = self._request, 0, 0, 0
        while True:
            found: list[str] | None = None
            first = done
            for message in self._messages(request):
                if isinstance(message, _Ended):
                    return
                if isinstance(message, _Failed):
                    raise ScanError(message.reason)
                if isinstance(message, _Found):
                    found = message.paths
                    total = first + len(found)
                    yield from (Scanned(Path(path), error=error, total=total) for path, error in message.failures)
                else:
                    done += 1
                    yield message._replace(done=done, total=total)
            if self._cancelled:
                return
            deaths += 1
            how = self._how_it_ended()
            if found is None or done == total or deaths > _MOST_DEATHS:
                raise ScanError(f"{self._request.folder}: the process that checks it {how}")
            # It was at the next file, which is left out; another child goes on behind it.
            culprit, *left = found[done - first :]
            done += 1
            yield Scanned(Path(culprit), error=f"{culprit}: the process that checked it {how}", done=done, total=total)
            request = request._replace(paths=left)

    def _messages(self, request: _Request) -> Iterator[_Message]:
        """Yield what a new child says, until it ends."""
        child = self._start()
        if child is None or child.stdin is None or child.stdout is None:
            return
        ended = threading.Event()
        watch = threading.Thread(target=self._kill_if_late, args=(child, ended), name="scan watch", daemon=True)
        watch.start()
        try:
            self._waiting_since = time.monotonic()
            with contextlib.suppress(OSError):  # it has ended already, which shows below
                _send(request, child.stdin)
            while (message := _receive(child.stdout)) is not None:
                self._waiting_since = None
                yield message
                self._waiting_since = time.monotonic()
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(_FAREWELL)  # how it ends by itself tells more than that it was killed
        finally:
            ended.set()
            watch.join()
            self._end(child)

    def _start(self) -> subprocess.Popen[bytes] | None:
        options = ["-I", *(["-S"] if sys.flags.no_site else []), *(["-X", "utf8"] if sys.flags.utf8_mode else [])]
        paths = [path for path in sys.path if path]
        with self._lock:
            if self._cancelled:
                return None
            try:
                self._child = subprocess.Popen(
                    [sys.executable, *options, "-c", _PROGRAM, *paths],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0)
                    | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0),
                )
            except OSError as error:
                raise ScanError(
                    f"{self._request.folder}: no process can be started to check it: {explain(error)}"
                ) from error
            return self._child

    def _kill_if_late(self, child: subprocess.Popen[bytes], ended: threading.Event) -> None:
        while not ended.wait(min(1.0, self._patience / 4)):
            since = self._waiting_since
            if since is not None and time.monotonic() - since > self._patience:
                self._was_late = True
                child.kill()
                return

    def _end(self, child: subprocess.Popen[bytes]) -> None:
        child.kill()
        child.wait()
        for stream in (child.stdin, child.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):  # what could not be written to a child that is gone
                    stream.close()

    def _how_it_ended(self) -> str:
        if self._was_late:
            self._was_late = False
            return f"took more than {self._patience:g} seconds"
        code = self._child.returncode if self._child is not None else None
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return f"died of {signal.Signals(-code).name}"
        return f"ended with exit status {code}"


def _send(message: object, stream: IO[bytes]) -> None:
    pickle.dump(message, stream, pickle.HIGHEST_PROTOCOL)
    stream.flush()


def _receive(stream: IO[bytes]) -> _Message | None:
    """Return the next message of a child, None where it says no more, or nothing that can be understood."""
    try:
        message = pickle.load(stream)  # noqa: S301 - it comes from a child of this process
    except Exception:  # noqa: BLE001 - half a message, of a child that was killed, may raise anything
        return None
    return message if isinstance(message, (Scanned, _Found, _Failed, _Ended)) else None


# The side of the child.


def serve() -> None:
    """Do what standard input asks for, and answer on what was standard output."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the server answers it
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever prints must not print between the answers
    request: _Request = pickle.load(sys.stdin.buffer)  # noqa: S301 - the server has written it
    threading.Thread(target=_end_with_the_server, daemon=True).start()
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    for message in _answers(request):
        _send(message, answers)


def _end_with_the_server() -> None:
    """End this process as soon as nobody is left who would read what it says."""
    os.read(0, 1)
    os._exit(1)


def _answers(request: _Request) -> Iterator[_Message]:
    try:
        session = Session(request.overrides)
        found = _find(request, session) if request.paths is None else _Found(request.paths, [])
    except (ConfigError, RegistryError, TargetError, UsageError) as error:
        yield _Failed(str(error))
        return
    yield found
    yield from _check(found.paths, session, request)
    yield _Ended()


def _find(request: _Request, session: Session) -> _Found:
    files = session.files([Path(request.folder)])
    # That a folder has no Python in it is worth a word on the command line; in an editor most folders have none.
    failures = [error for error in files.failures if isinstance(error, FileError)]
    paths = [os.fspath(path) for path in files.python if not _is_skipped(path, request.skip)]
    return _Found(paths, [(os.fspath(error.path), str(error)) for error in failures])


def _is_skipped(path: Path, skip: frozenset[str]) -> bool:
    return bool(skip) and (os.fspath(path) in skip or any(os.fspath(folder) in skip for folder in path.parents))


def _check(paths: Iterable[str], session: Session, request: _Request) -> Iterator[Scanned]:
    task = Task(request.overrides, fix=False, write=False, unsafe=False, fixes_wanted=request.fixes)
    digests: dict[tuple[int, str, bool], str] = {}
    for name in paths:
        path = Path(name)
        try:
            state = os.stat(name)  # noqa: PTH116 - runs per file
        except OSError as error:
            yield Scanned(path, error=f"{name}: cannot be read: {explain(error)}")
            continue
        judged_by = _judged_by(path, session, digests)
        stamp = f"{state.st_mtime_ns:x}-{state.st_size:x}-{state.st_ino:x}-{judged_by}" if judged_by else ""
        if stamp and request.previous.get(name) == stamp:
            yield Scanned(path, stamp=stamp, unchanged=True)
        elif state.st_size > request.largest:
            size = f"{state.st_size:,} bytes, more than the {request.largest:,} that are checked"
            yield Scanned(path, stamp=stamp, error=f"{name}: has {size}")
        else:
            outcome = check_file(path, session, task)
            stamp = "" if outcome.error is not None else stamp
            texts = FileReport(path, outcome.data, outcome.findings).texts() if outcome.findings else {}
            utf8 = {cell: texts[cell].utf8 for cell in {finding.cell for finding in outcome.findings} & set(texts)}
            yield Scanned(
                path,
                tuple(finding._replace(fix=None) for finding in outcome.findings),
                utf8.get(None, b""),
                {cell: text for cell, text in utf8.items() if cell is not None},
                stamp,
                error=outcome.error,
                fixes=tuple(map(_trust, outcome.findings)) if request.fixes else (),
            )


def _trust(finding: Finding) -> Applicability:
    return "manual" if finding.fix is None else finding.fix.applicability


def _judged_by(path: Path, session: Session, digests: dict[tuple[int, str, bool], str]) -> str:
    """Return what stands for all that a file is judged by but its text; nothing where that cannot be known."""
    try:
        rules, target = session.registry(path), str(session.target(path)())
    except (TargetError, OSError):
        return ""
    key = (id(rules), target, session.ignores(path, CANNOT_PARSE))
    if key not in digests:
        told = "\0".join([__version__, *rules.by_code, *map(str, key[1:])])
        digests[key] = hashlib.blake2s(told.encode(), digest_size=8).hexdigest()
    return digests[key]


__all__ = ["LARGEST_FILE", "PATIENCE", "Scan", "ScanError", "Scanned", "serve"]
