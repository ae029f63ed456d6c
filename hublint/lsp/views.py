"""What an editor shows: each open program with its text, what is known of it, and where that stands in the editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pygls.uris import to_fs_path

from hublint.files import states_requirements
from hublint.incremental import Incremental
from hublint.source.source import Source, SourceError
from hublint.source.text import Text

if TYPE_CHECKING:
    from hublint.lsp.documents import Document
    from hublint.lsp.positions import Encoding, Lines
    from hublint.lsp.sessions import Scope
    from hublint.rule import Finding

_BOM = "\ufeff".encode()


class Span(NamedTuple):
    """A stretch of an editor's document, in bytes of its text."""

    uri: str
    lines: Lines
    start: int
    end: int


class View:
    """A program that is open: one text document, or all code cells of a notebook, as one text.

    Attributes:
        uri: the document's, or the notebook's.
        path: where the program lies, if it lies in a file.
        scope: the rules and settings that it has.
        live: what is known of it; None if it is not to be judged.
        why_not: why it is not judged, if the person should know, one sentence.
        revision: a number that changes whenever what is known changes.
        proven: findings of a run of the program, and which text it ran.
    """

    def __init__(self, uri: str, encoding: Encoding) -> None:
        """Begin with a program that is not judged yet."""
        self.uri = uri
        self.path = file_path(uri)
        self.encoding: Encoding = encoding
        self.scope: Scope | None = None
        self.live: Incremental | None = None
        self.why_not: str | None = None
        self.revision = 0
        self.fixed: tuple[bytes, list[Finding]] | None = None
        self._source: tuple[bytes, Source | None] | None = None

    # What a kind of view says of itself.

    @property
    def uris(self) -> list[str]:
        """The documents of the editor that it consists of."""
        raise NotImplementedError

    def span(self, start: int, end: int) -> Span | None:
        """Return where a stretch of the judged text stands in the editor; None for what it does not show."""
        raise NotImplementedError

    def offset(self, uri: str, line: int, character: int) -> int | None:
        """Return where a position in one of its documents is in the judged text."""
        raise NotImplementedError

    def judged_text(self) -> bytes:
        """Return the text that is judged."""
        raise NotImplementedError

    # What follows from that.

    @property
    def utf8(self) -> bytes:
        """The text that offsets of findings count in."""
        return self.live.utf8 if self.live is not None else self.judged_text()

    @property
    def findings(self) -> list[Finding]:
        """What is known, in order."""
        return self.live.findings if self.live is not None else []

    def judge_with(self, scope: Scope, limit: int) -> None:
        """Begin anew, with the rules and settings of `scope`; a text longer than `limit` bytes is left alone."""
        self.scope = scope
        self.live = None
        self.why_not = None
        self.fixed = None
        self.revision += 1
        text = self.judged_text()
        if not scope.settings.enable or scope.excluded or scope.registry is None:
            return
        if len(text) > limit:
            self.why_not = (
                f"{self.name} is not checked: it has {len(text):,} bytes, more than hublint.maxFileSize ({limit:,})"
            )
            return
        self.live = Incremental(text, scope.registry, filename=self.name, path=self.path, target=scope.target)

    @property
    def name(self) -> str:
        """How messages call it."""
        return str(self.path) if self.path is not None else self.uri

    @property
    def known(self) -> bool:
        """Whether the program was judged as a whole at least once."""
        return self.live is not None and self.live.known

    def parsed(self) -> Source | None:
        """Return the parsed text, None if it does not parse; parsed once for a text."""
        utf8 = self.utf8
        if self._source is None or self._source[0] is not utf8:
            try:
                source = Source(Text.decoded(utf8), self.path)
            except SourceError:
                source = None
            self._source = (utf8, source)
        return self._source[1]

    def range(self, start: int, end: int) -> tuple[str, dict[str, Any]] | None:
        """Return the document and the range of the protocol, as JSON, of a stretch of the judged text."""
        found = self.span(start, end)
        if found is None:
            return None
        first, last = (found.lines.place(offset, self.encoding) for offset in (found.start, found.end))
        return found.uri, {
            "start": {"line": first[0], "character": first[1]},
            "end": {"line": last[0], "character": last[1]},
        }


class TextView(View):
    """One text document."""

    def __init__(self, document: Document) -> None:
        """Show a document."""
        super().__init__(document.uri, document.encoding)
        self.document = document

    @property
    def uris(self) -> list[str]:
        """The document."""
        return [self.uri]

    @property
    def _shift(self) -> int:
        """How many bytes of the document stand before the judged text: those of a byte order mark."""
        return len(_BOM) if self.document.text.utf8.startswith(_BOM) else 0

    def judged_text(self) -> bytes:
        """Return the document's text, without a byte order mark."""
        return self.document.text.utf8[self._shift :]

    def span(self, start: int, end: int) -> Span | None:
        """Return the stretch, in the document."""
        return Span(self.uri, self.document.text, start + self._shift, end + self._shift)

    def offset(self, uri: str, line: int, character: int) -> int | None:
        """Return the offset of a position."""
        del uri
        return max(0, self.document.text.offset(line, character, self.encoding) - self._shift)

    def follow(self) -> bool:
        """Take over what was edited in the document; tell whether what is known could be moved along."""
        replaced = self.document.take_replaced()
        if self.live is None:
            return False
        moved = True
        for edit in replaced:
            if edit.start is None or edit.end is None or self._shift:
                moved = False
            elif moved:
                self.live.edit(edit.start, edit.end, edit.replacement)
        if not moved:
            self.live.replace(self.judged_text())
        self.revision += 1
        return moved


def file_path(uri: str) -> Path | None:
    """Return the file that a URI names; None for what lies in none, such as an untitled document."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return Path(path) if path else None


def is_python(document: Document) -> bool:
    """Tell whether hublint has anything to say about a document of this language, or of this name."""
    if document.language_id is not None:
        if document.language_id in {"python", "ipython"}:
            return True
        if document.language_id not in {"plaintext", "pip-requirements", "requirements", "toml", "yaml", ""}:
            return False
    path = file_path(document.uri)
    return path is not None and (path.suffix in {".py", ".pyi", ".pyw"} or states_requirements(path))


__all__ = ["Span", "TextView", "View", "file_path", "is_python"]
