"""Positions of the protocol and byte offsets of hublint: the one place where they are turned into each other.

The protocol counts lines from 0, and in a line the units of an encoding that client and server agree upon: bytes of
UTF-8, 16-bit units of UTF-16, or code points. hublint counts bytes of the UTF-8 text from its beginning.
The source is https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#position.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import Final, Literal

Encoding = Literal["utf-8", "utf-16", "utf-32"]
ENCODINGS: Final[tuple[Encoding, ...]] = ("utf-8", "utf-16", "utf-32")


def encoding_of(chosen: object) -> Encoding:
    """Return the encoding that pygls has agreed upon with an editor, an enumeration's value or a string."""
    return next((known for known in ENCODINGS if known == str(getattr(chosen, "value", chosen))), "utf-16")


Place = tuple[int, int]
"""A line and, in it, a number of units; both from 0."""


class Lines:
    """A text in UTF-8 and where its lines begin."""

    __slots__ = ("_starts", "utf8")

    def __init__(self, utf8: bytes) -> None:
        """Keep the text; its lines are looked for when they are first asked for."""
        self.utf8 = utf8
        self._starts: list[int] | None = None

    @property
    def starts(self) -> list[int]:
        r"""The offset of each line, and of the empty one behind a newline at the end.

        Lines end with `\n`, `\r\n` or `\r`: as in Python, and unlike `str.splitlines`, which knows eight others.
        """
        if self._starts is None:
            pieces = self.utf8.splitlines(keepends=True)
            if pieces and not pieces[-1].endswith((b"\n", b"\r")):
                pieces.pop()
            self._starts = [0, *accumulate(map(len, pieces))]
        return self._starts

    def place(self, offset: int, encoding: Encoding) -> Place:
        """Return the position of an offset; one outside of the text, or inside a character, is moved to the nearest."""
        offset = max(0, min(offset, len(self.utf8)))
        line = bisect_right(self.starts, offset) - 1
        start = self.starts[line]
        before = self.utf8[start:offset]
        return line, len(before) if encoding == "utf-8" or before.isascii() else _units(before, encoding)

    def offset(self, line: int, character: int, encoding: Encoding) -> int:
        """Return the offset of a position; one behind a line's end is that end, as the protocol has it."""
        if line < 0:
            return 0
        if line >= len(self.starts):
            return len(self.utf8)
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.utf8)
        content = self.utf8[start:end].rstrip(b"\r\n")
        if content.isascii():
            return start + max(0, min(character, len(content)))
        if encoding == "utf-8":
            at = max(0, min(character, len(content)))
            while at > 0 and at < len(content) and content[at] & 0xC0 == 0x80:
                at -= 1
            return start + at
        units = 0
        for number, letter in enumerate(text := content.decode(errors="replace")):
            units += 2 if encoding == "utf-16" and letter > "\uffff" else 1
            if units > character:
                return start + len(text[:number].encode())
        return start + len(content)


def _units(utf8: bytes, encoding: Encoding) -> int:
    text = utf8.decode(errors="ignore")
    return len(text.encode("utf-16-le")) // 2 if encoding == "utf-16" else len(text)


__all__ = ["ENCODINGS", "Encoding", "Lines", "Place", "encoding_of"]
