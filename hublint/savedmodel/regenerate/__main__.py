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


def main() -> int:
    """Ask the interpreters that are named, and write all data."""
    parser = argparse.ArgumentParser(prog="python -m hublint.savedmodel.regenerate", description=__doc__)
    parser.add_argument("interpreters", nargs="+", metavar="RELEASE=PYTHON", help="1.15=PATH 2.15=PATH ...")
    parser.add_argument("--text", nargs="+", metavar="RELEASE=PYTHON", required=True, help="with tensorflow_text")
    given = parser.parse_args()
    pythons, text = by_release(given.interpreters), by_release(given.text)
    newest = pythons[list(pythons)[-1]]
    (_DATA / "descriptors.binpb").write_bytes(descriptors(newest))
    (_DATA / "ops.tsv").write_text(ops_table(pythons, text), encoding="utf-8")
    classes = {name for python in pythons.values() for name in ask(python, "keras")}
    (_DATA / "keras.txt").write_text("".join(f"{name}\n" for name in sorted(classes)), encoding="utf-8")
    return 0


def by_release(given: list[str]) -> dict[str, str]:
    """Return the interpreters by their releases, the oldest first."""
    pythons = dict(one.split("=", 1) for one in given)
    return {release: pythons[release] for release in sorted(pythons, key=lambda text: [*map(int, text.split("."))])}


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


def ops_table(pythons: dict[str, str], text: dict[str, str]) -> str:
    """Return the releases that were asked, then one line for each op: its name, first and last release, and package.

    Args:
        pythons: the interpreters that tell TensorFlow's own ops, and those of `tf.contrib`.
        text: those that tell the ops of tensorflow_text.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for release, python in pythons.items():
        packages = ["tensorflow.contrib"] if release.startswith("1.") else []
        for package, names in ask(python, "ops", *packages).items():
            for name in names:
                found.setdefault((name, package), []).append(release)
    for release, python in text.items():
        for name in ask(python, "ops", "tensorflow_text")["tensorflow_text"]:
            found.setdefault((name, "tensorflow_text"), []).append(release)
    lines = ["\t".join(pythons), "\t".join(text)]
    lines += [
        f"{name}\t{found[name, package][0]}\t{found[name, package][-1]}\t{package}" for name, package in sorted(found)
    ]
    return "".join(f"{line}\n" for line in lines)


if __name__ == "__main__":
    raise SystemExit(main())
