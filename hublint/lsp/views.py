"""What an editor shows: each open program with its text, what is known of it, and where that stands in the editor."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from uuid import uuid4

from pygls.uris import from_fs_path, to_fs_path

from hublint import engine
from hublint.files import states_requirements
from hublint.incremental import Incremental, Judgement
from hublint.lsp.known import LastVerdicts
from hublint.source.edit import apply
from hublint.source.minimal import minimal_edits
from hublint.source.notebook import NEEDS_IPYTHON, Cell, Notebook
from hublint.source.source import Source, SourceError
from hublint.source.text import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from hublint.lsp.documents import Document, Replaced
    from hublint.lsp.exports import ModelCall
    from hublint.lsp.positions import Encoding, Lines
    from hublint.lsp.sessions import Scope
    from hublint.rule import Edit, Finding
    from hublint.source.notebook import File

_BOM = "\ufeff".encode()


class Span(NamedTuple):
    """A stretch of an editor's document, in bytes of its text."""

    uri: str
    lines: Lines
    start: int
    end: int


class View:
    """A program that is open: a text document, all code cells of a notebook, or what one of these writes to a file.

    Attributes:
        uri: the document's, or the notebook's.
        path: where the program lies, if it lies in a file.
        owner: the notebook that a view is a part of.
        scope: the rules and settings that it has.
        live: what is known of it; None if it is not to be judged.
        why_not: why it is not judged, if the person should know, one sentence.
        sign: what no other view has, of this server or another.
        revision: a number that changes whenever what is known changes.
        judged: whether a whole pass over it has ended.
        seconds: how long the last one took.
        fixed: the findings with their fixes, and the text that they are of.
        verdicts: what running it has shown.
        troubles: what running it has shown that stands at no call, and the text that was run.
        proved: whether anything of it was ever run.
        proven: what running it has shown, at the places where that stands now.
    """

    def __init__(self, uri: str, path: Path | None, encoding: Encoding) -> None:
        """Begin with a program that is not judged yet."""
        self.uri = uri
        self.path = path
        self.encoding: Encoding = encoding
        self.owner: NotebookView | None = None
        self.scope: Scope | None = None
        self.live: Incremental | None = None
        self.why_not: str | None = None
        self.sign = uuid4().hex
        self.revision = 0
        self.judged = False
        self.seconds = 0.0
        self.fixed: tuple[bytes, list[Finding]] | None = None
        self.verdicts = LastVerdicts()
        self.troubles: tuple[bytes, list[Finding]] | None = None
        self.proved = False
        self.proven: list[Finding] = []
        self._source: tuple[bytes, Source | None] | None = None
        self._calls: tuple[bytes, list[ModelCall]] | None = None

    # What a kind of view says of itself.

    @property
    def uris(self) -> list[str]:
        """The documents of the editor that it consists of."""
        return [self.uri]

    def text(self) -> Text:
        """Return the program as the engine reads it; offsets of findings count its bytes."""
        raise NotImplementedError

    def span(self, start: int, end: int) -> Span | None:
        """Return where a stretch of the text stands in the editor; None for what it does not show."""
        raise NotImplementedError

    def offset(self, uri: str, line: int, character: int) -> int | None:
        """Return where a position in one of its documents is in the text."""
        raise NotImplementedError

    def edits(self, edits: Sequence[Edit]) -> list[tuple[Span, str]] | None:
        """Return what edits of the text are in the editor, with what is written there; None if that cannot be."""
        found: list[tuple[Span, str]] = []
        for edit in edits:
            span = self.span(edit.start, edit.end)
            if span is None:
                return None
            found.append((span, edit.replacement))
        return found

    def begun(self, scope: Scope) -> Incremental:
        """Return what will know what is found in the text."""
        return Incremental(self.text().raw, scope.registry, filename=self.name, path=self.path, target=scope.target)

    # What follows from that.

    @property
    def findings(self) -> list[Finding]:
        """What is known, in order."""
        return self.live.findings if self.live is not None else []

    def judge_with(self, scope: Scope) -> None:
        """Begin anew, with the rules and settings of `scope`; a text that is longer than they say is left alone."""
        self.scope = scope
        self.live = None
        self.why_not = None
        self.fixed = None
        self.judged = False
        self.revision += 1
        size = len(self.text().utf8)
        if size > self.limit:
            self.why_not = (
                f"{self.name} is not checked: it has {size:,} bytes, and hublint.maxFileSize allows {self.limit:,}"
            )
        elif scope.checked:
            self.live = self.begun(scope)

    @property
    def limit(self) -> int:
        """The most bytes that a program may have to be judged."""
        return self.scope.settings.max_file_size if self.scope is not None else 0

    @property
    def name(self) -> str:
        """How messages call it."""
        return str(self.path) if self.path is not None else self.uri

    def source(self) -> Source | None:
        """Return the parsed text, None if it does not parse; parsed once for a text."""
        text = self.text()
        if not self.is_parsed:
            try:
                self.keep_parsed(text, Source(text, self.path))
            except SourceError:
                self.keep_parsed(text, None)
        return self._source[1] if self._source is not None else None

    @property
    def is_parsed(self) -> bool:
        """Whether the text as it is now is parsed already, or is known not to parse."""
        utf8 = self.text().utf8
        if self._source is not None and self._source[0] == utf8:
            return True
        live = self.live
        if live is None:
            return False
        if live.source is not None and live.source.text.utf8 == utf8:
            self._source = (utf8, live.source)
        elif live.exact and not live.parsed:
            self._source = (utf8, None)
        return self._source is not None and self._source[0] == utf8

    def keep_parsed(self, text: Text, source: Source | None) -> None:
        """Keep what a text is parsed to."""
        self._source = (text.utf8, source)

    def calls(self) -> list[ModelCall]:
        """Return the calls that export or load models, of a text that parses; looked for once for a text."""
        from hublint.lsp.exports import model_calls

        source = self.source()
        if source is None:
            return []
        if self._calls is None or self._calls[0] != source.text.utf8:
            self._calls = (source.text.utf8, model_calls(source))
        return self._calls[1]

    def range(self, start: int, end: int) -> tuple[str, dict[str, Any]] | None:
        """Return the document and the range of the protocol, as JSON, of a stretch of the text."""
        found = self.span(start, end)
        return None if found is None else (found.uri, as_range(found, self.encoding))


class TextView(View):
    """One text document."""

    def __init__(self, document: Document) -> None:
        """Show a document."""
        super().__init__(document.uri, file_path(document.uri), document.encoding)
        self.document = document

    @property
    def _shift(self) -> int:
        """How many bytes of the document stand before the text that findings count: those of a byte order mark."""
        return len(_BOM) if self.document.text.utf8.startswith(_BOM) else 0

    def text(self) -> Text:
        """Return the document's text."""
        return Text.decoded(self.document.text.utf8)

    def begun(self, scope: Scope) -> Incremental:
        """Return what follows the edits of the document."""
        self.document.take_replaced()
        return super().begun(scope)

    def span(self, start: int, end: int) -> Span | None:
        """Return the stretch, in the document."""
        return Span(self.uri, self.document.text, start + self._shift, end + self._shift)

    def offset(self, uri: str, line: int, character: int) -> int | None:
        """Return the offset of a position."""
        del uri
        return max(0, self.document.text.offset(line, character, self.encoding) - self._shift)

    def follow(self) -> None:
        """Take over what was edited in the document."""
        replaced = self.document.take_replaced()
        if self.live is None:
            return
        for edit in replaced:
            mark = len(_BOM) if self.live.utf8.startswith(_BOM) else 0
            self.live.edit(*edit)
            self.proven = moved(self.proven, edit, mark)
        self.revision += 1


class _Whole(Incremental):
    """What is known of a text that is judged as a whole whenever it changes, such as a notebook's."""

    def __init__(self, text: Text, scope: Scope, *, filename: str, path: Path | None) -> None:
        super().__init__(text.utf8, scope.registry, filename=filename, path=path, target=scope.target)
        self._whole = text

    def judge(self, *, stopped: Callable[[], bool] = lambda: False) -> Judgement:
        run = engine.Run(self.registry, self.target, self.filename, fixes=False, stopped=stopped)
        checked, source, _ = engine.read(self._whole, run, self.path)
        return Judgement(self.utf8, checked, source)


class NotebookView(View):
    """The code cells of a notebook, as one program.

    A cell that does not parse while someone types in it stands in the program as it was when it last did: what it
    imports is still known below. Its own findings follow the edits.

    Attributes:
        parts: what cells write that is checked as files of their own.
    """

    def __init__(self, uri: str, cells: Iterable[tuple[int, Document]], encoding: Encoding) -> None:
        """Show a notebook: its code cells, each with its number among all cells, counted from 1."""
        super().__init__(uri, file_path(uri), encoding)
        self.parts: list[PartView] = []
        self._good: dict[str, str] = {}
        self._stale: set[str] = set()
        self._shown: dict[str, list[Finding]] = {}
        self.set_cells(cells)

    def set_cells(self, cells: Iterable[tuple[int, Document]]) -> None:
        """Take the cells as they are now, and read them."""
        self.cells = list(cells)
        texts = [document.source for _, document in self.cells]
        notebook = self._read(texts)
        stale = {index: self._good[uri] for index in notebook.unread if (uri := self.cells[index][1].uri) in self._good}
        if stale:
            notebook = self._read([stale.get(index, text) for index, text in enumerate(texts)])
        for index, (_, document) in enumerate(self.cells):
            if index not in stale and index not in notebook.unread:
                self._good[document.uri] = texts[index]
        self._stale = {self.cells[index][1].uri for index in stale}
        for gone in self._good.keys() - set(self.uris):
            del self._good[gone]
            self._shown.pop(gone, None)
        self.notebook = notebook
        self.revision += 1

    def follow(self, document: Document) -> None:
        """Move along what was shown in a cell that was edited."""
        for edit in document.take_replaced():
            self._shown[document.uri] = moved(self._shown.get(document.uri, ()), edit)

    def _read(self, texts: Sequence[str]) -> Notebook:
        return Notebook([Cell(number, text) for (number, _), text in zip(self.cells, texts, strict=True)])

    def in_cells(self) -> list[tuple[Document, Finding]]:
        """Return the findings of cells that stand in the program as they were, with offsets into the cells."""
        return [
            (document, finding)
            for _, document in self.cells
            if document.uri in self._stale
            for finding in self._shown.get(document.uri, ())
        ]

    def remember(self, span: Span, finding: Finding) -> None:
        """Keep what is shown in a cell, for when it does not parse."""
        self._shown.setdefault(span.uri, []).append(finding._replace(start=span.start, end=span.end))

    def forget_shown(self) -> None:
        """Begin to remember anew, but for the cells that do not parse now."""
        self._shown = {uri: found for uri, found in self._shown.items() if uri in self._stale}

    @property
    def uris(self) -> list[str]:
        """The cells."""
        return [document.uri for _, document in self.cells]

    def text(self) -> Text:
        """Return the cells as one program."""
        return self.notebook.text

    def begun(self, scope: Scope) -> Incremental:
        """Return what knows the whole notebook."""
        return _Whole(self.notebook.text, scope, filename=self.name, path=self.path)

    def span(self, start: int, end: int) -> Span | None:
        """Return the stretch of a cell."""
        first = self.notebook.cell_offset(start)
        if first is None or self.cells[first[0]][1].uri in self._stale:
            return None
        index, begin = first
        last = self.notebook.cell_offset(end)
        document = self.cells[index][1]
        return Span(document.uri, document.text, begin, last[1] if last is not None and last[0] == index else begin)

    def offset(self, uri: str, line: int, character: int) -> int | None:
        """Return the offset of a position in a cell."""
        for index, (_, document) in enumerate(self.cells):
            if document.uri == uri and uri not in self._stale:
                return self.notebook.text_offset(index, document.text.offset(line, character, self.encoding))
        return None

    def edits(self, edits: Sequence[Edit]) -> list[tuple[Span, str]] | None:
        """Return the edits of the cells that make the same of them."""
        texts = self.notebook.cells_of(apply(self.notebook.text.utf8, edits))
        if texts is None or self._stale:
            return None
        found: list[tuple[Span, str]] = []
        for (_, document), cell, text in zip(self.cells, self.notebook.cells, texts, strict=True):
            found += (
                (Span(document.uri, document.text, edit.start, edit.end), edit.replacement)
                for edit in minimal_edits(cell.text.encode(), text.encode())
            )
        return found

    def unread(self) -> list[tuple[Document, SourceError]]:
        """Return the cells that do not parse, and never did since they were opened, with the reasons."""
        return [(self.cells[index][1], error) for index, error in self.notebook.unread.items()]

    def make_parts(self) -> list[PartView]:
        """Return views of what cells write, made anew."""
        self.parts = []
        for file in self.notebook.files:
            path = self.path.parent / file.name if self.path is not None else Path(file.name)
            if path.suffix == ".py" or states_requirements(path):
                self.parts.append(PartView(self, file, path))
        return self.parts

    @property
    def complaint(self) -> str | None:
        """Why some cells cannot be read, if the person can do something about it."""
        return f"{self.name} {NEEDS_IPYTHON}" if self.notebook.needs_ipython else None


class PartView(View):
    """What a `%%writefile` cell writes."""

    def __init__(self, owner: NotebookView, file: File, path: Path) -> None:
        """Show what is written."""
        self.document = owner.cells[file.position][1]
        super().__init__(self.document.uri, path, owner.encoding)
        self.owner = owner
        self._file = file
        self._text = Text.decoded(file.text.encode(errors="replace"))

    def text(self) -> Text:
        """Return what is written."""
        return self._text

    def span(self, start: int, end: int) -> Span | None:
        """Return the stretch of the cell."""
        return Span(self.uri, self.document.text, start + self._file.start, end + self._file.start)

    def offset(self, uri: str, line: int, character: int) -> int | None:
        """Return the offset of a position in the cell."""
        at = self.document.text.offset(line, character, self.encoding) - self._file.start
        return at if uri == self.uri and at >= 0 else None


def as_range(span: Span, encoding: Encoding) -> dict[str, Any]:
    """Return a stretch of a document as a range of the protocol, in JSON."""
    first, last = (span.lines.place(offset, encoding) for offset in (span.start, span.end))
    return {
        "start": {"line": first[0], "character": first[1]},
        "end": {"line": last[0], "character": last[1]},
    }


def line_span(uri: str, lines: Lines, row: int) -> Span:
    """Return all of a line, counted from 1, without its end."""
    at = max(0, min(row - 1, len(lines.starts) - 1))
    start = lines.starts[at]
    end = lines.starts[at + 1] if at + 1 < len(lines.starts) else len(lines.utf8)
    return Span(uri, lines, start, start + len(lines.utf8[start:end].rstrip(b"\r\n")))


def moved(findings: Iterable[Finding], replaced: Replaced, mark: int = 0) -> list[Finding]:
    """Return findings where they are after an edit of their text, by their offsets alone; those it touches are gone.

    `mark` is how many bytes of a byte order mark the edit counts, and the findings do not.
    """
    start, end = replaced.start - mark, replaced.end - mark
    by = len(replaced.replacement) - (end - start)
    return [
        one if one.end <= start else one._replace(start=one.start + by, end=one.end + by)
        for one in findings
        if one.end <= start or one.start >= end
    ]


def file_path(uri: str) -> Path | None:
    """Return the file that a URI names; None for what lies in none, such as an untitled document."""
    if not uri.startswith("file:"):
        return None
    path = to_fs_path(uri)
    return Path(path) if path else None


def uri_of(path: Path) -> str:
    """Return the URI of a file."""
    return from_fs_path(str(path)) or path.as_uri()


def is_judged(document: Document) -> bool:
    """Tell whether hublint has anything to say about a document of this language, or of this name."""
    if document.language_id in {"python", "ipython"}:
        return True
    path = file_path(document.uri)
    if path is None:
        return False
    if states_requirements(path) and path.suffix != ".py":
        return True
    return document.language_id in {None, "", "plaintext"} and path.suffix in {".py", ".pyi", ".pyw"}


__all__ = [
    "NotebookView",
    "PartView",
    "Span",
    "TextView",
    "View",
    "as_range",
    "file_path",
    "is_judged",
    "line_span",
    "moved",
    "uri_of",
]
