from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.lsp.client import METHOD_NOT_FOUND, PATIENCE, Client, ResponseError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.processes  # each starts a server, and some several

LEGACY: Final = "import tensorflow as tf\n\nprint(tf.to_float(2))\n"
PULLS: Final = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
WHOLE: Final = {"diagnosticMode": "workspace"}
QUIET: Final = 1.5  # seconds in which a check would have ended that nobody should have made


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a space in its name, and one program in it."""
    folder = tmp_path / "my models"
    folder.mkdir()
    (folder / "old.py").write_text(LEGACY, encoding="utf-8")
    return folder


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    with Client(folder=folder) as started:
        yield started
        assert started.shut_down() == 0
        assert "Traceback" not in started.stderr


def begin(client: Client, folder: Path, capabilities: dict[str, Any], **others: Any) -> dict[str, Any]:
    folders = [{"uri": folder.as_uri(), "name": folder.name}]
    return client.initialize(capabilities, rootUri=folder.as_uri(), workspaceFolders=folders, **others)


def told(client: Client, path: Path, *, codes: list[str], since: int = 0) -> None:
    """Wait until a file is told to have exactly these findings."""

    def suffices(message: dict[str, Any]) -> bool:
        given = message.get("params") or {}
        return (
            message.get("method") == "textDocument/publishDiagnostics"
            and given["uri"] == path.as_uri()
            and [one["code"] for one in given["diagnostics"]] == codes
        )

    client.wait(suffices, PATIENCE, since)


def ask(client: Client, known: dict[str, str], patience: float = PATIENCE) -> dict[str, dict[str, Any]]:
    ids = [{"uri": uri, "value": value} for uri, value in known.items()]
    answer = client.request("workspace/diagnostic", {"previousResultIds": ids, "identifier": "hublint"}, patience)
    return {item["uri"]: item for item in answer["items"]}


def test_an_editor_is_offered_to_ask_for_the_whole_workspace_only_if_that_is_to_be_checked(folder: Path) -> None:
    # One that can ask does so every two seconds, and Neovim then no longer asks for what is open.
    for options, name, offered in (({}, "code", False), (WHOLE, "code", True), (WHOLE, "Neovim", False)):
        with Client(folder=folder) as client:
            provider = begin(client, folder, PULLS, initializationOptions=options, clientInfo={"name": name})[
                "capabilities"
            ]["diagnosticProvider"]
            assert provider["workspaceDiagnostics"] is offered
            if not offered:
                with pytest.raises(ResponseError) as error:
                    ask(client, {})
                assert error.value.code == METHOD_NOT_FOUND


def test_an_editor_that_asks_again_where_nothing_has_happened_is_answered_once_something_has(
    client: Client, folder: Path
) -> None:
    begin(client, folder, PULLS, initializationOptions=WHOLE)
    uri = (folder / "old.py").as_uri()
    first = ask(client, {})
    assert [one["code"] for one in first[uri]["items"]] == ["HUB501"]
    known = {uri: first[uri]["resultId"]}
    ids = [{"uri": uri, "value": known[uri]}]
    number = client.begin("workspace/diagnostic", {"previousResultIds": ids, "identifier": "hublint"})
    with pytest.raises(TimeoutError):
        client.response(number, QUIET)
    (folder / "new.py").write_text(LEGACY, encoding="utf-8")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": (folder / "new.py").as_uri(), "type": 1}]})
    second = {item["uri"]: item for item in client.response(number)["result"]["items"]}
    assert second[uri]["kind"] == "unchanged"
    assert [one["code"] for one in second[(folder / "new.py").as_uri()]["items"]] == ["HUB501"]


def test_an_editor_that_asks_follows_the_settings_while_it_waits(client: Client, folder: Path) -> None:
    begin(client, folder, PULLS, initializationOptions=WHOLE)
    uri = (folder / "old.py").as_uri()
    known = {uri: ask(client, {})[uri]["resultId"]}

    def waits(known: dict[str, str]) -> int:
        """Ask where nothing has happened, and see that there is no answer yet."""
        ids = [{"uri": uri, "value": value} for uri, value in known.items()]
        number = client.begin("workspace/diagnostic", {"previousResultIds": ids, "identifier": "hublint"})
        with pytest.raises(TimeoutError):
            client.response(number, QUIET)
        return number

    number = waits(known)
    client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": {}}})
    (item,) = client.response(number)["result"]["items"]
    assert (item["uri"], item["kind"], item["items"]) == (uri, "full", [])
    number = waits({})
    client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": WHOLE}})
    (item,) = client.response(number)["result"]["items"]
    assert (item["uri"], [one["code"] for one in item["items"]]) == (uri, ["HUB501"])


@pytest.mark.parametrize("capabilities", [PULLS, {}], ids=["pulls", "is told"])
def test_files_that_are_not_open_are_told_as_long_as_the_settings_want_the_whole_workspace(
    client: Client, folder: Path, capabilities: dict[str, Any]
) -> None:
    begin(client, folder, capabilities)
    old, new = folder / "old.py", folder / "new.py"
    client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": WHOLE}})
    told(client, old, codes=["HUB501"])
    new.write_text(LEGACY, encoding="utf-8")
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": new.as_uri(), "type": 1}]})
    told(client, new, codes=["HUB501"])
    since = len(client.received)
    new.unlink()
    client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": new.as_uri(), "type": 3}]})
    told(client, new, codes=[], since=since)
    client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": {}}})
    told(client, old, codes=[], since=since)


def test_a_request_for_diagnostics_outlives_settings_that_come_while_it_waits(client: Client, folder: Path) -> None:
    # Neovim 0.12 does just this at its start, and asks no second time.
    begin(client, folder, PULLS)
    uri = "file:///somewhere/a.py"
    document = client.open(uri, LEGACY)
    number = client.begin("textDocument/diagnostic", {"textDocument": document.identity})
    client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": {"inlayHints": True}}})
    started = time.monotonic()
    answer = client.response(number)
    assert "error" not in answer, answer
    assert [one["code"] for one in answer["result"]["items"]] == ["HUB501"]
    assert time.monotonic() - started < PATIENCE
