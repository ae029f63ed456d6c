"""Make the environments in which hublint's own commands run, with nothing but the standard library.

`python3 -m hublint.demo` and `python3 -m tests` start from a bare Python and a clean clone. Both come here for
virtual environments of their own, kept in `.environments/` inside the clone and used until pyproject.toml changes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

SUPPORTED = ((3, 14), (3, 13), (3, 12), (3, 11), (3, 10))
"""The Pythons that hublint runs on."""

WITH_TENSORFLOW = ((3, 13), (3, 12), (3, 11), (3, 10))
"""Those of them for which TensorFlow publishes wheels."""

WITH_TENSORFLOW_215 = ((3, 11), (3, 10), (3, 9))
"""The Pythons of TensorFlow 2.15, the last release with Keras 2."""

WITH_TENSORFLOW_115 = ((3, 7),)
"""The Python of TensorFlow 1.15, the last release of TensorFlow 1, that hublint's worker runs on too."""

FOLDER = ".environments"
PROGRESS_SECONDS = 15.0
STAMP = "hublint-inputs.txt"
LOG = "hublint-install.log"
PIP_WITH_GROUPS = "pip>=25.1"

PROBE = (
    "import sys, sysconfig; "
    "print(sys.version_info[0], sys.version_info[1], int(bool(sysconfig.get_config_var('Py_GIL_DISABLED'))))"
)


class BootstrapError(Exception):
    """An environment cannot be made; the message says what the reader can do."""


class Interpreter(NamedTuple):
    """A Python found on this machine."""

    path: Path
    version: tuple[int, int]

    def __str__(self) -> str:
        """Name it as a person would look for it."""
        return f"Python {dotted(self.version)} ({self.path})"


class Environment(NamedTuple):
    """What an environment is made of: the arguments of one `pip install` in the root of the clone."""

    name: str
    arguments: tuple[str, ...]
    contents: str


def dotted(version: tuple[int, int]) -> str:
    """Write a version as people do."""
    return f"{version[0]}.{version[1]}"


def listed(versions: Sequence[tuple[int, int]]) -> str:
    """Write versions as a list in a sentence."""
    *most, last = map(dotted, sorted(versions))
    return f"{', '.join(most)} or {last}" if most else last


def clone_root() -> Path | None:
    """Return the clone that this file belongs to, or None where hublint was installed from a wheel."""
    root = Path(__file__).resolve().parent.parent
    return root if (root / "pyproject.toml").is_file() and (root / "rules").is_dir() else None


def find_interpreter(versions: Sequence[tuple[int, int]]) -> Interpreter | None:
    """Return the running Python if it is one of `versions`, else the first of them that this machine has."""
    running = _probe(Path(sys.executable))
    if running is not None and running.version in versions:
        return running
    for version in versions:
        for candidate in _candidates(version):
            found = _probe(candidate)
            if found is not None and found.version == version:
                return found
    return None


def require_interpreter(versions: Sequence[tuple[int, int]], purpose: str) -> Interpreter:
    """Return `find_interpreter`'s answer, or say which Pythons would do."""
    found = find_interpreter(versions)
    if found is None:
        message = (
            f"{purpose} needs Python {listed(versions)}; this is {dotted(sys.version_info[:2])}, and no other "
            f"was found on PATH, in pyenv or by uv. Install one of them and try again."
        )
        raise BootstrapError(message)
    return found


def prepare(root: Path, environment: Environment, interpreter: Interpreter) -> Path:
    """Make or reuse the environment and return the path of its Python."""
    folder = root / FOLDER / f"{environment.name}-{dotted(interpreter.version)}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    stamp = folder / STAMP
    inputs = _inputs(root, environment, interpreter)
    usable = _probe(python) is not None
    if usable and stamp.is_file() and stamp.read_text(encoding="utf-8") == inputs:
        return python
    if not usable:
        shutil.rmtree(folder, ignore_errors=True)
        _say(f"Making {folder.relative_to(root)} with {interpreter}")
        _make(folder, interpreter)
    stamp.unlink(missing_ok=True)
    _say(f"Installing {environment.contents} into {folder.relative_to(root)}")
    started = time.monotonic()
    _install(root, environment, python, folder / LOG)
    stamp.write_text(inputs, encoding="utf-8")
    _say(f"Installed in {time.monotonic() - started:.0f} s")
    return python


def child_environment(**extra: str) -> dict[str, str]:
    """Return the variables for a child: the caller's, without those that would lend it the caller's packages."""
    kept = {
        name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }
    return {**kept, **extra}


def run(command: Sequence[str | Path], cwd: Path, **extra: str) -> int:
    """Run a command with its output passed through and return its exit status as a shell would report it."""
    sys.stdout.flush()
    status = subprocess.run([str(part) for part in command], cwd=cwd, env=child_environment(**extra), check=False)
    return status.returncode if status.returncode >= 0 else 128 - status.returncode


def _say(line: str) -> None:
    print(line, flush=True)


def _inputs(root: Path, environment: Environment, interpreter: Interpreter) -> str:
    digest = hashlib.sha256((root / "pyproject.toml").read_bytes()).hexdigest()
    return "\n".join((f"pyproject.toml sha256 {digest}", str(interpreter), *environment.arguments, ""))


def _probe(python: Path) -> Interpreter | None:
    # A candidate has to be run to be believed: a version manager's shim exists for versions that are switched off.
    try:
        answer = subprocess.run(
            [str(python), "-I", "-c", PROBE],
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env=child_environment(),
        )
        major, minor, free_threaded = map(int, answer.stdout.split())
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    # TensorFlow and msgspec publish nothing for the free-threaded build.
    return None if free_threaded else Interpreter(python, (major, minor))


def _candidates(version: tuple[int, int]) -> list[Path]:
    name = f"python{dotted(version)}"
    candidates = [
        Path(folder, name)
        for folder in os.environ.get("PATH", "").split(os.pathsep)
        if folder and Path(folder, name).is_file()
    ]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    candidates += sorted(pyenv.glob(f"versions/{dotted(version)}.*/bin/{name}"), reverse=True)
    if os.name == "nt":
        candidates += _asked(["py", f"-{dotted(version)}", "-c", "import sys; print(sys.executable)"])
    uv = _uv()
    if uv:
        candidates += _asked([*uv, "python", "find", "--system", dotted(version)])
    return candidates


def _asked(command: Sequence[str]) -> list[Path]:
    try:
        answer = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=60,
            check=True,
            env=child_environment(UV_PYTHON_DOWNLOADS="never"),
        )
    except (OSError, subprocess.SubprocessError):
        return []
    return [Path(line) for line in answer.stdout.splitlines()[:1]]


def _uv() -> list[str] | None:
    found = shutil.which("uv")
    for command in (
        [found] if found else None,
        [sys.executable, "-m", "uv"] if importlib.util.find_spec("uv") else None,
    ):
        if command and _asked([*command, "--version"]):
            return command
    return None


def _make(folder: Path, interpreter: Interpreter) -> None:
    folder.parent.mkdir(exist_ok=True)
    # Without pip: uv needs none, and Debian's Python can then make the environment without the package python3-venv.
    answer = subprocess.run(
        [str(interpreter.path), "-m", "venv", "--without-pip", str(folder)],
        capture_output=True,
        text=True,
        check=False,
        env=child_environment(),
    )
    if answer.returncode:
        reason = _last_lines(answer.stderr or answer.stdout, 1) or f"status {answer.returncode}"
        message = f"{interpreter} could not make a virtual environment in {folder}: {reason}"
        raise BootstrapError(message)


def _install(root: Path, environment: Environment, python: Path, log: Path) -> None:
    uv = _uv()
    if uv:
        # Compiled, as pip does: where Python writes no bytecode, each import of TensorFlow takes three times as long.
        install = [*uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", str(python)]
        if _logged([*install, *environment.arguments], root, log):
            return
        _say("uv could not install it; trying pip, which may know another package index")
    _ensure_pip(python, root, log, groups="--group" in environment.arguments)
    if not _logged([str(python), "-m", "pip", "install", "--quiet", *environment.arguments], root, log):
        tail = _last_lines(log.read_text(encoding="utf-8", errors="replace"), 12)
        message = f"Installing {environment.contents} failed; the whole log is {log}. It ends:\n{tail}"
        raise BootstrapError(message)


def _ensure_pip(python: Path, root: Path, log: Path, *, groups: bool) -> None:
    if not _logged([str(python), "-m", "ensurepip", "--upgrade", "--default-pip"], root, log):
        message = (
            "This Python cannot install pip into a new environment. On Debian and Ubuntu `apt install python3-venv` "
            "adds what is missing; a `uv` on PATH is used instead of pip."
        )
        raise BootstrapError(message)
    if not groups:
        return  # the pip that comes with a Python knows what else there is; an old Python has no newer one
    if not _logged([str(python), "-m", "pip", "install", "--quiet", "--upgrade", PIP_WITH_GROUPS], root, log):
        tail = _last_lines(log.read_text(encoding="utf-8", errors="replace"), 4)
        message = f"pip reaches no package index; the whole log is {log}. It ends:\n{tail}"
        raise BootstrapError(message)


def _logged(command: Sequence[str], root: Path, log: Path) -> bool:
    started = time.monotonic()
    with log.open("a", encoding="utf-8") as stream:
        print("$", *command, file=stream, flush=True)
        with subprocess.Popen(
            command,
            cwd=root,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=child_environment(),
        ) as child:
            while True:
                try:
                    return child.wait(timeout=PROGRESS_SECONDS) == 0
                except subprocess.TimeoutExpired:
                    _say(f"  still installing after {time.monotonic() - started:.0f} s")


def _last_lines(text: str, count: int) -> str:
    return "\n".join([line for line in text.splitlines() if line.strip()][-count:])
