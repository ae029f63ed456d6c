"""A document as an editor holds it: text, and positions in the units that were agreed upon.

Nothing of it is hublint's code, so that what hublint makes of positions and edits has a second opinion.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Json = dict[str, Any]

# The protocol knows these three ends of a line and no other: no form feed, no U+2028.
END_OF_LINE: Final = re.compile(r"\r\n|\n|\r")
CODECS: Final = {"utf-8": "utf-8", "utf-16": "utf-16-le", "utf-32": "utf-32-le"}
UNIT_BYTES: Final = {"utf-8": 1, "utf-16": 2, "utf-32": 4}


class Edit(NamedTuple):
    """Replace the characters from `start` up to `end` of a text."""

    start: int
    end: int
    replacement: str


class Document:
    """One open document; `text` is what the editor shows."""

    def __init__(self, uri: str, text: str, encoding: str, version: int = 1, language: str = "python") -> None:
        self.uri = uri
        self.text = text
        self.encoding = encoding
        self.version = version
        self.language = language
        self.since = 0  # how many messages the server had sent when it was last changed

    @property
    def identity(self) -> Json:
        return {"uri": self.uri}

    def line_starts(self) -> list[int]:
        return [0, *(match.end() for match in END_OF_LINE.finditer(self.text))]

    def units(self, text: str) -> int:
        """Count a text in the units of the agreed encoding."""
        return len(text.encode(CODECS[self.encoding], "surrogatepass")) // UNIT_BYTES[self.encoding]

    def position(self, offset: int) -> Json:
        """Return where the character at an offset stands.

        An offset between a carriage return and its line feed has no position; it is told as the one before both.
        """
        before = self.text[:offset]
        if before.endswith("\r") and self.text[offset : offset + 1] == "\n":
            before = before[:-1]
        line = before.count("\n") + before.count("\r") - before.count("\r\n")
        start = max(before.rfind("\n"), before.rfind("\r")) + 1
        return {"line": line, "character": self.units(before[start:])}

    def range(self, start: int, end: int) -> Json:
        return {"start": self.position(start), "end": self.position(end)}

    def range_of(self, part: str) -> Json:
        """Return the range of a text that stands in the document once."""
        assert self.text.count(part) == 1, f"{part!r} stands {self.text.count(part)} times in the document"
        start = self.text.index(part)
        return self.range(start, start + len(part))

    def offset(self, position: Json) -> int:
        """Return the offset of a position; it has to lie in the document, and on a character."""
        starts = self.line_starts()
        line, units = position["line"], position["character"]
        assert line < len(starts), f"{position} lies behind the end of {self.uri}"
        start = starts[line]
        match = END_OF_LINE.search(self.text, start)
        content = self.text[start : match.start() if match else len(self.text)]
        data = content.encode(CODECS[self.encoding], "surrogatepass")
        size = units * UNIT_BYTES[self.encoding]
        assert size <= len(data), f"{position} lies behind the end of its line in {self.uri}"
        return start + len(data[:size].decode(CODECS[self.encoding], "surrogatepass"))

    def span(self, range_: Json) -> tuple[int, int]:
        return self.offset(range_["start"]), self.offset(range_["end"])

    def excerpt(self, range_: Json) -> str:
        start, end = self.span(range_)
        return self.text[start:end]

    def replace(self, start: int, end: int, replacement: str) -> Json:
        """Change the text; return the change as an editor tells it."""
        told = self.range(start, end)
        # What is told is what is done, also where an offset had no position of its own.
        start, end = self.offset(told["start"]), self.offset(told["end"])
        self.text = self.text[:start] + replacement + self.text[end:]
        return {"range": told, "text": replacement}

    def apply(self, edits: Iterable[Json]) -> list[Json]:
        """Apply text edits, all of which speak of the text as it is; return the changes, to be told in their order."""
        spans = sorted((Edit(*self.span(edit["range"]), edit["newText"]) for edit in edits), key=lambda edit: edit[:2])
        for earlier, later in itertools.pairwise(spans):
            assert earlier.end <= later.start, f"{earlier} and {later} overlap"
        # From the end, so that no edit moves another; of those at one place the first comes first.
        return [self.replace(*edit) for edit in reversed(spans)]
