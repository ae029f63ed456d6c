"""Pack the extension: `hublint-<target>-<version>.vsix`, with the hublint that comes with it.

    python3 vscode-extension/tools/package.py --target linux-x64
    python3 vscode-extension/tools/package.py --universal

With `--universal` no hublint comes with it, for the platforms that no wheels are published for: the extension then uses
the one that is installed in the user's Python. Needs Node.js with npm, after `npm ci` in `vscode-extension`, and what
`bundle.py` needs. The same working tree gives the same file, byte for byte, whenever and wherever it is packed.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

import bundle
from libraries import PLATFORMS, BundleError

if TYPE_CHECKING:
    from collections.abc import Mapping

EXTENSION: Final = bundle.EXTENSION
REPOSITORY: Final = bundle.REPOSITORY
VSCE: Final = EXTENSION / "node_modules" / "@vscode" / "vsce" / "vsce"

# Of the working tree, what is made anew or is no part of the package and large.
_LEFT_OUT: Final = shutil.ignore_patterns("node_modules", "dist", "bundled", "*.vsix", "__pycache__", ".vscode-test*")
# The first moment that a zip archive can tell, in the zone in which it is told.
_NO_TIME: Final = {"SOURCE_DATE_EPOCH": "315532800", "TZ": "UTC"}


class PackageError(Exception):
    """The extension cannot be packed; the message says why in one sentence."""


def pack(target: str | None, out: Path, bundled: Path | None = None) -> Path:
    """Pack the extension for a target, or for all without a hublint of its own, and return the file.

    Args:
        target: which VS Code the package is for; None for all.
        out: the folder to write to.
        bundled: what `bundle.py` made for the target; made here where it is not given.

    Raises:
        PackageError: it cannot be packed.
        BundleError: what would come with it cannot be made.
    """
    version = require_one_version()
    if not VSCE.is_file():
        raise PackageError("what packs the extension is not installed: run `npm ci` in vscode-extension")
    with tempfile.TemporaryDirectory(prefix="hublint-package-") as scratch:
        tree = Path(scratch, "extension")
        shutil.copytree(EXTENSION, tree, ignore=_LEFT_OUT)
        shutil.copyfile(REPOSITORY / "LICENSE", tree / "LICENSE")
        _run("node", "esbuild.mjs", "--production", f"--out={tree / 'dist'}")
        if target is not None:
            _put_libraries(target, bundled, tree / "bundled")
        _without_times_and_modes(tree)
        name = f"hublint-{target or 'universal'}-{version}.vsix"
        words = [
            "--no-dependencies",
            "--no-rewrite-relative-links",
            "--allow-missing-repository",
            "--out",
            f"../{name}",
        ]
        _run("node", str(VSCE), "package", *(["--target", target] if target else []), *words, cwd=tree, **_NO_TIME)
        out.mkdir(parents=True, exist_ok=True)
        return Path(shutil.move(Path(scratch, name), out / name))


def require_one_version() -> str:
    """Return the version of hublint, which is the extension's."""
    manifest: Mapping[str, str] = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
    source = (REPOSITORY / "hublint" / "__init__.py").read_text(encoding="utf-8")
    found = re.search(r'^__version__ = "(.+)"$', source, re.MULTILINE)
    if found is None or found[1] != manifest["version"]:
        ours = found[1] if found else "of no version"
        raise PackageError(f"hublint is {ours} and the extension {manifest['version']}: package.json must say the same")
    return manifest["version"]


def _put_libraries(target: str, given: Path | None, folder: Path) -> None:
    if given is None:
        bundle.make(target, folder)
        return
    try:
        made_for = json.loads((given / "bundle.json").read_text(encoding="utf-8"))["platform"]
    except FileNotFoundError:
        raise PackageError(f"{given} holds nothing that bundle.py made") from None
    if made_for != target:
        raise PackageError(f"{given} was made for {made_for}, not for {target}")
    shutil.copytree(given, folder, ignore=shutil.ignore_patterns("__pycache__"))


def _without_times_and_modes(tree: Path) -> None:
    """Make what the archive tells of each file the same on every machine."""
    for path in tree.rglob("*"):
        path.chmod(0o755 if path.is_dir() else 0o644)


def _run(program: str, *words: str, cwd: Path = EXTENSION, **variables: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise PackageError(f"{program} is not on the path; the extension is packed with Node.js 20 or newer")
    environment = {**os.environ, **variables}
    done = subprocess.run([found, *words], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        print(done.stdout, done.stderr, sep="\n", file=sys.stderr)
        raise PackageError(f"`{program} {Path(words[0]).name}` ended with status {done.returncode}")


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description="Pack the VS Code extension.")
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--target", choices=sorted(PLATFORMS), help="the platform, with a hublint for it")
    kind.add_argument("--universal", action="store_true", help="for every platform, without a hublint")
    parser.add_argument("--bundled", type=Path, help="a folder that bundle.py made for the target (default: make it)")
    parser.add_argument("--out", type=Path, default=EXTENSION, help="the folder to write to (default: %(default)s)")
    arguments = parser.parse_args()
    if arguments.universal and arguments.bundled is not None:
        parser.error("--universal takes no --bundled")
    try:
        file = pack(arguments.target, arguments.out.resolve(), arguments.bundled)
    except (PackageError, BundleError) as error:
        if str(error):
            print(f"package: {error}", file=sys.stderr)
        return 1
    print(f"{file}: {file.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
