"""The command: environments, extraction, compilation."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from hublint.tfapi.columns import COLUMNS, Column
from hublint.tfapi.regenerate import lost
from hublint.tfapi.regenerate.compile import compile_tables

_HERE = Path(__file__).resolve().parent
_DATA = _HERE.parent / "data"

# TensorFlow 1.15 to 2.11 exist for Python 3.7, which no later release does; each is read by the oldest Python that all
# of its neighbours run on, so that a difference between two columns is one of TensorFlow's.
_PYTHONS = (((2, 11), "3.7"), ((2, 19), "3.11"), ((9, 9), "3.12"))


def main() -> int:
    """Make what is missing and compile the table."""
    parser = argparse.ArgumentParser(prog="python -m hublint.tfapi.regenerate", description=__doc__)
    parser.add_argument("cache", type=Path, help="a folder for the environments and what is read from them (40 GB)")
    cache: Path = parser.parse_args().cache.resolve()
    raw = cache / "raw"
    raw.mkdir(parents=True, exist_ok=True)
    for column in COLUMNS:
        output = raw / f"{column}.json"
        if not output.exists():
            print(f"reading {column}", file=sys.stderr)
            _extract(_environment(cache, column), column, output)
    compile_tables(raw, _DATA)
    told = [raw / f"{column}.implementation.json" for column in (COLUMNS[0], COLUMNS[-1])]
    for column, output in zip((COLUMNS[0], COLUMNS[-1]), told, strict=True):
        if not output.exists():
            lost.ask(_environment(cache, column), output)
    lost.make(told[0], told[1], _DATA)
    return 0


def _environment(cache: Path, column: Column) -> Path:
    """Return the Python of an environment that holds the release of a column."""
    release = f"{column.release[0]}.{column.release[1]}"
    folder = cache / release
    python = folder / "bin" / "python"
    if not (folder / "ready").exists():
        version = next(python for last, python in _PYTHONS if column.release <= last)
        wanted = [f"tensorflow=={release}.*"]
        if column.release < (2, 9):
            # Their generated protocol buffers need the older runtime.
            wanted.append("protobuf<3.21")
        if column.release >= (2, 16):
            wanted.append(f"tf-keras=={release}.*")
        subprocess.run(["uv", "venv", "--quiet", "--allow-existing", "--python", version, folder], check=True)
        subprocess.run(["uv", "pip", "install", "--quiet", "--python", python, *wanted], check=True)
        (folder / "ready").touch()
    return python


def _extract(python: Path, column: Column, output: Path) -> None:
    """Let a release write down its API."""
    switch = {"TF_USE_LEGACY_KERAS": "1"} if column.release >= (2, 16) and not column.keras3 else {}
    unfinished = output.with_suffix(".part")
    subprocess.run([python, _HERE / "extract.py", unfinished], check=True, env={**os.environ, **switch})
    unfinished.rename(output)


if __name__ == "__main__":
    raise SystemExit(main())
