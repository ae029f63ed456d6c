"""The text documents that an editor has open, kept right under its edits."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from lsprotocol import types
from pygls.workspace import TextDocument, Workspace

from hublint.lsp.positions import Encoding, Lines, encoding_of
from hublint.source.minimal import common_ends

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pygls.workspace import PositionCodec


class Replaced(NamedTuple):
    """An edit that an editor has made, in bytes of the UTF-8 text before it."""

    start: int
    end: int
    replacement: bytes


class Document(TextDocument):
    """One open text document.

    pygls splits lines as `str.splitlines` does, for which a form feed or a vertical tab ends a line: the next edit
    below one would go to the wrong place, and the text would never be right again. It also builds all lines anew for
    each edit. Here the text is kept as UTF-8, as all of hublint counts.
    """

    def __init__(
        self,
        uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
        position_codec: PositionCodec | None = None,
    ) -> None:
        """Begin with the text as it was opened."""
        super().__init__(uri, None, version, language_id, position_codec=position_codec)
        self.encoding: Encoding = encoding_of(self.position_codec.encoding)
        self.text = Lines(encoded(source or ""))
        self.replaced: list[Replaced] = []
        """What was edited since somebody last looked; whoever does takes it away."""

    @property
    def source(self) -> str:
        """The text."""
        return self.text.utf8.decode()

    @property
    def lines(self) -> Sequence[str]:
        """The lines, as the protocol ends them."""
        utf8, starts = self.text.utf8, self.text.starts
        ends = [*starts[1:], len(utf8)]
        return [utf8[start:end].decode() for start, end in zip(starts, ends, strict=True) if start < end]

    def apply_change(self, change: types.TextDocumentContentChangeEvent) -> None:
        """Take over one edit of the editor."""
        replacement = encoded(change.text)
        if not isinstance(change, types.TextDocumentContentChangePartial):
            # JupyterLab sends all of the text on every key: what stays of it is known already.
            if replacement != self.text.utf8:
                self.replaced.append(difference(self.text.utf8, replacement))
                self.text = Lines(replacement)
            return
        start, end = (
            self.text.offset(place.line, place.character, self.encoding)
            for place in (change.range.start, change.range.end)
        )
        start, end = min(start, end), max(start, end)
        utf8 = self.text.utf8
        self.text = Lines(utf8[:start] + replacement + utf8[end:])
        self.replaced.append(Replaced(start, end, replacement))

    def take_replaced(self) -> list[Replaced]:
        """Return what was edited since this was last asked."""
        replaced, self.replaced = self.replaced, []
        return replaced


def difference(before: bytes, after: bytes) -> Replaced:
    """Return the one edit that makes a text of another, without what they begin and end with alike."""
    start, same = common_ends(before, after)
    return Replaced(start, len(before) - same, after[start : len(after) - same])


def encoded(text: str) -> bytes:
    """Return a text as UTF-8; half of a surrogate pair, which no file can hold, becomes a question mark."""
    return text.encode("utf-8", "replace")


class Documents(Workspace):
    """The workspace of pygls with documents that are right."""

    def _create_text_document(
        self,
        doc_uri: str,
        source: str | None = None,
        version: int | None = None,
        language_id: str | None = None,
    ) -> TextDocument:
        return Document(doc_uri, source, version, language_id, position_codec=self.position_codec)

    def update_text_document(
        self, text_doc: types.VersionedTextDocumentIdentifier, change: types.TextDocumentContentChangeEvent
    ) -> None:
        """Take over an edit, unless it is one of a document that is not open: VS Code edits what it has just closed."""
        if unquote(text_doc.uri) in self._text_documents:
            super().update_text_document(text_doc, change)

    def update_notebook_document(self, params: types.DidChangeNotebookDocumentParams) -> None:
        """Take over edits of a notebook, unless it is not open."""
        if unquote(params.notebook_document.uri) in self._notebook_documents:
            super().update_notebook_document(params)


__all__ = ["Document", "Documents", "Replaced", "difference", "encoded"]
