"""Make `vscode-extension/bundled`: hublint and all that it needs, for the Pythons of one platform.

    python3 vscode-extension/tools/bundle.py --platform linux-x64

What a user's Python lacks comes with the extension: the hublint of this working tree and its dependencies, in one
folder for every Python that hublint runs in. Needs Python 3.10 or newer with `venv`, and a package index that pip
knows; any machine can make the folder of any platform. What is fetched stands in `requirements.txt` and
`build-requirements.txt` beside this file, with hashes, so that the same working tree gives the same folder; `--lock`
(which needs uv) writes the two anew.
"""

from __future__ import annotations

import argparse
import importlib
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from libraries import PLATFORMS, PYTHONS, UNUSED, BundleError

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE: Final = Path(__file__).resolve().parent
EXTENSION: Final = HERE.parent
REPOSITORY: Final = EXTENSION.parent
LOCK: Final = HERE / "requirements.txt"
BUILD_LOCK: Final = HERE / "build-requirements.txt"

ONE_RELEASE: Final = "ipython<9\nplatformdirs<4.13\n"
"""What has to be held back, so that one release is for all Pythons: the newer ones are not for Python 3.10."""

# The backend of pyproject.toml is called as PEP 517 has it, in the release that is locked: pip would fetch the newest,
# and what that writes into the metadata changes.
_BUILD: Final = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"


def make(platform: str, folder: Path) -> None:
    """Make the folder of one platform anew.

    Raises:
        BundleError: it cannot be made; what was there before is still there.
    """
    with tempfile.TemporaryDirectory(prefix="hublint-bundle-") as name:
        scratch = Path(name)
        python = _environment(scratch / "environment")
        wheels = scratch / "hublint"
        _run([python, "-I", "-c", _BUILD, wheels], cwd=REPOSITORY, what="hublint cannot be built")
        (wheel,) = wheels.glob("*.whl")
        # In that environment are pip, and `packaging` to read what pip does not: the markers for another Python.
        command: list[Path | str] = [python, HERE / "libraries.py", platform, wheel, LOCK, folder]
        if subprocess.run(command, check=False).returncode != 0:
            raise BundleError("")


def lock() -> None:
    """Write the newest releases that pyproject.toml allows, and their hashes, into the two files of requirements."""
    project = REPOSITORY / "pyproject.toml"
    unused = [word for name in sorted(UNUSED) for word in ("--no-emit-package", name)]
    with tempfile.TemporaryDirectory(prefix="hublint-bundle-") as name:
        constraints = Path(name, "constraints.txt")
        constraints.write_text(ONE_RELEASE, encoding="utf-8")
        _compile([project], LOCK, ["--extra", "notebooks", "--constraints", constraints, *unused])
    try:
        toml = importlib.import_module("tomllib")
    except ModuleNotFoundError:
        raise BundleError("pyproject.toml is read with Python 3.11 or newer") from None
    needed = toml.loads(project.read_text(encoding="utf-8"))["build-system"]["requires"]
    with tempfile.TemporaryDirectory(prefix="hublint-bundle-") as name:
        wanted = Path(name, "build.in")
        wanted.write_text("\n".join([*needed, "packaging"]), encoding="utf-8")
        _compile([wanted], BUILD_LOCK, [])


def _compile(sources: list[Path], target: Path, options: list[Path | str]) -> None:
    command: list[Path | str] = ["uv", "pip", "compile", "--quiet", "--universal", "--upgrade", "--generate-hashes"]
    command += ["--no-header", "--no-annotate", "--python-version", PYTHONS[0], "--output-file", target]
    try:
        _run([*command, *options, *sources], cwd=REPOSITORY, what=f"{target.name} cannot be written")
    except FileNotFoundError:
        raise BundleError("the requirements are locked with uv, which is not installed") from None


def _environment(folder: Path) -> Path:
    """Make an environment with pip and what builds hublint, and return its interpreter."""
    try:
        venv.create(folder, with_pip=True)
    except subprocess.CalledProcessError:
        raise BundleError(f"{sys.executable} cannot make an environment with pip: its `ensurepip` is missing") from None
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    install: list[Path | str] = [python, "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run(
        [*install, "--require-hashes", "--only-binary=:all:", "--requirement", BUILD_LOCK],
        cwd=folder,
        what="what builds hublint cannot be installed",
    )
    return python


def _run(command: Sequence[Path | str], *, cwd: Path, what: str) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = (done.stderr.strip() or done.stdout.strip()).splitlines()
        raise BundleError(f"{what}: {lines[-1] if lines else f'status {done.returncode}'}")


def main() -> int:
    """Read the command line and do it."""
    parser = argparse.ArgumentParser(description="Make `vscode-extension/bundled` for one platform.")
    parser.add_argument("--platform", choices=sorted(PLATFORMS), help="as `vsce --target` calls it")
    parser.add_argument("--out", type=Path, default=EXTENSION / "bundled", help="the folder (default: %(default)s)")
    parser.add_argument("--lock", action="store_true", help="write the files of requirements anew first")
    arguments = parser.parse_args()
    if arguments.platform is None and not arguments.lock:
        parser.error("say which --platform the folder is for, or --lock")
    try:
        if arguments.lock:
            lock()
        if arguments.platform is not None:
            make(arguments.platform, arguments.out.resolve())
    except BundleError as error:
        if str(error):
            print(f"bundle: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
