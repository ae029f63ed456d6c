"""`hublint check --watch`: what has changed is checked again, until Ctrl-C."""

from __future__ import annotations

import os
import re
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.checking import outcomes
from hublint.config import SETTINGS_FILES, ConfigError
from hublint.files import IGNORE_FILES, SKIPPED_FOLDERS, FileError, is_checked
from hublint.output import count
from hublint.registry import RegistryError
from hublint.requirements import requirement_files
from hublint.session import Files, Session, UsageError, forget_files
from hublint.target import FILES_READ, TargetError, project_folders

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from types import ModuleType

    from hublint.checking import Outcome, Task

__all__ = ["Round", "Watch", "clear_screen", "footer", "watch"]

# What settings, exclusions and targets are read from.
_NAMES: Final = tuple(dict.fromkeys([*(name for name, _ in SETTINGS_FILES), *FILES_READ, *IGNORE_FILES]))
_SETTINGS: Final = re.compile("|".join(re.escape(name.rpartition("/")[2]).replace(r"\*", "[^/]*") for name in _NAMES))
_OWN_ERRORS: Final = (ConfigError, FileError, RegistryError, TargetError, UsageError)
_CLEAR: Final = "\x1b[2J\x1b[H"
# Editors write a file in several steps, and tools many files: milliseconds without a change until it is looked at them,
# the most that it waits for such, and how often it looks where nothing was said.
_STEP: Final = 50
_DEBOUNCE: Final = 500
_TICK: Final = 1000

_Stamp = tuple[int, int, int]
_NONE: Final = (0, 0, 0)


class Round(NamedTuple):
    """What is to be shown: all that is known of all files, in their order."""

    session: Session
    files: Files
    outcomes: list[Outcome]


def watch(watching: Watch, show: Callable[[Round | str], None]) -> int:
    """Check, and check again what changes.

    Args:
        watching: what is checked.
        show: prints a round, or what is wrong.

    Raises:
        UsageError: if nothing tells of changes here.
        KeyboardInterrupt: which is how it ends.
    """
    watchfiles = _watchfiles()
    show(watching.first())
    paths = watching.paths
    folders = {path if path.is_dir() else path.absolute().parent for path in paths}
    changes = watchfiles.watch(
        *sorted(folders),
        watch_filter=lambda _, path: _concerns(path),
        step=_STEP,
        debounce=_DEBOUNCE,
        rust_timeout=_TICK,
        yield_on_timeout=True,
        recursive=any(path.is_dir() for path in paths),
        ignore_permission_denied=True,
    )
    try:
        # What has changed before there was anybody to tell is seen at the first tick.
        for number, changed in enumerate(changes):
            told = watching.again({path for _, path in changed}, look=number == 0)
            if told is not None:
                show(told)
    except RuntimeError as error:
        if type(error).__module__.partition(".")[0] not in {"_rust_notify", "watchfiles"}:
            raise
        raise UsageError(
            f"--watch: the system does not tell of changes ({error}); set WATCHFILES_FORCE_POLLING=true to have files "
            "looked at instead"
        ) from None
    return 0


def clear_screen() -> None:
    """Clear the screen if there is one."""
    if sys.stdout.isatty():
        sys.stdout.write(_CLEAR)


def footer(told: Round | str) -> str:
    """Return the line that says that it goes on."""
    what = "settings" if isinstance(told, str) else count(len(told.files.python), "file")
    return f"[{time.strftime('%H:%M:%S')}] watching {what}; Ctrl-C ends"


class Watch:
    """Knows how each file was when it was checked, and what came of it.

    Attributes:
        paths: what is checked.
    """

    def __init__(self, paths: Sequence[Path], task: Task, arguments: argparse.Namespace) -> None:
        """Begin with nothing known; the arguments are those of `hublint check`.

        Raises:
            FileError: if a path leads nowhere.
        """
        for path in paths:
            if not path.exists():
                raise FileError(path, "cannot be watched: there is no such file or folder")
        self.paths = list(paths)
        self._task = task
        self._jobs: int | None = arguments.jobs
        self._force_exclude: bool = arguments.force_exclude
        self._baseline: Path | None = arguments.baseline
        self._session: Session | None = None
        self._known: dict[Path, tuple[_Stamp, Outcome]] = {}
        self._settings: dict[str, _Stamp] = {}

    def first(self) -> Round:
        """Check everything.

        Raises:
            ConfigError: if the settings cannot be used; other errors that the user can do something about, too.
        """
        return self._checked()

    def again(self, changed: set[str], *, look: bool = False) -> Round | str | None:
        """Check what is not as it was, or tell why that cannot be; None if all is as it was.

        Args:
            changed: the files that were said to have changed.
            look: whether to look at all files though nothing was said.
        """
        said = any(_SETTINGS.fullmatch(os.path.basename(path)) for path in changed)  # noqa: PTH119 - a str is at hand
        if said or self._settings_now() != self._settings:
            forget_files()
            self._session = None
            self._known = {}
        elif not changed and not look:
            return None
        before = {path: outcome for path, (_, outcome) in self._known.items()}
        session = self._session
        try:
            told = self._checked()
        except _OWN_ERRORS as error:
            # What is broken now is mended next: it goes on, and is told only once.
            self._settings = self._settings_now()
            return str(error)
        same = before.keys() == self._known.keys() and all(before[path] is self._known[path][1] for path in before)
        return None if same and session is self._session else told

    def _checked(self) -> Round:
        session = self._session or Session(self._task.overrides)
        files = session.files(self.paths, force_exclude=self._force_exclude)
        stamps = {path: _stamp(path) for path in files.python}
        stale = [path for path in files.python if path not in self._known or self._known[path][0] != stamps[path]]
        found = dict(zip(stale, outcomes(stale, session, self._task, self._jobs), strict=True))
        self._known = {
            path: (stamps[path], found[path]) if path in found else self._known[path] for path in files.python
        }
        self._session = session
        self._settings = self._settings_now()
        return Round(session, files, [outcome for _, outcome in self._known.values()])

    def _settings_now(self) -> dict[str, _Stamp]:
        """Return how the files are that settings and targets come from, as far as they lie above what is watched."""
        given = (self._baseline, self._task.overrides.config)
        named = [*(file for file in given if file is not None), *self._extended()]
        here = [path.absolute() if path.is_dir() else path.absolute().parent for path in self.paths]
        above = {str(folder) for one in here for folder in (one, *one.parents)}
        fixed = [os.path.join(folder, name) for folder in sorted(above) for name in _NAMES if "*" not in name]  # noqa: PTH118 - many are asked for
        pinned = [
            file for one in here for folder in project_folders(str(one)) for file in requirement_files(Path(folder))
        ]
        stamps = {file: _stamp(Path(file)) for file in (*map(str, (*named, *pinned)), *fixed)}
        return {file: stamp for file, stamp in stamps.items() if stamp != _NONE}

    def _extended(self) -> Iterator[Path]:
        if self._session is not None:
            for path in self.paths:
                settings = self._session.settings(path)
                yield from (*settings.extends, *([settings.baseline] if settings.baseline is not None else []))


def _stamp(path: Path) -> _Stamp:
    """Return what tells whether a file has changed; zeros where there is none."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return _NONE
    return state.st_mtime_ns, state.st_size, state.st_ino


def _concerns(path: str) -> bool:
    """Tell whether a change of a file can change what is found."""
    folder, name = os.path.split(path)
    if not (is_checked(name, os.path.basename(folder)) or _SETTINGS.fullmatch(name)):  # noqa: PTH119 - a str is at hand
        # What was renamed may be a folder.
        return "." not in name
    return not SKIPPED_FOLDERS.intersection(Path(folder).parts)


def _watchfiles() -> ModuleType:
    try:
        import watchfiles
    except ImportError:
        raise UsageError("--watch needs watchfiles: pip install 'hublint[watch]'") from None
    return watchfiles
