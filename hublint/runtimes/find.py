"""Finding the Pythons of a machine: where tools keep theirs, and what lies in each."""

from __future__ import annotations

import json
import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from hublint.runtimes.environment import Facts, examine, identity, interpreter_in
from hublint.target import project_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hublint.config import Runtime

__all__ = ["Interpreter", "Origin", "created", "data_folder", "find"]

Origin = Literal["settings", "project", "created", "hublint", "pyenv", "conda", "PATH"]
"""Where an interpreter was found, the places that say most about its purpose first."""

_ORIGINS: tuple[Origin, ...] = get_args(Origin)
_ON_PATH = re.compile(r"python(\d(\.\d+)?)?(\.exe)?\Z")


class Interpreter(NamedTuple):
    """A Python that was found, once however many paths lead to it.

    `also` are the other names that it was found under.
    """

    name: str
    origin: Origin
    python: Path
    facts: Facts
    also: tuple[str, ...] = ()

    @property
    def usable(self) -> bool:
        """Whether programs can be run with it: it is there, is new enough and has a TensorFlow."""
        return not self.facts.problem

    @property
    def release(self) -> tuple[int, ...]:
        """The first two numbers of its TensorFlow's version."""
        return self.facts.release

    def to_json(self) -> dict[str, Any]:
        """Return it as a JSON document's objects, lists and strings; what is not there is None."""
        facts = self.facts
        return {
            "name": self.name,
            "origin": self.origin,
            "path": os.fspath(self.python),
            "python": facts.version or None,
            "tensorflow": facts.tensorflow or None,
            "keras": facts.keras or None,
            "tf_keras": facts.tf_keras or None,
            "tensorflow_hub": facts.tensorflow_hub or None,
            "usable": self.usable,
            "problem": facts.problem or None,
            "also": list(self.also),
        }


class _Candidate(NamedTuple):
    """A path that may lead to an interpreter."""

    name: str
    origin: Origin
    python: Path


def find(folder: Path, settings: Sequence[Runtime] = (), *, origins: Sequence[Origin] = _ORIGINS) -> list[Interpreter]:
    """Find the interpreters of the machine, as seen from a project.

    Args:
        folder: a folder of the project.
        settings: the runtimes that the project's settings name.
        origins: where to look.

    Returns:
        Each interpreter once, those that can be used first; then in the order of their origins and names.
    """
    merged: dict[str, list[_Candidate]] = {}
    for candidate in _candidates(folder, settings, origins):
        merged.setdefault(identity(candidate.python), []).append(candidate)
    with ThreadPoolExecutor(16) as pool:  # each waits for the disk, and a few for an answer
        examined = list(pool.map(examine, (group[0].python for group in merged.values())))
    found: list[Interpreter] = []
    named: set[str] = set()
    for group, facts in zip(merged.values(), examined, strict=True):
        names = dict.fromkeys(candidate.name for candidate in group)
        # Two folders of the PATH may both have a python3.11: the one that a shell would not start goes by its path.
        name = next((name for name in names if name not in named), os.fspath(group[0].python))
        named.add(name)
        also = tuple(other for other in names if other not in named)
        named.update(also)
        found.append(Interpreter(name, group[0].origin, group[0].python, facts, also))
    return sorted(found, key=lambda one: (not one.usable, _ORIGINS.index(one.origin), _natural(one.name)))


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part), "") if part.isdigit() else (-1, part) for part in re.findall(r"\d+|\D+", name)]


def data_folder() -> Path:
    """Return the folder that `hublint runtime create` makes environments in."""
    if os.name == "nt":
        place = os.environ.get("LOCALAPPDATA", "")
        base = Path(place) if place else Path("~/AppData/Local").expanduser()
    else:
        place = os.environ.get("XDG_DATA_HOME", "")
        # As the specification has it, a path that is not absolute is ignored.
        base = Path(place) if os.path.isabs(place) else Path(os.path.expanduser("~/.local/share"))  # noqa: PTH111, PTH117 - Path.expanduser raises where there is no home
    return base / "hublint" / "runtimes"


def created(folder: Path | None = None) -> list[Path]:
    """Return the environments that were made, without any that are being made."""
    return [path for path in _folders(folder or data_folder()) if not path.name.startswith(".")]


# Where interpreters are looked for.


def _candidates(folder: Path, settings: Sequence[Runtime], origins: Sequence[Origin]) -> Iterator[_Candidate]:
    if "settings" in origins:
        for runtime in settings:
            yield _Candidate(runtime.name, "settings", as_interpreter(runtime.python))
    if "project" in origins:
        yield from _of_project(folder)
    if "created" in origins:
        yield from _in_folders(created(), "created")
    if "hublint" in origins and sys.executable:
        yield _Candidate("hublint's own", "hublint", Path(sys.executable))
    if "pyenv" in origins:
        yield from _of_pyenv()
    if "conda" in origins:
        yield from _of_conda()
    if "PATH" in origins:
        yield from _on_path()


def as_interpreter(path: Path) -> Path:
    """Return the interpreter that a path means: an environment's folder means the one in it."""
    return (interpreter_in(path) if path.is_dir() else None) or path


def _in_folders(folders: Iterable[Path], origin: Origin, prefix: str = "") -> Iterator[_Candidate]:
    for folder in folders:
        python = interpreter_in(folder)
        if python is not None:
            yield _Candidate(prefix + folder.name, origin, python)


def _folders(parent: Path) -> list[Path]:
    try:
        return sorted(path for path in parent.iterdir() if path.is_dir())
    except OSError:
        return []


def _of_project(start: Path) -> Iterator[_Candidate]:
    active = os.environ.get("VIRTUAL_ENV", "")
    if active:
        for candidate in _in_folders([Path(active)], "project"):
            yield candidate._replace(name=_relative(Path(active), start))
    for project in map(Path, project_folders(os.path.abspath(start))):  # noqa: PTH100 - Path.resolve would follow links
        several = _folders(project / ".environments")
        for folder in (project / ".venv", project / "venv", project / "env", *several):
            for candidate in _in_folders([folder], "project"):
                yield candidate._replace(name=_relative(folder, start))


def _relative(path: Path, folder: Path) -> str:
    """Return a path as whoever stands in a folder would write it."""
    relative = os.path.relpath(path, folder)
    return relative if not relative.startswith(os.path.join("..", "..", "..")) else os.fspath(path)  # noqa: PTH118 - pathlib's comparison would need both resolved


def _pyenv_root() -> Path:
    return Path(os.environ.get("PYENV_ROOT") or os.path.expanduser("~/.pyenv"))  # noqa: PTH111 - Path.expanduser raises where there is no home


def _of_pyenv() -> Iterator[_Candidate]:
    for version in _folders(_pyenv_root() / "versions"):
        yield from _in_folders([version], "pyenv", "pyenv:")
        yield from _in_folders(_folders(version / "envs"), "pyenv", "pyenv:")


def _of_conda() -> Iterator[_Candidate]:
    listed = Path(os.path.expanduser("~/.conda/environments.txt"))  # noqa: PTH111 - Path.expanduser raises where there is no home
    try:
        lines = listed.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = []
    known = [Path(line.strip()) for line in lines if line.strip()]
    active, program = os.environ.get("CONDA_PREFIX", ""), os.environ.get("CONDA_EXE", "")
    roots = [os.environ.get("MAMBA_ROOT_PREFIX", ""), os.fspath(Path(program).parent.parent) if program else ""]
    known += [Path(folder) for folder in (*roots, active) if folder]
    parents = [folder / "envs" for folder in known] + [Path(os.path.expanduser("~/.conda/envs"))]  # noqa: PTH111 - as above
    for variable in ("CONDA_ENVS_PATH", "CONDA_ENVS_DIRS"):
        parents += [Path(folder) for folder in os.environ.get(variable, "").split(os.pathsep) if folder]
    for environment in (*known, *(folder for parent in dict.fromkeys(parents) for folder in _folders(parent))):
        # The installation itself holds the environments of its users, and goes by the name that conda gives it.
        name = "base" if (environment / "condabin").is_dir() else environment.name
        for candidate in _in_folders([environment], "conda"):
            yield candidate._replace(name=f"conda:{name}")


def _on_path() -> Iterator[_Candidate]:
    shims = os.fspath(_pyenv_root() / "shims")
    for folder in os.environ.get("PATH", "").split(os.pathsep):
        # A shim is a script that lets pyenv choose one of the versions, which are all found already.
        if not os.path.isabs(folder) or os.path.normpath(folder) == shims or folder.endswith("/shims"):  # noqa: PTH117 - a str is at hand
            continue
        try:
            names = sorted(os.listdir(folder))  # noqa: PTH208 - names are wanted, of thousands of entries
        except OSError:
            continue
        # The exact name says the version, `python` does not.
        for name in sorted(filter(_ON_PATH.match, names), key=len, reverse=True):
            yield _Candidate(name, "PATH", Path(folder, name))


def to_json(interpreters: Iterable[Interpreter]) -> str:
    """Return interpreters as a JSON array."""
    return json.dumps([one.to_json() for one in interpreters], indent=2)
