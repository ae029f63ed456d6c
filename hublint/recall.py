"""Outcomes of `hublint check` from one run to the next: what is known of a file is not worked out again.

What is in front of `checking.outcomes` here gives the very same outcomes, which are a function of

- the bytes of the file, its name and that of its folder, by which hublint knows what it is (and its whole path where
  there are rules of third parties, which are told it);
- the settings that concern it: the rules selected and ignored, for it alone too, and the target, as the settings, the
  requirements of its project and the command line make it;
- whether fixes are wanted;
- the code of hublint and of all rules, byte for byte, the Python that runs it, and the releases of the libraries.

All of it but the first is what `hublint.cache` is told that decides. What else an outcome could depend on is not kept:
files that could not be read or written, that reach a limit of this process, or that were changed, and notebooks whose
cells write files, for which the settings of other folders count too.
"""

# ruff: noqa: PTH100, PTH118, PTH120 - thousands of paths are asked for, as text

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from typing import TYPE_CHECKING, Final, NamedTuple

import hublint
from hublint import checking, registry
from hublint.cache import Cache, Look, digest, settled, state_of
from hublint.checking import Outcome, check_file, is_notebook
from hublint.files import FileError, read_bytes
from hublint.target import TargetError, evidence_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from hublint.checking import Task
    from hublint.config import Settings
    from hublint.rule import Finding
    from hublint.session import Session

__all__ = ["KIND", "WORTH_IT", "Code", "decode", "encode", "outcomes"]

KIND: Final = "check"
WORTH_IT: Final = 20
"""Below so many files, looking them up takes about as long as checking them."""

# What answers may depend on besides our own code, by the names of modules and of distributions.
_LIBRARIES: Final = frozenset(
    ["ipython", "libcst", "packaging", "pathspec", "pyyaml", "pyyaml_ft", "tomli", "typing_extensions", "yaml"]
)
# The words that a notebook holds whose cells write files.
_WRITES: Final = (b"%%writefile", b"%%file")
_TOO_DEEP: Final = "nested too deeply"

# By now at the latest the first of our modules were read from their files.
_STARTED: Final = time.time_ns()
_MARGIN: Final = 2_000_000_000


def outcomes(
    paths: Sequence[Path], session: Session, task: Task, jobs: int | None, cache: Cache, *, data: bool = True
) -> Iterator[Outcome]:
    """Yield an outcome for each path, in their order, from the cache where it is known; keep the others there.

    Without `data`, outcomes from the cache do not hold the bytes that their findings are in.
    """
    code = None if len(paths) < WORTH_IT or not cache.usable else Code.read(session, cache)
    if code is None:
        yield from checking.outcomes(paths, session, task, jobs)
        return
    recall = _Recall(session, task, code, cache, data=data)
    known = [recall.look(path) for path in paths]
    missing = [path for path, one in zip(paths, known, strict=True) if one.value is None]
    fresh = recall.fresh(missing, jobs)
    try:
        for path, one in zip(paths, known, strict=True):
            outcome = next(fresh) if one.value is None else recall.outcome(path, one)
            if outcome is None:
                outcome = check_file(path, session, task)
            elif one.value is None:
                recall.keep(outcome, one)
                outcome = outcome._replace(read=b"")
            yield outcome
    finally:
        recall.end()


class _Known(NamedTuple):
    """What is known of a file before it is checked; nothing is to be kept of one without `decides`."""

    decides: bytes
    look: Look | None = None
    value: bytes | None = None


class _Folder(NamedTuple):
    """What holds for the files of a folder.

    Attributes:
        inside: what their absolute paths begin with.
        encoded: its path, as the cache knows it.
        settings: those of the folder.
        shared: what decides for all of them alike; None where that cannot be told.
        decides: what stands for all that decides, where that is the same for all.
    """

    inside: str
    encoded: bytes
    settings: Settings
    shared: tuple[object, ...] | None
    decides: bytes | None = None


class _Recall:
    """What is remembered in one run.

    Args:
        data: whether outcomes from the cache hold the bytes that their findings are in.
    """

    def __init__(self, session: Session, task: Task, code: Code, cache: Cache, *, data: bool) -> None:
        self._session = session
        self._task = task
        self._code = code
        self._cache = cache
        self._data = data
        self._decides: dict[tuple[object, ...], bytes] = {}
        self._targets: dict[tuple[object, ...], str] = {}
        self._folders: dict[str, _Folder] = {}

    def look(self, path: Path) -> _Known:
        """Return what is known of a file."""
        head, tail = os.path.split(path)
        folder = self._folders.get(head)
        if folder is None:
            folder = self._folders[head] = self._of_folder(path, os.path.abspath(head))
        decides = folder.decides or self._decided(path, folder)
        if decides is None:
            return _Known(b"")
        absolute = folder.inside + tail
        look = self._cache.look_in(KIND, decides, folder.encoded, absolute, os.fsencode(tail))
        value = look.value
        if value and self._task.fix and (is_notebook(path) or _applies(value, unsafe=self._task.unsafe)):
            value = None  # there is something to be done
        return _Known(decides, look, value)

    def outcome(self, path: Path, known: _Known) -> Outcome | None:
        """Return the outcome that was kept of a file; None if it cannot be used after all."""
        look, value = known.look, known.value
        if not value or look is None:
            return Outcome(path, [])
        try:
            parsed, findings = decode(value, str(path))
        except (ValueError, TypeError, IndexError):
            return None
        data = look.data
        if data is None and self._data:
            try:
                data = read_bytes(path)
            except FileError:
                return None
            if self._cache.state(look.path) != look.state:
                return None
        return Outcome(path, findings, data or b"", parsed=parsed)

    def fresh(self, paths: Sequence[Path], jobs: int | None) -> Iterator[Outcome]:
        """Yield the outcomes of files that have to be checked."""
        if not paths:
            return
        # Processes may be forked now, and find loaded what each would else load by itself.
        self._cache.close()
        import_module("hublint.engine")
        self._session.registry(paths[0])
        yield from checking.outcomes(paths, self._session, self._task._replace(digests=True), jobs)

    def keep(self, outcome: Outcome, known: _Known) -> None:
        """Keep the outcome of a file that was checked, if nothing else decides."""
        if known.look is None or not outcome.read or not self._is_function(outcome):
            return
        value = encode(outcome)
        if value is None:
            return
        self._cache.keep(KIND, known.decides, known.look, outcome.read, value)
        if self._cache.is_full:
            self.end()

    def end(self) -> None:
        """Write what is kept, unless the code was changed meanwhile: then nobody knows what found it."""
        if not self._code.is_unchanged():
            self._cache.drop()
        self._cache.close()

    def _is_function(self, outcome: Outcome) -> bool:
        """Tell whether an outcome is a function of what was looked at, and of nothing else."""
        if outcome.error is not None or outcome.before or outcome.fixed or outcome.told:
            return False
        if not outcome.parsed and any(_TOO_DEEP in finding.message for finding in outcome.findings):
            return False
        if not is_notebook(outcome.path):
            return True
        try:
            data = read_bytes(outcome.path)
        except FileError:
            return False
        return digest(data) == outcome.read and not any(word in data for word in _WRITES)

    def _of_folder(self, path: Path, absolute: str) -> _Folder:
        """Return what holds for the files of a folder, of which this is one."""
        settings = self._session.settings(path)
        target = self._target(path, absolute, settings)
        rules = (settings.select, settings.extend_select, settings.ignore)
        shared = None if target is None else (*rules, target)
        folder = _Folder(os.path.join(absolute, ""), os.fsencode(absolute), settings, shared)
        if shared is None or settings.per_file_ignores or self._code.foreign:
            return folder
        return folder._replace(decides=self._decided(path, folder))

    def _decided(self, path: Path, folder: _Folder) -> bytes | None:
        """Return what stands for all that decides besides the bytes; None where that cannot be told."""
        if folder.shared is None:
            return None
        codes = folder.settings.ignored_codes(path)
        key = (*folder.shared, codes, str(path) if self._code.foreign else path.parent.name)
        decides = self._decides.get(key)
        if decides is None:
            whole = (self._code.identity, self._task.fix or self._task.fixes_wanted, key)
            decides = self._decides[key] = digest(repr(whole).encode(errors="surrogatepass"))
        return decides

    def _target(self, path: Path, folder: str, settings: Settings) -> str | None:
        """Return the target of the files of a folder; None where there is none.

        Reading the requirements of a project takes longer than all else here, so it is kept what they came to.
        """
        files = evidence_files(folder)
        known_by = (files, settings.tensorflow, settings.keras, settings.purpose, settings.level)
        if files is not None and known_by in self._targets:
            return self._targets[known_by]
        states = _states_of(files)
        key = None
        if states is not None:
            key = digest(repr((self._code.identity, known_by, states)).encode(errors="surrogatepass"))
            kept = self._cache.get("target", key)
            if kept:
                self._targets[known_by] = kept.decode(errors="replace")
                return self._targets[known_by]
        try:
            target = str(self._session.target(path)())
        except TargetError:
            return None
        if key is not None and states == _states_of(evidence_files(folder, anew=True)):
            self._targets[known_by] = target
            self._cache.put("target", key, target.encode())
        return target


def _states_of(files: Iterable[str] | None) -> list[bytes] | None:
    """Return the states of files; None unless all of them will show that they were changed from now on."""
    if files is None:
        return None
    now = time.time_ns()
    states = []
    for file in files:
        try:
            status = os.stat(file)  # noqa: PTH116 - as above
        except OSError:
            return None
        if not settled(status, now):
            return None
        states.append(state_of(status))
    return states


class Code(NamedTuple):
    """The code that answers come from.

    Attributes:
        identity: what stands for it: the bytes of hublint and of the rules, Python, the libraries.
        foreign: whether rules of third parties are part of it.
        places: where it lies.
        signature: the states of its files.
    """

    identity: bytes
    foreign: bool
    places: tuple[str, ...]
    signature: bytes

    @classmethod
    def read(cls, session: Session, cache: Cache) -> Code | None:
        """Return the code that this process runs; None if it may have changed since it was read.

        Raises:
            RegistryError: if a rule pack cannot be loaded.
        """
        found, foreign = registry.places(lambda: session.rules)
        places = (os.path.dirname(hublint.__file__), *found)
        signature, newest = _signature(places)
        if newest > _STARTED - _MARGIN:
            return None
        key = digest(signature)
        content = cache.get("code", key)
        if content is None:
            content = _content(places)
            cache.put("code", key, content)
        around = (sys.version, sys.implementation.name, *_libraries(foreign=foreign))
        return cls(digest(repr((content, around)).encode(errors="surrogatepass")), foreign, places, signature)

    def is_unchanged(self) -> bool:
        """Tell whether the files are as they were."""
        return _signature(self.places)[0] == self.signature


def _files(place: str) -> Iterator[os.DirEntry[str]]:
    """Yield the files of a package, data among them, in a stable order."""
    try:
        with os.scandir(place) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return
    for entry in entries:
        if not entry.is_dir():
            if not entry.name.endswith(".pyc"):
                yield entry
        elif entry.name != "__pycache__":
            yield from _files(entry.path)


def _signature(places: Iterable[str]) -> tuple[bytes, int]:
    """Return what changes as soon as a file of the code does, and when the last one changed."""
    newest = 0
    lines: list[str] = []
    for place in places:
        for path, status in _states(place):
            newest = max(newest, status.st_mtime_ns, status.st_ctime_ns)
            lines.append(f"{path}\0{status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} {status.st_ino}")
    return "\n".join(lines).encode(errors="surrogateescape"), newest


def _states(place: str) -> Iterator[tuple[str, os.stat_result]]:
    if os.path.isfile(place):  # noqa: PTH113 - a str is at hand
        yield place, os.stat(place)  # noqa: PTH116 - as above
        return
    for entry in _files(place):
        try:
            yield entry.path, entry.stat()
        except OSError:
            continue


def _content(places: Iterable[str]) -> bytes:
    """Return the digest of the code's bytes and of the names of its files, wherever they lie."""
    parts: list[bytes] = []
    for place in places:
        for path, _ in _states(place):
            try:
                data = read_bytes(path)
            except FileError:
                data = b""
            parts += [os.fsencode(path[len(place) :]), digest(data)]
    return digest(b"\0".join(parts))


def _libraries(*, foreign: bool) -> list[str]:
    """Return the names, with their releases, of what is installed and may matter, in the order of the path.

    Rules of third parties may use anything.
    """
    names: list[str] = []
    for folder in sys.path:
        try:
            listed = os.listdir(folder or ".")  # noqa: PTH208 - as above
        except OSError:
            continue
        for name in sorted(listed):
            what = name.partition("-")[0].partition(".")[0].lower()
            if what in _LIBRARIES or (foreign and name.endswith((".dist-info", ".egg-info"))):
                names.append(name)
    return names


# Outcomes as bytes.


def encode(outcome: Outcome) -> bytes | None:
    """Return what an outcome says of its file's bytes; None where it cannot be said so that it is read the same.

    Nothing for a file with nothing to say of, as most are.
    """
    if not outcome.findings:
        return b"" if outcome.parsed else None
    import json

    filename = str(outcome.path)
    if any(finding.filename != filename for finding in outcome.findings):
        return None
    plain = [outcome.parsed, [finding[1:] for finding in outcome.findings]]
    try:
        value = json.dumps(plain, separators=(",", ":")).encode()
        same = decode(value, filename) == (outcome.parsed, outcome.findings)
    except (TypeError, ValueError):
        return None
    return value if same else None


def decode(value: bytes, filename: str) -> tuple[bool, list[Finding]]:
    """Return whether a file was parsed, and its findings.

    Raises:
        ValueError: if the bytes are not what `encode` makes.
        TypeError: as above.
        IndexError: as above.
    """
    import json

    from hublint.rule import Edit, Finding, Fix, Location

    parsed, rows = json.loads(value)
    findings: list[Finding] = []
    # What a named tuple does in Python to be made takes most of the time, where there are ten thousand findings.
    made = tuple.__new__
    for (row, column), (end_row, end_column), code, message, start, end, fix, note, skeleton, detail, cell in rows:
        places = made(Location, (row, column)), made(Location, (end_row, end_column))
        if fix is not None:
            applicability, said, edits, imports, *more = fix
            replaced = tuple(Edit(*edit) for edit in edits)
            fix = Fix(applicability, said, replaced, tuple((full, local) for full, local in imports), *more)  # noqa: PLW2901
        fields = (filename, *places, code, message, start, end, fix, note, skeleton, detail, cell)
        findings.append(made(Finding, fields))
    return parsed, findings


def _applies(value: bytes, *, unsafe: bool) -> bool:
    """Tell whether an outcome has a fix that the options would apply."""
    try:
        _, findings = decode(value, "")
    except (ValueError, TypeError, IndexError):
        return True
    return any(finding.fix is not None and (unsafe or finding.fix.applicability == "safe") for finding in findings)
