"""The end of a conversation, however it comes."""

from __future__ import annotations

import socket
import struct
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.lsp.client import PATIENCE, SERVER

if TYPE_CHECKING:
    from collections.abc import Callable


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
