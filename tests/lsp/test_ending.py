"""The end of a conversation, however it comes."""

from __future__ import annotations

import socket
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Final

import pytest

from tests.lsp.client import PATIENCE, SERVER, Client

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

pytestmark = pytest.mark.processes  # each starts a server, and some several

REQUEST_CANCELLED: Final = -32800


def _in_a_message(connection: socket.socket) -> None:
    connection.sendall(b"Content-Length: 100\r\n\r\n{")


def _by_a_reset(connection: socket.socket) -> None:
    connection.sendall(b"Content-Length: 100\r\n")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _without_a_protocol(connection: socket.socket) -> None:
    connection.sendall(b"GET / HTTP/1.1 " + b"x" * 200_000)


@pytest.mark.parametrize("how", [_in_a_message, _by_a_reset, _without_a_protocol], ids=lambda how: how.__name__[1:])
def test_a_connection_that_breaks_ends_the_server_and_is_no_defect(how: Callable[[socket.socket], None]) -> None:
    with subprocess.Popen([*SERVER, "--tcp", "127.0.0.1:0"], stderr=subprocess.PIPE, text=True) as server:
        assert server.stderr is not None
        try:
            port = int(server.stderr.readline().rpartition(":")[2])
            with socket.create_connection(("127.0.0.1", port)) as connection:
                how(connection)
            assert server.wait(PATIENCE) == 1
            assert "defect" not in server.stderr.read()
        finally:
            server.kill()


def test_a_command_that_is_cancelled_ends_and_says_so(tmp_path: Path) -> None:
    for number in range(200):
        (tmp_path / f"m{number}.py").write_text("import tensorflow as tf\ntf.log(1.0)\n" * 200, encoding="utf-8")
    with Client(folder=tmp_path) as client:
        folders = [{"uri": tmp_path.as_uri(), "name": "it"}]
        client.initialize({"window": {"workDoneProgress": True}}, workspaceFolders=folders)
        number = client.begin("workspace/executeCommand", {"command": "hublint.checkWorkspace"})
        client.wait(lambda message: (message.get("params") or {}).get("value", {}).get("kind") == "report")
        client.notify("$/cancelRequest", {"id": number})
        assert client.response(number)["error"]["code"] == REQUEST_CANCELLED
        ends = [told["value"] for told in client.sent("$/progress") if told["value"]["kind"] == "end"]
        assert ends == [{"kind": "end", "message": "cancelled"}]
        assert client.shut_down() == 0
        assert len(client.sent("textDocument/publishDiagnostics")) < 200


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
def test_a_server_that_is_asked_to_end_by_a_signal_does() -> None:
    with Client() as client:
        client.initialize()
        client.process.terminate()
        assert client.process.wait(PATIENCE) == 1
        assert "Traceback" not in client.stderr
