"""The server: what is open, what is known of it, and when the editor is told."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from threading import Event
from typing import TYPE_CHECKING, Any, Final

from lsprotocol import types
from pygls.io_ import StdinAsyncReader, run_async
from pygls.lsp.server import LanguageServer

import hublint
from hublint.lsp.diagnostics import Abilities, diagnostics
from hublint.lsp.documents import Document, Documents
from hublint.lsp.judging import Judging
from hublint.lsp.protocol import Protocol, Raw, lenient_converter
from hublint.lsp.sessions import Sessions
from hublint.lsp.transport import standard_streams
from hublint.lsp.views import TextView, View, is_python

if TYPE_CHECKING:
    from collections.abc import Iterable


logger = logging.getLogger(__name__)

COALESCING: Final = 0.03
"""Seconds in which several reasons to ask the editor to ask again become one."""


class Server(LanguageServer):
    """A pygls server with hublint's state.

    All of it is touched in the event loop alone; threads are given texts and give back findings.
    """

    protocol: Protocol

    def __init__(self) -> None:
        """Begin with nothing open."""
        super().__init__(
            SOURCE_NAME,
            hublint.__version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=types.NotebookDocumentSyncOptions(
                notebook_selector=[
                    types.NotebookDocumentFilterWithNotebook(
                        notebook="jupyter-notebook", cells=[types.NotebookCellLanguage(language="python")]
                    )
                ],
                save=True,
            ),
            protocol_cls=Protocol,
            converter_factory=lenient_converter,
        )
        self.views: dict[str, View] = {}
        """The open programs by their own URI, and notebooks also by those of their cells."""
        self.abilities = Abilities(
            pulls=False, refreshes=False, related=False, tags=frozenset(), links=False, data=False, versions=False
        )
        self.sessions = Sessions()
        self.judging = Judging(self.tell, self.tell_of_failure)
        self._told: set[str] = set()
        self._refresh: asyncio.TimerHandle | None = None
        self._children: set[asyncio.subprocess.Process] = set()

    # Life.

    def begin(self, params: types.InitializeParams) -> None:
        """Take in what the editor is and wants."""
        codec = self.protocol.workspace.position_codec
        self.protocol._workspace = Documents(  # noqa: SLF001 - pygls makes its own before it asks anyone
            params.root_uri, types.TextDocumentSyncKind.Incremental, params.workspace_folders or [], codec.encoding
        )
        self.abilities = Abilities.of(params.capabilities)

    def end(self, status: int) -> None:
        """End the process at once: nothing that still runs is waited for."""
        self.judging.close()
        logging.shutdown()
        os._exit(status)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write down an error; a person who types has no use for a message about it."""
        logger.error("%s: %s", getattr(source, "__name__", source), error, exc_info=error)

    # What is open.

    def open_text(self, uri: str) -> None:
        """Begin to watch a document that the editor has opened."""
        document = self.document(uri)
        if document is None or not is_python(document):
            return
        self._show(TextView(document))

    def _show(self, view: View) -> None:
        for uri in {view.uri, *view.uris}:
            self.views[uri] = view
        self._judge_anew(view)

    def _judge_anew(self, view: View) -> None:
        self.judging.drop(view)
        scope = self.sessions.for_file(view.path)
        if scope.problem is not None:
            self.say_once(scope.problem)
        view.judge_with(scope, scope.settings.max_file_size)
        if view.why_not is not None:
            self.say_once(view.why_not)
        if view.live is None:
            self.tell(view)
        else:
            self.judging.later(view, 0)

    def change_text(self, uri: str) -> None:
        """Follow an edit."""
        view = self.views.get(uri)
        if not isinstance(view, TextView):
            return
        if view.live is None and view.why_not is not None:
            # What was too large may have become smaller.
            self._judge_anew(view)
            return
        moved = view.follow()
        self.tell(view, ask_again=False)
        if view.live is not None and not view.live.exact:
            self.judging.later(view) if moved else self.judging.later(view, 0)

    def close_text(self, uri: str) -> None:
        """Forget a document."""
        view = self.views.pop(uri, None)
        if view is None:
            return
        self.judging.drop(view)
        if not self.abilities.pulls:
            self.publish(uri, [], None)

    def judge_all_anew(self) -> None:
        """Begin anew with everything that is open: settings have changed."""
        for view in set(self.views.values()):
            self._judge_anew(view)

    def document(self, uri: str) -> Document | None:
        """Return an open document."""
        found = self.protocol.workspace.text_documents.get(uri)
        return found if isinstance(found, Document) else None

    # Telling.

    def tell(self, view: View, *, ask_again: bool = True) -> None:
        """Tell the editor what is known of a program, in the way in which it wants to be told."""
        if self.pulls(view):
            if ask_again:
                self.ask_again()
            return
        for uri, found in diagnostics(view, self.abilities).items():
            document = self.document(uri)
            self.publish(uri, found, document.version if document is not None else None)

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
            self.window_show_message(types.ShowMessageParams(kind, f"hublint: {sentence}"))

    async def pull(self, params: types.DocumentDiagnosticParams) -> Raw:
        """Answer an editor that asks for the diagnostics of a document."""
        uri = params.text_document.uri
        view = self.views.get(uri)
        if view is None or not self.pulls(view):
            return Raw({"kind": "full", "items": []})
        if not view.known or not self.abilities.refreshes:
            await self.judging.exact(view)
        revision = str(view.revision)
        if params.previous_result_id == revision:
            return Raw({"kind": "unchanged", "resultId": revision})
        return Raw({"kind": "full", "resultId": revision, "items": diagnostics(view, self.abilities).get(uri, [])})


SOURCE_NAME: Final = "hublint"


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

        listener = await asyncio.start_server(accept, host, port)
        shown = ", ".join("{}:{}".format(*socket.getsockname()[:2]) for socket in listener.sockets)
        sys.stderr.write(f"hublint: listening on {shown}\n")
        sys.stderr.flush()
        reader, writer = await connected
        await _serve(server, reader, writer)

    asyncio.run(listen())


async def _serve(server: Server, reader: Any, writer: Any) -> None:
    server.protocol.set_writer(writer)
    await run_async(Event(), reader, server.protocol, logger, server.report_server_error)
    # The editor has gone without a word.
    server.end(1)


def uris_of(changes: Iterable[types.FileEvent]) -> list[str]:
    """Return the URIs of changed files."""
    return [change.uri for change in changes]


__all__ = ["Server", "serve_standard_streams", "serve_tcp"]
