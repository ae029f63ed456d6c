"""Work on a text that is no longer what the editor shows: it was edited, closed, or judged by other settings."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.lsp.client import PATIENCE, SERVER, Client

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lsp.model import Document

pytestmark = pytest.mark.processes  # each starts a server, and some several

PROGRAM: Final = "import tensorflow as tf\n\nprint(tf.log(2.0))\n"
SLOW: Final = "import tensorflow as tf\n\nprint(tf.log(2.0), tf.slow())\n"
ASKS: Final[dict[str, Any]] = {"textDocument": {"diagnostic": {}}}
CHOOSES: Final[dict[str, Any]] = {
    "textDocument": {"codeAction": {"dataSupport": True, "resolveSupport": {"properties": ["edit"]}}},
    "workspace": {"workspaceEdit": {"documentChanges": True}},
}
CELL: Final = "vscode-notebook-cell:/n.ipynb#a"
NOTEBOOK: Final = "file:///n.ipynb"


@pytest.fixture
def client(request: pytest.FixtureRequest, tmp_path: Path, odd_rules: dict[str, str]) -> Iterator[Client]:
    with Client(SERVER, environment=odd_rules, folder=tmp_path) as started:
        started.initialize(getattr(request, "param", {}))
        yield started
        assert started.shut_down() == 0
        assert "Traceback" not in started.stderr


def wait_for(file: Path, client: Client) -> None:
    deadline = time.monotonic() + PATIENCE
    while not file.exists():
        assert time.monotonic() < deadline, client.stderr
        time.sleep(0.01)


def begun(client: Client, gate: Path) -> Document:
    """Open a document whose check waits for the gate, and wait until it has begun."""
    document = client.open("file:///slow.py", SLOW)
    wait_for(gate.with_suffix(".waiting"), client)
    return document


def codes(client: Client, document: Document) -> list[str]:
    return [one["code"] for one in client.diagnostics(document, bool)]


def wait_until_read(client: Client) -> None:
    """Wait until the server has read all that it was told."""
    asked = {"textDocument": {"uri": "file:///nothing.py"}, "position": {"line": 0, "character": 0}}
    assert client.request("textDocument/hover", asked) is None


def told(client: Client, uri: str) -> list[int]:
    return [len(push["diagnostics"]) for push in client.pushes(uri)]


def test_nothing_is_told_of_a_document_that_was_closed_while_it_was_judged(client: Client, gate: Path) -> None:
    document = begun(client, gate)
    client.close(document)
    wait_until_read(client)
    gate.touch()
    assert codes(client, client.open("file:///next.py", SLOW)) == ["HUB501", "ODD102"]
    assert told(client, document.uri) == [0]


@pytest.mark.parametrize("client", [ASKS], indirect=True)
def test_who_asks_about_a_document_that_is_closed_meanwhile_is_told_of_nothing(client: Client, gate: Path) -> None:
    document = begun(client, gate)
    number = client.begin("textDocument/diagnostic", {"textDocument": document.identity})
    client.close(document)
    assert client.response(number)["result"]["items"] == []


@pytest.mark.parametrize("client", [ASKS], indirect=True)
def test_who_asks_while_settings_change_is_told_what_holds_by_the_new_ones(client: Client, gate: Path) -> None:
    document = begun(client, gate)
    number = client.begin("textDocument/diagnostic", {"textDocument": document.identity})
    client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": {"ignore": ["ODD"]}}})
    wait_until_read(client)
    gate.touch()
    assert [one["code"] for one in client.response(number)["result"]["items"]] == ["HUB501"]


def judged(client: Client, gate: Path) -> tuple[Document, dict[str, Any]]:
    """Open a slow document and let it be judged; return it with the range of a finding, the gate closed again."""
    gate.touch()
    document = client.open("file:///slow.py", SLOW)
    assert codes(client, document) == ["HUB501", "ODD102"]
    for file in (gate, gate.with_suffix(".waiting")):
        file.unlink()
    at = SLOW.index("tf.log")
    return document, document.range(at, at + 6)


@pytest.mark.parametrize("client", [CHOOSES], indirect=True)
def test_no_action_is_offered_for_the_places_of_an_older_text(client: Client, gate: Path) -> None:
    """Its edits would go to the right version of the document, and to the wrong places."""
    document, place = judged(client, gate)
    parameters = {"textDocument": document.identity, "range": place, "context": {"diagnostics": []}}
    number = client.begin("textDocument/codeAction", parameters)
    wait_for(gate.with_suffix(".waiting"), client)
    client.change(document, (0, 0, "# two\n# lines\n"))
    wait_until_read(client)
    gate.touch()
    assert client.response(number)["result"] == []


@pytest.mark.parametrize("client", [CHOOSES], indirect=True)
def test_an_action_that_is_overtaken_by_an_edit_changes_nothing_and_says_so(client: Client, gate: Path) -> None:
    document, place = judged(client, gate)
    gate.touch()
    offered = client.actions(document, place, [])
    chosen = next(action for action in offered if action["title"].startswith("Fix all") or "data" in action)
    gate.unlink()
    chosen["data"]["action"] = {"do": "fix-all", "text": chosen["data"]["action"]["text"]}
    gate.with_suffix(".waiting").unlink()
    number = client.begin("codeAction/resolve", chosen)
    wait_for(gate.with_suffix(".waiting"), client)
    client.change(document, (0, 0, "# two\n# lines\n"))
    wait_until_read(client)
    gate.touch()
    assert client.response(number)["result"].get("edit") is None
    assert [text for text in client.shown if "has changed" in text] != []


@pytest.mark.parametrize("client", [CHOOSES], indirect=True)
def test_fixing_all_that_is_overtaken_by_an_edit_changes_nothing(client: Client, gate: Path) -> None:
    document, place = judged(client, gate)
    gate.touch()
    (chosen,) = client.actions(document, place, [], "source.fixAll.hublint")
    for file in (gate, gate.with_suffix(".waiting")):
        file.unlink()
    number = client.begin("codeAction/resolve", chosen)
    wait_for(gate.with_suffix(".waiting"), client)
    client.change(document, (0, 0, "# two\n# lines\n"))
    wait_until_read(client)
    gate.touch()
    assert client.response(number)["result"].get("edit") is None


def test_lenses_wait_for_what_is_judged_and_hold_nothing_up(client: Client, gate: Path) -> None:
    document, _ = judged(client, gate)
    client.change(document, (len(document.text), len(document.text), "tf.saved_model.save(tf.Module(), '/x')\n"))
    number = client.begin("textDocument/codeLens", {"textDocument": document.identity})
    wait_for(gate.with_suffix(".waiting"), client)
    other = client.open("file:///other.py", PROGRAM)
    assert codes(client, other) == ["HUB501"]
    wait_until_read(client)
    assert not [message for message in list(client.received) if message.get("id") == number]
    gate.touch()
    (lens,) = client.response(number)["result"]
    assert lens["range"]["start"]["line"] == document.text.count("\n") - 1


@pytest.mark.parametrize("client", [ASKS], indirect=True)
def test_what_was_told_of_a_document_before_it_was_closed_is_not_what_is_told_later(client: Client) -> None:
    """Not every client forgets the number of what it was told last, and another server may count likewise."""
    first = client.open("file:///again.py", PROGRAM)
    before = client.request("textDocument/diagnostic", {"textDocument": first.identity})
    client.close(first)
    again = client.open("file:///again.py", PROGRAM.replace("log", "ceil"))
    parameters = {"textDocument": again.identity, "previousResultId": before["resultId"]}
    after = client.request("textDocument/diagnostic", parameters)
    assert [one["code"] for one in after["items"]] == ["HUB501"]
    parameters["previousResultId"] = after["resultId"]
    same = client.request("textDocument/diagnostic", parameters)
    assert same == {"kind": "unchanged", "resultId": after["resultId"]}


def test_a_notebook_that_is_shown_as_text_besides_is_a_notebook_still(client: Client) -> None:
    cell = {"kind": 2, "document": CELL}
    document = {"uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": [cell]}
    item = {"uri": CELL, "languageId": "python", "version": 1, "text": PROGRAM}
    client.notify("notebookDocument/didOpen", {"notebookDocument": document, "cellTextDocuments": [item]})
    client.wait(lambda message: (message.get("params") or {}).get("uri") == CELL)
    client.close(client.open(NOTEBOOK, "{}", "json"))
    parameters = {"notebookDocument": {"uri": NOTEBOOK}, "cellTextDocuments": [{"uri": CELL}]}
    client.notify("notebookDocument/didClose", parameters)
    client.wait(lambda message: (message.get("params") or {}) == {"uri": CELL, "diagnostics": []})
    assert told(client, CELL) == [1, 0]
