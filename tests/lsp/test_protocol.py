from __future__ import annotations

import itertools
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hublint import engine, registry
from hublint.rule import Target
from hublint.source.text import Text
from tests.lsp.client import INVALID_PARAMS, METHOD_NOT_FOUND, PATIENCE, SERVER, Client, ResponseError
from tests.lsp.model import Document

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PROGRAM: Final = "import tensorflow as tf\n\nprint(tf.log(2.0))\n"
REGISTRY: Final = registry.load()
ASKS: Final = {"textDocument": {"diagnostic": {}, "codeAction": {"dataSupport": True}}}
NUMBERS: Final = itertools.count()
# The ends of a line that Python's own `str.splitlines` knows, and editors do not; then those that all know.
ODD: Final = ("\f", "\v", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\r", "\r\n", "\n")


@pytest.fixture(scope="module", params=[ASKS, {}], ids=["asks", "is told"])
def client(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("protocol")
    with Client(folder=folder) as started:
        started.initialize(request.param, rootUri=folder.as_uri())
        yield started
        assert started.shut_down() == 0
        assert started.garbled is None
        assert started.shown == []


def uri(name: str) -> str:
    """Return an address that no other document has."""
    return f"file:///somewhere/{name}{next(NUMBERS)}.py"


def expected(document: Document) -> list[tuple[str, dict[str, Any]]]:
    """Return what a whole pass finds in a document, with this side's ranges."""
    utf8 = document.text.encode()
    checked = engine.check(Text.decoded(utf8), REGISTRY, target=Target.newest, fixes=False)
    assert checked.parsed
    return [
        (found.code, document.range(*(len(utf8[:offset].decode()) for offset in (found.start, found.end))))
        for found in checked.findings
    ]


def agree(client: Client, document: Document, wanted: list[tuple[str, dict[str, Any]]] | None = None) -> None:
    """Wait until the server has found what a whole pass over this side's text finds, and where this side sees it."""
    wanted = expected(document) if wanted is None else wanted

    def told(items: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
        return [(found["code"], found["range"]) for found in items]

    found = client.diagnostics(document, lambda items: told(items) == wanted)
    assert told(found) == wanted


def codes(client: Client, document: Document, code: str) -> list[str]:
    """Wait until a code is among those of a document, and return them all."""
    found = client.diagnostics(document, lambda items: code in [found["code"] for found in items])
    return [one["code"] for one in found]


class TestWhatClientsSend:
    def test_values_that_no_library_knows_are_survived(self, tmp_path: Path) -> None:
        capabilities = {
            "general": {"positionEncodings": ["utf-7", "utf-8"]},
            "textDocument": {
                "publishDiagnostics": {"tagSupport": {"valueSet": [1, 2, 9]}, "dataSupport": "perhaps"},
                "completion": {"completionItemKind": {"valueSet": [1, 99]}},
                "codeAction": {
                    "codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["", "quickfix", "odd.kind"]}}
                },
                "brandNew": {"valueSet": [1]},
            },
            "workspace": {
                "symbol": {"symbolKind": {"valueSet": [1, 99]}},
                "workspaceEdit": {"failureHandling": "x", "resourceOperations": ["create", "teleport"]},
            },
            "brandNew": 1,
        }
        with Client(folder=tmp_path) as client:
            answer = client.initialize(capabilities, trace="loud", brandNew=[], rootUri=tmp_path.as_uri())
            assert answer["serverInfo"]["name"] == "hublint"
            assert client.encoding == "utf-8"
            document = client.open(uri("odd"), PROGRAM)
            agree(client, document)
            assert client.shut_down() == 0
            assert client.shown == []

    def test_what_nobody_knows_is_refused_or_passed_over(self, client: Client) -> None:
        client.notify("$/brandNew", {"a": 1})
        client.notify("brand/new")
        client.notify(
            "textDocument/didChange", {"textDocument": {"uri": uri("never"), "version": 2}, "contentChanges": []}
        )
        client.notify("textDocument/didClose", {"textDocument": {"uri": uri("never")}})
        with_and_without: dict[str, dict[str, Any]] = {"with": {"params": {}}, "without": {}}
        for number, parameters in with_and_without.items():
            client.send({"id": number, "method": "textDocument/brandNew", **parameters})
        answers = [client.response("with"), client.response("without")]
        assert [answer["error"]["code"] for answer in answers] == [METHOD_NOT_FOUND, METHOD_NOT_FOUND]

    def test_a_request_that_cannot_be_read_is_answered(self, client: Client) -> None:
        with pytest.raises(ResponseError) as refused:
            client.request("textDocument/diagnostic", {"textDocument": ["file:///a.py"]})
        assert refused.value.code == INVALID_PARAMS
        client.notify("textDocument/didOpen", {"textDocument": 1})

    def test_messages_may_come_in_pieces(self, client: Client) -> None:
        body = b'{"jsonrpc": "2.0", "id": "a", "method": "textDocument/brandNew"}'
        client.write(b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r" % len(body))
        client.write(b"\n\r\n" + body[:10])
        client.write(body[10:])
        assert client.wait(lambda message: message.get("id") == "a")["error"]["code"] == METHOD_NOT_FOUND

    @pytest.mark.parametrize(
        "address", ["untitled:Untitled-1", "vscode-notebook-cell:/a/b.ipynb#W0", "odd-scheme://host/a%20b.py?c#d", "x:"]
    )
    def test_a_document_need_not_be_a_file(self, client: Client, address: str) -> None:
        document = client.open(address, PROGRAM)
        agree(client, document)
        client.close(document)

    def test_a_program_may_be_empty_or_not_python(self, client: Client) -> None:
        agree(client, client.open(uri("empty"), ""), [])
        document = client.open(uri("words"), "import tensorflow as tf, in words\n")
        assert codes(client, document, engine.CANNOT_PARSE) == [engine.CANNOT_PARSE]
        document = client.open(uri("nul"), "import tensorflow as tf\n\0")
        assert codes(client, document, engine.CANNOT_PARSE) == [engine.CANNOT_PARSE]


class TestEdits:
    @pytest.mark.parametrize("end", ODD, ids=ascii)
    def test_lines_end_where_the_protocol_ends_them(self, client: Client, end: str) -> None:
        """pygls itself splits lines as `str.splitlines` does, and then changes another line than the editor did."""
        last = end if end in "\r\n" else "\n"
        text = f'"""🎉{end}{end}é"""; import tensorflow as tf{last}x = 1\n'
        document = client.open(uri("ends"), text)
        at = document.text.index("x = 1")
        client.change(document, (at, at + 5, 'y = "🎉", tf.log(1.0)'))
        at = document.text.index("é")
        client.change(document, (at, at, f"🎉{end}"), (0, 0, '"é"'))
        agree(client, document)
        assert len(expected(document)) == 1

    def test_the_end_of_the_text_may_be_edited(self, client: Client) -> None:
        document = client.open(uri("end"), "import tensorflow as tf")
        client.change(document, (len(document.text), len(document.text), "\r"))
        client.change(document, (len(document.text), len(document.text), "\n"))
        client.change(document, (len(document.text), len(document.text), "tf.log(1.0)  # 🎉"))
        agree(client, document)
        last = len(document.text) - 1
        client.change(document, (last, last + 1, ""), (last, last, "é"))
        agree(client, document)
        client.change(document, (0, len(document.text), ""))
        agree(client, document, [])

    def test_positions_behind_the_end_are_those_at_the_end(self, client: Client) -> None:
        document = client.open(uri("behind"), "import tensorflow as tf\nx = 1")
        far = {"line": 99, "character": 7}
        document.text += "; tf.log(1.0)\n"
        client.tell(document, [{"range": {"start": far, "end": far}, "text": "; tf.log(1.0)\n"}])
        behind = {"line": 0, "character": 9999}
        document.text = document.text.replace("as tf\n", "as tf  # 🎉\n")
        client.tell(document, [{"range": {"start": behind, "end": behind}, "text": "  # 🎉"}])
        agree(client, document)

    def test_a_change_may_hold_the_whole_text_and_edits_of_it(self, client: Client) -> None:
        document = client.open(uri("mixed"), "x = 1\n")
        document.text = PROGRAM
        client.tell(document, [{"text": PROGRAM}, document.replace(0, 0, "# 🎉\n"), document.replace(0, 2, "#é")])
        agree(client, document)

    def test_a_deprecated_range_length_is_of_no_account(self, client: Client) -> None:
        document = client.open(uri("length"), PROGRAM)
        client.tell(document, [{**document.replace(0, 0, "# é\n"), "rangeLength": 77}])
        agree(client, document)

    def test_hundreds_of_edits_in_a_row_are_all_made(self, client: Client) -> None:
        document = client.open(uri("typed"), PROGRAM)
        typed = "def f(x):\n    return tf.log(x) + tf.ceil(x)  # 🎉é\n\n" * 8
        for character in typed:
            client.change(document, (len(document.text), len(document.text), character))
        assert len(typed) > 400
        agree(client, document)
        assert len(expected(document)) == 17

    def test_what_is_found_stays_while_the_text_does_not_parse(self, client: Client) -> None:
        document = client.open(uri("broken"), PROGRAM + "tf.ceil(0.5)\n")
        before = expected(document)
        agree(client, document, before)
        client.change(document, (document.text.index("print"), document.text.index("print"), "def f(🎉:\n"))
        moved = [(code, document.range_of(part)) for (code, _), part in zip(before, ("tf.log", "tf.ceil"), strict=True)]

        def kept(items: list[dict[str, Any]]) -> list[tuple[str, dict[str, Any]]]:
            return [(found["code"], found["range"]) for found in items if found["code"] != engine.CANNOT_PARSE]

        assert kept(client.diagnostics(document, lambda items: kept(items) == moved)) == moved
        client.change(document, (document.text.index("def"), document.text.index("print"), ""))
        agree(client, document, before)

    PIECES = st.text(st.sampled_from(["a", "é", "模", "🙂", *ODD[:8], "\r", "\n", "#"]), max_size=4)

    @given(edits=st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 4), PIECES), max_size=12))
    @settings(max_examples=20)
    def test_any_edits_leave_both_sides_with_the_same_text(
        self, client: Client, edits: list[tuple[int, int, int, str]]
    ) -> None:
        """What follows a text in which anything may stand is found where it is only if all before it is the same."""
        contents = ["", "🙂\r\né\f", "模\n\r"]
        document = client.open(uri("any"), "import tensorflow as tf\n")

        def program(parts: list[str]) -> str:
            return "import tensorflow as tf\n" + "".join(f'x = """{part}""", tf.log(1.0)\n' for part in parts)

        client.rewrite(document, program(contents))
        for number, first, length, replacement in edits:
            part = contents[number]
            start, end = min(first, len(part)), min(first + length, len(part))
            if "\r\n" in {part[start - 1 : start + 1], part[end - 1 : end + 1]}:
                continue  # no editor has a cursor there
            contents[number] = part[:start] + replacement + part[end:]
            at = len(program(contents[:number])) + len('x = """')
            client.change(document, (at + start, at + end, replacement))
            assert document.text == program(contents)
        agree(client, document)
        client.close(document)


class TestLargeFiles:
    def test_a_file_beyond_the_limit_is_left_alone_and_the_person_told(self, tmp_path: Path) -> None:
        with Client(folder=tmp_path) as client:
            client.initialize({}, initializationOptions={"maxFileSize": 200})
            document = client.open(uri("large"), PROGRAM + "#" * 200)
            assert "maxFileSize" in client.notification("window/showMessage")["message"]
            agree(client, document, [])
            client.change(document, (len(PROGRAM), len(document.text), ""))
            agree(client, document)
            client.change(document, (len(PROGRAM), len(PROGRAM), "#" * 200))
            agree(client, document, [])
            assert client.shut_down() == 0
            assert len(client.shown) == 1


class TestFolders:
    def test_each_has_settings_of_its_own_whatever_its_name(self, tmp_path: Path) -> None:
        folders = [tmp_path / name for name in ("a b#c%20é", "plain")]
        capabilities = {**ASKS, "workspace": {"configuration": True, "workspaceFolders": True}}
        opened = [{"uri": folder.as_uri(), "name": folder.name} for folder in folders]
        with Client(folder=tmp_path) as client:
            client.settings = {"hublint": {}, folders[0].as_uri(): {"maxFileSize": 10}}
            client.initialize(capabilities, workspaceFolders=opened)
            scopes = [item.get("scopeUri") for item in client.notification("workspace/configuration")["items"]]
            assert scopes == [None, *(folder.as_uri() for folder in folders)]
            other = client.open((folders[1] / "a.py").as_uri(), PROGRAM)
            agree(client, other)
            limited = client.open((folders[0] / "a.py").as_uri(), PROGRAM)
            assert "maxFileSize" in client.notification("window/showMessage")["message"]
            agree(client, limited, [])

    def test_one_that_only_the_root_tells_of_is_one(self, tmp_path: Path) -> None:
        with Client(folder=tmp_path) as client:
            client.initialize({"workspace": {"configuration": True}}, rootUri=tmp_path.as_uri(), workspaceFolders=None)
            scopes = [item.get("scopeUri") for item in client.notification("workspace/configuration")["items"]]
            assert scopes == [None, tmp_path.as_uri()]


class TestNotebooks:
    def test_each_cell_is_told_its_own_findings(self, tmp_path: Path) -> None:
        """Names flow from cell to cell; editors that ask get them pushed too, since they ask for few cells and late."""
        encoding = "utf-16"  # as VS Code has it, which alone sends notebooks
        capabilities = {
            **ASKS,
            "general": {"positionEncodings": [encoding]},
            "notebookDocument": {"synchronization": {}},
        }
        texts = ["%matplotlib inline\nimport tensorflow as tf\n", "'🎉é', tf.log(1.0)", "# Words", "x = 1\n"]
        cells = [
            Document(f"vscode-notebook-cell:/a%20b.ipynb#W{number}", text, encoding)
            for number, text in enumerate(texts)
        ]
        with Client(folder=tmp_path) as client:
            client.initialize(capabilities)
            notebook = {"uri": "file:///a%20b.ipynb", "version": 1, "notebookType": "jupyter-notebook"}
            listed = [{"kind": 1 if number == 2 else 2, "document": cell.uri} for number, cell in enumerate(cells)]
            items = [
                {
                    "uri": cell.uri,
                    "languageId": "markdown" if cell is cells[2] else "python",
                    "version": 1,
                    "text": cell.text,
                }
                for cell in cells
            ]
            client.notify(
                "notebookDocument/didOpen",
                {"notebookDocument": {**notebook, "cells": listed}, "cellTextDocuments": items},
            )

            def told(cell: Document, part: str | None) -> bool:
                ranges = [] if part is None else [cell.range_of(part)]
                client.wait(
                    lambda message: (
                        message.get("method") == "textDocument/publishDiagnostics"
                        and message["params"]["uri"] == cell.uri
                        and [found["range"] for found in message["params"]["diagnostics"]] == ranges
                    ),
                    since=cell.since,
                )
                return True

            assert told(cells[1], "tf.log")
            cells[3].since = len(client.received)
            change = cells[3].replace(0, 5, "y = '🎉', tf.ceil(0.5)")
            text = {"document": {"uri": cells[3].uri, "version": 2}, "changes": [change]}
            version = {"uri": notebook["uri"], "version": 2}
            client.notify(
                "notebookDocument/didChange",
                {"notebookDocument": version, "change": {"cells": {"textContent": [text]}}},
            )
            assert told(cells[3], "tf.ceil")
            # Without its first cell the notebook imports nothing; a cell that is gone has no findings.
            for cell in cells:
                cell.since = len(client.received)
            gone = {"array": {"start": 0, "deleteCount": 1}, "didClose": [{"uri": cells[0].uri}]}
            client.notify(
                "notebookDocument/didChange",
                {"notebookDocument": {**version, "version": 3}, "change": {"cells": {"structure": gone}}},
            )
            assert told(cells[1], None)
            assert told(cells[3], None)
            assert client.shut_down() == 0
            assert client.shown == []


@pytest.mark.processes
class TestTheStream:
    def flood(self, client: Client) -> None:
        """Let the server send much at once, from whatever threads it has."""
        documents = [client.open(uri(f"flood{number}"), PROGRAM * 20) for number in range(30)]
        for document in documents:
            client.change(document, (0, 0, "# 🎉\n"))
        numbers = [client.begin("textDocument/diagnostic", {"textDocument": one.identity}) for one in documents]
        for document, number in zip(documents, numbers, strict=True):
            assert len(client.response(number)["result"]["items"]) == len(expected(document))
        assert client.garbled is None

    def test_an_unbuffered_python_does_not_tear_it(self, tmp_path: Path) -> None:
        """Most container images set the variable, and pygls then writes a message in pieces."""
        command = (sys.executable, "-u", *SERVER[1:])
        with Client(command, environment={"PYTHONUNBUFFERED": "1"}, folder=tmp_path) as client:
            client.initialize(ASKS)
            self.flood(client)
            assert client.shut_down() == 0

    def test_what_rules_write_and_read_is_no_part_of_it(self, tmp_path: Path, odd_rules: dict[str, str]) -> None:
        with Client(environment=odd_rules, folder=tmp_path) as client:
            client.initialize(ASKS)
            document = client.open(uri("noisy"), PROGRAM + "tf.noisy()\n")
            assert "ODD101" in codes(client, document, "ODD101")
            self.flood(client)
            assert client.shut_down() == 0
            assert "noise from a descriptor" in client.stderr

    def test_it_may_be_a_socket(self, tmp_path: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        with Client((*SERVER, "--tcp", f"127.0.0.1:{port}"), folder=tmp_path, address=("127.0.0.1", port)) as client:
            client.initialize(ASKS)
            self.flood(client)
            assert client.shut_down() == 0


@pytest.mark.processes
class TestWork:
    def slow(self, client: Client, gate: Path) -> Document:
        """Open a document whose check does not end before the gate is open, and wait until it has begun."""
        document = client.open(uri("slow"), "import tensorflow as tf\n\ntf.slow()\n")
        deadline = time.monotonic() + PATIENCE
        while not gate.with_suffix(".waiting").exists():
            assert time.monotonic() < deadline, client.stderr
            time.sleep(0.01)
        return document

    @pytest.mark.parametrize("capabilities", [ASKS, {}], ids=["asks", "is told"])
    def test_a_slow_document_does_not_hold_up_another(
        self, capabilities: dict[str, Any], tmp_path: Path, odd_rules: dict[str, str], gate: Path
    ) -> None:
        with Client(environment=odd_rules, folder=tmp_path) as client:
            client.initialize(capabilities)
            slow = client.open(uri("slow"), "import tensorflow as tf\n\ntf.slow()\n")
            number = client.begin("textDocument/diagnostic", {"textDocument": slow.identity}) if client.pulls else None
            other = client.open(uri("quick"), PROGRAM)
            agree(client, other)
            client.change(other, (0, 0, "# 🎉\n"))
            agree(client, other)
            client.change(slow, (0, 0, "# é\n"))
            assert not [push for push in client.pushes(slow.uri) if push["diagnostics"]]
            gate.touch()
            if number is not None:
                client.response(number)
            assert "ODD102" in codes(client, slow, "ODD102")
            assert client.shut_down() == 0

    def test_every_cancelled_request_is_answered(self, tmp_path: Path, odd_rules: dict[str, str], gate: Path) -> None:
        with Client(environment=odd_rules, folder=tmp_path) as client:
            client.initialize(ASKS)
            slow = client.open(uri("slow"), "import tensorflow as tf\n\ntf.slow()\n")
            numbers = [client.begin("textDocument/diagnostic", {"textDocument": slow.identity}) for _ in range(12)]
            other = client.open(uri("other"), PROGRAM)
            agree(client, other)
            for number in numbers:
                client.notify("$/cancelRequest", {"id": number})
            refusals = {client.response(number).get("error", {}).get("code") for number in numbers}
            assert refusals <= {-32800, -32801, -32802}
            assert not gate.exists()
            gate.touch()
            assert "ODD102" in codes(client, slow, "ODD102")
            assert client.shut_down() == 0
            assert client.shown == []

    def test_a_rule_with_a_defect_is_not_the_end(self, tmp_path: Path, odd_rules: dict[str, str]) -> None:
        with Client(environment=odd_rules, folder=tmp_path) as client:
            client.initialize({})
            document = client.open(uri("defect"), PROGRAM + "tf.defect()\n")
            assert "ZeroDivisionError" in client.notification("window/showMessage")["message"]
            client.change(document, (document.text.index("tf.defect"), len(document.text), ""))
            agree(client, document)
            assert client.shut_down() == 0
            assert len(client.shown) == 1

    @pytest.mark.parametrize("busy", [False, True], ids=["idle", "working"])
    def test_it_ends_with_its_editor(self, busy: bool, tmp_path: Path, odd_rules: dict[str, str], gate: Path) -> None:
        with Client(environment=odd_rules, folder=tmp_path) as client:
            client.initialize({})
            if busy:
                self.slow(client, gate)
            else:
                client.diagnostics(client.open(uri("idle"), PROGRAM))
            client.close_stdin()
            client.process.wait(10)  # it takes a fraction of a second; the rule would wait for a minute

    def test_it_shuts_down_while_it_works(self, tmp_path: Path, odd_rules: dict[str, str], gate: Path) -> None:
        with Client(environment=odd_rules, folder=tmp_path) as client:
            client.initialize({})
            self.slow(client, gate)
            assert client.shut_down(10) == 0


def test_a_wrong_address_is_refused_in_a_sentence() -> None:
    done = subprocess.run([*SERVER, "--tcp", "nowhere"], capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == 2
    assert "nowhere" in done.stderr
    assert "Traceback" not in done.stderr
