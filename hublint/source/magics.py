"""What only IPython understands in a notebook's cell: hidden behind names that are Python, so that the rest is read.

IPython itself says which lines these are: its own transformers are asked, one after the other, as it asks them when the
cell is run. `!pip install x` becomes a name, `files = !ls` becomes `files = name`, and of `%time f(x)`, whose end is
Python, only the beginning is hidden: `name; f(x)`. Each line keeps its number.
"""

from __future__ import annotations

import ast
import functools
import re
import warnings
from typing import Any, Final, NamedTuple

_MAGICS_IN_A_CELL: Final = 500  # as IPython's own limit
_CELLS_IN_A_CELL: Final = 10  # `%%capture` over `%%time` over ...

# What runs the Python behind it: the line's, the cell's. All but the first are told options before it.
_RUNS_STATEMENT: Final = frozenset({"prun", "time", "timeit"})
_RUNS_CELL: Final = frozenset({"capture", "prun", "time", "timeit"})
_OPTIONS: Final = {
    "time": r"\s*(?:--no-raise-error\s+)?",
    "timeit": r"\s*(?:-(?:[tcqov]*[nrp]\s*\S+|[tcqov]+)\s+)*",
    "prun": r"\s*(?:-(?:[rq]*[DlsT]\s*\S+|[rq]+)\s+)*",
}
_WRITES: Final = frozenset({"file", "writefile"})

# A cell that is not Python as it stands may be for IPython if it has one of these.
_OF_IPYTHON: Final = r"(?m)[%!?]|^[ \t]|^[,;/]|^(?:>>>|\.\.\.)|In \[\d+\]: "
# `In [1]: x` is Python too: an annotation.
_PROMPT: Final = re.compile(r"\s*(?:\[\w+\] )?(?:In \[\d+\]: |\.{3,}:)")
_NEWLINE: Final = re.compile(r"\r\n|\n|\r")
_MAGIC: Final = r"\s*%{1,2}(\w+)"
_WORD: Final = re.compile(r"[^\W\d]\w*")
_EXPANDED: Final = r"\{[^}]*\}|\$\w+"
# Magics whose lines are no Python, but for what stands in braces.
_OF_OTHER_LANGUAGES: Final = frozenset(
    {"bash", "cd", "conda", "html", "javascript", "js", "latex", "load_ext", "mamba", "markdown", "matplotlib", "perl"}
    | {"file", "pip", "ruby", "script", "sh", "svg", "system", "tensorboard", "tensorflow_version", "uv", "writefile"}
)


class NeedsIPythonError(Exception):
    """A cell that cannot be told apart without IPython, which is not installed."""


class UnreadableError(Exception):
    """A cell that IPython transforms in a way that cannot be followed line for line."""


class Hidden(NamedTuple):
    """One replacement: what stands in the cell from character `start` up to `end`, and what stands there for Python.

    Without a name it is only left out: an indentation, or a prompt. `heads` tells that it is a magic of the whole cell,
    above which nothing may stand.
    """

    start: int
    end: int
    token: str
    name: str = ""
    heads: bool = False


class WrittenFile(NamedTuple):
    """What a `%%writefile` cell writes: the file's name, and the character at which its text begins in the cell."""

    name: str
    start: int


class Masked(NamedTuple):
    """A cell as Python: `text`, in which `hidden`, in order, is replaced.

    `margin` is the indentation of the whole cell, None where lines have a prompt, or an indentation, of their own.
    `python` is false for a cell that as a whole is for another program, or for IPython alone; `file` is what it writes.
    `words` are the names that Python may read in what is hidden.
    """

    text: str
    hidden: tuple[Hidden, ...] = ()
    margin: str | None = ""
    python: bool = True
    file: WrittenFile | None = None
    words: frozenset[str] = frozenset()


def mask(cell: str, word: str) -> Masked:
    """Hide what is IPython's in a cell; names begin with `word`, which must not occur in the cell.

    Raises:
        NeedsIPythonError: if only IPython can tell, and it is not there.
        UnreadableError: if what IPython makes of it cannot be followed.
    """
    if _is_python(cell) or re.search(_OF_IPYTHON, cell) is None:
        return Masked(cell)
    masking = _Masking(cell, word)
    masking.work()
    if masking.foreign:
        return Masked("", python=False, file=masking.file, words=_words(cell))
    named = sorted(one for one in masking.hidden if one.name)
    bare: list[Hidden] = []
    for one in sorted(one for one in masking.hidden if not one.name):
        if any(other.start < one.end <= other.end for other in named):
            continue  # what is taken off a line that is hidden is hidden with it
        if bare and bare[-1].end == one.start:
            bare[-1] = bare[-1]._replace(end=one.end)  # an indentation behind a prompt
        else:
            bare.append(one)
    hidden = tuple(sorted((*bare, *named)))
    words = frozenset().union(*(_words(cell[one.start : one.end]) for one in named))
    return Masked(replaced(cell, hidden), hidden, masking.margin, words=words)


def replaced(cell: str, hidden: tuple[Hidden, ...]) -> str:
    """Return a cell with what is hidden replaced."""
    parts: list[str] = []
    at = 0
    for one in hidden:
        parts += (cell[at : one.start], one.token)
        at = one.end
    return "".join((*parts, cell[at:]))


def unmask(cell: str, masked: Masked, text: str) -> str | None:
    """Return the cell that a changed text stands for; None if what is hidden cannot be put back into it.

    Args:
        cell: the cell that was masked.
        masked: what came of it.
        text: what has become of `masked.text`.
    """
    if text == masked.text:
        return cell
    named = [one for one in masked.hidden if one.name]
    rows: dict[str, int] = {}
    for one in named:
        if text.count(one.name) != 1 or text.count(one.token) != 1:
            return None
        text = text.replace(one.token, one.name)
        rows[one.name] = len(_NEWLINE.findall(one.token))
    if masked.margin:
        text = "".join(masked.margin + line if line.strip() else line for line in _lines(text))
    elif masked.margin is None:
        lines = _lines(text)
        if len(lines) + sum(rows.values()) != len(_lines(masked.text)):
            return None
        prefixes = _prefixes(cell, masked.hidden)
        row = 0
        for index, line in enumerate(lines):
            lines[index] = prefixes.get(row, "") + line
            row += 1 + sum(number for name, number in rows.items() if name in line)
        text = "".join(lines)
    for one in named:
        text = text.replace(one.name, cell[one.start : one.end])
    return text


def _prefixes(cell: str, hidden: tuple[Hidden, ...]) -> dict[int, str]:
    """Return what is left out at the beginning of lines, by their index."""
    starts = [match.end() for match in _NEWLINE.finditer(cell)]
    rows = {start: row for row, start in enumerate([0, *starts])}
    return {rows[one.start]: cell[one.start : one.end] for one in hidden if not one.name and one.start in rows}


def _lines(text: str) -> list[str]:
    """Return lines with their newlines, split as Python splits them."""
    ends = [match.end() for match in _NEWLINE.finditer(text)]
    return [text[start:end] for start, end in zip([0, *ends], [*ends, len(text)], strict=True) if start < end]


def _is_python(cell: str) -> bool:
    lines = cell.split("\n", 2)[:2]
    return not any(_PROMPT.match(line) for line in lines) and parses(cell)


def parses(code: str) -> bool:
    """Tell whether a text is Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            ast.parse(code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return False
    return True


def _words(text: str) -> frozenset[str]:
    """Return the names in what is hidden that Python may read there."""
    magic = re.match(_MAGIC, text)
    if text.startswith("!") or (magic is not None and magic[1] in _OF_OTHER_LANGUAGES):
        text = " ".join(re.findall(_EXPANDED, text))
    return frozenset(_WORD.findall(text))


@functools.cache
def _ipython() -> Any:
    """Return IPython's module, which takes a third of a second to be imported.

    Raises:
        NeedsIPythonError: if it is not there.
    """
    try:
        from IPython.core import inputtransformer2
    except ImportError:
        raise NeedsIPythonError from None
    return inputtransformer2


class _Masking:
    """The work on one cell: its lines are changed as IPython would change them, and what was there is noted.

    Attributes:
        hidden: what is replaced.
        margin: the indentation of the whole cell, None if lines differ in what is taken off them.
        foreign: whether the cell as a whole is no Python.
        file: what it writes, if it is of that kind.
    """

    def __init__(self, cell: str, word: str) -> None:
        self._cell = cell
        self._word = word
        self._names = 0
        self.hidden: list[Hidden] = []
        self.margin: str | None = ""
        self.foreign = False
        self.file: WrittenFile | None = None

    def work(self) -> None:
        """Do it."""
        lines = self._cell.splitlines(keepends=True)
        if not self._cell.endswith("\n"):
            lines = (self._cell + "\n").splitlines(keepends=True)
        starts = [0]
        for line in lines[:-1]:
            starts.append(starts[-1] + len(line))
        self._mask(lines, starts, _CELLS_IN_A_CELL)

    def _mask(self, lines: list[str], starts: list[int], depth: int) -> None:
        """Mask a cell, or what a magic runs as one; `starts` says at which character each line begins."""
        manager = _ipython().TransformerManager()
        for cleanup in manager.cleanup_transforms:
            lines, starts = self._cleaned(lines, starts, cleanup(lines))
        if lines and lines[0].startswith("%%"):
            for transform in manager.line_transforms:
                called = _magic_called(transform(lines)[0])
                if called is not None:
                    self._cell_magic(called, lines, starts, depth)
                    return
        for _ in range(_MAGICS_IN_A_CELL):
            if not self._hide_one(manager, lines, starts):
                return
        raise UnreadableError

    def _cleaned(self, lines: list[str], starts: list[int], cleaned: list[str]) -> tuple[list[str], list[int]]:
        """Note what IPython takes off the lines' beginnings; blank lines at the top mean nothing to Python either."""
        if cleaned == lines:
            return lines, starts
        if cleaned and cleaned == lines[-len(cleaned) :]:
            return cleaned, starts[-len(cleaned) :]
        if len(cleaned) != len(lines) or not all(map(str.endswith, lines, cleaned)):
            raise UnreadableError
        moved: list[int] = []
        taken: set[str] = set()
        for before, after, start in zip(lines, cleaned, starts, strict=True):
            begins = start + len(before) - len(after)
            moved.append(begins)
            if before.strip():
                taken.add(before[: begins - start])
                if begins > start:
                    self.hidden.append(Hidden(start, begins, ""))
        if taken - {""}:
            whole = self.margin == "" and len(taken) == 1 and starts[0] == 0
            self.margin = taken.pop() if whole else None
            if self.margin is not None and self.margin.strip():
                self.margin = None  # prompts
        return cleaned, moved

    def _cell_magic(self, called: tuple[str, str], lines: list[str], starts: list[int], depth: int) -> None:
        name, _ = called
        if name not in _RUNS_CELL or not depth:
            self.foreign = True
            if name in _WRITES:
                self.file = self._written(called[1], lines, starts)
            return
        first = lines[0].rstrip("\r\n")
        at = _python_in(name, first, 2)
        if at is None or name not in _RUNS_STATEMENT:
            self._hide(starts[0], starts[0] + len(first), heads=True)
        else:
            self._hide(starts[0], starts[0] + at, "{}; ", heads=True)
        if len(lines) > 1:
            self._mask(lines[1:], starts[1:], depth - 1)

    def _written(self, arguments: str, lines: list[str], starts: list[int]) -> WrittenFile | None:
        """Return what a cell writes whole, as it stands there."""
        import shlex

        try:
            words = shlex.split(arguments)
        except ValueError:
            return None
        start = starts[1] if len(lines) > 1 else len(self._cell)
        if len(words) != 1 or words[0].startswith("-") or re.search(_EXPANDED, words[0]) or self.hidden:
            return None
        return WrittenFile(words[0], start)

    def _hide_one(self, manager: Any, lines: list[str], starts: list[int]) -> bool:
        """Hide the first thing of IPython's in the lines; tell whether there was one."""
        try:
            tokens = _ipython().make_tokens_by_line(lines)
        except SyntaxError:
            return False  # as Python will say of it
        found = [one for one in (kind.find(tokens) for kind in manager.token_transformers) if one]
        for transformer in sorted(found, key=lambda one: one.sortby()):
            try:
                transformed = transformer.transform(lines)
            except SyntaxError:
                continue
            row, column = transformer.start_line, transformer.start_col
            before = lines[row][:column]
            number = len(lines) - len(transformed) + 1
            if number < 1 or not transformed[row].startswith(before):
                raise UnreadableError
            called = _magic_called(transformed[row][column:])
            self._hide_lines(lines, starts, (row, column, row + number), called)
            return True
        return False

    def _hide_lines(
        self, lines: list[str], starts: list[int], place: tuple[int, int, int], called: tuple[str, str] | None
    ) -> None:
        """Hide what stands from a column of a line up to the end of it, or of a later line."""
        row, column, behind = place
        before, first = lines[row][:column], lines[row][column:]
        at = None
        if called is not None and called[0] in _RUNS_STATEMENT and first.startswith("%"):
            at = _python_in(called[0], "".join((first, *lines[row + 1 : behind])), 1, value=bool(before.strip()))
        start = starts[row] + column
        if at is not None and at < len(first.rstrip()):
            token = self._hide(start, start + at, "{} or " if before.strip() else "{}; ")
            lines[row] = before + token + first[at:]
            return
        bodies = [line.rstrip("\r\n") for line in (first, *lines[row + 1 : behind])]
        newlines = [line[len(body) :] for line, body in zip((first, *lines[row + 1 : behind]), bodies, strict=True)]
        if any(_NEWLINE.fullmatch(newline) is None for newline in newlines):
            raise UnreadableError
        last = row + len(bodies) - 1
        end = (start if last == row else starts[last]) + len(bodies[-1])
        token = self._hide(start, end, f"({{}}{''.join(newlines[:-1])})" if last > row else "{}")
        lines[row:behind] = f"{before}{token}{newlines[-1]}".splitlines(keepends=True)

    def _hide(self, start: int, end: int, form: str = "{}", *, heads: bool = False) -> str:
        self._names += 1
        name = f"{self._word}{self._names}__"
        token = form.format(name)
        self.hidden.append(Hidden(start, end, token, name, heads))
        return token


def _magic_called(code: str) -> tuple[str, str] | None:
    """Return the name and the line of the magic that IPython calls in what it has made of a line; None if none."""
    try:
        statement = ast.parse(code.strip()).body[0]
    except (SyntaxError, ValueError, IndexError):
        return None
    if not (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)):
        return None
    called = statement.value
    if not (isinstance(called.func, ast.Attribute) and called.func.attr in {"run_line_magic", "run_cell_magic"}):
        return None
    name, line = (argument.value if isinstance(argument, ast.Constant) else None for argument in called.args[:2])
    return (name, line) if isinstance(name, str) and isinstance(line, str) else None


def _python_in(name: str, line: str, signs: int, *, value: bool = False) -> int | None:
    """Return where the Python begins in a line with a magic that runs it; None if there is none that stands for itself.

    Args:
        name: the magic's.
        line: the line, or several of them, beginning with its signs.
        signs: how many of them: `%` or `%%`.
        value: whether what the magic gives is assigned, so that it runs an expression.
    """
    options = _OPTIONS.get(name)
    opened = re.compile(options).match(line, signs + len(name)) if options is not None else None
    if opened is None or (value and name != "time"):
        return None
    python = line[opened.end() :].strip()
    if not python or not parses(f"({python}\n)" if value else python):
        return None
    if not value:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(python).body
        # Only a simple statement can stand behind a semicolon.
        if not body or any(hasattr(statement, "body") for statement in body):
            return None
    return opened.end()


__all__ = ["Hidden", "Masked", "NeedsIPythonError", "UnreadableError", "WrittenFile", "mask", "replaced", "unmask"]
