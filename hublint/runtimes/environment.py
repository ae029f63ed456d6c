"""What one Python environment holds, read from its files: no package is imported and, as a rule, nothing is started."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["Facts", "end_group", "examine", "identity", "interpreter_in", "release_of", "virtual_environment"]

OLDEST_PYTHON: Final = (3, 7)
"""What the worker of `hublint verify` is written for."""

ASK_SECONDS: Final = 5.0
_MOST_METADATA = 65536

# By the package that is imported: the distributions that bring it.
_DISTRIBUTIONS: Final = {
    "tensorflow": (
        "tensorflow", "tensorflow_cpu", "tensorflow_gpu", "tensorflow_intel", "tensorflow_macos", "tensorflow_rocm",
        "tensorflow_base", "tensorflow_cpu_aws", "tf_nightly", "tf_nightly_cpu", "tf_nightly_gpu",
    ),
    "keras": ("keras", "keras_nightly"),
    "tf_keras": ("tf_keras", "tf_keras_nightly"),
    "tensorflow_hub": ("tensorflow_hub", "tf_hub_nightly"),
}  # fmt: skip

_METADATA_VERSION = re.compile(r"^Version:[ \t]*(\S+)", re.MULTILINE)
_CONFIGURED = re.compile(r"^\s*([\w-]+)\s*=\s*(.*?)\s*$", re.MULTILINE)
_IN_NAME = re.compile(r"python(\d\.\d+)(?:\.exe)?\Z")
_RELEASE = re.compile(r"\d+\.\d+\.\d+\w*\Z")
_OF_CONDA = re.compile(r"python-(\d+\.\d+\.\d+)-[^-]+\.json\Z")

# Python 2 has no base_prefix. Nothing but `sys` is imported: a file of the working directory could stand in its place.
_QUESTION: Final = (
    "import sys; print('\\n'.join(['%d.%d.%d' % sys.version_info[:3], sys.prefix, "
    "getattr(sys, 'base_prefix', sys.prefix)] + sys.path))"
)


class Facts(NamedTuple):
    """What an interpreter's environment holds; `problem` says in few words why nothing can be run with it.

    A version is empty where the package is not there, and `?` where it does not tell.
    """

    version: str = ""
    tensorflow: str = ""
    keras: str = ""
    tf_keras: str = ""
    tensorflow_hub: str = ""
    problem: str = ""

    @property
    def release(self) -> tuple[int, ...]:
        """The first two numbers of the TensorFlow's version; nothing where it is not there or does not tell."""
        return tuple(int(part) for part in re.findall(r"\d+", self.tensorflow)[:2])


def release_of(python: Path) -> tuple[int, ...]:
    """Return the first two numbers of the version of an interpreter's TensorFlow."""
    return examine(python).release


def interpreter_in(folder: Path) -> Path | None:
    """Return the interpreter of an environment's folder, be it a link that leads nowhere; None if there is none."""
    names = ("Scripts/python.exe", "python.exe") if os.name == "nt" else ("bin/python", "bin/python3")
    for name in names:
        if os.path.lexists(folder / name):
            return folder / name
    return None


def virtual_environment(python: Path) -> Path | None:
    """Return the folder of the virtual environment that an interpreter is of.

    Python finds it by the path that it is started with: a link to an environment's interpreter is not in it.
    """
    python = python.absolute()
    for folder in (python.parent.parent, python.parent):
        if (folder / "pyvenv.cfg").is_file():
            return folder
    return None


def identity(python: Path) -> str:
    """Return what two paths have in common that start Python in the same environment."""
    environment = virtual_environment(python)
    return os.path.realpath(python if environment is None else environment)


def examine(python: Path) -> Facts:
    """Read what an interpreter's environment holds; a process is started only where its files do not tell."""
    problem = _no_program(python)
    if problem:
        return Facts(problem=problem)
    try:
        version, folders = _version_and_folders(python)
    except _AskError as error:
        return Facts(problem=str(error))
    return _judged(version, folders)


def _judged(version: str, folders: Iterable[str]) -> Facts:
    numbers = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if numbers < (3,):
        return Facts(version, problem="Python 2")
    found = _packages(folders)
    problem = ""
    if numbers < OLDEST_PYTHON:
        problem = f"Python {numbers[0]}.{numbers[1]}: older than 3.7"
    elif "tensorflow" not in found:
        problem = "no TensorFlow"
    return Facts(version, **found, problem=problem)


def _no_program(python: Path) -> str:
    try:
        state = python.stat()
    except FileNotFoundError:
        return "broken link" if python.is_symlink() else "no such file"
    except OSError as error:
        return (error.strerror or "cannot be read").lower()
    if not stat.S_ISREG(state.st_mode) or not os.access(python, os.X_OK):
        return "no program"
    return ""


def _version_and_folders(python: Path) -> tuple[str, list[str]]:
    """Return the version of an interpreter and the folders in which it looks for packages."""
    is_own = os.path.abspath(python) == os.path.abspath(sys.executable)  # noqa: PTH100 - Path.resolve would follow links
    # Under `-S` this process looks at nothing that is installed, and what it runs with the same Python does.
    if is_own and not sys.flags.no_site:
        return ".".join(map(str, sys.version_info[:3])), list(sys.path)
    if _is_script(python):
        # What a script does with the environment before it starts Python shows in nothing but the outcome.
        version, prefixes, path = _ask(python, isolated=False)
        return version, [*path, *_site_folders(prefixes, version)]
    environment = virtual_environment(python)
    if environment is None:
        version, prefix = _bare(python)
        return version, _site_folders([prefix], version)
    settings = _settings(environment / "pyvenv.cfg")
    version = settings.get("version") or settings.get("version_info", "")
    version = ".".join(version.split(".")[:3]) or _by_library(environment)
    if not version:
        version, _, _ = _ask(python)
    folders = _site_folders([os.fspath(environment)], version, user=False)
    if settings.get("include-system-site-packages", "").lower() == "true" and "home" in settings:
        folders += _site_folders([os.fspath(Path(settings["home"]).parent)], version)
    return version, folders


def _settings(file: Path) -> dict[str, str]:
    try:
        text = file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    return {key.lower(): value for key, value in _CONFIGURED.findall(text)}


def _is_script(python: Path) -> bool:
    try:
        with python.open("rb") as file:
            return file.read(2) == b"#!"
    except OSError:
        return False


def _bare(python: Path) -> tuple[str, str]:
    """Return version and prefix of an interpreter that is of no virtual environment."""
    real = Path(os.path.realpath(python))
    prefix = real.parent if os.name == "nt" else real.parent.parent
    version = _of_conda(prefix)
    if not version and _RELEASE.match(prefix.name):  # as pyenv names its folders
        version = prefix.name
    if not version:
        named = _IN_NAME.search(real.name)
        version = named[1] if named is not None else _by_library(prefix)
    if version:
        return version, os.fspath(prefix)
    version, prefixes, _ = _ask(python)
    return version, prefixes[0]


def _of_conda(prefix: Path) -> str:
    try:
        names = [path.name for path in (prefix / "conda-meta").iterdir()]
    except OSError:
        return ""
    return next((match[1] for match in map(_OF_CONDA.match, names) if match is not None), "")


def _by_library(prefix: Path) -> str:
    """Return the version by the one folder for packages there is, nothing where there are several."""
    found = [folder.name.removeprefix("python") for folder in prefix.glob("lib/python[23].*") if folder.is_dir()]
    return found[0] if len(found) == 1 else ""


def _site_folders(prefixes: Iterable[str], version: str, *, user: bool = True) -> list[str]:
    release = ".".join(version.split(".")[:2])
    folders: list[str] = []
    for prefix in dict.fromkeys(prefixes):
        folders += (
            f"{prefix}/local/lib/python{release}/dist-packages",  # Debian's, before the system's own
            f"{prefix}/lib/python{release}/site-packages",
            f"{prefix}/lib64/python{release}/site-packages",
            f"{prefix}/lib/python{release[:1]}/dist-packages",
            f"{prefix}/Lib/site-packages",
        )
    if user:
        folders.insert(0, os.path.expanduser(f"~/.local/lib/python{release}/site-packages"))  # noqa: PTH111 - Path.expanduser raises where there is no home
    return folders


# Packages.


def _packages(folders: Iterable[str]) -> dict[str, str]:
    """Return the versions of the packages of interest, each from the first folder that holds it."""
    found: dict[str, str] = {}
    for folder in dict.fromkeys(folders):
        try:
            names = os.listdir(folder)  # noqa: PTH208 - names are wanted, of some hundred entries
        except OSError:
            continue
        present = [package for package in _DISTRIBUTIONS if package in names and package not in found]
        if not present:
            continue
        told = dict(_distributions(folder, names))
        for package in present:
            if os.path.isfile(os.path.join(folder, package, "__init__.py")):  # noqa: PTH113, PTH118 - a str is at hand
                versions = (told[name] for name in _DISTRIBUTIONS[package] if name in told)
                found[package] = next(versions, "?")
    return found


def _distributions(folder: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
    wanted = {name for group in _DISTRIBUTIONS.values() for name in group}
    for name in names:
        stem, _, ending = name.rpartition(".")
        if ending not in ("dist-info", "egg-info"):
            continue
        distribution, _, rest = stem.partition("-")
        distribution = re.sub(r"[-_.]+", "_", distribution).lower()
        if distribution in wanted:
            yield distribution, _metadata_version(Path(folder, name)) or rest.partition("-")[0] or "?"


def _metadata_version(path: Path) -> str:
    """Return the version that a distribution's metadata state: a folder's, or in older installs a file."""
    for file in (path / "METADATA", path / "PKG-INFO", path):
        try:
            with file.open(encoding="utf-8", errors="replace") as opened:
                match = _METADATA_VERSION.search(opened.read(_MOST_METADATA))
        except OSError:
            continue
        return match[1] if match is not None else ""
    return ""


# Asking.


class _AskError(Exception):
    """An interpreter that does not tell its version; the text says in few words why."""


def _ask(python: Path, *, isolated: bool = True) -> tuple[str, list[str], list[str]]:
    """Start an interpreter once and return its version, its prefixes and its path."""
    command = [os.fspath(python), *(["-I"] if isolated else []), "-S", "-c", _QUESTION]
    try:
        asked = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=python.absolute().parent,
            env={name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")},
            start_new_session=True,
        )
    except OSError as error:
        raise _AskError(f"does not start: {error.strerror}") from None
    try:
        answer, complaint = asked.communicate(timeout=ASK_SECONDS)
    except subprocess.TimeoutExpired:
        end_group(asked)
        raise _AskError(f"does not answer within {ASK_SECONDS:g} s") from None
    if b"Unknown option: -I" in complaint:
        raise _AskError("Python 2")
    lines = answer.decode(errors="replace").splitlines()
    if len(lines) < 3 or re.fullmatch(r"\d+\.\d+\.\d+", lines[0]) is None:
        raise _AskError("is no Python")
    return lines[0], lines[1:3], [line for line in lines[3:] if line]


def end_group(process: subprocess.Popen[bytes]) -> None:
    """End a process that leads a session of its own, and all that it started."""
    if hasattr(os, "killpg"):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.communicate()
