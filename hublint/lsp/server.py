"""The server: what is open, what is known of it, and when the editor is told."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
import time
from threading import Event
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from lsprotocol import types
from pygls.exceptions import JsonRpcMethodNotFound
from pygls.io_ import StdinAsyncReader, run_async
from pygls.lsp.server import LanguageServer

import hublint
from hublint.lsp.diagnostics import SOURCE, Abilities, diagnostics
from hublint.lsp.documents import Document, Documents
from hublint.lsp.judging import PAUSE, Judging
from hublint.lsp.positions import encoding_of
from hublint.lsp.protocol import Protocol, Raw, lenient_converter
from hublint.lsp.sessions import Sessions
from hublint.lsp.transport import standard_streams
from hublint.lsp.views import NotebookView, PartView, TextView, View, file_path, is_judged
from hublint.session import UsageError

if TYPE_CHECKING:
    import tempfile
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from hublint.lsp.positions import Encoding

logger = logging.getLogger(__name__)

COALESCING: Final = 0.03
"""Seconds in which several reasons to ask the editor to ask again become one."""

NOTEBOOKS: Final = types.NotebookDocumentSyncOptions(
    notebook_selector=[
        types.NotebookDocumentFilterWithNotebook(
            notebook="jupyter-notebook", cells=[types.NotebookCellLanguage(language="python")]
        )
    ],
    save=True,
)


class Server(LanguageServer):
    """A pygls server with hublint's state.

    All of it is touched in the event loop alone; threads are given texts and give back findings.

    Attributes:
        views: the open programs by their own URI, and notebooks also by those of their cells.
        parts: what cells write to files, by the URI of the cell.
        told_closed: the files that are not open and of which diagnostics were told, by URI.
        abilities: what the editor can do with diagnostics.
        sessions: the rules and settings of all files.
        judging: the work on what is open.
        ending: what is to be called when the server ends.
        forgetting: what is to be called when settings have changed.
        noting: what is to be called when files may have changed.
        asks_for_workspace: whether the editor asks for the diagnostics of files that are not open.
        watches: whether the editor tells when files change.
        configured: set while the editor's answer is at hand to every question for its settings.
        client: what the editor calls itself.
        began: when the server began, by the clock that only goes on.
        untrusted: whether the editor has said, when it started the server, that nothing of the workspace is to be run.
        tasks: what goes on by itself, kept here because the event loop does not.
        pages: where the documents lie that are shown.
    """

    protocol: Protocol

    def __init__(self) -> None:
        """Begin with nothing open."""
        super().__init__(
            SOURCE,
            hublint.__version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=NOTEBOOKS,
            protocol_cls=Protocol,
            converter_factory=lenient_converter,
        )
        self.views: dict[str, View] = {}
        self.parts: dict[str, list[PartView]] = {}
        self.told_closed: set[str] = set()
        self.abilities = Abilities()
        self.sessions = Sessions()
        self.judging = Judging(self.tell, self.tell_of_failure, self.tell_fixes)
        self.ending: list[Callable[[], None]] = []
        self.forgetting: list[Callable[[], None]] = []
        self.noting: list[Callable[[], None]] = []
        self.asks_for_workspace = False
        self.watches = False
        self.configured = asyncio.Event()
        self._asking = 0
        self.client: types.ClientInfo | None = None
        self.began = time.monotonic()
        self.untrusted = False
        self.tasks: set[asyncio.Future[None]] = set()
        self.pages: tempfile.TemporaryDirectory[str] | None = None
        self._told: set[str] = set()
        self._refresh: asyncio.TimerHandle | None = None

    # Life.

    def begin(self, params: types.InitializeParams) -> None:
        """Take in what the editor is and can do."""
        codec = self.protocol.workspace.position_codec
        folders = list(params.workspace_folders or ())
        if not folders and params.root_uri:
            # JupyterLab and older Emacs know of one folder only.
            folders.append(types.WorkspaceFolder(params.root_uri, ""))
        self.protocol._workspace = Documents(  # noqa: SLF001 - pygls makes its own before it asks anyone
            params.root_uri, types.TextDocumentSyncKind.Incremental, folders, codec.encoding
        )
        self.abilities = Abilities.of(params.capabilities)
        self.client = params.client_info

    @contextlib.contextmanager
    def configuring(self) -> Iterator[None]:
        """Have whatever depends on settings wait while the editor is asked for them."""
        self._asking += 1
        self.configured.clear()
        try:
            yield
        finally:
            self._asking -= 1
            if not self._asking:
                self.configured.set()

    def end(self, status: int) -> None:
        """End the process at once, and what it has started; nothing that still runs is waited for."""
        for each in self.ending:
            try:
                each()
            except Exception:
                logger.exception("ending")
        self.judging.close()
        logging.shutdown()
        os._exit(status)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write down an error; a person who types has no use for a message about it."""
        if isinstance(error, JsonRpcMethodNotFound):
            logger.info("%s", error)
        else:
            logger.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)

    @property
    def encoding(self) -> Encoding:
        """How positions are counted."""
        return encoding_of(self.protocol.workspace.position_codec.encoding)

    @property
    def folders(self) -> dict[str, Path]:
        """The folders of the workspace, by the URI that the editor gave each."""
        given = [folder.uri for folder in self.workspace.folders.values()]
        return {uri: path for uri in given if (path := file_path(uri)) is not None}

    @property
    def checks_workspace(self) -> bool:
        """Whether files that are not open are to be checked too."""
        return self.sessions.global_settings.diagnostic_mode == "workspace"

    def note(self) -> None:
        """Pass on that files may have changed."""
        for each in self.noting:
            each()

    # Text documents.

    def document(self, uri: str) -> Document | None:
        """Return an open document, or cell."""
        # pygls keeps them by URIs of which no character is escaped; editors escape spaces, and more in those of cells.
        found = self.protocol.workspace.text_documents.get(unquote(uri))
        return found if isinstance(found, Document) else None

    def open_text(self, uri: str) -> None:
        """Begin to watch a document that the editor has opened."""
        document = self.document(uri)
        if document is None or not is_judged(document):
            return
        if uri in self.told_closed:
            # What a check of the whole workspace told of it is told anew, perhaps in another way.
            self.told_closed.discard(uri)
            if self.abilities.pulls:
                self.publish(uri, [], None)
        view = TextView(document)
        self.views[uri] = view
        self._judge_anew(view)

    def change_text(self, uri: str) -> None:
        """Follow an edit."""
        view = self.views.get(uri)
        if not isinstance(view, TextView):
            return
        too_large = len(view.document.text.utf8) > view.limit
        if view.live is None or too_large:
            view.document.take_replaced()
            if too_large == (view.why_not is None):
                # What was too large has become smaller, or the other way round.
                self._judge_anew(view)
            return
        view.follow()
        self.tell(view, ask_again=False)
        if not view.live.exact:
            self.judging.later(view)

    def close_text(self, uri: str) -> None:
        """Forget a document."""
        view = self.views.get(uri)
        if not isinstance(view, TextView):
            return  # a notebook may be shown as text besides
        del self.views[uri]
        self._leave(view)
        if not self.abilities.pulls:
            self.publish(uri, [], None)

    def _leave(self, view: View) -> None:
        """Have nothing more to do with a program: whoever still waits for something about it learns that it is gone."""
        view.live = None
        self.judging.drop(view)

    # Notebooks.

    def open_notebook(self, uri: str) -> None:
        """Begin to watch a notebook that the editor has opened."""
        cells = self._cells(uri)
        if cells is not None:
            self._show_notebook(NotebookView(uri, cells, self.encoding))

    def _cells(self, uri: str) -> list[tuple[int, Document]] | None:
        """Return the code cells of a notebook in Python, each with its number among all cells."""
        notebook = self.protocol.workspace.get_notebook_document(notebook_uri=uri)
        if notebook is None:
            return None
        return [
            (number, document)
            for number, cell in enumerate(notebook.cells, 1)
            if cell.kind == types.NotebookCellKind.Code
            and (document := self.document(cell.document)) is not None
            and document.language_id in {"python", "ipython", None}
        ]

    def _show_notebook(self, view: NotebookView, pause: float = 0) -> None:
        self._forget_parts(view)
        for uri in (view.uri, *view.uris):
            self.views[uri] = view
        if view.complaint is not None:
            self.say_once(view.complaint)
        for part in view.make_parts():
            self.parts.setdefault(part.uri, []).append(part)
            self._judge_anew(part, pause)
        self._judge_anew(view, pause)

    def _forget_parts(self, view: NotebookView) -> None:
        for part in view.parts:
            self._leave(part)
            self.parts.pop(part.uri, None)

    def change_notebook(self, uri: str) -> None:
        """Follow edits of a notebook's cells, and cells that were added, moved or deleted."""
        view = self.views.get(uri)
        cells = self._cells(uri)
        if not isinstance(view, NotebookView) or cells is None:
            self.open_notebook(uri)
            return
        before = set(view.uris)
        for _, document in cells:
            view.follow(document)
        view.set_cells(cells)
        for gone in before - set(view.uris):
            self.views.pop(gone, None)
            self.publish(gone, [], None)
        # It is judged as a whole: between two strokes of a key nobody would see what was found.
        self._show_notebook(view, PAUSE)

    def close_notebook(self, uri: str) -> None:
        """Forget a notebook."""
        view = self.views.pop(uri, None)
        if not isinstance(view, NotebookView):
            return
        self._forget_parts(view)
        self._leave(view)
        for cell in view.uris:
            self.views.pop(cell, None)
            self.publish(cell, [], None)

    # All that is open.

    def _judge_anew(self, view: View, pause: float = 0) -> None:
        """Judge a program with the rules and settings that it has now, if nothing else is asked of it for a while."""
        self.judging.drop(view)
        scope = self.sessions.for_file(view.path)
        if scope.problem is not None:
            self.say_once(scope.problem)
        view.judge_with(scope)
        if view.why_not is not None:
            self.say_once(view.why_not)
        if view.live is None:
            view.judged = True
            self.tell(view)
        else:
            self.judging.later(view, pause)

    def judge_all_anew(self) -> None:
        """Begin anew with everything that is open: settings have changed."""
        for forget in self.forgetting:
            forget()
        for view in set(self.views.values()):
            if isinstance(view, NotebookView):
                self._show_notebook(view)
            else:
                self._judge_anew(view)

    def at(self, uri: str, line: int, character: int) -> tuple[View, int] | None:
        """Return the program that a position of the editor is in, and the offset in its text."""
        for view in (*self.parts.get(uri, ()), self.views.get(uri)):
            offset = view.offset(uri, line, character) if view is not None else None
            if view is not None and offset is not None:
                return view, offset
        return None

    def of(self, uri: str) -> list[View]:
        """Return the programs that a document belongs to."""
        view = self.views.get(uri)
        return [*self.parts.get(uri, ()), *([view] if view is not None else [])]

    # Telling.

    def tell(self, view: View, *, ask_again: bool = True) -> None:
        """Tell the editor what is known of a program, in the way in which it wants to be told."""
        if self.pulls(view):
            if ask_again:
                self.ask_again()
            return
        if view.owner is not None and not view.owner.judged:
            return  # the notebook tells all of it in a moment
        for uri, found in diagnostics(view, self.abilities).items():
            document = self.document(uri)
            self.publish(uri, found, document.version if document is not None else None)

    def tell_fixes(self, view: View) -> None:
        """Tell an editor that keeps it the edits of the fixes, which are known now."""
        if self.abilities.data:
            self.tell(view)

    def pulls(self, view: View) -> bool:
        """Tell whether the editor asks for the diagnostics of a program.

        Those of notebook cells are always pushed: editors that pull ask for few cells, and late.
        """
        return self.abilities.pulls and isinstance(view, TextView)

    def publish(self, uri: str, found: list[dict[str, Any]], version: int | None) -> None:
        """Push diagnostics."""
        params: dict[str, Any] = {"uri": uri, "diagnostics": found}
        if version is not None and self.abilities.versions:
            params["version"] = version
        self.protocol.send_raw(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS, params)

    def ask_again(self) -> None:
        """Have an editor that pulls ask again, once for many reasons."""
        if not self.abilities.refreshes or self._refresh is not None:
            return

        def send() -> None:
            self._refresh = None
            self.protocol.send_request(types.WORKSPACE_DIAGNOSTIC_REFRESH)

        self._refresh = asyncio.get_running_loop().call_later(COALESCING, send)

    def tell_of_failure(self, view: View, error: Exception) -> None:
        """Say that a program could not be judged: a wrong target is the person's to mend, all else a defect of ours."""
        from hublint.checking import reason

        self.say_once(reason(view.name, error))

    def say_once(self, sentence: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Show a message, unless it was shown before."""
        if sentence not in self._told:
            self._told.add(sentence)
            self.say(sentence, kind)

    def say(self, sentence: str, kind: types.MessageType = types.MessageType.Info) -> None:
        """Show a message."""
        self.window_show_message(types.ShowMessageParams(kind, f"hublint: {sentence}"))

    def refresh_lenses(self) -> None:
        """Have the editor ask for code lenses and inlay hints again, if it can be told to."""
        workspace = self.client_capabilities.workspace
        for ability, method in (
            (workspace.code_lens if workspace is not None else None, types.WORKSPACE_CODE_LENS_REFRESH),
            (workspace.inlay_hint if workspace is not None else None, types.WORKSPACE_INLAY_HINT_REFRESH),
        ):
            if ability is not None and ability.refresh_support:
                self.protocol.send_request(method)

    async def pull(self, params: types.DocumentDiagnosticParams) -> Raw:
        """Answer an editor that asks for the diagnostics of a document."""
        uri = params.text_document.uri
        view = self.views.get(uri)
        if view is None or not self.pulls(view):
            return Raw({"kind": "full", "items": []})
        if not view.judged or not self.abilities.refreshes:
            await self.judging.exact(view)
        revision = f"{view.sign}-{view.revision}"
        if params.previous_result_id == revision:
            return Raw({"kind": "unchanged", "resultId": revision})
        return Raw({"kind": "full", "resultId": revision, "items": diagnostics(view, self.abilities).get(uri, [])})


def serve_standard_streams(server: Server) -> None:
    """Serve one editor on standard input and output, and end the process when it has gone."""
    source, out = standard_streams()
    asyncio.run(_serve(server, StdinAsyncReader(source), out))


def serve_tcp(server: Server, host: str, port: int) -> None:
    """Serve the first editor that connects, and end the process when it has gone."""

    async def listen() -> None:
        connected: asyncio.Future[tuple[asyncio.StreamReader, asyncio.StreamWriter]]
        connected = asyncio.get_running_loop().create_future()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            if connected.done():
                writer.close()
            else:
                connected.set_result((reader, writer))

        try:
            listener = await asyncio.start_server(accept, host, port)
        except OSError as error:
            raise UsageError(f"cannot listen on {host}:{port}: {error.strerror or error}") from error
        shown = ", ".join("{}:{}".format(*socket.getsockname()[:2]) for socket in listener.sockets)
        sys.stderr.write(f"hublint: listening on {shown}\n")
        sys.stderr.flush()
        reader, writer = await connected
        await _serve(server, reader, writer)

    asyncio.run(listen())


async def _serve(server: Server, reader: Any, writer: Any) -> None:
    server.protocol.set_writer(writer)
    loop = asyncio.get_running_loop()
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:
            with contextlib.suppress(NotImplementedError):  # on Windows
                loop.add_signal_handler(number, server.end, 1)
    try:
        await run_async(Event(), reader, server.protocol, logger, server.report_server_error)
    except (OSError, EOFError, ValueError) as error:
        # A connection that breaks in a message, or somebody who does not speak the protocol.
        logger.warning("the editor cannot be read: %s", error)
    except Exception:
        logger.exception("serving")
    finally:
        # It has gone without a word.
        server.end(1)


__all__ = ["Server", "serve_standard_streams", "serve_tcp"]
