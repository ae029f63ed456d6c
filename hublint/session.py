"""One run over many files: which files, which settings, which rules and which target each of them has."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint import config, registry, target
from hublint.config import (
    ConfigError,
    Settings,
    is_pattern,
    load_settings,
    longest_match,
    read_settings,
    shown,
    table_path_of,
    toml_string,
)
from hublint.files import FileError, discover, exclusion, is_ignored, is_left_out, read_bytes, states_requirements
from hublint.registry import Registry
from hublint.target import resolve, target_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Protocol

    from hublint.files import Ignore
    from hublint.target import Target

    class _Keeper(Protocol):
        """Tells whether a path is wanted."""

        def __call__(self, absolute: str, *, is_folder: bool = False) -> bool:
            """Return the answer for a file, or for a folder."""


class UsageError(Exception):
    """A command that asks for what cannot be done; its text is one sentence for the user."""


class Overrides(NamedTuple):
    """What the command line or an editor says over the settings files; plain data, so that another process can have it.

    The patterns of `exclude` are relative to `root`, which is the working directory when not given.
    """

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] | None = None
    target: str | None = None
    exclude: tuple[str, ...] = ()
    config: Path | None = None
    root: Path | None = None


class Files(NamedTuple):
    """What paths lead to: what can be checked, in order, and what cannot be used.

    `python` are Python files, notebooks, and files that state a project's requirements.
    """

    python: list[Path]
    failures: list[FileError | UsageError]


class Session:
    """The rules, and what the settings make of them for each file.

    Everything is looked up once per folder: a run over thousands of files asks thousands of times.
    """

    def __init__(
        self,
        overrides: Overrides | None = None,
        *,
        models: bool = False,
        rules: Registry | None = None,
        lazily: bool = False,
    ) -> None:
        """Load the rules, with those that judge models if they are wanted, and check the overrides.

        `rules` are taken where they are loaded already. With `lazily` they are loaded once somebody asks for them:
        where every answer is known from before, nobody does.

        Raises:
            ConfigError: if the settings file that the overrides name cannot be used.
            RegistryError: if the overrides name a rule that does not exist, or leave none.
            TargetError: if the target of the overrides does not exist.
            UsageError: if the overrides exclude what is no pattern.
        """
        self.overrides = overrides = overrides or Overrides()
        self._models = models
        self._rules = registry.load(models=models) if rules is None and not lazily else rules
        self._config = None if overrides.config is None else _configured(overrides.config)
        self._settings: dict[str, Settings] = {}
        self._registries: dict[tuple[tuple[str, ...], tuple[str, ...]], Registry] = {}
        self._reduced: dict[tuple[Registry, tuple[str, ...]], Registry] = {}
        self._targets: dict[str, Target] = {}
        named = (overrides.select, overrides.extend_select, overrides.ignore)
        if any(named):
            self.rules.select([code for codes in named for code in codes or ()], ())
        if overrides.target is not None:
            target_parts(overrides.target)
        if overrides.select == ():
            raise UsageError("--select names no rule")
        for pattern in overrides.exclude:
            if not is_pattern(pattern):
                raise UsageError(f"--exclude: {pattern!r} is no pattern; write one as in .gitignore")

    @property
    def rules(self) -> Registry:
        """All rules.

        Raises:
            RegistryError: if a rule pack cannot be loaded.
        """
        if self._rules is None:
            self._rules = registry.load(models=self._models)
        return self._rules

    def forget(self) -> None:
        """Forget what the settings files and the requirements say, as a long-lived process must when one changes.

        What `forget_files` forgets is forgotten before. The rules stay the same objects where nothing has changed.

        Raises:
            ConfigError: if the settings file that the overrides name cannot be used; what it said before is kept.
        """
        self._settings = {}
        self._targets = {}
        if self.overrides.config is not None:
            self._config = _configured(self.overrides.config)

    def assume(self, folder: Path, settings: Settings) -> None:
        """Take settings for those of a folder, until they are forgotten: for one whose settings file cannot be used."""
        self._settings[os.path.abspath(folder)] = settings  # noqa: PTH100 - Path.resolve would follow links

    def settings(self, path: Path) -> Settings:
        """Return the settings of a file, or of a folder, as the overrides change them."""
        folder = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
        if not os.path.isdir(folder):  # noqa: PTH112 - Path.is_dir raises where the folder may not be entered
            folder = os.path.dirname(folder)  # noqa: PTH120 - a str is at hand
        return self._folder_settings(folder)

    def _folder_settings(self, folder: str) -> Settings:
        known = self._settings.get(folder)
        if known is None:
            known = self._merged(self._config or load_settings(Path(folder)))
            self._require_known(known)
            self._settings[folder] = known
        return known

    def defaults(self) -> Settings:
        """Return the settings of a project that sets nothing, as the overrides change them."""
        return self._merged(Settings())

    def _merged(self, settings: Settings) -> Settings:
        return settings.merged(
            select=self.overrides.select,
            ignore=self.overrides.ignore,
            extend_select=self.overrides.extend_select,
            target=self.overrides.target,
        )

    def registry(self, path: Path) -> Registry:
        """Return the rules that are active in a file.

        Raises:
            ConfigError: if the settings name a rule that does not exist.
            UsageError: if settings and overrides together leave no rule.
        """
        settings = self._folder_settings(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120 - runs per file
        key = ((*settings.select, *settings.extend_select), settings.ignore)
        active = self._registries.get(key)
        if active is None:
            active = self._registries[key] = self._select(*key)
        if not settings.per_file_ignores:
            return active
        codes = settings.ignored_codes(path)
        if not codes:
            return active
        reduced = self._reduced.get((active, codes))
        if reduced is None:
            kept = (rule for rule in active.rules if longest_match(rule.code, codes) < 0)
            reduced = self._reduced[active, codes] = Registry(kept, self.rules.known)
        return reduced

    def _select(self, select: tuple[str, ...], ignore: tuple[str, ...]) -> Registry:
        if select == ("ALL",) and not ignore:
            return self.rules
        active = self.rules.select(select, ignore)
        if not active.rules:
            of_models = self.rules.known - set(self.rules.by_code)
            if any(code.startswith(prefix) for code in of_models for prefix in select):
                raise UsageError(
                    "these settings select rules about models alone; `hublint inspect` and `hublint verify` ask those"
                )
            raise UsageError("these settings select no rule: whatever is selected is also ignored")
        return active

    def _require_known(self, settings: Settings) -> None:
        """Raise ConfigError for the first code that stands for no rule.

        What the command line names has been looked at already: what is unknown here stands in the settings file.
        """
        if settings.source is None:
            return
        lists = [
            ("select", settings.select),
            ("extend-select", settings.extend_select),
            ("ignore", settings.ignore),
            *((f"per-file-ignores.{toml_string(entry.pattern)}", entry.codes) for entry in settings.per_file_ignores),
        ]
        for key, codes in lists:
            for index, code in enumerate(codes):
                if code != "ALL" and not any(known.startswith(code) for known in self.rules.known):
                    file = settings.file_of(key.partition(".")[0]) or settings.source
                    table = "".join(f"{part}." for part in table_path_of(file))
                    raise ConfigError(
                        f"{shown(file)}: {table}{key}[{index}]: unknown rule code {code!r}; "
                        f"`hublint rule --all` lists them"
                    )

    def _require_rules(self, folder: str) -> None:
        """Raise an error where the settings of a folder leave no rule; all of them are not loaded to know that."""
        settings = self._folder_settings(folder)
        if (*settings.select, *settings.extend_select) != ("ALL",) or settings.ignore:
            self.registry(Path(folder, "any"))

    def ignores(self, path: Path, code: str) -> bool:
        """Tell whether the settings switch a code off for a file by name, not only by selecting others."""
        settings = self._folder_settings(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120 - runs per file
        return longest_match(code, (*settings.ignore, *settings.ignored_codes(path))) >= 0

    def baseline(self, path: Path) -> Path | None:
        """Return the baseline that the settings of a file name."""
        return self._folder_settings(os.path.dirname(os.path.abspath(path))).baseline  # noqa: PTH100, PTH120 - runs per file

    def target(self, path: Path) -> Callable[[], Target]:
        """Return what looks the target of a file up when a rule asks for it."""
        folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120 - runs per file

        def look_up() -> Target:
            known = self._targets.get(folder)
            if known is None:
                known = self._targets[folder] = resolve(self._folder_settings(folder), Path(folder)).target
            return known

        return look_up

    def files(self, paths: Sequence[Path], *, force_exclude: bool = False) -> Files:
        """Find the files that paths lead to.

        Files are taken by their names; folders are walked. What cannot be used is told, and the rest goes on.
        With `force_exclude`, what is excluded is left out though it was named.

        Raises:
            ConfigError: if a settings file on the way cannot be used: nothing has been touched then.
        """
        failures: list[FileError | UsageError] = []
        if force_exclude:
            paths = self.without_excluded(paths, failures)
        found: list[Path] = []
        # One walk for all paths with the same settings, so that each file comes once.
        groups: dict[Settings, list[Path]] = {}
        for path in paths:
            groups.setdefault(self.settings(path), []).append(path)
        for settings, members in groups.items():
            found += discover(members, settings.exclude, on_error=failures.append, root=settings.folder_of("exclude"))
        given = {os.path.abspath(path) for path in paths}  # noqa: PTH100 - Path.resolve would follow links
        spoken_of = {os.path.abspath(failure.path) for failure in failures if isinstance(failure, FileError)}  # noqa: PTH100 - as above
        keep = self._keeper(set(groups), failures)
        python: list[Path] = []
        seen: set[str] = set()
        folders: dict[str, str] = {}
        with_rules: set[str] = set()
        for path in found:
            # Thousands of files lie in some hundred folders: what holds for all of them is asked once.
            head, tail = os.path.split(path)
            folder = folders.get(head)
            if folder is None:
                folder = folders[head] = os.path.abspath(head)  # noqa: PTH100 - as above
            absolute = os.path.join(folder, tail)  # noqa: PTH118 - as above
            if absolute in seen or (absolute not in given and not keep(absolute)):
                continue
            seen.add(absolute)
            refused = _refused_notebook(path) if path.suffix == ".ipynb" and absolute in given else None
            if refused is not None:
                failures.append(refused)
            elif absolute in given and not _may_be_python(path):
                failures.append(FileError(path, "is no Python file: neither its name nor a first line with #! says so"))
            else:
                python.append(path)
                if folder not in with_rules:
                    with_rules.add(folder)
                    self._require_rules(folder)
        for path in paths:
            absolute = os.path.abspath(path)  # noqa: PTH100 - as above
            if os.path.isdir(absolute) and absolute not in spoken_of:  # noqa: PTH112 - as above
                inside = os.path.join(absolute, "")  # noqa: PTH118 - as above
                if not any(os.path.abspath(file).startswith(inside) for file in python):  # noqa: PTH100 - as above
                    failures.append(_nothing_in(path))
        return Files(python, failures)

    def leaves_out(self, path: Path, top: Path) -> bool:
        """Tell whether `files` would leave out a file that lies below the folder `top`, if it were given that folder.

        Raises:
            ConfigError: if a settings file on the way cannot be used.
        """
        settings = self.settings(top)
        absolute = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
        unusable: list[FileError | UsageError] = []  # patterns; they are checked where they are set
        excluded = (
            exclusion(settings.exclude, settings.folder_of("exclude"), unusable.append) if settings.exclude else []
        )
        if is_left_out(absolute, os.path.abspath(top), excluded):  # noqa: PTH100 - as above
            return True
        return not self._keeper({settings}, unusable)(absolute)

    def without_excluded(self, paths: Sequence[Path], failures: list[FileError | UsageError]) -> list[Path]:
        """Return the paths that are not excluded: by settings, by the overrides, or as folders that no walk enters.

        Only .gitignore does not count: whoever lists what git has under its care, as hooks do, has asked git already.

        Args:
            paths: what was named.
            failures: where patterns that cannot be used are told.

        Raises:
            ConfigError: if a settings file on the way cannot be used.
        """
        top = Path.cwd()
        settings = self.settings(top)
        excluded = (
            exclusion(settings.exclude, settings.folder_of("exclude"), failures.append) if settings.exclude else []
        )
        keep = self._keeper({settings}, failures)
        kept = []
        for path in paths:
            absolute = os.path.abspath(path)  # noqa: PTH100 - Path.resolve would follow links
            is_folder = os.path.isdir(absolute)  # noqa: PTH112 - Path.is_dir raises where the folder may not be entered
            left_out = is_left_out(
                absolute, os.fspath(top), excluded, is_folder=is_folder, respect_gitignore=False
            ) or not keep(absolute, is_folder=is_folder)
            if not left_out:
                kept.append(path)
        return kept

    def _keeper(self, walked_with: set[Settings], failures: list[FileError | UsageError]) -> _Keeper:
        """Return what tells whether a file that was walked to is wanted.

        The walk knows the settings of the folder that it began in. The command line's own patterns, and the settings of
        folders further down, are asked here.
        """
        own = (
            exclusion(self.overrides.exclude, self.overrides.root or Path.cwd(), failures.append)
            if self.overrides.exclude
            else []
        )
        nested: dict[Settings, list[Ignore]] = {}

        def keep(absolute: str, *, is_folder: bool = False) -> bool:
            if own and is_ignored(absolute, own, is_folder=is_folder):
                return False
            settings = self._folder_settings(os.path.dirname(absolute))  # noqa: PTH120 - runs per file
            if not settings.exclude or settings in walked_with:
                return True
            if settings not in nested:
                nested[settings] = exclusion(settings.exclude, settings.folder_of("exclude"), failures.append)
            return not is_ignored(absolute, nested[settings], is_folder=is_folder)

        return keep


def forget_files() -> None:
    """Forget what this process has read of settings files and requirements; sessions have to `forget` after it.

    All else that is remembered comes from hublint's own files, which do not change while it runs.
    """
    config.clear_cache()
    target.clear_cache()


def _configured(file: Path) -> Settings:
    # The patterns in it are relative to its folder, however it was named.
    settings = read_settings(file.absolute(), table_path_of(file))
    if settings is None:
        raise ConfigError(f"{shown(file)}: has no [tool.hublint]")
    return settings


def _refused_notebook(path: Path) -> FileError | None:
    """Return why a notebook that was named cannot be checked."""
    from hublint.source.ipynb import why_unusable

    try:
        reason = why_unusable(read_bytes(path))
    except FileError:
        return None  # whoever reads it next says what is wrong
    return None if reason is None else FileError(path, reason)


# The last ones are what others call Python: scripts for web servers, for Twisted, for ArcGIS, and files of GYP.
_OF_PYTHON: Final = frozenset(["", ".ipynb", ".py", ".pyi", ".pyw", ".wsgi", ".tac", ".pyt", ".gyp", ".gypi"])


def _may_be_python(path: Path) -> bool:
    """Tell whether a file that was named is Python, or states requirements, by its name, or by its first line."""
    if path.suffix in _OF_PYTHON or states_requirements(path):
        return True
    try:
        data = read_bytes(path)
    except FileError:
        return True  # whoever reads it next says what is wrong
    return data.startswith(b"#!") and b"python" in data.partition(b"\n")[0]


def _nothing_in(path: Path) -> UsageError:
    everything = discover([path], respect_gitignore=False, on_error=lambda _: None)
    there = " but those that are excluded, by the settings, by --exclude or by .gitignore" if any(everything) else ""
    return UsageError(f"no Python files or notebooks in {os.path.join(path, '')}{there}")  # noqa: PTH118 - pathlib drops the slash


__all__ = ["Files", "Overrides", "Session", "UsageError", "forget_files"]
