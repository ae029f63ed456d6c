"""Making an environment of a recipe: whole, proven by importing its TensorFlow, or not at all."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hublint.runtimes.environment import end_group, interpreter_in, virtual_environment
from hublint.runtimes.errors import RuntimesError
from hublint.runtimes.find import Origin, data_folder, find
from hublint.runtimes.recipes import RECIPES

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.runtimes.recipes import Recipe

__all__ = ["create", "existing", "recipe", "remove"]

_PROOF_SECONDS: Final = 300.0
_BASES: Final[tuple[Origin, ...]] = ("pyenv", "PATH", "hublint", "conda")
_NO_INDEX = re.compile(
    r"dns error|name resolution|name or service not known|error sending request|connection (?:refused|reset|error)|"
    r"network is unreachable|no route to host|getaddrinfo|NewConnectionError|timed out|`--offline`|proxy",
    re.IGNORECASE,
)
_WHAT_FAILED = re.compile(r"^\s*(?:error:|ERROR:|Caused by:|\N{MULTIPLICATION SIGN})\s*")


def recipe(name: str) -> Recipe:
    """Return the recipe of a name; `2.15` means `tf2.15`.

    Raises:
        RuntimesError: if there is none.
    """
    found = RECIPES.get(name if name.startswith("tf") else f"tf{name}")
    if found is None:
        known = ", ".join(RECIPES)
        raise RuntimesError(f"{name}: there is no recipe for it; there are {known}")
    return found


def existing(name: str, folder: Path | None = None) -> Path | None:
    """Return the interpreter of an environment that was made; None if it was not."""
    if name in {"", os.curdir, os.pardir} or name.startswith(".") or Path(name).name != name:
        return None
    place = (folder or data_folder()) / name
    return interpreter_in(place) if (place / "pyvenv.cfg").is_file() else None


def remove(name: str, folder: Path | None = None) -> Path:
    """Remove an environment that was made, and return where it was.

    Raises:
        RuntimesError: if there is none, or it cannot be removed.
    """
    if existing(name, folder) is None:
        raise RuntimesError(f"{name}: no such runtime was created; `hublint runtime list` tells what there is")
    parent = folder or data_folder()
    gone = parent / f".{name}-{os.getpid()}"
    try:
        # Under its own name it is whole until it is gone.
        (parent / name).rename(gone)
        shutil.rmtree(gone)
    except OSError as error:
        raise RuntimesError(f"{parent / name}: cannot be removed: {error.strerror}") from None
    return parent / name


def create(
    wanted: Recipe, *, folder: Path | None = None, force: bool = False, progress: Callable[[str], None] = lambda _: None
) -> Path:
    """Make the environment of a recipe and return its interpreter.

    It is built under a name that nothing looks for, has to import its TensorFlow, and gets its own name then. What
    fails, or is interrupted, leaves nothing.

    Args:
        wanted: the recipe.
        folder: the folder to make it in; default: the user's data folder.
        force: whether to take the place of one that is there.
        progress: called with a line of text when a step begins.

    Raises:
        RuntimesError: if it cannot be made; the text says in one sentence what is missing.
    """
    parent = (folder or data_folder()).absolute()
    place, making = parent / wanted.name, parent / f".{wanted.name}-{os.getpid()}"
    if os.path.lexists(place) and not force:
        raise RuntimesError(f"{place}: is there already; --force makes it anew")
    uv = shutil.which("uv")
    base = _base(wanted, uv)
    try:
        parent.mkdir(parents=True, exist_ok=True)
        _clear(parent, wanted.name)
    except OSError as error:
        raise RuntimesError(f"{error.filename}: cannot be made: {error.strerror}") from None
    try:
        _build(wanted, making, base, uv, progress)
        progress(f"trying it: {wanted.proof}")
        _prove(wanted, making)
        _settle(making, place)
    finally:
        shutil.rmtree(making, ignore_errors=True)
    python = interpreter_in(place)
    if python is None:
        raise RuntimesError(f"{place}: was removed by someone else meanwhile")
    return python


def _base(wanted: Recipe, uv: str | None) -> str:
    """Return the Python to make an environment with: a path, or for uv a version that it has to fetch itself."""
    there: dict[str, Path] = {}
    for interpreter in sorted(find(Path.cwd(), origins=_BASES), key=lambda one: _BASES.index(one.origin)):
        if interpreter.facts.version and virtual_environment(interpreter.python) is None:
            there.setdefault(".".join(interpreter.facts.version.split(".")[:2]), interpreter.python)
    for version in wanted.pythons:
        if version in there:
            return os.fspath(there[version])
    if uv is not None:
        for version in wanted.pythons:
            asked = subprocess.run(
                [uv, "python", "find", "--no-project", "--offline", version],
                capture_output=True,
                text=True,
                check=False,
            )
            if asked.returncode == 0 and asked.stdout.strip():
                return asked.stdout.strip()
        return wanted.pythons[0]
    raise RuntimesError(f"{wanted.name} was not made: {_missing(wanted)}")


def _missing(wanted: Recipe) -> str:
    """Say which Python is missing, and where to get one."""
    version = wanted.pythons[0]
    return (
        f"it needs Python {' or '.join(wanted.pythons)}, which is not here: get it with `uv python install {version}` "
        f"or `pyenv install {version}`"
    )


def _build(wanted: Recipe, making: Path, base: str, uv: str | None, progress: Callable[[str], None]) -> None:
    tool = "uv" if uv is not None else "venv and pip"
    progress(f"making {wanted.name} with {tool} and {base if os.path.isabs(base) else f'Python {base}'}")  # noqa: PTH117 - a version is no path
    if uv is not None:
        told = f"uv cannot make an environment of {base}" if os.path.isabs(base) else _missing(wanted)  # noqa: PTH117 - as above
        _step(
            [uv, "venv", "--quiet", "--no-project", "--prompt", wanted.name, "--python", base, os.fspath(making)],
            making,
            told,
        )
        # Compiled, as pip does it: the workers of `hublint verify` write no bytecode, and would compile it each time.
        install = [uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", os.fspath(making)]
    else:
        told = f"{base} cannot make virtual environments; its venv may be a package of its own (python3-venv)"
        _step([base, "-m", "venv", "--prompt", wanted.name, os.fspath(making)], making, told)
        install = [
            os.fspath(interpreter_in(making) or making),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
    progress(f"installing {', '.join(wanted.requirements)}")
    _step([*install, *wanted.requirements], making, "its packages cannot be installed")


def _step(command: Sequence[str], making: Path, told: str) -> None:
    """Run one program of the making, and turn its failure into a sentence."""
    status, output = _run(command, making.parent, _environment())
    if status == 0:
        return
    if _NO_INDEX.search(output):
        told = "the network or the package index cannot be reached"
    elif "No space left on device" in output:
        told = "no space is left on the disk"
    raise RuntimesError(f"{_name_of(making)} was not made: {told}{_reason(output)}")


def _name_of(making: Path) -> str:
    return making.name.removeprefix(".").rpartition("-")[0]


def _environment() -> dict[str, str]:
    """Return the environment of a program that is to see nothing of the Python that runs hublint, nor of its terminal.

    By the width of the terminal uv would break what it says into lines.
    """
    away = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__", "COLUMNS"}
    return {name: value for name, value in os.environ.items() if name not in away}


def _reason(output: str) -> str:
    lines = [line for line in output.splitlines() if line.strip()]
    telling = [line for line in lines if _WHAT_FAILED.match(line)] or lines[-1:]
    return f" ({_WHAT_FAILED.sub('', telling[0]).strip()})" if telling else ""


def _run(
    command: Sequence[str], folder: Path, environment: dict[str, str], timeout: float | None = None
) -> tuple[int, str]:
    """Run a program to its end, or end it and all that it started when this is given up.

    In a folder of ours, not in the user's: there, a project would have its own say in what is installed.
    """
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=folder,
            env=environment,
            start_new_session=True,
        )
    except OSError as error:
        return 1, f"{command[0]}: {error.strerror}"
    try:
        output, _ = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        end_group(process)
        return 1, f"still running after {timeout:g} s, killed"
    except BaseException:
        end_group(process)
        raise
    return process.returncode, output.decode(errors="replace")


def _prove(wanted: Recipe, making: Path) -> None:
    """Run what the environment was made for."""
    quiet = {"CUDA_VISIBLE_DEVICES": "", "TF_CPP_MIN_LOG_LEVEL": "3", "PYTHONNOUSERSITE": "1"}
    command = [os.fspath(interpreter_in(making) or making), "-c", wanted.proof]
    status, output = _run(command, making, {**_environment(), **quiet}, timeout=_PROOF_SECONDS)
    if status != 0:
        last = next((line.strip() for line in reversed(output.splitlines()) if line.strip()), f"exit status {status}")
        raise RuntimesError(f"{wanted.name} was not made: what was installed does not work ({last})")


def _settle(making: Path, place: Path) -> None:
    """Give a finished environment its name, in its files too."""
    for file in (making / "pyvenv.cfg", *(making / ("Scripts" if os.name == "nt" else "bin")).iterdir()):
        if file.is_symlink() or not file.is_file():
            continue
        data = file.read_bytes()
        if os.fsencode(making) in data and b"\0" not in data:
            file.write_bytes(data.replace(os.fsencode(making), os.fsencode(place)))
    old = making.with_name(f"{making.name}-old")
    try:
        if os.path.lexists(place):
            place.rename(old)
        try:
            making.rename(place)
        except BaseException:
            if old.exists() and not os.path.lexists(place):
                old.rename(place)
            raise
    except OSError as error:
        raise RuntimesError(f"{place}: cannot be put in place: {error.strerror}") from None
    finally:
        shutil.rmtree(old, ignore_errors=True)


def _clear(parent: Path, name: str) -> None:
    """Remove what a making of the same name left that was killed outright."""
    for path in parent.glob(f".{name}-*"):
        maker = re.fullmatch(rf"\.{re.escape(name)}-(\d+)(-old)?", path.name)
        if maker is not None and not _lives(int(maker[1])):
            shutil.rmtree(path, ignore_errors=True)


def _lives(process: int) -> bool:
    if os.name == "nt":
        return True  # there, signal 0 ends a process
    if process == os.getpid():
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
