"""VS Code with folders open, as far as the server sees it: settings for each folder, notebooks, and what it shows."""

from __future__ import annotations

import contextlib
import copy
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from tests.lsp.client import PATIENCE, SETTLING, Client
from tests.lsp.recorded import FOLDER, Recorded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.lsp.model import Document, Json

VSCODE: Final = "vscode_1_139"
PUBLISHED: Final = "textDocument/publishDiagnostics"
CODE: Final = 2
MARKDOWN: Final = 1


class Cell(NamedTuple):
    """A cell of a notebook: its document, and what kind of cell it is."""

    document: Document
    kind: int

    def told(self) -> Json:
        return {"kind": self.kind, "document": self.document.uri}

    def item(self) -> Json:
        document = self.document
        return {
            "uri": document.uri,
            "languageId": document.language,
            "version": document.version,
            "text": document.text,
        }


class Notebook:
    """An open notebook."""

    def __init__(self, editor: Editor, uri: str, path: str) -> None:
        self.editor = editor
        self.uri = uri
        self.version = 1
        self.cells: list[Cell] = []
        self._path = path
        self._made = 0

    def cell(self, text: str, language: str = "python") -> Cell:
        """Make a cell that is not in the notebook yet, with a URI such as VS Code makes."""
        from tests.lsp.model import Document

        self._made += 1
        uri = f"vscode-notebook-cell:{self._path}#W{self._made}sZmlsZQ%3D%3D"
        document = Document(uri, text, self.editor.encoding, language=language)
        return Cell(document, MARKDOWN if language == "markdown" else CODE)

    def __getitem__(self, at: int) -> Document:
        return self.cells[at].document

    def change(self, cells: Json) -> None:
        self.version += 1
        identity = {"uri": self.uri, "version": self.version}
        for cell in self.cells:
            cell.document.since = len(self.editor.received)
        self.editor.notify("notebookDocument/didChange", {"notebookDocument": identity, "change": {"cells": cells}})

    def splice(self, start: int, deleted: int, *new: Cell, closes: bool = True, opens: bool = True) -> None:
        """Replace cells by others; a cell that is moved is neither closed nor opened."""
        gone = self.cells[start : start + deleted]
        self.cells[start : start + deleted] = new
        structure: Json = {"array": {"start": start, "deleteCount": deleted, "cells": [cell.told() for cell in new]}}
        if opens and new:
            structure["didOpen"] = [cell.item() for cell in new]
        if closes and gone:
            structure["didClose"] = [cell.document.identity for cell in gone]
        for cell in gone if closes else ():
            self.editor.cells.pop(cell.document.uri, None)
            self.editor.documents.pop(cell.document.uri, None)
        if opens:
            self.editor.know(self, new)
        self.change({"structure": structure})

    def close(self) -> None:
        identities = [cell.document.identity for cell in self.cells]
        self.editor.notify(
            "notebookDocument/didClose", {"notebookDocument": {"uri": self.uri}, "cellTextDocuments": identities}
        )


class Editor(Client):
    """A client that has folders open.

    Attributes:
        folders: the settings of each folder, by its URI, in place of `settings`.
        cells: the notebooks of open cells, by the cells' URIs.
        choose: what is chosen of the buttons of a message.
    """

    def __enter__(self) -> Editor:  # noqa: PYI034 - Python 3.10 has no `Self`
        return self

    def __init__(self, *args: Any, **named: Any) -> None:
        self.folders: dict[str, Any] = {}
        self.cells: dict[str, Notebook] = {}
        self.choose: str | None = None
        super().__init__(*args, **named)

    def _answer(self, request: Json) -> None:
        parameters = request.get("params") or {}
        if request["method"] == "workspace/configuration":
            asked = [self.folders.get(item.get("scopeUri"), self.settings) for item in parameters["items"]]
            self.send({"id": request["id"], "result": [(answer or {}).get("hublint") for answer in asked]})
        elif request["method"] == "window/showMessageRequest" and self.choose is not None:
            chosen = [action for action in parameters["actions"] if action["title"] == self.choose]
            self.send({"id": request["id"], "result": chosen[0] if chosen else None})
        else:
            super()._answer(request)

    def tell(self, document: Document, changes: list[Json]) -> None:
        notebook = self.cells.get(document.uri)
        if notebook is None:
            super().tell(document, changes)
            return
        document.version += 1
        identity = {**document.identity, "version": document.version}
        notebook.change({"textContent": [{"document": identity, "changes": changes}]})

    def know(self, notebook: Notebook, cells: Sequence[Cell]) -> None:
        for cell in cells:
            self.cells[cell.document.uri] = notebook
            self.documents[cell.document.uri] = cell.document

    def notebook(self, path: Path, *texts: str | tuple[str, str]) -> Notebook:
        """Open a notebook of cells: texts in Python, or texts with their language."""
        notebook = Notebook(self, path.as_uri(), path.as_uri().removeprefix("file://"))
        notebook.cells = [
            notebook.cell(text) if isinstance(text, str) else notebook.cell(text[0], text[1]) for text in texts
        ]
        self.know(notebook, notebook.cells)
        for cell in notebook.cells:
            cell.document.since = len(self.received)
        opened = {
            "uri": notebook.uri,
            "notebookType": "jupyter-notebook",
            "version": 1,
            "cells": [cell.told() for cell in notebook.cells],
        }
        # VS Code tells the texts of those cells alone whose language the server wants.
        items = [cell.item() for cell in notebook.cells if cell.document.language == "python"]
        self.notify("notebookDocument/didOpen", {"notebookDocument": opened, "cellTextDocuments": items})
        return notebook

    def pushed(
        self, document: Document, until: Callable[[list[Json]], bool] = lambda _: True, patience: float = SETTLING
    ) -> list[Json]:
        """Wait for what is pushed of a document after its last change."""
        last: list[Json] = []

        def suffices(message: Json) -> bool:
            nonlocal last
            told = message.get("params") or {}
            if message.get("method") != PUBLISHED or told["uri"] != document.uri:
                return False
            last = told["diagnostics"]
            return until(last)

        with contextlib.suppress(TimeoutError):
            self.wait(suffices, patience, document.since)
        return last

    def execute(self, command: str, *arguments: Any, patience: float = PATIENCE) -> Any:
        parameters = {"command": command, "arguments": list(arguments)}
        return self.request("workspace/executeCommand", parameters, patience)

    def at(self, document: Document, part: str, offset: int = 0) -> Json:
        """Return where a text that stands in a document once stands, as the parameters of a request."""
        start = document.span(document.range_of(part))[0]
        return {"textDocument": document.identity, "position": document.position(start + offset)}

    def progress(self, title: str | None = None) -> list[tuple[str, str | None]]:
        """Return the kinds and texts of all progress that was shown, of what has this title."""
        tokens = {
            told["token"]
            for told in self.sent("$/progress")
            if told["value"].get("kind") == "begin" and (title is None or told["value"]["title"] == title)
        }
        return [
            (told["value"]["kind"], told["value"].get("message"))
            for told in self.sent("$/progress")
            if told["token"] in tokens and "kind" in told["value"]
        ]

    def forget(self) -> None:
        """Forget what the server has sent, but not what documents are of."""
        for document in self.documents.values():
            document.since = 0
        with self._news:
            self.received.clear()


@contextlib.contextmanager
def editor(
    *folders: Path,
    recorded: str = VSCODE,
    settings: Json | None = None,
    own: Mapping[Path, Json] | None = None,
    initial: Any = None,
    change: Callable[[Json], None] = lambda _: None,
    environment: Mapping[str, str] | None = None,
    loud: bool = False,
) -> Iterator[Editor]:
    """Open folders; when all is done, see to it that the server ends as it should and has not failed at anything.

    Args:
        folders: what is open; the server starts in the first.
        recorded: the client.
        settings: what it answers when it is asked for them.
        own: the same for folders that have some of their own.
        initial: its `initializationOptions`.
        change: changes the capabilities that are recorded.
        environment: variables of the server.
        loud: whether the server may write errors into its log.
    """
    with Editor(folder=folders[0], environment=environment) as started:
        started.settings = {"hublint": settings}
        started.folders = {path.as_uri(): {"hublint": given} for path, given in (own or {}).items()}
        parameters = copy.deepcopy(Recorded(recorded, "").parameters(folders[0]))
        change(parameters["capabilities"])
        parameters["workspaceFolders"] = [{"uri": path.as_uri(), "name": path.name} for path in folders]
        if initial is not None:
            parameters["initializationOptions"] = initial
        started.initialize(**parameters)
        yield started
        assert started.shut_down() == 0
        assert started.garbled is None
        if not loud:
            assert not [line for line in started.stderr.splitlines() if "Traceback" in line or " ERROR " in line]


def codes(found: Sequence[Json]) -> list[str]:
    """Return the codes of diagnostics, in their order."""
    return [one["code"] for one in found]


def are(*wanted: str) -> Callable[[Sequence[Json]], bool]:
    """Return what tells whether diagnostics have these codes, in any order."""
    return lambda found: sorted(codes(found)) == sorted(wanted)


def title_of(actions: Sequence[Json], part: str) -> Json:
    """Return the one action whose title has a part."""
    chosen = [action for action in actions if part in action["title"]]
    assert len(chosen) == 1, [action["title"] for action in actions]
    return chosen[0]


__all__ = [
    "CODE",
    "FOLDER",
    "MARKDOWN",
    "PUBLISHED",
    "Cell",
    "Editor",
    "Notebook",
    "are",
    "codes",
    "editor",
    "title_of",
]
