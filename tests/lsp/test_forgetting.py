from __future__ import annotations

import asyncio

from lsprotocol import types

from hublint.lsp.features import create_server
from hublint.lsp.workspace import Workspace


class Silent:
    """An editor that takes what it is sent."""

    def write(self, data: bytes) -> None:
        """Take it."""

    def close(self) -> None:
        """Nothing is open."""


def test_nothing_is_kept_of_edits_that_were_told() -> None:
    """pygls keeps a future for each notification; after a day of typing the server would have hundreds of megabytes."""

    async def edit() -> int:
        server = create_server()
        server.protocol.set_writer(Silent())

        def receive(message: dict[str, object]) -> None:
            server.protocol.handle_message(server.protocol.structure_message({"jsonrpc": "2.0", **message}))

        uri = "file:///a.py"
        receive({"id": 1, "method": "initialize", "params": {"processId": None, "rootUri": None, "capabilities": {}}})
        item = {"uri": uri, "languageId": "python", "version": 1, "text": "x = 1\n"}
        receive({"method": "textDocument/didOpen", "params": {"textDocument": item}})
        for version in range(2, 50):
            identity = {"uri": uri, "version": version}
            change = {"text": f"x = {version}\n"}
            receive(
                {
                    "method": types.TEXT_DOCUMENT_DID_CHANGE,
                    "params": {"textDocument": identity, "contentChanges": [change]},
                }
            )
        await asyncio.sleep(0)  # what is done is forgotten in the next turn of the loop
        await asyncio.sleep(0)
        assert server.protocol.workspace.text_documents[uri].source == "x = 49\n"
        server.judging.close()
        return len(server.protocol._request_futures)

    assert asyncio.run(edit()) == 0


def test_waiting_for_news_can_be_cancelled_when_they_are_there() -> None:
    async def wait() -> bool:
        workspace = Workspace(create_server())
        waiting = asyncio.ensure_future(workspace.news())
        for _ in range(2):
            await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting], timeout=10)
        return waiting.cancelled()

    assert asyncio.run(wait())
