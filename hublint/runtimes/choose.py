"""Choosing an interpreter to run programs with: the one that was named, or the best there is for a target."""

from __future__ import annotations

import difflib
import os
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hublint.runtimes.create import existing
from hublint.runtimes.errors import RuntimesError
from hublint.runtimes.find import Interpreter, Origin, as_interpreter, find

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.config import Runtime

__all__ = ["best", "named"]

# What belongs to the project or to hublint. Whatever else has a TensorFlow is somebody else's, and has to be named.
_OWN: Final[tuple[Origin, ...]] = ("settings", "project", "created")


def named(name: str, folder: Path, settings: Sequence[Runtime]) -> Path:
    """Return the interpreter that a name or a path stands for.

    Args:
        name: a runtime of the settings; one that was created; a path of an interpreter or of an environment's folder;
            a name that `hublint runtime list` shows; or a program of the PATH.
        folder: a folder of the project.
        settings: the runtimes that the project's settings name.

    Raises:
        RuntimesError: if it stands for nothing.
    """
    for runtime in settings:
        if runtime.name == name:
            return as_interpreter(runtime.python)
    made = existing(name)
    if made is not None:
        return made
    if name and Path(name).exists():
        return as_interpreter(Path(name).absolute())
    found = find(folder, settings)
    for interpreter in found:
        if name in (interpreter.name, *interpreter.also):
            return interpreter.python
    program = shutil.which(name)
    if program is not None and os.sep not in name:
        return Path(program)
    raise RuntimesError(f"{name}: no such runtime; {_hint(name, found)}")


def _hint(name: str, found: Sequence[Interpreter]) -> str:
    from hublint.runtimes.recipes import RECIPES

    if name in RECIPES:
        return f"`hublint runtime create {name}` makes it"
    near = difflib.get_close_matches(name, [one.name for one in found if one.usable], n=1)
    return f"did you mean {near[0]}?" if near else "`hublint runtime list` tells what there is"


def best(folder: Path, settings: Sequence[Runtime], release: tuple[int, int]) -> Interpreter | None:
    """Return the interpreter to run a project's programs with, None if the project and hublint have none.

    One with the TensorFlow that the project is for comes before all others, and then those that the settings name, the
    project's own environments, and those that hublint made; the newest of several. TensorFlow 1 does for no project
    that is for TensorFlow 2, nor the reverse.

    Args:
        folder: a folder of the project.
        settings: the runtimes that the project's settings name.
        release: the TensorFlow that the project is for.
    """
    usable = [
        one for one in find(folder, settings, origins=_OWN) if one.usable and one.release[:1] in {release[:1], ()}
    ]

    def rank(one: Interpreter) -> tuple[bool, int, tuple[int, ...]]:
        return one.release == release, -_OWN.index(one.origin), one.release

    return max(usable, key=rank, default=None)
