"""Changes as unified diffs: of whole files, and of one fix."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from hublint.output import cell_texts
from hublint.source.edit import Edit, apply
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CONTEXT = 1
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_NEWLINE = re.compile(r"\r\n|\n|\r")


def render(before: bytes, after: bytes, filename: str) -> Iterator[str]:
    """Yield the lines of a diff that `patch -p0` takes, for a file that hublint has parsed before and after."""
    import difflib

    old, new = (_LINE.findall(_decoded(data)) for data in (before, after))
    for line in difflib.unified_diff(old, new, filename, filename):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def patch(before: bytes, after: bytes, path: str) -> Iterator[bytes]:
    """Yield the lines of a diff that `git apply` and `patch -p1` take, byte for byte, for a file of any encoding.

    Args:
        before: the file as it is.
        after: the file as it is to be; nothing is yielded where that is the same.
        path: from the folder that the patch is applied in, with slashes.
    """
    import difflib

    # Each byte is one character here, and lines end where those programs see their end.
    old, new = (_LINE.findall(data.decode("latin-1")) for data in (before, after))
    lines = difflib.unified_diff(old, new)
    if next(lines, None) is None:
        return
    next(lines)
    first, second = (_header(f"{side}/{path}") for side in "ab")
    yield b"diff --git %b %b\n" % (first, second)
    # What follows a tab is no part of the name: without one a name would end at its first space.
    tab = b"\t" if " " in path and not first.startswith(b'"') else b""
    yield b"--- %b%b\n" % (first, tab)
    yield b"+++ %b%b\n" % (second, tab)
    for line in lines:
        yield (line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n").encode("latin-1")


def _header(path: str) -> bytes:
    """Return a name as git writes it: in quotes, with escapes, where it holds more than plain letters."""
    name = os.fsencode(path)
    if all(0x20 <= byte < 0x7F and byte not in b'"\\' for byte in name):
        return name
    return b'"%b"' % b"".join(_ESCAPES.get(byte) or _escaped(byte) for byte in name)


_ESCAPES = {0x07: b"\\a", 0x08: b"\\b", 0x09: b"\\t", 0x0A: b"\\n", 0x0B: b"\\v", 0x0C: b"\\f", 0x0D: b"\\r"}


def _escaped(byte: int) -> bytes:
    if byte in b'"\\':
        return bytes([0x5C, byte])
    return bytes([byte]) if 0x20 <= byte < 0x7F else b"\\%03o" % byte


def of_notebook(before: bytes, after: bytes, filename: str) -> Iterator[str]:
    """Yield the lines of the diffs of a notebook's cells, which no program takes: they are to be read."""
    import difflib

    old, new = cell_texts(before), cell_texts(after)
    for cell, text in old.items():
        title = f"{filename}:cell {cell}"
        # A cell's last line seldom has a newline, and needs none.
        first, second = ([f"{line}\n" for line in _split(one.utf8)] for one in (text, new[cell]))
        yield from difflib.unified_diff(first, second, title, title)


def _decoded(data: bytes) -> str:
    text = Text(data)
    return text.bom.decode() + text.utf8.decode()


def of_edits(text: Text, edits: Iterable[Edit]) -> Iterator[str]:
    """Yield the hunks, without newlines, of what some edits do to a text.

    Only the lines round each edit are compared: a diff of the whole file for each finding would cost seconds.
    """
    import difflib

    shift = 0
    for first, last, members in _regions(text, sorted(set(edits))):
        start = text.line_starts[first - 1]
        end = text.line_starts[last] if last < len(text.line_starts) else len(text.utf8)
        old = text.utf8[start:end]
        new = apply(old, [Edit(edit.start - start, edit.end - start, edit.replacement) for edit in members])
        old_lines, new_lines = _split(old), _split(new)
        # A blank line that both happen to have is no reason to cut a rewritten block in two.
        matcher = difflib.SequenceMatcher(lambda line: not line.strip(), old_lines, new_lines, autojunk=False)
        for group in matcher.get_grouped_opcodes(_CONTEXT):
            _, i1, _, j1, _ = group[0]
            _, _, i2, _, j2 = group[-1]
            yield f"@@ -{_range(first + i1, i2 - i1)} +{_range(first + shift + j1, j2 - j1)} @@"
            for tag, a1, a2, b1, b2 in group:
                if tag == "equal":
                    yield from (f" {line}" for line in old_lines[a1:a2])
                    continue
                yield from (f"-{line}" for line in old_lines[a1:a2])
                yield from (f"+{line}" for line in new_lines[b1:b2])
        shift += len(new_lines) - len(old_lines)


def _split(part: bytes) -> list[str]:
    """Return lines without their newlines; `str.splitlines` would also split at form feeds."""
    lines = _NEWLINE.split(part.decode())
    return lines if lines[-1] else lines[:-1]


def _range(start: int, length: int) -> str:
    """Write a range as diffs do: an empty one names the line before it."""
    if length == 0:
        start -= 1
    return str(start) if length == 1 else f"{start},{length}"


def _regions(text: Text, edits: list[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Group edits whose lines are neighbours, each group with the first and last line to compare."""
    first = last = 0
    members: list[Edit] = []
    most = len(text.line_starts)
    for edit in edits:
        begins = max(1, text.line_of(edit.start) - _CONTEXT)
        ends = min(most, text.line_of(edit.end) + _CONTEXT)
        if members and begins > last + 1:
            yield first, last, members
            members = []
        if not members:
            first, last = begins, ends
        members.append(edit)
        last = max(last, ends)
    if members:
        yield first, last, members


__all__ = ["of_edits", "of_notebook", "patch", "render"]
