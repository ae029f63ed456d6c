"""The settings of an editor and of its folders' files, as the server's own process obeys them."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.lsp.client import SETTLING
from tests.lsp.editor import Editor, are, codes, editor

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.lsp.model import Document, Json

pytestmark = pytest.mark.processes  # each starts a server, and some several

NUMBERS: Final = itertools.count()
# What is gone, and what is deprecated alone.
PROGRAM: Final = "import tensorflow as tf\ntf.log(1.0)\ns = tf.Session()\n"
BOTH: Final = ("HUB501", "HUB101")
FIX_ALL: Final = "source.fixAll.hublint"
SHOW: Final = "window/showMessage"


def opened(client: Editor, path: Path, text: str = PROGRAM, language: str = "python") -> Document:
    return client.open(path.as_uri(), text, language)


def found(client: Editor, document: Document, *wanted: str) -> list[Json]:
    told = client.diagnostics(document, are(*wanted))
    assert sorted(codes(told)) == sorted(wanted)
    return told


def configure(client: Editor, settings: Any) -> None:
    client.settings = {"hublint": settings}
    client.notify("workspace/didChangeConfiguration", {"settings": None})


def told(client: Editor, since: int = 0) -> str:
    """Wait for a message to the person, and return it."""
    message: str = client.notification(SHOW, SETTLING, since)["message"]
    return message


def does_not_watch(capabilities: Json) -> None:
    del capabilities["workspace"]["didChangeWatchedFiles"]


def does_not_answer(capabilities: Json) -> None:
    del capabilities["workspace"]["configuration"]


class TestTheEditorsSettings:
    def test_those_that_it_begins_with_count_until_it_is_asked(self, tmp_path: Path) -> None:
        with editor(tmp_path, initial={"settings": {"select": ["HUB501"]}}, change=does_not_answer) as client:
            document = opened(client, tmp_path / "a.py")
            found(client, document, "HUB501")
            client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": {"select": ["HUB101"]}}})
            found(client, document, "HUB101")
            client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": {"enable": False}}})
            found(client, document)
            assert client.shown == []

    def test_each_folder_has_its_own(self, tmp_path: Path) -> None:
        folders = one, other = [tmp_path / name for name in ("one", "other")]
        for folder in folders:
            folder.mkdir()
        own = {one: {"select": ["HUB501"], "target": "tf=2.10"}, other: {"select": ["HUB101"], "target": "tf=2.21"}}
        with editor(one, other, settings={"ignore": ["HUB1"]}, own=own) as client:
            (first,) = found(client, opened(client, one / "a.py"), "HUB501")
            (second,) = found(client, opened(client, other / "a.py"), "HUB101")
            assert "TensorFlow 2.10" in first["message"]
            assert "TensorFlow 2.21" in second["message"]
            # What lies in neither has those that count everywhere.
            found(client, opened(client, tmp_path / "a.py"), "HUB501")
            found(client, client.open("untitled:Untitled-1", PROGRAM), "HUB501")
            assert client.shown == []

    def test_changes_are_obeyed_at_once_and_those_that_change_nothing_tell_nothing(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            document = opened(client, tmp_path / "a.py")
            found(client, document, *BOTH)
            configure(client, {"ignore": ["HUB1"]})
            found(client, document, "HUB501")
            configure(client, {"extendSelect": [], "ignore": []})
            found(client, document, *BOTH)
            configure(client, {"target": "tf=2.10"})
            items = client.diagnostics(
                document, lambda items: all("TensorFlow 2.10" in one["message"] for one in items)
            )
            assert sorted(codes(items)) == sorted(BOTH)
            assert all("TensorFlow 2.10" in one["message"] for one in items)
            assert client.shown == []

    def test_what_can_be_done_about_a_finding_is_offered_as_they_say(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            document = opened(client, tmp_path / "a.py")
            notebook = client.notebook(tmp_path / "n.ipynb", PROGRAM)
            found(client, document, *BOTH)
            client.pushed(notebook[0], are(*BOTH))
            place = document.range_of("tf.log")

            def offered() -> dict[str, list[str]]:
                """Return the titles that are offered for each kind."""
                kinds = {"quickfix": document, FIX_ALL: document, f"notebook.{FIX_ALL}": notebook[0]}
                return {
                    kind: [action["title"] for action in client.actions(of, place, [], only=kind)]
                    for kind, of in kinds.items()
                }

            def becomes(settings: Json, wanted: dict[str, list[str]]) -> None:
                """Change the settings, and see that what is offered follows."""
                configure(client, settings)
                deadline = time.monotonic() + SETTLING
                while offered() != wanted and time.monotonic() < deadline:
                    time.sleep(0.02)
                assert offered() == wanted

            everything = {
                "quickfix": ["HUB501: Write `tf.math.log`", "Ignore HUB501 on this line", "Explain HUB501"],
                FIX_ALL: ["Fix all safe hublint findings"],
                f"notebook.{FIX_ALL}": ["Fix all safe hublint findings"],
            }
            becomes({}, everything)
            becomes({"fixAll": False}, {**everything, FIX_ALL: [], f"notebook.{FIX_ALL}": []})
            some = {"fix": False, "ignoreComment": True}
            becomes({"codeAction": some}, {**everything, "quickfix": everything["quickfix"][1:]})
            nothing = {"fix": False, "ignoreComment": False, "explain": False}
            becomes({"codeAction": nothing}, {**everything, "quickfix": []})
            becomes({}, everything)
            assert client.shown == []

    def test_what_only_the_extension_of_vs_code_reads_is_none_of_ours(self, tmp_path: Path) -> None:
        own = {"path": [], "interpreter": [], "importStrategy": "fromEnvironment", "args": []}
        with editor(tmp_path, settings={**own, "showNotifications": "off", "trace": {"server": "off"}}) as client:
            found(client, opened(client, tmp_path / "a.py"), *BOTH)
            assert client.shown == []

    def test_one_that_cannot_be_used_is_told_of_once_and_the_rest_counts(self, tmp_path: Path) -> None:
        with editor(tmp_path, settings={"selct": ["HUB5"], "ignore": ["HUB1"]}) as client:
            document = opened(client, tmp_path / "a.py")
            found(client, document, "HUB501")
            message = "hublint: settings: hublint.selct: unknown key; did you mean select?"
            assert told(client) == message
            configure(client, {"selct": ["HUB5"], "ignore": ["HUB5"]})
            found(client, document, "HUB101")
            assert client.shown == [message]

    def test_a_text_that_is_larger_than_allowed_is_left_alone_with_a_word(self, tmp_path: Path) -> None:
        with editor(tmp_path, settings={"maxFileSize": 100}) as client:
            small = opened(client, tmp_path / "a.py")
            found(client, small, *BOTH)
            large = opened(client, tmp_path / "b.py", PROGRAM + "#" * 100)
            found(client, large)
            size = len(large.text)
            assert told(client) == (
                f"hublint: {tmp_path / 'b.py'} is not checked: it has {size} bytes, and hublint.maxFileSize allows 100"
            )
            assert client.request("textDocument/codeLens", {"textDocument": large.identity}) == []
            client.change(large, (len(PROGRAM), size, ""))
            found(client, large, *BOTH)
            client.change(small, (0, 0, "#" * 100 + "\n"))
            found(client, small)

    def test_folders_come_and_go(self, tmp_path: Path) -> None:
        one, other = tmp_path / "one", tmp_path / "other"
        one.mkdir()
        other.mkdir()
        with editor(one, own={other: {"select": ["HUB101"]}}) as client:
            document = opened(client, other / "a.py")
            found(client, document, *BOTH)
            added = [{"uri": other.as_uri(), "name": "other"}]
            event: Json = {"added": added, "removed": []}
            client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
            found(client, document, "HUB101")
            event = {"added": [], "removed": added}
            client.notify("workspace/didChangeWorkspaceFolders", {"event": event})
            found(client, document, *BOTH)


class TestSettingsFiles:
    def watched(self, client: Editor, file: Path) -> None:
        client.notify("workspace/didChangeWatchedFiles", {"changes": [{"uri": file.as_uri(), "type": 2}]})

    def changes(self, client: Editor, folder: Path, tell: Callable[[Path], None]) -> None:
        """Change the settings file on the disk, and see that it is obeyed."""
        file = folder / "pyproject.toml"
        file.write_text('[tool.hublint]\nselect = ["HUB501"]\n')
        document = opened(client, folder / "a.py")
        found(client, document, "HUB501")
        file.write_text('[tool.hublint]\nselect = ["HUB101"]\n')
        tell(file)
        found(client, document, "HUB101")
        # What cannot be read leaves what was last good, and is told of once.
        file.write_text('[tool.hublint]\nselect = ["HUB999"\n')
        since = len(client.received)
        tell(file)
        message = told(client, since)
        assert "pyproject.toml" in message
        assert message.count("\n") == 0
        found(client, document, "HUB101")
        tell(file)
        found(client, document, "HUB101")
        assert client.shown == [message]
        file.unlink()
        tell(file)
        found(client, document, *BOTH)

    def test_are_read_again_when_the_editor_says_that_they_have_changed(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            patterns = [
                watcher["globPattern"]
                for registered in client.notification("client/registerCapability")["registrations"]
                if registered["method"] == "workspace/didChangeWatchedFiles"
                for watcher in registered["registerOptions"]["watchers"]
            ]
            assert {"**/pyproject.toml", "**/hublint.toml", "**/.gitignore"} <= set(patterns)
            self.changes(client, tmp_path, lambda file: self.watched(client, file))

    def test_are_read_again_when_something_is_saved_in_an_editor_that_watches_nothing(self, tmp_path: Path) -> None:
        with editor(tmp_path, change=does_not_watch) as client:
            other = opened(client, tmp_path / "other.py", "x = 1\n")
            self.changes(client, tmp_path, lambda _: client.save(other))

    def test_what_they_exclude_has_no_findings(self, tmp_path: Path) -> None:
        (tmp_path / ".git").mkdir()
        (tmp_path / "venv").mkdir()
        (tmp_path / "venv" / "pyvenv.cfg").write_text("")
        (tmp_path / ".gitignore").write_text("made/\n")
        (tmp_path / "hublint.toml").write_text('exclude = ["old"]\n')
        with editor(tmp_path, settings={"exclude": ["/third"]}) as client:
            kept = opened(client, tmp_path / "a.py")
            left_out = [opened(client, tmp_path / folder / "a.py") for folder in ("made", "old", "third", "venv/lib")]
            found(client, kept, *BOTH)
            assert [codes(client.diagnostics(document)) for document in left_out] == [[], [], [], []]
            (tmp_path / ".gitignore").write_text("a.py\n")
            self.watched(client, tmp_path / ".gitignore")
            found(client, kept)
            assert client.shown == []

    def test_a_file_outside_of_all_folders_obeys_its_own_settings_file(self, tmp_path: Path) -> None:
        inside, outside = tmp_path / "inside", tmp_path / "outside"
        for folder in (inside, outside):
            folder.mkdir()
        (inside / "hublint.toml").write_text('select = ["HUB101"]\n')
        (outside / "hublint.toml").write_text('select = ["HUB501"]\n')
        with editor(inside) as client:
            found(client, opened(client, inside / "a.py"), "HUB101")
            found(client, opened(client, outside / "a.py"), "HUB501")
            # Without a file, those of the first folder count.
            found(client, client.open("untitled:Untitled-1", PROGRAM), "HUB101")


class TestOtherDocuments:
    def test_requirements_are_documents(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            lines = "# é🎉\ntensorflow-hub>=0.8\nnumpy\n"
            document = opened(client, tmp_path / "requirements.txt", lines, "pip-requirements")
            (one,) = found(client, document, "HUB351")
            assert document.excerpt(one["range"]).startswith("tensorflow-hub")
            client.change(document, (document.text.index("tensorflow"), document.text.index("numpy"), ""))
            found(client, document)

    def test_so_is_what_pyproject_toml_requires(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            text = '[project]\nname = "é🎉"\nversion = "1"\ndependencies = ["tensorflow-hub>=0.8"]\n'
            document = opened(client, tmp_path / "pyproject.toml", text, "toml")
            (one,) = found(client, document, "HUB351")
            assert "tensorflow-hub" in document.excerpt(one["range"])

    def test_what_is_not_python_is_nothing(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            for name, language in (("a.md", "markdown"), ("a.toml", "toml"), ("a.js", "javascript")):
                document = opened(client, tmp_path / name, PROGRAM, language)
                found(client, document)
                assert client.actions(document, document.range(0, 5), []) == []

    def test_the_encoding_that_a_text_declares_is_that_of_its_file_and_not_of_the_text(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            for number, cookie in enumerate(("latin-1", "cp932", "no-such-encoding")):
                text = f"# -*- coding: {cookie} -*-\nimport tensorflow as tf\nx = 'é🎉'; tf.log(1.0)\n"
                document = opened(client, tmp_path / f"{number}.py", text)
                (one,) = found(client, document, "HUB501")
                assert document.excerpt(one["range"]) == "tf.log"
            assert client.shown == []

    def test_a_byte_order_mark_moves_nothing(self, tmp_path: Path) -> None:
        with editor(tmp_path) as client:
            document = opened(client, tmp_path / "a.py", "\ufeffimport tensorflow as tf; tf.log(1.0)\n")
            (one,) = found(client, document, "HUB501")
            assert document.excerpt(one["range"]) == "tf.log"
            (action, *_) = client.actions(document, one["range"], [])
            client.apply(client.edit_of(action))
            assert document.text == "\ufeffimport tensorflow as tf; tf.math.log(1.0)\n"
