"""Show hublint's main job: legacy exports go in, TensorFlow 2 exports come out, both are run, and they agree.

`python3 -m hublint.demo` works in a clean clone before anything is installed: it makes its own environment.
"""

from __future__ import annotations

import argparse
import importlib.util
import shutil
import sys
import tempfile
from pathlib import Path

from hublint import bootstrap

PROGRAMS = Path(__file__).resolve().parent
ENVIRONMENT = bootstrap.Environment(
    name="demo",
    arguments=("--editable", ".[verify]"),
    contents="hublint and TensorFlow (1 to 3 minutes, once)",
)


def main() -> int:
    """Migrate copies of the legacy programs; return 0 if all were rewritten and proven."""
    parser = argparse.ArgumentParser(
        prog="python3 -m hublint.demo", description="Migrate three legacy programs and prove that nothing changed."
    )
    parser.add_argument(
        "folder", nargs="?", type=empty_folder, help="where to put the programs (default: a temporary folder)"
    )
    arguments = parser.parse_args()
    try:
        python = interpreter()
    except bootstrap.BootstrapError as error:
        print(f"hublint.demo: {error}", file=sys.stderr)
        return 2
    folder = arguments.folder or Path(tempfile.mkdtemp(prefix="hublint-demo-"))
    copy_programs(folder)
    show(python, folder, "check", "--diff", "--unsafe-fixes", "migrated")
    status = show(python, folder, "migrate", "--verify", "migrated")
    before, after = folder / "legacy", folder / "migrated"
    print(f"\nThe programs as they were: {before}\nas hublint has left them:  {after}\n")
    # hublint replaces a program only if its rewrite exports the same, so a replaced one is a proven one. Status 1 says
    # that findings remain: the training loop in legacy_checkpoint.py is nothing that it rewrites.
    left = [path.name for path in sorted(before.iterdir()) if path.read_bytes() == (after / path.name).read_bytes()]
    if status > 1 or left:
        print(f"hublint.demo: not migrated: {', '.join(left) or f'status {status}'}", file=sys.stderr)
        return max(status, 1)
    print(f"{len(list(before.iterdir()))} legacy programs rewritten; old and new export the same.")
    return 0


def empty_folder(name: str) -> Path:
    """Accept a folder in which nothing can be overwritten."""
    folder = Path(name).resolve()
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = f"{name} is not an empty folder; name one that is, or that does not exist yet"
        raise argparse.ArgumentTypeError(message)
    return folder


def interpreter() -> Path:
    """Return a Python that has hublint and TensorFlow: the clone's own, or the running one for an installed hublint."""
    root = bootstrap.clone_root()
    if root is not None:
        found = bootstrap.require_interpreter(bootstrap.WITH_TENSORFLOW, "TensorFlow")
        return bootstrap.prepare(root, ENVIRONMENT, found)
    if importlib.util.find_spec("tensorflow") is None:
        message = "the demo runs TensorFlow programs: install it with `pip install 'hublint[verify]'`"
        raise bootstrap.BootstrapError(message)
    return Path(sys.executable)


def copy_programs(folder: Path) -> None:
    """Copy the legacy programs twice: to keep, and to migrate."""
    for name in ("legacy", "migrated"):
        (folder / name).mkdir(parents=True)
        for program in sorted(PROGRAMS.glob("legacy_*.py")):
            shutil.copyfile(program, folder / name / program.name)


def show(python: Path, folder: Path, *words: str) -> int:
    """Print a hublint command as a user would type it, run it, and return its exit status."""
    print(f"\n$ hublint {' '.join(words)}", flush=True)
    return bootstrap.run([python, "-m", "hublint", *words], folder)


if __name__ == "__main__":
    sys.exit(main())
