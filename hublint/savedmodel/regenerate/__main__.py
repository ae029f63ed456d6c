"""The command: asks each interpreter, and writes the data."""

from __future__ import annotations

import argparse
import base64
import json
import subprocess
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_DATA = _HERE.parent / "data"
_TEXT = "text"


def main() -> int:
    """Ask the interpreters that are named, and write all data."""
    parser = argparse.ArgumentParser(prog="python -m hublint.savedmodel.regenerate", description=__doc__)
    parser.add_argument("interpreters", nargs="+", metavar="RELEASE=PYTHON", help="1.15=PATH 2.15=PATH ... text=PATH")
    pythons = dict(given.split("=", 1) for given in parser.parse_args().interpreters)
    text = pythons.pop(_TEXT)
    releases = sorted(pythons, key=lambda release: [int(part) for part in release.split(".")])
    (_DATA / "descriptors.binpb").write_bytes(descriptors(pythons[releases[-1]]))
    (_DATA / "ops.tsv").write_text(
        ops_table({release: pythons[release] for release in releases}, text), encoding="utf-8"
    )
    classes = {name for release in releases for name in ask(pythons[release], "keras")}
    (_DATA / "keras.txt").write_text("".join(f"{name}\n" for name in sorted(classes)), encoding="utf-8")
    return 0


def ask(python: str, wanted: str, *packages: str) -> Any:
    """Run `extract.py` in an interpreter, and return what it found."""
    command = [python, str(_HERE / "extract.py"), wanted, *packages]
    answer = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return json.loads(answer.stdout.splitlines()[-1])[wanted]


def descriptors(python: str) -> bytes:
    """Return the `FileDescriptorSet` of all messages that SavedModels are written in, from a release of TensorFlow."""
    from google.protobuf import descriptor_pb2

    files = [base64.b64decode(file) for file in ask(python, "descriptors")]
    found = descriptor_pb2.FileDescriptorSet(file=map(descriptor_pb2.FileDescriptorProto.FromString, files))
    return found.SerializeToString(deterministic=True)


def ops_table(pythons: dict[str, str], text: str) -> str:
    """Return one line for each op: its name, the first and the last release that registers it, and its package."""
    found: dict[tuple[str, str], list[str]] = {}
    for release, python in pythons.items():
        packages = ["tensorflow.contrib"] if release.startswith("1.") else []
        for package, names in ask(python, "ops", *packages).items():
            for name in names:
                found.setdefault((name, package), []).append(release)
    newest = next(reversed(pythons))
    for name in ask(text, "ops", "tensorflow_text")["tensorflow_text"]:
        found.setdefault((name, "tensorflow_text"), []).append(newest)
    lines = [
        f"{name}\t{releases[0]}\t{releases[-1]}" + (f"\t{package}" if package != "tensorflow" else "")
        for (name, package), releases in sorted(found.items())
    ]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
