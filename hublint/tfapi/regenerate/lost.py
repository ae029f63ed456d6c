"""The command that makes `lost.tsv`, of two releases: `python -m hublint.tfapi.regenerate.lost OLD NEW`.

OLD and NEW are Pythons that hold TensorFlow 1.15 and the newest release. The other tables have to be there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from hublint.tfapi.regenerate.compile import compile_lost

_HERE = Path(__file__).resolve().parent


def main() -> int:
    """Ask both releases and compile the table."""
    parser = argparse.ArgumentParser(prog="python -m hublint.tfapi.regenerate.lost", description=__doc__)
    parser.add_argument("old", type=Path, help="a Python that holds TensorFlow 1.15")
    parser.add_argument("new", type=Path, help="a Python that holds the newest release")
    asked = parser.parse_args()
    make(asked.old, asked.new, _HERE.parent / "data")
    return 0


def make(old: Path, new: Path, data: Path) -> None:
    """Compile `lost.tsv` in the folder `data`, of the releases that two Pythons hold."""
    compile_lost(_implementation(old), _implementation(new), data)


def _implementation(python: Path) -> dict[str, Any]:
    """Let a release write down what its implementation modules hold."""
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder, "implementation.json")
        command = [python, _HERE / "extract.py", Path(folder, "api.json"), output]
        subprocess.run(command, check=True)
        held: dict[str, Any] = json.loads(output.read_text(encoding="utf-8"))
        return held


if __name__ == "__main__":
    raise SystemExit(main())
