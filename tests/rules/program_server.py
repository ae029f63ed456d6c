"""A Python with TensorFlow that has imported it already, and runs programs in forks of itself (claim_runner.py)."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

HERE = Path(__file__).resolve().parent
SECONDS = 240


class Server:
    """A Python with TensorFlow that programs are run in."""

    def __init__(self, python: str | Path, variables: dict[str, str] | None = None) -> None:
        """Start it, with environment variables that TensorFlow reads when it is imported."""
        self.python = str(python)
        self.process = subprocess.Popen(
            [self.python, str(HERE / "claim_runner.py")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment() | (variables or {}),
        )

    def run(self, program: str | list[object], folder: Path, variables: dict[str, str]) -> tuple[int, str]:
        """Return the exit status and the output of a program."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        request = {"program": program, "folder": str(folder), "variables": variables, "seconds": SECONDS}
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        return answer["status"], answer["output"]

    def run_fresh(self, program: str, folder: Path, variables: dict[str, str]) -> tuple[int, str]:
        """Return the same for a program that imports TensorFlow itself."""
        ran = subprocess.run(
            [self.python, program],
            cwd=folder,
            env=environment() | variables,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        return ran.returncode, ran.stdout

    def stop(self) -> None:
        """End it."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.wait(timeout=30)
        if self.process.stdout is not None:
            self.process.stdout.close()


def environment() -> dict[str, str]:
    """Return the environment that programs run in."""
    kept = {name: value for name, value in os.environ.items() if name not in {"TF_USE_LEGACY_KERAS", "PYTHONPATH"}}
    return kept | {"TF_CPP_MIN_LOG_LEVEL": "3", "CUDA_VISIBLE_DEVICES": "-1"}
