"""Which settings, rules and target each file has, for a server that outlives the files that say so."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import registry
from hublint.config import SETTINGS_FILES, ConfigError, Settings, longest_match, shown
from hublint.files import IGNORE_FILES, is_environment
from hublint.lsp.settings import EditorSettings
from hublint.registry import Registry, RegistryError
from hublint.requirements import requirement_files
from hublint.session import Overrides, Session, UsageError, forget_files
from hublint.target import FILES_READ, ROOT_MARKS, Target, TargetError, project_folders, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

# What settings, exclusions and targets come from; a file may also be named by the editor's own settings.
FILES: Final = tuple(dict.fromkeys([*(name for name, _ in SETTINGS_FILES), *FILES_READ, *IGNORE_FILES]))
_FIXED: Final = tuple(dict.fromkeys([*(name for name in FILES if "*" not in name), *ROOT_MARKS]))
_NAMES: Final = re.compile(
    "(?:.*/)?(?:" + "|".join(re.escape(name).replace(r"\*", "[^/]*") for name in FILES) + ")", re.DOTALL
)
_UNTITLED: Final = "-"
_MOST_REMEMBERED: Final = 10_000

_Stamp = dict[str, tuple[int, int, int]]


class Scope(NamedTuple):
    """What holds for one file.

    Attributes:
        registry: the active rules.
        rules: all rules that judge files, active or not.
        target: gives what the code is to run on; looked up when it is first called, and never raises.
        settings: what the user of the editor sets for it.
        project: what the settings file says, as the editor's settings change it.
        excluded: whether `check` on its folder would leave it out: then it has no findings.
        ignored: the codes and prefixes that are switched off for it by name.
        problem: why the settings cannot be used, one sentence; what was last known to be good holds instead.
    """

    registry: Registry
    rules: Registry
    target: Callable[[], Target]
    settings: EditorSettings
    project: Settings
    excluded: bool = False
    ignored: tuple[str, ...] = ()
    problem: str | None = None

    @property
    def checked(self) -> bool:
        """Whether the file has findings at all."""
        return self.settings.enable and not self.excluded

    def ignores(self, code: str) -> bool:
        """Tell whether a code is switched off by name, not only by selecting others."""
        return longest_match(code, self.ignored) >= 0


class _Kept(NamedTuple):
    """A session, and why it is not the one that was asked for."""

    session: Session
    problem: str | None = None


class Sessions:
    """The settings of all files of an editor, looked up once until something changes.

    Workspace folders have settings of their own; of several the innermost has the say. Files outside of all of them
    have the global ones, and so have documents without a file, for which the settings file of the first folder counts.

    `for_file` may be asked from any thread; it takes a microsecond where nothing has changed since it was last asked.

    Attributes:
        global_settings: what counts outside of the workspace folders.
    """

    def __init__(self) -> None:
        """Begin with the defaults and without folders; the rules are loaded when they are first needed."""
        self.global_settings = EditorSettings()
        self._folders: dict[str, EditorSettings] = {}
        self._lock = threading.RLock()
        self._scopes: dict[str | None, Scope] = {}
        self._seen: dict[tuple[str, Path | None], _Stamp] = {}
        self._extended: _Stamp = {}
        self._sessions: dict[Overrides, _Kept] = {}
        self._good: dict[tuple[Overrides, str], Settings] = {}
        self._rules: Registry | None = None
        self._no_rules: str | None = None

    # What the editor says.

    def configure(self, settings: EditorSettings, folders: Mapping[Path, EditorSettings]) -> bool:
        """Take the workspace folders with their settings, and those of all else; tell whether anything is new."""
        own = {_absolute(folder): given for folder, given in folders.items()}
        with self._lock:
            if settings == self.global_settings and list(own.items()) == list(self._folders.items()):
                return False
            self.global_settings = settings
            self._folders = own
            self._scopes = {}
            return True

    @property
    def folders(self) -> list[Path]:
        """The workspace folders in the order in which they were added."""
        return [Path(folder) for folder in self._folders]

    def folder_of(self, path: Path) -> Path | None:
        """Return the innermost workspace folder that a file lies in."""
        folder = self._folder_of(_absolute(path))
        return None if folder is None else Path(folder)

    def overrides_of(self, folder: Path) -> Overrides:
        """Return what a workspace folder's settings, or else the global ones, say over the settings files in it."""
        own = _absolute(folder)
        return self._folders.get(own, self.global_settings).overrides(Path(own))

    # What files have.

    def for_file(self, path: Path | None) -> Scope:
        """Return what holds for a file, None for a document that has none; never raises."""
        key = None if path is None else os.fspath(path)
        scope = self._scopes.get(key)
        if scope is not None:
            return scope
        with self._lock:
            scope = self._look_up(key)
            if len(self._scopes) >= _MOST_REMEMBERED:
                self._scopes = {}
            self._scopes[key] = scope
            return scope

    def _look_up(self, key: str | None) -> Scope:
        settings, overrides, file, top = self._place(key)
        self._see(file, overrides)
        session, problem = self._session(overrides)
        problem = self._settle(session, file) or problem
        path = Path(file)
        project = session.settings(path)
        for extended in project.extends:
            self._extended.setdefault(os.fspath(extended), _state(extended))
        try:
            active = session.registry(path)
        except UsageError as error:
            active = Registry([], session.rules.known)
            problem = problem or (str(error) if project.source is None else f"{shown(project.source)}: {error}")
        excluded = key is not None and self._is_excluded(session, file, top)
        ignored = (*project.ignore, *project.ignored_codes(path))
        return Scope(active, session.rules, _aimed(project, path.parent), settings, project, excluded, ignored, problem)

    def _place(self, key: str | None) -> tuple[EditorSettings, Overrides, str, str]:
        """Return the settings of a file, what they say over settings files, its path, and the folder it is checked in.

        A document without a file is taken for one that lies in the first folder.
        """
        settings, first = self.global_settings, self._first()
        if key is None:
            return settings, settings.overrides(Path(first)), os.path.join(first, _UNTITLED), first  # noqa: PTH118 - a str is at hand
        file = _absolute(key)
        folder = self._folder_of(file)
        if folder is not None:
            settings = self._folders[folder]
            return settings, settings.overrides(Path(folder)), file, folder
        # The global patterns hold wherever a file lies; the settings file that is named is found from the first folder.
        overrides = settings.overrides(Path(first))
        if overrides.root is not None:
            overrides = overrides._replace(root=Path(Path(file).anchor))
        return settings, overrides, file, project_folders(os.path.dirname(file))[-1]  # noqa: PTH120 - as above

    def _first(self) -> str:
        return next(iter(self._folders), None) or _absolute(".")

    def _folder_of(self, file: str) -> str | None:
        inside = [folder for folder in self._folders if _lies_in(file, folder)]
        return max(inside, key=len, default=None)

    def _settle(self, session: Session, file: str) -> str | None:
        """Make sure that a session has settings for a file, the last good ones if need be; then tell why."""
        folder = os.path.dirname(file)  # noqa: PTH120 - a str is at hand
        try:
            settings = session.settings(Path(file))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with settings, an editor has to go on
            session.assume(Path(folder), self._last_good(session, folder))
            return _sentence(error)
        if len(self._good) >= _MOST_REMEMBERED:
            self._good.clear()
        self._good[session.overrides, folder] = settings
        return None

    def _last_good(self, session: Session, folder: str) -> Settings:
        """Return the settings that a folder had when they could be read, or a folder above it; else the defaults."""
        while True:
            known = self._good.get((session.overrides, folder))
            if known is not None:
                return known
            parent = os.path.dirname(folder)  # noqa: PTH120 - a str is at hand
            if parent == folder:
                return session.defaults()
            folder = parent

    def _session(self, overrides: Overrides) -> _Kept:
        """Return the session for some overrides; for unusable ones one that is as near to it as can be had."""
        kept = self._sessions.get(overrides)
        if kept is None:
            kept = self._sessions[overrides] = self._new_session(overrides)
        return kept

    def _new_session(self, overrides: Overrides) -> _Kept:
        rules = self._loaded()
        problem = self._no_rules
        for usable in (overrides, overrides._replace(config=None), Overrides(root=overrides.root)):
            try:
                session = Session(usable, rules=rules)
                session.defaults()  # raises where the parts of a target contradict each other
            except Exception as error:  # noqa: BLE001 - as where a settings file is found
                problem = problem or _sentence(error)
            else:
                return _Kept(session, problem)
        return _Kept(Session(rules=rules), problem)

    def _loaded(self) -> Registry:
        if self._rules is None:
            try:
                self._rules = registry.load(models=False)
            except RegistryError as error:
                self._rules, self._no_rules = Registry([]), str(error)
        return self._rules

    def _is_excluded(self, session: Session, file: str, top: str) -> bool:
        if self._folder_of(file) is None and _in_environment(file):
            return True
        self._settle(session, os.path.join(top, _UNTITLED))  # noqa: PTH118 - a str is at hand
        try:
            return session.leaves_out(Path(file), Path(top))
        except Exception:  # noqa: BLE001 - a settings file or a .gitignore on the way that cannot be used excludes nothing
            return False

    # What changes.

    def watched(self) -> list[str]:
        """Return glob patterns, as the protocol has them, for the files on which all this depends."""
        # A settings file may extend one of any name.
        names = [*FILES, "*.toml", *sorted(file.name for file in self._configurations())]
        return [f"**/{name}" for name in dict.fromkeys(names)]

    def _configurations(self) -> set[Path]:
        """Return the settings files that the editor's settings name."""
        named = {self.global_settings.overrides(Path(self._first())).config}
        named |= {self.overrides_of(Path(folder)).config for folder in list(self._folders)}
        return {file for file in named if file is not None}

    def invalidate(self, paths: Iterable[Path]) -> bool:
        """Forget what depends on files that were changed, created, renamed or deleted; tell whether anything does."""
        with self._lock:
            changed = [_absolute(path) for path in paths]
            configurations = {os.fspath(file) for file in self._configurations()}
            known = [_absolute(key) for key in self._scopes if key is not None]
            # One that a settings file extends may not have been there, or not have been one.
            ailing = any(scope.problem is not None for scope in self._scopes.values())
            depends = any(
                _NAMES.fullmatch(path.replace(os.sep, "/")) is not None
                or path in configurations
                or path in self._extended
                or (ailing and path.endswith(".toml"))
                # A folder that has come, gone or been renamed may have had any of these files in it.
                or any(_lies_in(file, path) for file in known)
                for path in changed
            )
            if depends:
                self.forget()
            return depends

    def refresh(self) -> bool:
        """Look whether any of these files is another one than it was, and forget if so: for clients that watch none."""
        with self._lock:
            if any(_stamp(*place) != before for place, before in self._seen.items()) or any(
                _state(Path(file)) != before for file, before in self._extended.items()
            ):
                self.forget()
                return True
            return False

    def forget(self) -> None:
        """Forget all that was read of files. The settings of the editor stay, and so do those that were last good."""
        with self._lock:
            forget_files()
            self._scopes = {}
            self._seen = {}
            self._extended = {}
            for overrides, kept in list(self._sessions.items()):
                if kept.session.overrides != overrides:
                    del self._sessions[overrides]  # it stood in for one that could not be made: perhaps it can be now
                    continue
                try:
                    kept.session.forget()
                except ConfigError as error:
                    self._sessions[overrides] = _Kept(kept.session, str(error))
                else:
                    self._sessions[overrides] = _Kept(kept.session, self._no_rules)

    def _see(self, file: str, overrides: Overrides) -> None:
        """Note how the files are that a file's settings come from, before they are read."""
        place = (os.path.dirname(file), overrides.config)  # noqa: PTH120 - a str is at hand
        if place not in self._seen:
            self._seen[place] = _stamp(*place)


def _aimed(project: Settings, folder: Path) -> Callable[[], Target]:
    """Return what looks the target of a folder's files up when it is first called."""
    found: Target | None = None

    def target() -> Target:
        nonlocal found
        if found is None:
            try:
                found = resolve(project, folder).target
            except Exception:  # noqa: BLE001 - no project's requirements may keep its files from being checked
                found = Target.newest()
        return found

    return target


def _stamp(folder: str, config: Path | None) -> _Stamp:
    """Return what tells whether a file on which a folder's settings depend has changed, or come, or gone."""
    named = [] if config is None else [os.fspath(config)]
    try:
        pinned = [os.fspath(file) for above in project_folders(folder) for file in requirement_files(Path(above))]
    except (OSError, ValueError):
        pinned = []
    above = [folder, *map(os.fspath, Path(folder).parents)]
    stamp: _Stamp = {}
    for file in (*named, *pinned, *(os.path.join(one, name) for one in above for name in _FIXED)):  # noqa: PTH118 - many are asked for
        try:
            state = os.stat(file)  # noqa: PTH116 - as above
        except (OSError, ValueError):
            continue
        # What is in a folder, such as .git, is no concern of ours: it is there.
        is_file = not os.path.isdir(file)  # noqa: PTH112 - as above
        stamp[file] = (state.st_mtime_ns, state.st_size, state.st_ino) if is_file else (0, 0, 0)
    return stamp


def _state(file: Path) -> tuple[int, int, int]:
    """Return what tells whether a file has changed; zeros where there is none."""
    try:
        state = file.stat()
    except (OSError, ValueError):
        return 0, 0, 0
    return state.st_mtime_ns, state.st_size, state.st_ino


def _in_environment(file: str) -> bool:
    """Tell whether a file lies in a virtual environment, as the packages do that an editor leads to."""
    return any(is_environment(os.fspath(folder)) for folder in Path(file).parents)


def _sentence(error: Exception) -> str:
    """Return in one sentence why settings cannot be used."""
    if isinstance(error, (ConfigError, RegistryError, TargetError, UsageError, OSError)):
        return str(error)
    return f"a defect in hublint, {type(error).__name__} where it reads settings ({error}); please report it"


def _absolute(path: str | os.PathLike[str]) -> str:
    try:
        return os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
    except OSError:  # the working directory is gone
        return os.path.join(os.sep, os.fspath(path))  # noqa: PTH118 - a str is wanted


def _lies_in(file: str, folder: str) -> bool:
    return os.path.normcase(file).startswith(os.path.normcase(os.path.join(folder, "")))  # noqa: PTH118 - runs per file


__all__ = ["FILES", "Scope", "Sessions"]
