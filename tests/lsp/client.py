"""A client of a language server, over the server's own process: JSON as it is, no library of the protocol.

What a client tells of itself in `initialize` is sent as it was recorded, with values that no library knows; and all
that the server ever sent is kept, so that a test can say what it did not send.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from tests.lsp.model import Document, Json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import TracebackType

ROOT: Final = Path(__file__).resolve().parent.parent.parent
SERVER: Final = (sys.executable, "-m", "hublint", "server")
PATIENCE: Final = 30.0  # seconds; an answer takes a fraction of one, unless the machine does ten other things
SETTLING: Final = 10.0  # in which what is known of a text has become exact
METHOD_NOT_FOUND: Final = -32601
INVALID_PARAMS: Final = -32602
CONTENT_MODIFIED: Final = -32801
SERVER_CANCELLED: Final = -32802


class ResponseError(Exception):
    """The server answered a request with an error."""

    def __init__(self, error: Json) -> None:
        super().__init__(f"{error.get('code')}: {error.get('message')}")
        self.code: int = error["code"]
        self.message: str = error["message"]
        self.data: Any = error.get("data")


class Garbled(Exception):  # noqa: N818 - it says what the stream is
    """What the server wrote is not the protocol."""


class Client:
    """A language server, and what an editor does with one.

    Attributes:
        received: every message that the server sent, in order; each has the time at which it came under `received`.
        documents: those that are open, by their URI.
        settings: what the server is told when it asks for `workspace/configuration`, by section or by folder.
        garbled: why the stream could not be read on, if it could not.
    """

    def __init__(
        self,
        command: Sequence[str] = SERVER,
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        address: tuple[str, int] | None = None,
    ) -> None:
        """Start the server; with an address, speak to it there and not over its standard streams."""
        variables = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
        variables["PYTHONPATH"] = os.pathsep.join([str(ROOT), str(ROOT / "rules")])
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**variables, **(environment or {})},
            cwd=folder,
        )
        self.received: list[Json] = []
        self.documents: dict[str, Document] = {}
        self.settings: dict[str | None, Any] = {}
        self.garbled: str | None = None
        self.encoding = "utf-16"
        self.capabilities: Json = {}
        self.server: Json = {}
        self._stderr: list[bytes] = []
        self._results: dict[str, tuple[str | None, list[Json]]] = {}
        self._next = 0
        self._asked: dict[int | str, int] = {}
        self._sending = threading.Lock()
        self._outgoing: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._news = threading.Condition()
        self._ended = False
        self._socket = None if address is None else _connected(address, self.process)
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._in: IO[bytes] = self.process.stdout if self._socket is None else self._socket.makefile("rb")
        self._out: IO[bytes] = self.process.stdin if self._socket is None else self._socket.makefile("wb")
        self._threads = [
            threading.Thread(target=work, args=(), daemon=True) for work in (self._read, self._write, self._read_stderr)
        ]
        for thread in self._threads:
            thread.start()

    def __enter__(self) -> Client:  # noqa: PYI034 - Python 3.10 has no `Self`
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.kill()

    # The stream.

    def _read(self) -> None:
        try:
            for message in messages(self._in):
                with self._news:
                    self.received.append(message)
                    self._news.notify_all()
                if "method" in message and "id" in message:
                    self._answer(message)
        except (Garbled, OSError, ValueError) as error:
            self.garbled = str(error)
        finally:
            with self._news:
                self._ended = True
                self._news.notify_all()

    def _write(self) -> None:
        """Write what is to be sent: in a thread, since a server that is busy with writing does not read."""
        while (data := self._outgoing.get()) is not None:
            try:
                self._out.write(data)
                self._out.flush()
            except (OSError, ValueError):  # the server is gone; whoever waits for its answer will be told
                return

    def _read_stderr(self) -> None:
        assert self.process.stderr is not None
        self._stderr.extend(self.process.stderr)

    def _answer(self, request: Json) -> None:
        """Answer what the server asks of its client, as editors do."""
        parameters = request.get("params") or {}
        match request["method"]:
            case "workspace/configuration":
                result: Any = [
                    self.settings.get(item.get("scopeUri"), self.settings.get(item.get("section")))
                    for item in parameters["items"]
                ]
            case "workspace/applyEdit":
                self.apply(parameters["edit"])
                result = {"applied": True}
            case (
                "client/registerCapability"
                | "client/unregisterCapability"
                | "window/workDoneProgress/create"
                | "window/showMessageRequest"
                | "workspace/diagnostic/refresh"
                | "workspace/codeLens/refresh"
                | "workspace/inlayHint/refresh"
            ):
                result = None
            case "window/showDocument":
                result = {"success": True}
            case method:
                self.send({"id": request["id"], "error": {"code": METHOD_NOT_FOUND, "message": method}})
                return
        self.send({"id": request["id"], "result": result})

    def send(self, message: Json) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._outgoing.put(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def write(self, data: bytes) -> None:
        """Send bytes as they are."""
        self._outgoing.put(data)

    # Requests and notifications.

    def notify(self, method: str, parameters: Any = None) -> None:
        self.send({"method": method, "params": parameters})

    def begin(self, method: str, parameters: Any = None) -> int:
        """Send a request without waiting; return its number."""
        with self._sending:
            self._next += 1
            number = self._next
        self._asked[number] = len(self.received)
        self.send({"id": number, "method": method, "params": parameters})
        return number

    def response(self, number: int | str, patience: float = PATIENCE) -> Json:
        """Wait for the response to a request, be it a result or an error."""
        since = self._asked.get(number, 0)
        return self.wait(lambda message: message.get("id") == number and "method" not in message, patience, since)

    def request(self, method: str, parameters: Any = None, patience: float = PATIENCE) -> Any:
        """Send a request and return its result.

        Raises:
            ResponseError: if the server answers with an error.
        """
        response = self.response(self.begin(method, parameters), patience)
        if "error" in response:
            raise ResponseError(response["error"])
        return response["result"]

    def wait(self, wanted: Callable[[Json], bool], patience: float = PATIENCE, since: int = 0) -> Json:
        """Wait for a message that the server sends, or sent after the first `since`.

        Raises:
            TimeoutError: if it does not come in time, or the server is gone.
        """
        deadline = time.monotonic() + patience
        at = since
        with self._news:
            while True:
                while at < len(self.received):
                    if wanted(self.received[at]):
                        return self.received[at]
                    at += 1
                left = deadline - time.monotonic()
                if self._ended or left <= 0:
                    why = (self.garbled or "the stream ended") if self._ended else f"waited for {patience:.1f} s"
                    raise TimeoutError(f"nothing of the kind came: {why}; the server's stderr: {self.stderr[-2000:]}")
                self._news.wait(left)

    def notification(self, method: str, patience: float = PATIENCE, since: int = 0) -> Json:
        """Wait for a notification, or a request, of the server; return its parameters."""
        found = self.wait(lambda message: message.get("method") == method, patience, since)
        parameters: Json = found.get("params") or {}
        return parameters

    def sent(self, method: str) -> list[Json]:
        """Return the parameters of all notifications and requests of a kind that the server has sent so far."""
        return [message.get("params") or {} for message in list(self.received) if message.get("method") == method]

    @property
    def shown(self) -> list[str]:
        """What the server has shown to the user so far."""
        return [shown["message"] for kind in ("", "Request") for shown in self.sent(f"window/showMessage{kind}")]

    @property
    def stderr(self) -> str:
        return b"".join(self._stderr).decode(errors="replace")

    # Life.

    def initialize(self, capabilities: Json | None = None, **others: Any) -> Json:
        """Introduce the client; return what the server answers."""
        parameters = {"processId": os.getpid(), "rootUri": None, "capabilities": capabilities or {}, **others}
        self.capabilities = parameters["capabilities"]
        answer: Json = self.request("initialize", parameters)
        self.server = answer["capabilities"]
        self.encoding = self.server.get("positionEncoding", "utf-16")
        self.notify("initialized", {})
        return answer

    def shut_down(self, patience: float = PATIENCE) -> int:
        """Shut the server down as editors do; return its exit code."""
        assert self.request("shutdown", patience=patience) is None
        self.notify("exit")
        return self.process.wait(patience)

    def close_stdin(self) -> None:
        """Close the stream to the server, as it closes when an editor dies."""
        self._outgoing.put(None)
        self._threads[1].join(PATIENCE)
        self._out.close()
        if self._socket is not None:
            self._socket.shutdown(socket.SHUT_WR)

    def kill(self) -> None:
        """End the server if it has not ended, and all that belongs to it here."""
        self._outgoing.put(None)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        if self._socket is not None:
            self._socket.close()
        for thread in self._threads:
            thread.join(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr, self._in, self._out):
            try:
                if stream is not None:
                    stream.close()
            except OSError:  # what was not written yet has nowhere to go
                continue

    # Documents.

    def open(self, uri: str, text: str, language: str = "python") -> Document:
        document = Document(uri, text, self.encoding, language=language)
        document.since = len(self.received)
        self.documents[uri] = document
        item = {"uri": uri, "languageId": language, "version": document.version, "text": text}
        self.notify("textDocument/didOpen", {"textDocument": item})
        return document

    def change(self, document: Document, *edits: tuple[int, int, str]) -> None:
        """Make edits one after the other, each in the text that the one before left, and tell them at once."""
        self.tell(document, [document.replace(*edit) for edit in edits])

    def rewrite(self, document: Document, text: str) -> None:
        """Replace the whole text, as clients do that cannot tell edits."""
        document.text = text
        self.tell(document, [{"text": text}])

    def tell(self, document: Document, changes: list[Json]) -> None:
        document.version += 1
        document.since = len(self.received)
        identity = {**document.identity, "version": document.version}
        self.notify("textDocument/didChange", {"textDocument": identity, "contentChanges": changes})

    def save(self, document: Document) -> None:
        self.notify("textDocument/didSave", {"textDocument": document.identity, "text": document.text})

    def close(self, document: Document) -> None:
        del self.documents[document.uri]
        self._results.pop(document.uri, None)
        self.notify("textDocument/didClose", {"textDocument": document.identity})

    def apply(self, edit: Json) -> list[Document]:
        """Apply a WorkspaceEdit to open documents, tell the server, and return those that changed."""
        versioned = "documentChanges" in edit
        if versioned:
            assert not edit.get("changes"), "an edit has `documentChanges` or `changes`, not both"
            assert self.writes_versions, "an edit has `documentChanges`, which this client does not know"
            parts = [(part["textDocument"], part["edits"]) for part in edit["documentChanges"]]
        else:
            parts = [({"uri": uri}, edits) for uri, edits in edit["changes"].items()]
        changed = []
        for identity, edits in parts:
            document = self.documents[identity["uri"]]
            if versioned:
                assert identity["version"] in {None, document.version}, "an edit of a text that is no more"
            changes = document.apply(edits)
            if changes:
                self.tell(document, changes)
                changed.append(document)
        return changed

    @property
    def writes_versions(self) -> bool:
        """Whether the client takes `documentChanges`."""
        return bool(self.capabilities.get("workspace", {}).get("workspaceEdit", {}).get("documentChanges"))

    # Diagnostics, in the way in which the client gets them.

    @property
    def pulls(self) -> bool:
        """Whether the client asks for diagnostics; if not, it is told them."""
        return "diagnostic" in self.capabilities.get("textDocument", {})

    def diagnostics(
        self, document: Document, until: Callable[[list[Json]], bool] = lambda _: True, patience: float = SETTLING
    ) -> list[Json]:
        """Return the diagnostics of a document, asked for or told, and never both.

        What a server says right after an edit may be what it knew before, moved along; the rest follows unasked, or
        with the request to ask again. `until` tells what is waited for; if that does not come in time, the last is
        returned.
        """
        deadline = time.monotonic() + patience
        if not self.pulls:
            return self._told(document, until, deadline)
        while True:
            since = len(self.received)
            items = self.pull(document)
            told = [push for push in self.pushes(document.uri) if push["diagnostics"]]
            assert not told, f"told to a client that asks, which shows them twice: {told}"
            if until(items):
                return items
            try:
                self.notification("workspace/diagnostic/refresh", deadline - time.monotonic(), since)
            except TimeoutError:
                return items

    def _told(self, document: Document, until: Callable[[list[Json]], bool], deadline: float) -> list[Json]:
        """Wait for what is told of a document after its last change."""
        last: list[Json] = []

        def suffices(message: Json) -> bool:
            nonlocal last
            told = message.get("params") or {}
            if message.get("method") != "textDocument/publishDiagnostics" or told["uri"] != document.uri:
                return False
            if told.get("version", document.version) != document.version:
                return False
            last = told["diagnostics"]
            return until(last)

        with contextlib.suppress(TimeoutError):
            self.wait(suffices, deadline - time.monotonic(), document.since)
        return last

    def pull(self, document: Document, patience: float = PATIENCE) -> list[Json]:
        """Ask for the diagnostics of a document."""
        previous, items = self._results.get(document.uri, (None, []))
        parameters: Json = {"textDocument": document.identity}
        if previous is not None:
            parameters["previousResultId"] = previous
        deadline = time.monotonic() + patience
        while True:
            try:
                report = self.request("textDocument/diagnostic", parameters, patience)
            except ResponseError as error:
                again = error.code == SERVER_CANCELLED and (error.data or {}).get("retriggerRequest", True)
                if not (again or error.code == CONTENT_MODIFIED) or time.monotonic() > deadline:
                    raise
                continue
            if report["kind"] == "full":
                items = report["items"]
            else:
                assert previous is not None, "nothing can be unchanged for a client that knows nothing"
            self._results[document.uri] = (report.get("resultId"), items)
            return items

    def pushes(self, uri: str) -> list[Json]:
        return [told for told in self.sent("textDocument/publishDiagnostics") if told["uri"] == uri]

    # Code actions.

    def actions(self, document: Document, range_: Json, diagnostics: list[Json], only: str | None = None) -> list[Json]:
        """Ask for the code actions of a range, with diagnostics as this client would echo them."""
        context: Json = {"diagnostics": diagnostics}
        if only is not None:
            context["only"] = [only]
        parameters = {"textDocument": document.identity, "range": range_, "context": context}
        found: list[Json] = self.request("textDocument/codeAction", parameters) or []
        return found

    def edit_of(self, action: Json) -> Json:
        """Return the edit of a code action, asked for if the client can ask and it is not there yet."""
        if "edit" not in action:
            resolve = self.capabilities["textDocument"]["codeAction"].get("resolveSupport", {"properties": []})
            assert "edit" in resolve["properties"], "an action without its edit, for a client that cannot ask for it"
            action = self.request("codeAction/resolve", action)
        edit: Json = action["edit"]
        return edit


def messages(stream: IO[bytes]) -> Iterator[Json]:
    """Yield the messages of a stream until it ends.

    Raises:
        Garbled: if it is not the protocol.
    """
    while True:
        length = None
        while (line := stream.readline()) != b"\r\n":
            if not line:
                return
            name, colon, value = line.partition(b":")
            if not colon or name.lower() not in {b"content-length", b"content-type"}:
                raise Garbled(f"{line[:200]!r} where a header was expected")
            if name.lower() == b"content-length":
                length = int(value)
        if length is None:
            raise Garbled("a message without its length")
        body = stream.read(length)
        received = time.perf_counter()
        if len(body) < length:
            return
        try:
            message: Json = json.loads(body)
        except ValueError as error:
            raise Garbled(f"{error} in {body[:200]!r}") from error
        message["received"] = received
        yield message


def _connected(address: tuple[str, int], process: subprocess.Popen[bytes]) -> socket.socket:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_connection(address, PATIENCE)
        except OSError:
            if time.monotonic() > deadline or process.poll() is not None:
                raise
            time.sleep(0.02)
