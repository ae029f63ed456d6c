"""A file's bytes as text, and back: encoding, byte order mark, newlines and positions."""

from __future__ import annotations

import codecs
import re
import warnings
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_USUAL = {"utf-8": ("utf-8",), "iso-8859-1": ("latin-1", "iso-8859-1", "iso-latin-1")}
_PLAIN = frozenset(_USUAL)
_NEWLINE = re.compile(rb"\r\n|\n|\r")


class SourceError(Exception):
    """A file that cannot be read as Python source: the reason in one sentence and the line, where one is known."""

    def __init__(self, reason: str, line: int | None = None) -> None:
        """Keep the reason and the 1-based line."""
        super().__init__(reason)
        self.reason = reason
        self.line = line


class Text:
    r"""The text of one file.

    `utf8` is the text in UTF-8 without a byte order mark, and every offset in hublint counts its bytes; for the usual
    file it is the file's own bytes. Lines are split as Python splits them (`\n`, `\r\n`, `\r`, never a form feed).
    `declares` tells whether its first lines say how its bytes are to be read, as they do in a file.
    """

    __slots__ = ("_line_starts", "bom", "declares", "encoding", "raw", "utf8")

    def __init__(self, raw: bytes) -> None:
        """Decode `raw` by its byte order mark or PEP 263 comment.

        Raises:
            SourceError: if the encoding is unknown or the bytes are not text in it.
        """
        self.raw: bytes = raw
        self.declares = True
        self.bom = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
        body = raw[len(self.bom) :]
        self.encoding: str = _declared_encoding(body)
        if self.bom and self.encoding != "utf-8":
            message = f"begins with a UTF-8 byte order mark and declares the encoding {self.encoding}"
            raise SourceError(message, 1)
        try:
            # The strict decode also proves that offsets into plain UTF-8 files are offsets into valid text.
            decoded = _decode(body, self.encoding)
            self.utf8: bytes = body if self.encoding == "utf-8" else decoded.encode()
        except UnicodeDecodeError as error:
            if b"\0" in body:
                message = "holds NUL bytes: a binary file, not Python source"
                raise SourceError(message) from None
            line = len(_NEWLINE.findall(body, 0, error.start)) + 1
            message = (
                f"not valid {self.encoding} text (byte 0x{body[error.start]:02x}); declare its encoding as PEP 263 says"
            )
            raise SourceError(message, line) from None
        except LookupError:
            message = f"declares the unknown encoding {self.encoding!r}"
            raise SourceError(message, 1) from None
        except UnicodeError:
            message = f"not valid {self.encoding} text"
            raise SourceError(message) from None
        self._line_starts: list[int] | None = None

    @classmethod
    def decoded(cls, utf8: bytes) -> Text:
        """Return the text of an editor's buffer, which has been decoded already: `utf8` is that text in UTF-8.

        The encoding that it declares is the one in which the editor will write it, and says nothing about these bytes.
        `utf8` has to be valid: there are no surrogates in it.
        """
        text = cls.__new__(cls)
        text.keep_decoded(utf8)
        return text

    def keep_decoded(self, utf8: bytes) -> None:
        """Begin as a text that has been decoded already."""
        self.raw = utf8
        self.declares = False
        self.bom = codecs.BOM_UTF8 if utf8.startswith(codecs.BOM_UTF8) else b""
        self.utf8 = utf8[len(self.bom) :]
        self.encoding = "utf-8"
        self._line_starts = None

    def changed(self, utf8: bytes) -> Text:
        """Return the text that stands in the file, or in the buffer, when its UTF-8 is replaced by `utf8`.

        Raises:
            SourceError: as `encode` does.
        """
        changed = self.encode(utf8)
        return Text(changed) if self.declares else Text.decoded(changed)

    @property
    def cell_starts(self) -> Sequence[int]:
        """The offsets at which cells begin, in the text of a notebook; there are none in a file."""
        return ()

    @property
    def newline(self) -> str:
        r"""The newline that ends the first line, `\n` where there is none."""
        match = _NEWLINE.search(self.utf8)
        return match.group().decode() if match else "\n"

    def encode(self, utf8: bytes) -> bytes:
        """Turn changed UTF-8 text into what belongs into the file: its encoding, with its byte order mark.

        Raises:
            SourceError: if the text holds a character that the file's encoding does not have, or the encoding does not
                give the file's own bytes back.
        """
        if self.encoding == "utf-8":
            return self.bom + utf8
        try:
            if self.utf8.decode().encode(self.encoding) != self.raw:
                message = f"its {self.encoding} bytes do not survive decoding and encoding"
                raise SourceError(message)
            return utf8.decode().encode(self.encoding)
        except UnicodeEncodeError as error:
            message = f"the fix needs {error.object[error.start]!r}, which {self.encoding} does not have"
            raise SourceError(message) from None
        except UnicodeError:
            message = f"the fix cannot be written in {self.encoding}"
            raise SourceError(message) from None

    @property
    def line_starts(self) -> list[int]:
        """The offset at which each line begins."""
        if self._line_starts is None:
            # `bytes.splitlines`, unlike that of `str`, ends lines exactly where Python does.
            lines = self.utf8.splitlines(keepends=True)
            if lines and not lines[-1].endswith((b"\n", b"\r")):
                lines.pop()
            self._line_starts = [0, *accumulate(map(len, lines))]
        return self._line_starts

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a position as `ast` gives it: line from 1, column in UTF-8 bytes from 0."""
        return self.line_starts[line - 1] + column

    def line_of(self, offset: int) -> int:
        """Return the 1-based line that an offset lies in."""
        return bisect_right(self.line_starts, offset)

    def position(self, offset: int) -> tuple[int, int]:
        """Return the 1-based row and column, in code points, of an offset."""
        row = self.line_of(offset)
        start = self.line_starts[row - 1]
        return row, len(self.utf8[start:offset].decode(errors="replace")) + 1

    def line(self, row: int) -> str:
        """Return one line without its newline."""
        starts = self.line_starts
        end = starts[row] if row < len(starts) else len(self.utf8)
        return self.utf8[starts[row - 1] : end].decode().rstrip("\r\n")


def _decode(body: bytes, encoding: str) -> str:
    if encoding in _PLAIN:
        return body.decode(encoding)
    with warnings.catch_warnings():
        # `unicode_escape` warns of the source's own backslashes.
        warnings.simplefilter("ignore")
        return body.decode(encoding)


def _declared_encoding(raw: bytes) -> str:
    """Return the codec's own name for the encoding that PEP 263 finds in the first two lines."""
    for line in raw[:4096].splitlines()[:2]:
        match = _COOKIE.match(line)
        if match:
            name = match.group(1).decode("ascii", "replace")
            # As Python does, for the sake of Emacs, which writes `utf-8-unix`.
            spelled = name.lower().replace("_", "-")
            for usual, others in _USUAL.items():
                if any(f"{spelled}-".startswith(f"{other}-") for other in others):
                    return usual
            try:
                return codecs.lookup(name).name
            except LookupError:
                return name
        if not _BLANK.match(line):
            break
    return "utf-8"
