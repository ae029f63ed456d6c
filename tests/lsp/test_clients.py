from __future__ import annotations

import copy
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import pytest

from tests.lsp.client import PATIENCE, Client
from tests.lsp.recorded import CLIENTS, FOLDER, Recorded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lsp.model import Document, Json

pytestmark = pytest.mark.processes  # each client has a server

# What stands before the finding in its line takes 20 bytes, 17 units of UTF-16, and 16 characters.
PROGRAM: Final = 'import tensorflow as tf\n\nx = "🎉é"; print(tf.log(2.0))\n'
FOUND: Final = "tf.log"
MORE: Final = PROGRAM + "\ny = '🎉'; print(tf.ceil(0.5), tf.floordiv(7, 2))  # é\nz = '🎉', tf.to_float(1)\n"


class Open(NamedTuple):
    """A client that has a folder open."""

    recorded: Recorded
    client: Client
    folder: Path

    def document(self, name: str, text: str) -> Document:
        """Open a document of the folder; for a client of notebooks it gets a notebook's name."""
        suffix = self.recorded.document.rpartition(".")[2]
        parent = (self.folder / self.recorded.document).parent
        return self.client.open((parent / f"{name}.{suffix}").as_uri(), text)


@pytest.fixture(scope="module", params=CLIENTS, ids=lambda recorded: recorded.name)
def session(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    recorded: Recorded = request.param
    folder = tmp_path_factory.mktemp(recorded.name)
    with Client(folder=folder) as client:
        client.initialize(**recorded.parameters(folder))
        yield Open(recorded, client, folder)
        assert client.shut_down() == 0
        assert client.garbled is None
        assert client.shown == []
        assert not [line for line in client.stderr.splitlines() if "Traceback" in line or "Error" in line]


@pytest.fixture(scope="module")
def fixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return what `hublint check --fix` makes of the programs."""
    folder = tmp_path_factory.mktemp("fixed")
    files = {text: folder / f"model{number}.py" for number, text in enumerate((PROGRAM, MORE))}
    for text, file in files.items():
        file.write_bytes(text.encode())
    command = (sys.executable, "-m", "hublint", "check", "--fix", *map(str, files.values()))
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    return {text: file.read_bytes().decode() for text, file in files.items()}


def found_in(session: Open, document: Document, *parts: str) -> list[Json]:
    """Wait until the findings of a document are those at these stretches of its text; return them."""

    def stand_there(items: list[Json]) -> bool:
        return sorted(str(found["range"]) for found in items) == sorted(str(document.range_of(part)) for part in parts)

    found = session.client.diagnostics(document, stand_there)
    assert stand_there(found), found
    return found


def action_of(session: Open, document: Document, found: Json, echoed: Json) -> Json:
    """Return the one preferred quick fix of a finding."""
    offered = session.client.actions(document, found["range"], [echoed])
    preferred = [action for action in offered if action.get("kind") == "quickfix" and action.get("isPreferred")]
    assert len(preferred) == 1, [action["title"] for action in offered]
    return preferred[0]


def acts(session: Open) -> None:
    if "codeAction" not in session.client.capabilities["textDocument"]:
        pytest.skip("this client knows no code actions")


def test_every_recorded_client_is_tried() -> None:
    assert {recorded.name for recorded in CLIENTS} == {path.stem for path in FOLDER.glob("*.json")}


def test_positions_count_what_the_client_named_first(session: Open) -> None:
    assert session.client.encoding == session.recorded.encoding


def test_a_finding_behind_an_emoji_has_the_clients_range(session: Open) -> None:
    document = session.document("emoji", PROGRAM)
    (found,) = found_in(session, document, FOUND)
    assert found["range"]["start"]["character"] == {"utf-8": 20, "utf-16": 17, "utf-32": 16}[session.client.encoding]
    assert document.excerpt(found["range"]) == FOUND
    assert found["source"] == "hublint"
    assert found["code"].startswith("HUB")


def test_findings_follow_the_text(session: Open) -> None:
    document = session.document("edited", PROGRAM)
    found_in(session, document, FOUND)
    comment, at = "# é🎉\n", document.text.index("print")
    session.client.change(document, (at, at, '"🎉"; '), (0, 0, comment), (len(comment) + at, len(comment) + at, "1; "))
    assert '"🎉é"; 1; "🎉"; print(' in document.text
    found_in(session, document, FOUND)
    at = document.text.index(FOUND)
    session.client.change(document, (at, at + len(FOUND), "tf.math.log"))
    found_in(session, document)


def test_the_whole_text_may_be_sent(session: Open) -> None:
    document = session.document("rewritten", "x = 1\n")
    found_in(session, document)
    session.client.rewrite(document, PROGRAM)
    found_in(session, document, FOUND)


def test_the_quick_fix_writes_what_check_writes(session: Open, fixed: dict[str, str]) -> None:
    acts(session)
    document = session.document("fixed", PROGRAM)
    (found,) = found_in(session, document, FOUND)
    action = action_of(session, document, found, found)
    edit = session.client.edit_of(action)
    assert ("documentChanges" in edit) == session.client.writes_versions
    session.client.apply(edit)
    assert document.text == fixed[PROGRAM]
    found_in(session, document)


def test_what_the_client_echoes_is_not_believed(session: Open, fixed: dict[str, str]) -> None:
    """Neovim 0.7 sends its diagnostics back with columns in bytes, and some clients drop `data`."""
    acts(session)
    document = session.document("echo", PROGRAM)
    (found,) = found_in(session, document, FOUND)
    echoed: dict[str, Any] = copy.deepcopy(found)
    echoed.pop("data", None)
    start, end = document.span(found["range"])
    line = document.text.rindex("\n", 0, start) + 1
    for edge, offset in (("start", start), ("end", end)):
        echoed["range"][edge]["character"] = len(document.text[line:offset].encode())
    action = action_of(session, document, found, echoed)
    session.client.apply(session.client.edit_of(action))
    assert document.text == fixed[PROGRAM]


def test_fix_all_writes_what_check_writes(session: Open, fixed: dict[str, str]) -> None:
    acts(session)
    document = session.document("all", MORE)
    found_in(session, document, FOUND, "tf.ceil", "tf.floordiv", "tf.to_float")
    everything = document.range(0, len(document.text))
    offered = session.client.actions(document, everything, [], only="source.fixAll")
    assert [action["kind"] for action in offered] == ["source.fixAll.hublint"]
    session.client.apply(session.client.edit_of(offered[0]))
    assert document.text == fixed[MORE]


def test_a_closed_document_has_no_diagnostics(session: Open) -> None:
    client = session.client
    document = session.document("closed", PROGRAM)
    found_in(session, document, FOUND)
    since = len(client.received)
    client.close(document)
    if client.pulls:
        assert client.pull(document) == []
    else:
        told = client.notification("textDocument/publishDiagnostics", since=since)
        assert (told["uri"], told["diagnostics"]) == (document.uri, [])


class TestTheEnd:
    def test_exit_without_shutdown_is_status_1(self, tmp_path: Path) -> None:
        with Client(folder=tmp_path) as client:
            client.initialize()
            client.notify("exit")
            assert client.process.wait(PATIENCE) == 1

    def test_requests_after_shutdown_are_refused(self, tmp_path: Path) -> None:
        with Client(folder=tmp_path) as client:
            client.initialize()
            client.request("shutdown")
            parameters = {"textDocument": {"uri": "file:///a.py"}, "position": {"line": 0, "character": 0}}
            refused = client.response(client.begin("textDocument/hover", parameters))
            assert refused["error"]["code"] == -32600
            client.notify("exit")
            assert client.process.wait(PATIENCE) == 0
