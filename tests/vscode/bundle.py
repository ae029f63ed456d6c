"""A copy of the extension as far as Python sees it, with a bundle made of what is installed here."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING, Final

from packaging.requirements import Requirement

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.metadata import Distribution

ROOT: Final = Path(__file__).resolve().parents[2]
PYTHON: Final = ROOT / "vscode-extension" / "python"
_DEPENDENCIES: Final = re.compile(r"^dependencies = \[\n(.*?)^\]", re.DOTALL | re.MULTILINE)


def copy_extension(folder: Path) -> Path:
    """Copy the programs that the extension starts; return the launcher."""
    shutil.copytree(PYTHON, folder / "python", ignore=shutil.ignore_patterns("__pycache__"))
    return folder / "python" / "launch.py"


def fill_bundle(folder: Path) -> Path:
    """Put hublint and all that it needs, for this very Python, where the launcher looks for it; return that folder."""
    libraries = folder / "bundled" / "libs"
    libraries.mkdir(parents=True)
    for package in (ROOT / "hublint", ROOT / "rules" / "hublint_rules"):
        shutil.copytree(package, libraries / package.name, ignore=shutil.ignore_patterns("__pycache__"))
    for needed in _needed():
        for file in needed.files or ():
            # Programs lie outside, and what was compiled is compiled again.
            if ".." not in file.parts and file.suffix != ".pyc":
                target = libraries / file
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(str(needed.locate_file(file)), target)
    return libraries


def bare_python(folder: Path) -> Path:
    """Make an environment with nothing in it, of the Python that runs the tests; return its Python."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    return folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _needed() -> Iterator[Distribution]:
    """Yield what hublint depends on, and what that depends on."""
    declared = _DEPENDENCIES.search((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert declared is not None
    open_ones = re.findall(r'"(.+)"', declared[1])
    seen: set[str] = set()
    while open_ones:
        requirement = Requirement(open_ones.pop().replace("'", '"'))
        if requirement.name in seen or not (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(requirement.name)
        try:
            found = distribution(requirement.name)
        except PackageNotFoundError:  # an extra of the platform that nobody has asked for
            continue
        yield found
        open_ones += found.requires or ()
