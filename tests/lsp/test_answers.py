"""What an editor is told of a text, and what it is answered about a place in one: by the server's own process."""

from __future__ import annotations

import itertools
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.lsp.client import SETTLING, Client
from tests.lsp.editor import Editor, are, codes, editor, title_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.lsp.model import Document, Json

pytestmark = pytest.mark.processes  # each starts a server, and some several

NUMBERS: Final = itertools.count()
IMPORT: Final = "import tensorflow as tf\n"
LOGS: Final = IMPORT + "\nx = '🎉'; y = tf.log(1.0)\nz = tf.log(2.0)\nw = tf.ceil(x=1.5)\n"
ERROR, HINT = 1, 4
REFRESH: Final = "workspace/diagnostic/refresh"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("answers")


@pytest.fixture(scope="module")
def shared(folder: Path) -> Iterator[Editor]:
    with editor(folder) as started:
        yield started


def without(*paths: str) -> Any:
    """Return what takes abilities, given by their paths, away from a client."""

    def change(capabilities: Json) -> None:
        for path in paths:
            *parents, last = path.split("/")
            inner = capabilities
            for parent in parents:
                inner = inner[parent]
            del inner[last]

    return change


@pytest.fixture(scope="module")
def plain(folder: Path) -> Iterator[Editor]:
    """Return a client that is told diagnostics, has plain text only, and neither resolves nor knows versions."""

    def change(capabilities: Json) -> None:
        document = capabilities["textDocument"]
        document["publishDiagnostics"] = {}
        document["hover"]["contentFormat"] = ["plaintext"]
        document["completion"]["completionItem"]["documentationFormat"] = ["plaintext"]
        del document["diagnostic"]
        del document["codeAction"]["resolveSupport"]
        del capabilities["workspace"]["workspaceEdit"]["documentChanges"]

    with editor(folder, change=change) as started:
        yield started


def opened(client: Client, folder: Path, text: str, *wanted: str, name: str | None = None) -> Document:
    """Open a new document, and wait until it has these findings."""
    document = client.open((folder / (name or f"d{next(NUMBERS)}.py")).as_uri(), text)
    found(client, document, *wanted)
    return document


def found(client: Client, document: Document, *wanted: str) -> list[Json]:
    told = client.diagnostics(document, are(*wanted))
    assert sorted(codes(told)) == sorted(wanted)
    return told


def places(document: Document, told: Sequence[Json]) -> list[str]:
    return [document.excerpt(one["range"]) for one in told]


def checked(folder: Path, text: str, *options: str) -> str:
    """Return what `hublint check` makes of a file."""
    file = folder / f"c{next(NUMBERS)}.py"
    file.write_bytes(text.encode())
    command = (sys.executable, "-m", "hublint", "check", *options, file.name)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    text = file.read_bytes().decode()
    file.unlink()
    return text


class TestDiagnostics:
    def test_a_finding_is_told_with_all_that_is_known_of_it(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, IMPORT + "x = tf.log(1.0)\n", "HUB501")
        (told,) = found(shared, document, "HUB501")
        assert told["severity"] == ERROR
        assert told["source"] == "hublint"
        assert told["message"].startswith("`tf.log` does not exist in TensorFlow 2.")
        assert told["codeDescription"]["href"].startswith("https://")
        (related,) = told["relatedInformation"]
        assert related["message"] == "the name comes from here"
        assert related["location"]["uri"] == document.uri
        assert document.excerpt(related["location"]["range"]) == "tensorflow as tf"

    def test_what_is_of_no_use_is_shown_faint(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, "x = 1  # hublint: ignore[HUB501]\n", "HUB900")
        (told,) = found(shared, document, "HUB900")
        assert (told["severity"], told["tags"]) == (HINT, [1])

    def test_the_edits_are_told_once_nobody_types(self, shared: Editor, folder: Path) -> None:
        document = shared.open((folder / f"d{next(NUMBERS)}.py").as_uri(), LOGS)
        since = len(shared.received)
        first = found(shared, document, "HUB501", "HUB501", "HUB501")
        assert [one["data"]["code"] for one in first] == ["HUB501"] * 3
        told = shared.diagnostics(document, lambda items: all("fix" in one["data"] for one in items))
        shared.notification(REFRESH, since=since)
        fix = told[0]["data"]["fix"]
        assert (fix["applicability"], fix["message"][:5]) == ("safe", "Write")
        (edit,) = fix["edits"]
        assert edit["uri"] == document.uri
        document.apply([{"range": edit["range"], "newText": edit["newText"]}])
        assert "x = '🎉'; y = tf.math.log(1.0)\n" in document.text

    def test_what_a_client_cannot_have_it_does_not_get(self, plain: Editor, folder: Path) -> None:
        document = opened(plain, folder, LOGS, "HUB501", "HUB501", "HUB501")
        unused = opened(plain, folder, "x = 1  # hublint: ignore[HUB501]\n", "HUB900")
        for told in (*found(plain, document, *["HUB501"] * 3), *found(plain, unused, "HUB900")):
            assert set(told) == {"range", "severity", "code", "source", "message"}
        assert all("version" not in told for told in plain.pushes(document.uri))
        assert not plain.sent(REFRESH)

    def test_a_text_that_does_not_parse_says_so_on_its_line(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, IMPORT + "\n    y = tf.log(((  # é\nz = 2\n", "HUB901")
        (told,) = found(shared, document, "HUB901")
        assert told["severity"] == ERROR
        start, end = told["range"]["start"], told["range"]["end"]
        assert start["line"] == end["line"]
        assert places(document, [told])[0] == document.text.split("\n")[start["line"]]

    def test_the_last_good_findings_stay_and_move_while_a_text_does_not_parse(
        self, shared: Editor, folder: Path
    ) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        shared.change(document, (len(IMPORT), len(IMPORT), "def f(:\n"))
        assert places(document, found(shared, document, *["HUB501"] * 3)) == ["tf.log", "tf.log", "tf.ceil"]
        shared.change(document, (0, 0, "# é🎉\n"), (0, 0, "\n"))
        assert places(document, found(shared, document, *["HUB501"] * 3)) == ["tf.log", "tf.log", "tf.ceil"]
        start = document.text.index("def f")
        shared.change(document, (start, start + len("def f(:\n"), ""))
        assert places(document, found(shared, document, *["HUB501"] * 3)) == ["tf.log", "tf.log", "tf.ceil"]

    def test_a_closed_document_has_no_findings(self, shared: Editor, plain: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        shared.close(document)
        assert shared.pull(document) == []
        told = opened(plain, folder, LOGS, *["HUB501"] * 3)
        since = len(plain.received)
        plain.close(told)
        plain.wait(
            lambda message: (
                message.get("method") == "textDocument/publishDiagnostics"
                and message["params"] == {"uri": told.uri, "diagnostics": []}
            ),
            SETTLING,
            since,
        )

    def test_what_is_unchanged_is_not_told_again(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        shared.diagnostics(document, lambda items: all("fix" in one["data"] for one in items))
        asked: Json = {"textDocument": document.identity}
        report = shared.request("textDocument/diagnostic", asked)
        again = shared.request("textDocument/diagnostic", {**asked, "previousResultId": report["resultId"]})
        assert again == {"kind": "unchanged", "resultId": report["resultId"]}
        shared.change(document, (0, 0, "\n"))
        changed = shared.request("textDocument/diagnostic", {**asked, "previousResultId": report["resultId"]})
        assert (changed["kind"], len(changed["items"])) == ("full", 3)


class TestCodeActions:
    def offered(self, client: Client, document: Document, part: str, only: str | None = None) -> list[Json]:
        return client.actions(document, document.range_of(part), [], only=only)

    def test_all_that_can_be_done_is_offered_the_best_first(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        actions = self.offered(shared, document, "tf.ceil")
        assert [(action["title"].partition(":")[0], action["kind"]) for action in actions] == [
            ("HUB501", "quickfix"),
            ("Fix all HUB501 in this file", "quickfix"),
            ("Ignore HUB501 on this line", "quickfix"),
            ("Explain HUB501", "quickfix"),
        ]
        assert [action.get("isPreferred") for action in actions] == [True, None, None, None]
        assert actions[-1]["command"]["command"] == "hublint.explain"
        # Their edits are worked out when they are asked for.
        assert [("edit" in action, "data" in action) for action in actions[:3]] == [
            (False, True),
            (False, True),
            (True, False),
        ]

    def test_each_does_what_it_says(self, shared: Editor, folder: Path) -> None:
        for part, title, wanted in (
            ("tf.ceil", "HUB501: ", LOGS.replace("tf.ceil(x=", "tf.math.ceil(x=")),
            ("tf.ceil", "Fix all HUB501", LOGS.replace("tf.", "tf.math.")),
            ("tf.ceil", "Ignore HUB501", LOGS.replace("x=1.5)", "x=1.5)  # hublint: ignore[HUB501]")),
        ):
            document = opened(shared, folder, LOGS, *["HUB501"] * 3)
            shared.apply(shared.edit_of(title_of(self.offered(shared, document, part), title)))
            assert document.text == wanted
            shared.close(document)

    def test_edits_name_the_version_they_are_for_where_the_client_knows_them(
        self, shared: Editor, plain: Editor, folder: Path
    ) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        shared.change(document, (0, 0, "\n"))
        edit = shared.edit_of(title_of(self.offered(shared, document, "tf.ceil"), "HUB501: "))
        assert [part["textDocument"] for part in edit["documentChanges"]] == [{"uri": document.uri, "version": 2}]
        other = opened(plain, folder, LOGS, *["HUB501"] * 3)
        action = title_of(self.offered(plain, other, "tf.ceil"), "HUB501: ")
        assert set(action["edit"]) == {"changes"}
        assert list(action["edit"]["changes"]) == [other.uri]

    def test_a_client_that_cannot_ask_gets_all_edits_at_once(self, plain: Editor, folder: Path) -> None:
        for title, only, wanted in (
            ("HUB501: ", None, LOGS.replace("tf.ceil(x=", "tf.math.ceil(x=")),
            ("Fix all HUB501", None, LOGS.replace("tf.", "tf.math.")),
            ("Fix all safe", "source.fixAll", LOGS.replace("tf.", "tf.math.")),
        ):
            document = opened(plain, folder, LOGS, *["HUB501"] * 3)
            action = title_of(self.offered(plain, document, "tf.ceil", only), title)
            plain.apply(action["edit"])
            assert document.text == wanted
            plain.close(document)

    def test_an_action_for_a_text_that_has_changed_says_so_and_edits_nothing(
        self, shared: Editor, folder: Path
    ) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        action = title_of(self.offered(shared, document, "tf.ceil"), "HUB501: ")
        shared.change(document, (0, 0, "\n"))
        since = len(shared.received)
        assert "edit" not in shared.request("codeAction/resolve", action)
        told = shared.notification("window/showMessage", since=since)
        assert told["message"] == "hublint: the text has changed since this was offered; ask for it again"

    def test_an_action_for_a_document_that_is_closed_edits_nothing(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        action = title_of(self.offered(shared, document, "tf.ceil"), "HUB501: ")
        shared.close(document)
        assert "edit" not in shared.request("codeAction/resolve", action)

    def test_fixing_on_save_fixes_what_is_saved_and_says_nothing(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        (action,) = self.offered(shared, document, "tf.ceil", "source.fixAll")
        assert action["kind"] == "source.fixAll.hublint"
        shared.change(document, (0, 0, "\n"))
        since = len(shared.received)
        shared.apply(shared.edit_of(action))
        assert document.text == "\n" + LOGS.replace("tf.", "tf.math.")
        assert "edit" not in shared.request("codeAction/resolve", action)
        assert self.offered(shared, document, "tf.math.ceil", "source.fixAll") == []
        assert not [told for told in shared.received[since:] if told.get("method") == "window/showMessage"]

    def test_a_text_that_does_not_parse_is_not_edited(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        shared.change(document, (len(IMPORT), len(IMPORT), "def f(:\n"))
        found(shared, document, *["HUB501"] * 3)
        actions = self.offered(shared, document, "tf.ceil")
        assert all("edit" not in action and "data" not in action for action in actions)
        assert self.offered(shared, document, "tf.ceil", "source.fixAll") == []

    @pytest.mark.parametrize(
        ("start", "end"), [((99, 0), (99, 5)), ((0, 0), (0, 999)), ((2, 3), (1, 0)), ((4, 0), (9999, 9999))]
    )
    def test_a_range_may_lie_anywhere(
        self, shared: Editor, folder: Path, start: tuple[int, int], end: tuple[int, int]
    ) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        range_ = {name: {"line": at[0], "character": at[1]} for name, at in (("start", start), ("end", end))}
        for only in (None, "quickfix", "source", "refactor", ""):
            actions = shared.actions(document, range_, [], only=only)
            assert all(action["kind"].startswith(("quickfix", "source.")) for action in actions)
        shared.close(document)

    def test_of_what_is_asked_for_only_that_is_offered(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        kinds = {
            only: {action["kind"] for action in self.offered(shared, document, "tf.ceil", only)}
            for only in (
                "quickfix",
                "source",
                "source.fixAll.hublint",
                "source.organizeImports",
                "refactor",
                "notebook",
            )
        }
        assert kinds == {
            "quickfix": {"quickfix"},
            "source": {"source.fixAll.hublint"},
            "source.fixAll.hublint": {"source.fixAll.hublint"},
            "source.organizeImports": set(),
            "refactor": set(),
            "notebook": set(),
        }

    @pytest.mark.parametrize("unsafe", [False, True], ids=["safe", "unsafe"])
    def test_fixing_all_makes_what_check_makes(self, tmp_path: Path, unsafe: bool) -> None:
        text = LOGS + 'init = tf.contrib.layers.xavier_initializer()\ns = tf.Session()\np = tf.to_int32("1")\n'
        wanted = checked(tmp_path, text, "--fix", *(["--unsafe-fixes"] if unsafe else []))
        assert wanted != text
        with editor(tmp_path, settings={"unsafeFixes": unsafe}) as client:
            document = client.open((tmp_path / "a.py").as_uri(), text)
            client.diagnostics(document, lambda items: len(items) >= 5)
            (action,) = self.offered(client, document, "tf.ceil", "source.fixAll")
            client.apply(client.edit_of(action))
            assert document.text == wanted


class TestHover:
    def test_a_name_tells_what_became_of_it(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        shown = shared.request("textDocument/hover", shared.at(document, "tf.ceil", 4))
        assert shown["contents"]["kind"] == "markdown"
        assert "tf.math.ceil" in shown["contents"]["value"]
        assert document.excerpt(shown["range"]) in {"tf.ceil", "ceil"}

    def test_a_code_in_an_ignore_comment_tells_its_rule(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, IMPORT + "x = tf.log(1.0)  # hublint: ignore[HUB501]\n")
        shown = shared.request("textDocument/hover", shared.at(document, "HUB501", 2))
        assert "HUB501" in shown["contents"]["value"]
        assert document.excerpt(shown["range"]) == "HUB501"

    def test_what_is_not_of_tensorflow_tells_nothing(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        assert shared.request("textDocument/hover", shared.at(document, "'🎉'", 1)) is None
        outside = {"textDocument": document.identity, "position": {"line": 999, "character": 999}}
        assert shared.request("textDocument/hover", outside) is None

    def test_a_client_without_markdown_gets_plain_text(self, plain: Editor, folder: Path) -> None:
        document = opened(plain, folder, LOGS, *["HUB501"] * 3)
        shown = plain.request("textDocument/hover", plain.at(document, "tf.ceil", 4))
        assert shown["contents"]["kind"] == "plaintext"
        assert "tf.math.ceil" in shown["contents"]["value"]
        assert not [mark for mark in ("`", "**", "](") if mark in shown["contents"]["value"]]

    @pytest.mark.parametrize("name", ["pyproject.toml", "hublint.toml"])
    def test_a_key_of_the_settings_file_tells_what_it_is(self, shared: Editor, tmp_path: Path, name: str) -> None:
        head = "[tool.hublint]\n" if name == "pyproject.toml" else ""
        document = shared.open((tmp_path / name).as_uri(), f'{head}select = ["HUB5"]\n', "toml")
        assert "select" in shared.request("textDocument/hover", shared.at(document, "select", 1))["contents"]["value"]
        shared.close(document)


class TestCompletion:
    def labels(self, client: Editor, document: Document, at: int) -> list[Json]:
        parameters = {"textDocument": document.identity, "position": document.position(at)}
        answer = client.request("textDocument/completion", parameters)
        items: list[Json] = answer["items"] if answer else []
        return items

    def test_an_ignore_comment_is_offered_the_codes_of_its_line_first(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, IMPORT + "x = '🎉', tf.log(1.0)  # hublint: ignore[]\n", "HUB501", "HUB900")
        at = document.text.index("[]") + 1
        items = self.labels(shared, document, at)
        assert len(items) > 20
        first = min(items, key=lambda item: item["sortText"])
        assert first["label"].startswith("HUB501")
        document.apply([first["textEdit"]])
        assert document.text.endswith("# hublint: ignore[HUB501]\n")

    def test_elsewhere_nothing_is_offered(self, shared: Editor, folder: Path) -> None:
        document = opened(shared, folder, LOGS, *["HUB501"] * 3)
        assert self.labels(shared, document, document.text.index("tf.ceil") + 3) == []

    @pytest.mark.parametrize("name", ["pyproject.toml", "hublint.toml"])
    def test_the_settings_file_is_offered_keys_and_codes(self, shared: Editor, tmp_path: Path, name: str) -> None:
        head = "[tool.hublint]\n" if name == "pyproject.toml" else ""
        document = shared.open((tmp_path / name).as_uri(), f'{head}sel\nignore = ["HUB5"]\n', "toml")
        keys = self.labels(shared, document, document.text.index("sel") + 3)
        assert "select" in [item["label"] for item in keys]
        found = self.labels(shared, document, document.text.index("HUB5") + 4)
        assert any(item["label"].startswith("HUB501") for item in found)
        shared.close(document)

    def test_a_client_without_markdown_gets_plain_text(self, plain: Editor, folder: Path) -> None:
        document = opened(plain, folder, IMPORT + "x = tf.log(1.0)  # hublint: ignore[]\n", "HUB501", "HUB900")
        items = self.labels(plain, document, document.text.index("[]") + 1)
        assert {item["documentation"]["kind"] for item in items} == {"plaintext"}


class TestExplaining:
    def test_the_page_of_a_rule_is_shown_and_returned(self, shared: Editor) -> None:
        since = len(shared.received)
        page = shared.execute("hublint.explain", {"code": "HUB501"})
        assert "HUB501" in page
        shown = shared.notification("window/showDocument", since=since)
        assert shown["uri"].startswith("file:")
        assert shown["uri"].endswith("HUB501.md")

    def test_a_code_that_is_none_is_told_of(self, shared: Editor) -> None:
        assert "HUB000" in shared.execute("hublint.explain", {"code": "HUB000"})
        assert shared.execute("hublint.explain") is None
