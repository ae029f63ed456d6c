"""Python 2: recognised among files that do not parse, and brought to Python 3 in memory.

The tree is fissix's, a maintained descendant of 2to3, and so are many of the fixers; what surrounds them is ours
(`hublint.migrate.python2_fixers`): a file that parses as Python 3 is never touched, lines that need nothing stay byte
for byte, and what is written has been compiled. What Python 2 means and its text does not tell is left as it stands,
and told in a note (`conversion`). The foremost of these is `/`. It becomes `//` where both sides are certainly integers
(literals, `len`, `int`, `ord`, and what is computed of these), or where the result is given to `range`, which takes
nothing else. It stays, without a note, where one side is certainly a float. Elsewhere it stays, and a note names its
line. Literals stay text: `"x"`, which was bytes, is `str`, as in every port; what is meant as data only a person knows.

fissix keeps its grammar in the user's cache folder. It is built here in memory instead, in 15 ms, so that nothing is
written outside, and nothing is read that another program may be writing.
"""

from __future__ import annotations

import ast
import functools
import importlib
import re
import threading
import warnings
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint.migrate.python2_remains import remains
from hublint.source.minimal import hunks
from hublint.source.source import SourceError, parse
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.source.ipynb import NotebookFile
    from hublint.source.notebook import Cell, Notebook

__all__ = [
    "Conversion",
    "Note",
    "Python2Error",
    "conversion",
    "converted",
    "converted_notebook",
    "notebook_conversion",
    "recognised",
    "recognised_notebook",
]


class Python2Error(Exception):
    """Python 2 that cannot be brought to Python 3; its text is one sentence that names the file and the line."""

    def __init__(self, filename: str, reason: str, line: int | None = None) -> None:
        place = filename if line is None else f"{filename}:{line}"
        super().__init__(f"{place}: {reason}")
        self.filename: Final = filename
        self.reason: Final = reason
        self.line: Final = line

    def __reduce__(self) -> tuple[type[Python2Error], tuple[str, str, int | None]]:
        """Return what rebuilds it, since errors cross process borders."""
        return type(self), (self.filename, self.reason, self.line)


class Note(NamedTuple):
    """What a person has to look at in what was converted: a line of the new text, and one sentence.

    `cell` is the cell's number in a notebook, among all cells, counted from 1.
    """

    line: int
    text: str
    cell: int | None = None


class Conversion(NamedTuple):
    """What a file has become, and what has to be looked at in it."""

    data: bytes
    notes: tuple[Note, ...] = ()


def recognised(data: bytes) -> str | None:
    """Return by what a file is known to be Python 2, such as "`print` as a statement in line 12".

    None when its bytes parse as Python 3, or are neither: a template, a fragment, a binary file.
    """
    try:
        text = Text(data)
    except SourceError:
        return None
    return None if _is_python3(text) else _recognised(_with_plain_newlines(text.utf8))


def converted(data: bytes, filename: str) -> bytes:
    """Return the bytes of a file as Python 3; those that are Python 3 already are returned as they are.

    Raises:
        Python2Error: if they are no Python 2, or need what only a person can write.
    """
    return conversion(data, filename).data


def conversion(data: bytes, filename: str) -> Conversion:
    """Return the bytes of a file as Python 3, with notes on what a person has to look at.

    `filename` is its path: a module beside it in a package is imported as one, as Python 2 did.

    Raises:
        Python2Error: as `converted` does.
    """
    try:
        text = Text(data)
    except SourceError as error:
        raise Python2Error(filename, f"cannot be read: {error.reason}", error.line) from None
    if _is_python3(text):
        return Conversion(data)
    before = _with_plain_newlines(text.utf8)
    after, notes = _converted(before, filename, is_cell=False)
    utf8 = _with_newlines_of(text.utf8, before, after)
    try:
        new = text.encode(utf8)
        parse(Text(new))
    except SourceError as error:
        reason = f"what it becomes cannot be written: {error.reason}"
        raise Python2Error(filename, reason, error.line) from None
    return Conversion(new, notes)


def _is_python3(text: Text) -> bool:
    try:
        parse(text)
    except SourceError:
        return False
    return True


def _recognised(text: str) -> str | None:
    source = _ended(text)
    with _fixers_lock:
        try:
            read = _read(source)
            mark = None if read is None else _mark(source, *read)
        except (RecursionError, MemoryError):
            return None
    return None if mark is None else f"{mark[1]} in line {mark[0]}"


def _read(source: str) -> tuple[Any, frozenset[str]] | None:
    """Return the tree of a program, and what it imports from `__future__`; None if fissix cannot read it."""
    try:
        tree, features = _fixers().parsed(source)
    except Exception:  # noqa: BLE001 - fissix's errors have no common class, and all say that it is no Python 2
        return None
    return tree, features


def _mark(source: str, tree: Any, features: frozenset[str]) -> tuple[int, str] | None:
    """Return the line of what tells that a program is Python 2, and what it is."""
    fixers = _fixers()
    mark: tuple[int, str] | None = fixers.first_mark(tree, features)
    if mark is not None:
        return mark
    mixed = fixers.mixed_indentation(source)
    return (min(mixed), "tabs mixed with blanks") if mixed else None


def _converted(before: str, filename: str, *, is_cell: bool, certain: bool = False) -> tuple[str, tuple[Note, ...]]:
    r"""Return a text whose lines end in `\n` as Python 3, and the notes on it.

    With `certain` it is known to be Python 2, whatever it looks like.

    Raises:
        Python2Error: if it cannot be converted.
    """
    with _fixers_lock:
        try:
            after, work = _by_fixers(_ended(before), filename, certain=certain)
        except _fixers().CannotConvertError as error:
            raise Python2Error(filename, error.reason, error.line) from None
        except (RecursionError, MemoryError):
            raise Python2Error(filename, "is nested too deeply to be converted") from None
        except Python2Error:
            raise
        except Exception as error:  # noqa: BLE001 - fissix's errors have no common class, and a fixer may find a defect
            reason = f"cannot be converted: fissix fails on it ({type(error).__name__}: {_one_line(error)})"
            raise Python2Error(filename, reason) from None
    after = _tidied(after)
    if work.aliases:
        after = _with_aliases(after, work.aliases)
    if work.imports:
        after = _with_imports(after, sorted(work.imports))
    if not before.endswith("\n") and after.endswith("\n"):
        after = after[:-1]
    module = _compiled(after, before, filename, is_cell=is_cell)
    line_of = _new_lines(before, after)
    notes = {Note(line_of(note.line), note.text) for note in work.notes}
    notes.update(Note(*one) for one in remains(module))
    return after, tuple(sorted(notes))


def _by_fixers(source: str, filename: str, *, certain: bool) -> tuple[str, Any]:
    """Return what the fixers make of a program, and what they know of it."""
    fixers = _fixers()
    read = _read(source)
    if read is None or not (certain or _mark(source, *read)):
        raise Python2Error(filename, "is neither Python 3 nor Python 2")
    tree, features = read
    even = fixers.without_mixed_indentation(source)
    if even != source:
        source = even
        tree, features = fixers.parsed(source)
    if str(tree) != source:
        raise Python2Error(filename, "cannot be converted: fissix does not give its text back unchanged")
    work = fixers.Work(source, tree, features, filename)
    return _converter().convert(work), work


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__


def _compiled(after: str, before: str, filename: str, *, is_cell: bool) -> ast.Module:
    """Return the syntax tree of what has been converted, which Python accepts."""
    try:
        module = parse(Text.decoded(after.encode()))
        if not is_cell:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                compile(module, filename, "exec", dont_inherit=True)
    except SourceError as error:
        reason, line = error.reason, error.line
    except SyntaxError as error:
        reason, line = f"does not compile: {error.msg}", error.lineno
    except (RecursionError, MemoryError, ValueError):
        raise Python2Error(filename, "is nested too deeply to be converted") from None
    else:
        return module
    if reason.startswith("nested"):
        raise Python2Error(filename, "is nested too deeply to be converted")
    if line is not None:
        line = _new_lines(after, before)(line)
    raise Python2Error(filename, f"brought to Python 3, it still {_without_subject(reason)}", line)


def _without_subject(reason: str) -> str:
    return reason if reason.startswith(("does ", "holds ", "is ")) else f"does not parse: {reason}"


# Notebooks.


def recognised_notebook(data: bytes) -> str | None:
    """Return by what a cell of a notebook, or a Python file that one writes, is known to be Python 2; None if none is.

    The reason is as `recognised` gives it, with the cell's number behind it.
    """
    read = _notebook(data)
    if read is None:
        return None
    for part in _parts(*read):
        reason = _recognised(part.python)
        if reason is not None:
            return f"{reason} of cell {part.number}"
    return None


def converted_notebook(data: bytes, path: Path) -> bytes:
    """Return a notebook whose cells in Python 2, and the Python files that they write, are brought to Python 3.

    Cells that parse are left as they are, unless the notebook says that a Python 2 runs it: then all of it is meant for
    that, as all of a file is. Of the rest of the notebook no byte is changed.

    Raises:
        Python2Error: if it is no notebook that can be read, or one of its cells cannot be converted.
    """
    return notebook_conversion(data, path).data


def notebook_conversion(data: bytes, path: Path) -> Conversion:
    """Return what `converted_notebook` does, with notes on what a person has to look at.

    Raises:
        Python2Error: as `converted_notebook` does.
    """
    read = _notebook(data)
    if read is None:
        raise Python2Error(str(path), "is no notebook in Python that can be read")
    file, notebook = read
    texts = {cell.number: cell.text for cell in file.cells}
    notes: list[Note] = []
    for part in _parts(file, notebook):
        if not part.of_python2 and _recognised(part.python) is None:
            continue
        filename = f"{path}, cell {part.number}"
        after, found = _converted(part.python, filename, is_cell=True, certain=part.of_python2)
        text = part.whole(after)
        if text is None:
            raise Python2Error(filename, "what is IPython's in it cannot be put back after the conversion")
        texts[part.number] = text
        notes += (note._replace(line=note.line + part.line, cell=part.number) for note in found)
    cells = [cell._replace(text=texts[cell.number]) for cell in file.cells]
    return Conversion(file.with_cells(cells), tuple(notes))


class _Part(NamedTuple):
    """A piece of Python that may be converted: a cell, as Python sees it, or a file that one writes.

    `whole` makes the cell's text of the converted piece, or None; `line` is how many lines stand above the piece.
    """

    number: int
    python: str
    whole: Callable[[str], str | None]
    line: int = 0
    of_python2: bool = False


def _notebook(data: bytes) -> tuple[NotebookFile, Notebook] | None:
    from hublint.source.ipynb import NotebookError, NotebookFile
    from hublint.source.notebook import Notebook

    try:
        file = NotebookFile(data)
    except NotebookError:
        return None
    return (file, Notebook(file.cells)) if file.language == "python" else None


def _parts(file: NotebookFile, notebook: Notebook) -> Iterator[_Part]:
    of_python2 = file.language_version.startswith("2.")
    for index, cell in enumerate(notebook.cells):
        if index in notebook.unread or of_python2:
            part = _part_of_cell(cell, of_python2=of_python2)
            if part is not None:
                yield part
    for written in notebook.files:
        if written.name.endswith(".py") and not _parses(written.text):
            cell = notebook.cells[written.position]
            before = cell.text.encode()[: written.start].decode()
            yield _Part(cell.number, _plain(written.text), _behind(before, written.text), before.count("\n"))


def _part_of_cell(cell: Cell, *, of_python2: bool) -> _Part | None:
    """Return what Python sees of a cell; None where it sees nothing, or nothing that could be put back."""
    from hublint.source.magics import NeedsIPythonError, UnreadableError, mask, unmask

    word = "__hublint_"
    while word in cell.text:
        word += "_"
    try:
        cell.text.encode()
        masked = mask(cell.text, word)
    except (NeedsIPythonError, UnreadableError, UnicodeEncodeError):
        return None
    if not masked.python:
        return None

    def whole(after: str) -> str | None:
        return unmask(cell.text, masked, _with_newlines_of(masked.text.encode(), _plain(masked.text), after).decode())

    return _Part(cell.number, _plain(masked.text), whole, of_python2=of_python2)


def _behind(before: str, text: str) -> Callable[[str], str]:
    return lambda after: before + _with_newlines_of(text.encode(), _plain(text), after).decode()


def _parses(text: str) -> bool:
    return _is_python3(Text.decoded(text.encode()))


def _plain(text: str) -> str:
    return _with_plain_newlines(text.encode())


# fissix.

_fixers_lock: Final = threading.RLock()


@functools.cache
def _fixers() -> Any:
    """Import fissix, which takes a tenth of a second, with its grammar built in memory."""
    from fissix.pgen2 import driver, pgen

    packaged = driver.load_packaged_grammar
    driver.load_packaged_grammar = lambda _, source: pgen.generate_grammar(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return importlib.import_module("hublint.migrate.python2_fixers")
    finally:
        driver.load_packaged_grammar = packaged


@functools.cache
def _converter() -> Any:
    return _fixers().Converter()


# Newlines.

_NEWLINE: Final = re.compile(rb"\r\n|\r|\n")


def _ended(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _with_plain_newlines(utf8: bytes) -> str:
    return _NEWLINE.sub(b"\n", utf8).decode()


def _with_newlines_of(raw: bytes, before: str, after: str) -> bytes:
    """Return a changed text with the newlines of the original, line by line where they differ."""
    newlines = _NEWLINE.findall(raw)
    usual = newlines[0] if newlines else b"\n"
    if all(one == usual for one in newlines):
        return after.encode().replace(b"\n", usual)
    lines = [line[:-1] if line.endswith(b"\n") else line for line in _lines(after)]
    kept: list[bytes] = []
    for start, end, new_start, new_end in _stretches(before, after):
        for at in range(new_start, new_end):
            old = start + at - new_start
            kept.append(newlines[old] if old < min(end, len(newlines)) else usual)
    for at, line in enumerate(lines[1:], 1):
        if not line and kept[at - 1] == b"\r" and kept[at] == b"\n":
            kept[at] = b"\r"  # else the two would be one newline
    ended = [line + newline for line, newline in zip(lines, kept, strict=True)]
    if ended and not after.endswith("\n"):
        ended[-1] = lines[-1]
    return b"".join(ended)


def _lines(text: str) -> list[bytes]:
    lines = text.encode().split(b"\n")
    return [line + b"\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])


def _stretches(before: str, after: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield, in order, which lines of one text stand where which lines of the other stand: all of both."""
    old, new = _lines(before), _lines(after)
    at = new_at = 0
    for start, end, new_start, new_end in hunks(old, new):
        yield at, start, new_at, new_start
        yield start, end, new_start, new_end
        at, new_at = end, new_end
    yield at, len(old), new_at, len(new)


def _new_lines(before: str, after: str) -> Any:
    """Return what gives, for a line of one text, that of the other, both counted from 1."""
    stretches = list(_stretches(before, after))

    def line_of(line: int) -> int:
        for start, end, new_start, new_end in stretches:
            if start < line <= end:
                return max(1, min(new_start + line - start, new_end))
        return line

    return line_of


# What is put right in the text that the fixers give.

_URLLIB: Final = re.compile(r"^([ \t]*import )([\w., ]*\burllib\.\w+, *urllib\.[\w., ]*)$", re.MULTILINE)


def _tidied(text: str) -> str:
    """Import of urllib's modules only those that are used, and none twice."""
    used = {f"urllib.{name}" for name in re.findall(r"\burllib\.(error|parse|request)\.\w", text)}
    seen: set[str] = set()

    def line(match: re.Match[str]) -> str:
        modules = list(dict.fromkeys(name.strip() for name in match[2].split(",")))
        kept = [name for name in modules if not name.startswith("urllib.") or not used or name in used - seen]
        seen.update(kept)
        if all(name.startswith("urllib.") for name in kept):
            kept.sort()
        return match[1] + ", ".join(kept) if kept else ""

    lines = [(one, _URLLIB.sub(line, one)) for one in text.split("\n")]
    return "\n".join(new for old, new in lines if new or not old)


def _with_aliases(text: str, classes: set[str]) -> str:
    """Let the methods called `next` of some classes be found by `next()` too."""
    lines = text.split("\n")
    try:
        found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ClassDef) and node.name in classes]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text  # it is looked at again, and told
    methods = [one for node in found for one in node.body if isinstance(one, ast.FunctionDef) and one.name == "next"]
    for method in sorted(methods, key=lambda method: -method.lineno):
        end = method.end_lineno or method.lineno
        margin = re.match(r"[ \t]*", lines[method.lineno - 1])
        lines[end:end] = ["", f"{margin[0] if margin else ''}__next__ = next"]
    return "\n".join(lines)


def _with_imports(text: str, imports: list[str]) -> str:
    """Add imports behind those that stand at the top, or else where they would stand."""
    wanted = [line for line in imports if line not in text.split("\n")]
    try:
        body = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return text  # it is looked at again, and told
    lines = text.split("\n")
    at = 0
    top = body[1:] if body and ast.get_docstring(ast.Module([body[0]], []), clean=False) is not None else body
    if len(top) < len(body):
        at = body[0].end_lineno or 0
    leading = 0
    for statement in top:
        if not isinstance(statement, (ast.Import, ast.ImportFrom)):
            break
        leading += 1
        at = statement.end_lineno or 0
    if not leading:
        if at:
            wanted = ["", *wanted]
        elif top:
            at = min([top[0].lineno, *(one.lineno for one in getattr(top[0], "decorator_list", ()))]) - 1
            wanted = [*wanted, ""]
    return "\n".join([*lines[:at], *wanted, *lines[at:]])
