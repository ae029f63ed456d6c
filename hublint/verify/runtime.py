"""The interpreter that runs programs and models, and the environment that its processes get."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from pathlib import Path

__all__ = ["VerifyError", "child_environment", "find_interpreter", "worker_command"]

_WORKER = Path(__file__).with_name("worker") / "main.py"


class VerifyError(Exception):
    """The verification could not be made, for a reason that the text names in one sentence."""


def find_interpreter(python: Path | None, option: str = "--python") -> Path:
    """Return the interpreter to use: the one that is given, else the one running hublint if it has TensorFlow.

    Args:
        python: the path of an interpreter, or its name on the PATH.
        option: the option by which it is given.

    Raises:
        VerifyError: there is none.
    """
    if python is not None:
        found = shutil.which(python)
        if found is None:
            raise VerifyError(f"{python}: no such program; give {option} the path of a Python interpreter")
        return Path(found)
    spec = importlib.util.find_spec("tensorflow")
    if spec is None or spec.origin is None:  # a folder that happens to be called tensorflow has no origin
        raise VerifyError(
            "verify needs TensorFlow to run programs with: `hublint runtime create tf2.21` makes a runtime with it; "
            "or pip install 'hublint[verify]', or name an interpreter with --runtime"
        )
    return Path(sys.executable)


def worker_command(interpreter: Path, report: Path) -> list[str]:
    """Return the command that starts a worker.

    Not isolated (`-I`): TensorFlow may be in the user's own site folder, and programs may need their `PYTHONPATH`.
    """
    return [str(interpreter), str(_WORKER), str(report)]


def child_environment(interpreter: Path, temporary: Path, *, accelerators: bool = False) -> dict[str, str]:
    """Return the environment of a worker: repeatable, quiet, with its temporary files in `temporary`.

    Without `accelerators` it computes on the CPU alone, as programs that are compared have to.
    """
    environment = dict(os.environ)
    if interpreter != Path(sys.executable):
        # These say where the libraries of the interpreter running hublint are.
        for name in ("PYTHONPATH", "PYTHONHOME", "__PYVENV_LAUNCHER__"):
            environment.pop(name, None)
    environment.pop("PYTHONWARNINGS", None)
    environment.update(
        {
            "MPLBACKEND": "agg",
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONIOENCODING": "utf-8",
            "PYTHONUNBUFFERED": "1",
            "TF_CPP_MIN_LOG_LEVEL": os.environ.get("TF_CPP_MIN_LOG_LEVEL", "2"),
            "TMPDIR": str(temporary),
        }
    )
    if not accelerators:
        environment["CUDA_VISIBLE_DEVICES"] = ""
    return environment
