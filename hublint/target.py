"""The TensorFlow, the Keras, the purpose and the level that code is checked for."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, Protocol

from hublint.requirements import (
    LOCK_FILES,
    REQUIREMENT_FILES,
    REQUIREMENT_PATTERNS,
    name_of,
    requirement_files,
    requirements_in,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from packaging.requirements import Requirement
    from packaging.specifiers import SpecifierSet

Keras = Literal["keras2", "keras3", "tf_keras"]
Purpose = Literal["reuse", "serve"]
Level = Literal["compat", "native"]
"""How far a fix goes: `compat` changes least and keeps TensorFlow 1's API where the target has it, `native` writes
TensorFlow 2 wherever it means the same."""

NEWEST_TENSORFLOW: Final = (2, 21)
LAST_TENSORFLOW_1: Final = (1, 15)
FIRST_WITH_KERAS_3: Final = (2, 16)
FIRST_WITH_TF_KERAS: Final = (2, 14)
KERAS_CHOICES: Final[tuple[Keras, ...]] = ("keras2", "keras3", "tf_keras")
PURPOSE_CHOICES: Final[tuple[Purpose, ...]] = ("reuse", "serve")
LEVEL_CHOICES: Final[tuple[Level, ...]] = ("compat", "native")


class TargetError(ValueError):
    """A target that does not exist or contradicts itself; its text is one sentence for the user."""


class Target(NamedTuple):
    """What the code is meant to run on, what its exports are for, and how far fixes go."""

    tensorflow: tuple[int, int]
    keras: Keras
    purpose: Purpose
    level: Level = "native"

    @classmethod
    def newest(cls) -> Target:
        """Return the target of a project that says nothing: the newest TensorFlow with its own Keras."""
        return cls(NEWEST_TENSORFLOW, "keras3", "reuse")

    @property
    def keras3(self) -> bool:
        """Whether `tf.keras` is Keras 3 on this target."""
        return self.keras == "keras3"

    def in_file(self, text: str) -> Target:
        """Return the target for a file that may itself ask for Keras 2, where that is another one."""
        if self.tensorflow < FIRST_WITH_KERAS_3 or not self.keras3 or not switches_to_legacy_keras(text):
            return self
        return self._replace(keras="tf_keras")

    def __str__(self) -> str:
        """Return the form that `parse_target` reads."""
        major, minor = self.tensorflow
        level = "" if self.level == "native" else f",level={self.level}"
        return f"tf={major}.{minor},keras={self.keras},purpose={self.purpose}{level}"


def parse_target(text: str) -> Target:
    """Return the target that `text`, such as "tf=2.21,keras=keras3,purpose=serve", describes."""
    parts = target_parts(text)
    keras = parse_keras(parts["keras"]) if "keras" in parts else None
    if "tensorflow" in parts:
        tensorflow = parse_tensorflow(parts["tensorflow"])
    else:
        tensorflow = before(FIRST_WITH_KERAS_3) if keras == "keras2" else NEWEST_TENSORFLOW
    purpose, level = parse_purpose(parts.get("purpose", "reuse")), parse_level(parts.get("level", "native"))
    target = Target(tensorflow, keras or default_keras(tensorflow), purpose, level)
    require_consistent(target)
    return target


def target_parts(text: str) -> dict[str, str]:
    """Return the parts of a target that `text` gives, each valid by itself, under their full names."""
    parts: dict[str, str] = {}
    for item in text.split(","):
        key, equals, value = (piece.strip() for piece in item.partition("="))
        if not equals or not value:
            raise TargetError(
                f"target {text!r}: expected KEY=VALUE, such as tf=2.21,keras=keras3, but found {item.strip()!r}"
            )
        key = "tensorflow" if key == "tf" else key
        if key == "tensorflow":
            parse_tensorflow(value)
        elif key == "keras":
            parse_keras(value)
        elif key == "purpose":
            parse_purpose(value)
        elif key == "level":
            parse_level(value)
        else:
            raise TargetError(f"target {text!r}: unknown key {key!r}; use tf, keras, purpose or level")
        if key in parts:
            raise TargetError(f"target {text!r}: {key} is given twice")
        parts[key] = value
    return parts


def with_level(target: str | None, level: str | None) -> str | None:
    """Return the text of a target in which a setting of its own says the level, over what the text says."""
    if level is None:
        return target
    others: dict[str, str] = {}
    if target is not None:
        others = {key: value for key, value in target_parts(target).items() if key != "level"}
    return ",".join(f"{key}={value}" for key, value in {**others, "level": level}.items())


def parse_tensorflow(text: str) -> tuple[int, int]:
    """Return the release that `text`, such as "2.21" or "2.15.1", names; every TensorFlow 1 counts as 1.15."""
    numbers = text.split(".")
    if numbers[0] == "1" and (len(numbers) == 1 or numbers[1:] == ["x"]):
        return LAST_TENSORFLOW_1
    if not 2 <= len(numbers) <= 3 or not all(number.isascii() and number.isdigit() for number in numbers):
        raise TargetError(f"tensorflow {text!r} is not a version; write it as major.minor, such as 2.21")
    version = (int(numbers[0]), int(numbers[1]))
    if (1, 0) <= version <= LAST_TENSORFLOW_1:
        return LAST_TENSORFLOW_1
    if version > NEWEST_TENSORFLOW:
        message = (
            f"tensorflow {text} is newer than this hublint knows; use {dotted(NEWEST_TENSORFLOW)} or update hublint"
        )
        raise TargetError(message)
    if version < (2, 0):
        raise TargetError(f"tensorflow {text} does not exist; use 1.15, or 2.0 to {dotted(NEWEST_TENSORFLOW)}")
    return version


def parse_keras(text: str) -> Keras:
    """Return `text` as a Keras flavour."""
    if text not in KERAS_CHOICES:
        raise TargetError(f"keras {text!r} is unknown; use keras2, keras3 or tf_keras")
    return text


def parse_purpose(text: str) -> Purpose:
    """Return `text` as a purpose."""
    if text not in PURPOSE_CHOICES:
        message = (
            f"purpose {text!r} is unknown; use reuse (load, fine-tune, export again) or serve (TensorFlow Serving)"
        )
        raise TargetError(message)
    return text


def parse_level(text: str) -> Level:
    """Return `text` as a level."""
    if text not in LEVEL_CHOICES:
        message = (
            f"level {text!r} is unknown; use compat (change least) or native (TensorFlow 2 wherever it is the same)"
        )
        raise TargetError(message)
    return text


def default_keras(tensorflow: tuple[int, int]) -> Keras:
    """Return the Keras that `tf.keras` is when nothing else is installed."""
    return "keras2" if tensorflow < FIRST_WITH_KERAS_3 else "keras3"


def require_consistent(target: Target) -> None:
    """Raise TargetError when no installation can be what `target` says."""
    version = dotted(target.tensorflow)
    if target.tensorflow < FIRST_WITH_KERAS_3 and target.keras == "keras3":
        raise TargetError(f"tensorflow {version} contradicts keras3, which needs TensorFlow 2.16 or newer; use keras2")
    if target.tensorflow < FIRST_WITH_TF_KERAS and target.keras == "tf_keras":
        raise TargetError(f"tensorflow {version} contradicts tf_keras, which begins with TensorFlow 2.14; use keras2")
    if target.tensorflow >= FIRST_WITH_KERAS_3 and target.keras == "keras2":
        message = (
            f"tensorflow {version} no longer holds Keras 2; use tf_keras, which is Keras 2 as a package of its own"
        )
        raise TargetError(message)


def dotted(version: tuple[int, int]) -> str:
    """Return `version` as TensorFlow writes it."""
    return f"{version[0]}.{version[1]}"


def before(version: tuple[int, int]) -> tuple[int, int]:
    """Return the minor release before `version`."""
    return version[0], version[1] - 1


class TargetSettings(Protocol):
    """The part of the settings that `resolve` reads; each is "auto" or a value that `parse_target` takes."""

    @property
    def tensorflow(self) -> str:
        """The TensorFlow release, such as "2.21"."""

    @property
    def keras(self) -> str:
        """The Keras flavour."""

    @property
    def purpose(self) -> str:
        """What exports are for."""

    @property
    def level(self) -> str:
        """How far fixes go."""


class Resolution(NamedTuple):
    """A target and the one line that says where it comes from."""

    target: Target
    reason: str


class Demand(NamedTuple):
    """One requirement of a project on TensorFlow, or on a Keras package that goes with one TensorFlow only."""

    text: str
    file: str
    newest: tuple[int, int]
    pinned: bool
    locked: bool
    conditional: bool
    companion: bool
    path: str = ""
    """Where the file lies."""

    @property
    def old_home(self) -> bool:
        """Whether only TensorFlow 1 meets this: where the code comes from, not where its owner takes it."""
        return self.newest < (2, 0)


class Evidence(NamedTuple):
    """What a folder's requirement files say."""

    demands: tuple[Demand, ...]
    tf_keras: str | None


def resolve(settings: TargetSettings, path: Path) -> Resolution:
    """Return the target for `path`: what the settings say, then what its project requires, then the newest release."""
    tensorflow = None if settings.tensorflow == "auto" else parse_tensorflow(settings.tensorflow)
    keras = None if settings.keras == "auto" else parse_keras(settings.keras)
    purpose: Purpose = "reuse" if settings.purpose == "auto" else parse_purpose(settings.purpose)
    level: Level = "native" if settings.level == "auto" else parse_level(settings.level)
    if tensorflow is not None and keras is not None:
        target = Target(tensorflow, keras, purpose, level)
        require_consistent(target)
        return Resolution(target, f"tensorflow {dotted(tensorflow)} and {keras} in the settings")
    evidence = find_evidence(path)
    if tensorflow is None:
        tensorflow, reason = choose_tensorflow(evidence, keras)
    else:
        reason = f"tensorflow {dotted(tensorflow)} in the settings"
    if keras is not None:
        reason = f"{reason}; {keras} in the settings"
    elif evidence.tf_keras is not None and tensorflow >= FIRST_WITH_KERAS_3:
        keras = "tf_keras"
        reason = f"{reason}; {evidence.tf_keras}"
    target = Target(tensorflow, keras or default_keras(tensorflow), purpose, level)
    require_consistent(target)
    return Resolution(target, reason)


def choose_tensorflow(evidence: Evidence, keras: Keras | None) -> tuple[tuple[int, int], str]:
    """Return the newest TensorFlow that `evidence` allows and that `keras` can run on, and why."""
    version, reason = required_tensorflow(evidence.demands)
    if keras == "keras2" and version >= FIRST_WITH_KERAS_3:
        last = before(FIRST_WITH_KERAS_3)
        return last, f"tensorflow {dotted(last)}, the last with Keras 2"
    first = {"keras3": FIRST_WITH_KERAS_3, "tf_keras": FIRST_WITH_TF_KERAS}.get(keras or "", (0, 0))
    if version < first:
        return NEWEST_TENSORFLOW, f"the newest TensorFlow, since {keras} does not run on {dotted(version)} ({reason})"
    return version, reason


def required_tensorflow(demands: Iterable[Demand]) -> tuple[tuple[int, int], str]:
    """Return the newest TensorFlow that `demands` allow, and why."""
    everything = list(demands)
    firm = deciding(everything)
    if firm is None:
        if everything:
            old = everything[0]
            return NEWEST_TENSORFLOW, f"the newest TensorFlow ({old.text} in {old.file} is where the code comes from)"
        return NEWEST_TENSORFLOW, "the newest TensorFlow, since no requirement names one"
    where = f"{firm.text} in {firm.file}"
    if firm.newest > NEWEST_TENSORFLOW:
        return NEWEST_TENSORFLOW, f"the newest TensorFlow that hublint knows ({where} asks for a newer one)"
    return firm.newest, where if firm.pinned else f"the newest TensorFlow that {where} allows"


def deciding(demands: Iterable[Demand]) -> Demand | None:
    """Return the demand that the TensorFlow of a project comes from; None if it comes from none of them."""
    current = [demand for demand in demands if not demand.old_home]
    locked = [demand for demand in current if demand.locked]
    return strictest(locked or current) if current else None


def strictest(demands: list[Demand]) -> Demand:
    """Return the demand that allows the least, where conditional demands of one file are alternatives to each other."""
    choices: list[Demand] = []
    for file in dict.fromkeys(demand.file for demand in demands):
        here = [demand for demand in demands if demand.file == file]
        always = [demand for demand in here if not demand.conditional]
        choices.append(min(always, key=rank) if always else max(here, key=rank))
    return min(choices, key=rank)


def rank(demand: Demand) -> tuple[tuple[int, int], bool]:
    """Return the order of demands: the older their newest release the stricter, TensorFlow's own before Keras's."""
    return demand.newest, demand.companion


# Reading a project's requirements. It happens once per folder, and only when a rule asks for the target.

TENSORFLOW_NAMES: Final = frozenset(
    ["tensorflow", "tensorflow-cpu", "tensorflow-gpu", "tensorflow-macos", "tensorflow-intel", "tensorflow-rocm"]
)
# From 2.6 to 2.15 each Keras went with the TensorFlow of the same number; Keras 3 left that rhythm, tf_keras keeps it.
COMPANIONS: Final = {"keras": ((2, 6), (2, 15)), "tf-keras": (FIRST_WITH_TF_KERAS, NEWEST_TENSORFLOW)}
RELEASES: Final = tuple(
    [(2, minor) for minor in range(NEWEST_TENSORFLOW[1], -1, -1)]
    + [(1, minor) for minor in range(LAST_TENSORFLOW_1[1], -1, -1)]
)
MOST_PATCHES: Final = 10
FAR_VERSION: Final = "99.0.0"
ROOT_MARKS: Final = ("pyproject.toml", "setup.py", ".git")
SWITCH: Final = "TF_USE_LEGACY_KERAS"
SWITCH_FILES: Final = (
    ".env", "Dockerfile", "Makefile", "docker-compose.yml", "compose.yml", "environment.yml", "environment.yaml",
    "pyproject.toml", "pytest.ini", "setup.cfg", "tox.ini",
)  # fmt: skip
FILES_READ: Final = tuple(dict.fromkeys((*REQUIREMENT_FILES, *SWITCH_FILES, *REQUIREMENT_PATTERNS)))
"""The names, patterns among them, of the files that a target may depend on."""

_WITH_EVIDENCE: Final = frozenset(name.casefold() for name in (*REQUIREMENT_FILES, *SWITCH_FILES))

# By folder: whether it is a project's root, the files in it that may say something, what they say, and what that comes
# to together with the folders above.
_roots: dict[str, bool] = {}
_files_with_evidence: dict[str, list[str] | None] = {}
_read: dict[str, Evidence] = {}
_evidence: dict[str, Evidence] = {}


def clear_cache() -> None:
    """Forget what was read of projects' requirements, as a long-lived process must when such a file changes."""
    # What another thread is reading just now goes into the old ones, and is forgotten too.
    global _evidence, _files_with_evidence, _read, _roots
    _evidence, _files_with_evidence, _read, _roots = {}, {}, {}, {}


def find_evidence(path: Path) -> Evidence:
    """Return what the requirement files nearest to `path` say, looking no higher than its project's root."""
    start = os.path.abspath(path)  # noqa: PTH100 - pathlib has no absolute() that also resolves "..", and resolve() follows links
    if not os.path.isdir(start):  # noqa: PTH112 - a str is at hand and this runs per file
        start = os.path.dirname(start)  # noqa: PTH120 - as above
    known, read = _evidence, _read
    if start not in known:
        known[start] = search(start, read)
    return known[start]


def search(start: str, read: dict[str, Evidence]) -> Evidence:
    """Return the evidence of the nearest folder, from `start` up to the project's root, that has any.

    `read` holds what has been read of folders already.
    """
    found = Evidence((), None)
    for folder in project_folders(start):
        here = read.get(folder)
        if here is None:
            here = read[folder] = read_folder(folder)
        found = Evidence(found.demands or here.demands, found.tf_keras or here.tf_keras)
        if found.demands:
            break
    return found


def project_folders(start: str) -> list[str]:
    """Return `start` and the folders above it up to the project's root, or `start` alone when no root is found."""
    folders = [start]
    while not is_root(folders[-1]):
        parent = os.path.dirname(folders[-1])  # noqa: PTH120 - as above
        if parent == folders[-1]:
            return [start]
        folders.append(parent)
    return folders


def evidence_files(folder: str, *, anew: bool = False) -> tuple[str, ...] | None:
    """Return the files that the evidence for a folder may be read from: it depends on nothing else.

    None where one of the folders up to the project's root cannot be listed, so that nobody can tell. Each is listed
    once, unless with `anew`.
    """
    files: list[str] = []
    for one in project_folders(folder):
        if anew or one not in _files_with_evidence:
            _files_with_evidence[one] = _evidence_files_of(one)
        own = _files_with_evidence[one]
        if own is None:
            return None
        files += own
    return tuple(files)


def _evidence_files_of(folder: str) -> list[str] | None:
    files: list[str] = []
    try:
        for name in sorted(os.listdir(folder)):  # noqa: PTH208 - as above
            if not _speaks_of_requirements(name):
                continue
            path = os.path.join(folder, name)  # noqa: PTH118 - as above
            files.append(path)
            if os.path.isdir(path):  # noqa: PTH112 - as above
                files += [os.path.join(path, inner) for inner in sorted(os.listdir(path))]  # noqa: PTH118, PTH208 - as above
    except OSError:
        return None
    return files


def _speaks_of_requirements(name: str) -> bool:
    """Return whether evidence may be read from what is called `name`, whatever the file system makes of its case."""
    folded = name.casefold()
    return folded in _WITH_EVIDENCE or folded.startswith("requirements")


def is_root(folder: str) -> bool:
    """Return whether a project has its root in `folder`."""
    known = _roots.get(folder)
    if known is None:
        known = any(os.path.exists(os.path.join(folder, mark)) for mark in ROOT_MARKS)  # noqa: PTH110, PTH118 - as above
        _roots[folder] = known
    return known


def read_folder(folder: str) -> Evidence:
    """Return the evidence of the requirement files that lie in `folder`."""
    if not may_hold_evidence(folder):
        return Evidence((), None)
    from pathlib import Path

    root = Path(folder)
    demands: list[Demand] = []
    tf_keras: str | None = None
    for file in requirement_files(root):
        text = read_text(file)
        lowered = text.lower()
        if "tensorflow" not in lowered and "keras" not in lowered:
            continue
        shown = file.relative_to(root).as_posix()
        for requirement, written in requirements_in(file.name, text):
            if name_of(requirement) == "tf-keras":
                tf_keras = tf_keras or f"{written} in {shown}"
            demand = as_demand(requirement, written, shown, locked=file.name in LOCK_FILES)
            if demand is not None:
                demands.append(demand._replace(path=os.fspath(file)))
    for name in SWITCH_FILES:
        if tf_keras is None and switches_to_legacy_keras(read_text(root / name)):
            tf_keras = f"{SWITCH}=1 in {name}"
    return Evidence(tuple(demands), tf_keras)


def may_hold_evidence(folder: str) -> bool:
    """Return whether `folder` may hold a file that evidence is read from; most hold none, and one look is enough."""
    try:
        return any(map(_speaks_of_requirements, os.listdir(folder)))  # noqa: PTH208 - as above
    except OSError:
        return True  # it may be entered all the same


def read_text(file: Path) -> str:
    """Return the text of `file`, or nothing where it cannot be read: no target fails over another tool's file."""
    if not file.is_file():
        return ""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def switches_to_legacy_keras(text: str) -> bool:
    """Return whether `text` sets TF_USE_LEGACY_KERAS to a true value."""
    import re

    return re.search(rf"""{SWITCH}["']?\]?\s*[=:,]\s*["']?(?:1|true)\b""", text, re.IGNORECASE) is not None


def as_demand(requirement: Requirement, written: str, file: str, *, locked: bool) -> Demand | None:
    """Return what `requirement` asks of TensorFlow, or None when it does not concern it."""
    name = name_of(requirement)
    pinned = any(one.operator in ("==", "===") and not one.version.endswith(".*") for one in requirement.specifier)
    # The several entries of a lock file for one package are alternatives too: each is for other machines.
    conditional = requirement.marker is not None or locked
    if name in TENSORFLOW_NAMES:
        newest = newest_allowed(requirement.specifier)
        return newest and Demand(written, file, newest, pinned, locked, conditional, companion=False)
    if name in COMPANIONS and not requirement.specifier.contains(FAR_VERSION):
        first, last = COMPANIONS[name]
        newest = newest_allowed(requirement.specifier)
        if newest is not None and first <= newest < (3, 0):
            # `keras<3` allows numbers up to 2.21 that Keras never had.
            return Demand(written, file, min(newest, last), pinned, locked, conditional, companion=True)
    return None


def newest_allowed(specifier: SpecifierSet) -> tuple[int, int] | None:
    """Return the newest release that `specifier` allows, one after the newest that is known included; else None."""
    from packaging.version import InvalidVersion, Version

    for one in specifier:
        if one.operator in ("==", "===") and not one.version.endswith(".*"):
            try:
                version = Version(one.version)
            except InvalidVersion:
                continue
            return version.major, version.minor
    for major, minor in RELEASES:
        if any(specifier.contains(f"{major}.{minor}.{patch}") for patch in range(MOST_PATCHES)):
            return major, minor
    later = NEWEST_TENSORFLOW[0], NEWEST_TENSORFLOW[1] + 1
    return later if specifier.contains(f"{dotted(later)}.0") or specifier.contains(FAR_VERSION) else None
