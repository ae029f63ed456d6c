"""The command that makes two tables of two releases: `python -m hublint.tfapi.regenerate.lost OLD NEW`.

`lost.tsv` says what the new one's implementation modules have lost since the old one, and `absent.tsv` what they have
not of all that the tables list.

OLD and NEW are Pythons that hold TensorFlow 1.15 and the newest release. The other tables have to be there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

from hublint.tfapi.regenerate.compile import compile_absent, compile_lost

_HERE = Path(__file__).resolve().parent


def main() -> int:
    """Ask both releases and compile the table."""
    parser = argparse.ArgumentParser(prog="python -m hublint.tfapi.regenerate.lost", description=__doc__)
    parser.add_argument("old", type=Path, help="a Python that holds TensorFlow 1.15")
    parser.add_argument("new", type=Path, help="a Python that holds the newest release")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "old.json"), Path(folder, "new.json")
        for python, output in zip((asked.old, asked.new), told, strict=True):
            ask(python, output)
        make(told[0], told[1], _HERE.parent / "data")
    return 0


def ask(python: Path, output: Path) -> None:
    """Let the release that a Python holds write down what its implementation modules hold."""
    unfinished = output.with_suffix(".part")
    subprocess.run([python, _HERE / "extract.py", output.with_suffix(".api"), unfinished], check=True)
    unfinished.rename(output)


def make(old: Path, new: Path, data: Path) -> None:
    """Compile `lost.tsv` and `absent.tsv` in the folder `data`, of what two releases wrote down."""
    newest = json.loads(new.read_text(encoding="utf-8"))
    compile_lost(json.loads(old.read_text(encoding="utf-8")), newest, data)
    compile_absent(newest, data)


if __name__ == "__main__":
    raise SystemExit(main())
