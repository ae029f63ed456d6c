"""The interpreter that runs programs and models."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

__all__ = ["WORKER", "VerifyError", "find_interpreter", "worker_command"]

WORKER = Path(__file__).with_name("worker") / "main.py"


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
        return Path(found).absolute()  # workers start in other folders than ours
    spec = importlib.util.find_spec("tensorflow")
    if spec is None or spec.origin is None:  # a folder that happens to be called tensorflow has no origin
        raise VerifyError(
            "verify needs TensorFlow to run programs with: `hublint runtime create tf2.21` makes a runtime with it; "
            "or pip install 'hublint[verify]', or name an interpreter with --runtime"
        )
    return Path(sys.executable)


def worker_command(interpreter: Path, *arguments: str) -> list[str]:
    """Return the command that starts a worker, or a server of workers.

    Not isolated (`-I`): TensorFlow may be in the user's own site folder, and programs may need their `PYTHONPATH`.
    """
    return [str(interpreter), str(WORKER), *arguments]
