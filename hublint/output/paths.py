"""Paths as services that show findings want them: from the root of what they have checked out, with `/`."""

# ruff: noqa: PTH100, PTH118 - Path.resolve and Path.absolute do each a part of what is needed here

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

STDIN: Final = Path("-")
"""Stands for standard input, which has no place in the file system."""


class Root:
    """The folder that paths are told from: what a service says that it has checked out, or the working directory.

    Attributes:
        folder: its absolute path.
    """

    def __init__(self, variable: str | None = None) -> None:
        """Take the folder that a variable of the environment names, if the working directory is in it."""
        self.folder = os.getcwd()  # noqa: PTH109 - as above
        named = os.environ.get(variable, "") if variable is not None else ""
        if named and os.path.join(os.path.realpath(self.folder), "").startswith(_inside(os.path.realpath(named))):
            self.folder = os.path.abspath(named)

    def relative(self, path: Path) -> str | None:
        """Return the path of a file from here; None for one that lies elsewhere, and for standard input.

        Links are followed where they lead to another place in the folder: services know a file by its own name alone.
        """
        if path == STDIN:
            return None
        for absolute in (os.path.realpath, os.path.abspath):
            below, inside = absolute(path), _inside(absolute(self.folder))
            if below.startswith(inside):
                return below[len(inside) :].replace(os.sep, "/")
        return None

    def told(self, path: Path) -> str:
        """Return the path of a file from here as text: the absolute one if it lies elsewhere, `-` for standard input.

        Bytes that are no text have a mark in their place.
        """
        if path == STDIN:
            return str(path)
        relative = self.relative(path)
        return os.fsencode(relative or os.path.abspath(path)).decode(errors="replace").replace(os.sep, "/")


def _inside(folder: str) -> str:
    """Return what the path of everything in a folder begins with."""
    return os.path.join(folder, "")


__all__ = ["STDIN", "Root"]
