"""Reads the code cells of a notebook, and takes out of them what only IPython understands."""

from __future__ import annotations

import ast
import json
import re
from typing import TYPE_CHECKING, Any

from hublint.verify.runtime import VerifyError

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Cell", "read_notebook"]

Cell = tuple[int, str]
"""The number of a cell, counted from 1 among all cells, and the Python in it."""

# What changes only how a notebook shows things, or how it runs in its own interface.
_OF_DISPLAY = frozenset(
    {"autosave", "colors", "config", "load_ext", "matplotlib", "precision", "pprint", "reload_ext", "tensorboard"}
    | {"autoreload", "tensorflow_version", "xmode"}
)
_INSTALLS = frozenset({"pip", "conda", "mamba", "micromamba", "uv"})
_RUNS_STATEMENT = frozenset({"time", "timeit", "prun"})
_RUNS_CELL = frozenset({"time", "timeit", "capture", "prun"})
_MAGIC = re.compile(r"^(?P<indent>\s*)(?P<sign>%%|%|!!|!|\?)?(?P<text>.*?)(?P<help>\?{1,2})?\s*$")
_MOST_NOTES = 10
_NO_STATEMENTS = 100  # of one cell, after which it is given up


def read_notebook(path: Path, data: bytes) -> tuple[tuple[Cell, ...], tuple[str, ...]]:
    """Return the code cells in order, and notes on what was left out of them.

    Raises:
        VerifyError: it is no notebook, not in Python, or has a magic that cannot be left out.
    """
    cells: list[Cell] = []
    notes: list[str] = []
    for number, source in _code_cells(path, data):
        python = _as_python(source, f"{path}, cell {number}", f"cell {number}", notes)
        if python.strip():
            cells.append((number, python))
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES - 1 :] = [f"{len(notes) - _MOST_NOTES + 1} more such lines are left out"]
    return tuple(cells), tuple(notes)


def _code_cells(path: Path, data: bytes) -> list[Cell]:
    try:
        document = json.loads(data)
    except (ValueError, RecursionError):
        raise VerifyError(f"{path}: is no notebook: no JSON document") from None
    cells = document.get("cells") if isinstance(document, dict) else None
    if not isinstance(cells, list):
        older = isinstance(document, dict) and "worksheets" in document
        hint = ", but one of a format before 4, which Jupyter converts when it saves it" if older else ""
        raise VerifyError(f"{path}: is no notebook: it has no list of cells{hint}")
    language = _language(document)
    if language != "python":
        raise VerifyError(f"{path}: is a notebook in {language}, not in Python")
    found = []
    for number, cell in enumerate(cells, 1):
        if isinstance(cell, dict) and cell.get("cell_type") == "code":
            source = cell.get("source", "")
            if isinstance(source, list) and all(isinstance(line, str) for line in source):
                source = "".join(source)
            if not isinstance(source, str):
                raise VerifyError(f"{path}, cell {number}: its source is no text")
            found.append((number, source))
    return found


def _language(document: dict[str, Any]) -> str:
    metadata = document.get("metadata")
    for key, name in (("kernelspec", "language"), ("language_info", "name")):
        part = metadata.get(key) if isinstance(metadata, dict) else None
        if isinstance(part, dict) and isinstance(part.get(name), str):
            return str(part[name]).lower()
    return "python"


def _as_python(source: str, where: str, cell: str, notes: list[str]) -> str:
    """Return a cell without its magics; each line keeps its number."""
    lines = source.split("\n")
    first = next((index for index, line in enumerate(lines) if line.strip()), 0)
    if lines[first].startswith("%%"):
        name = lines[first][2:].split(maxsplit=1)[0] if lines[first][2:].strip() else ""
        if name not in _RUNS_CELL:
            notes.append(f"{cell} is left out: it is for {lines[first].strip()}")
            return ""
        lines[first] = ""
    for _ in range(_NO_STATEMENTS):
        wrong = _line_in_error("\n".join(lines))
        if wrong is None or not lines[wrong].strip():
            break
        replacement = _replacement(lines[wrong], where, cell, notes)
        if replacement is None:
            break  # a mistake in the Python, which running it tells
        continued = lines[wrong]
        lines[wrong] = replacement
        while continued.rstrip().endswith("\\") and wrong + 1 < len(lines):
            wrong += 1
            continued, lines[wrong] = lines[wrong], ""
    return "\n".join(lines)


def _line_in_error(source: str) -> int | None:
    """Return the index of the line at which the source stops being Python."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        line = (error.lineno or 1) - 1
        return line if line < len(source.split("\n")) else None
    except ValueError:
        return None
    return None


def _replacement(line: str, where: str, cell: str, notes: list[str]) -> str | None:
    """Return what stands for a line that is no Python; None if it is no magic either.

    Raises:
        VerifyError: it is a magic that changes what the rest of the notebook does.
    """
    match = _MAGIC.match(line)
    if match is None:
        return None
    sign, text = match["sign"] or "", match["text"].strip()
    name = text.split(maxsplit=1)[0] if text else ""
    nothing = f"{match['indent']}pass"
    if sign == "?" or (match["help"] and not sign and re.fullmatch(r"[\w.]+", text)):
        return nothing
    if sign == "%" and name in _OF_DISPLAY:
        return nothing
    if sign in {"!", "!!"} or (sign == "%" and name in _INSTALLS):
        notes.append(f"{cell}: the line {line.strip()!r} is left out")
        return nothing
    if sign == "%" and name in _RUNS_STATEMENT:
        return match["indent"] + text[len(name) :].strip()
    if sign or re.match(r"\s*[\w, .]+=\s*[!%]", line):
        raise VerifyError(f"{where}: {line.strip()!r} is for IPython alone, and the notebook cannot run without it")
    return None
