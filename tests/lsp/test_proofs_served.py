"""Verifying from an editor, by the server's own process: nothing runs unasked, and nothing that runs is left."""

from __future__ import annotations

import os
import time
import uuid
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.lsp.client import PATIENCE, ROOT
from tests.lsp.editor import Editor, are, codes, editor
from tests.verify.fake_tensorflow import write_fake_tensorflow
from tests.verify.test_hostile_programs import processes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.lsp.model import Document, Json

EXPORT: Final = "import tensorflow as tf\ntf.saved_model.save('m', 'out')\n\nraise ValueError('too late')\n"
HANGING: Final = """
import os, subprocess, sys, time
import tensorflow as tf
tf.saved_model.save("m", "out")
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
open({!r}, "w").close()
time.sleep(600)
"""
VERIFY: Final = "hublint.verify"
CALL: Final = "tf.saved_model.save('m', 'out')"


@pytest.fixture(scope="module")
def sign() -> str:
    """Return a word that stands in the environment of whatever a server starts."""
    return f"hublint-test-{uuid.uuid4().hex}"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory, sign: str) -> dict[str, str]:
    """Return variables with which programs find a stand-in for TensorFlow."""
    site, runtime = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("runtime")
    write_fake_tensorflow(site)
    runtime.chmod(0o700)
    return {
        "PYTHONPATH": os.pathsep.join(map(str, (site, ROOT, ROOT / "rules"))),
        "XDG_RUNTIME_DIR": str(runtime),
        "HUBLINT_WARM_IDLE": "1",
        "SIGN": sign,
    }


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("project")


@pytest.fixture(scope="module")
def shared(folder: Path, environment: dict[str, str]) -> Iterator[Editor]:
    with editor(folder, environment=environment) as started:
        yield started


def saved(client: Editor, file: Path, text: str) -> Document:
    file.write_text(text, encoding="utf-8")
    return client.open(file.as_uri(), text)


def lenses(client: Editor, document: Document) -> list[Json]:
    found: list[Json] = client.request("textDocument/codeLens", {"textDocument": document.identity})
    return found


def comes_true(condition: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def started(sign: str) -> list[str]:
    """Return the processes that a server has started, and what these have."""
    return [line for line in processes(sign) if not line.endswith(r"hublint\x00server\x00'")]


def run_of(client: Editor, command: Json) -> Any:
    return client.execute(command["command"], *command["arguments"], patience=60)


@pytest.mark.processes
class TestVerifying:
    def test_what_is_found_stands_at_the_call_in_the_lens_and_in_a_report(self, shared: Editor, folder: Path) -> None:
        document = saved(shared, folder / "export.py", EXPORT)
        (lens,) = lenses(shared, document)
        assert (lens["command"]["title"], document.excerpt(lens["range"])) == ("Verify export", CALL)
        shared.choose = "Show report"
        result = run_of(shared, lens["command"])
        assert result["agree"] is False
        assert result["summary"] == "export.py: the program raised ValueError: too late"
        assert "ValueError: too late" in result["report"]
        shown = shared.progress("Verifying export.py")
        assert shown[0] == ("begin", None)
        assert [text for kind, text in shown if kind == "report"] == [f"running {folder / 'export.py'}", "trying out"]
        assert shown[-1] == ("end", result["summary"])
        assert shared.notification("window/showMessageRequest")["message"] == f"hublint: {result['summary']}"
        assert shared.notification("window/showDocument")["uri"].endswith("/hublint-report.md")
        assert shared.sent("workspace/codeLens/refresh")
        (lens,) = lenses(shared, document)
        assert lens["command"]["title"] == "Verify export · 1 promise broken"
        self.diagnostics_follow(shared, document)

    def diagnostics_follow(self, shared: Editor, document: Document) -> None:
        """See where what was found stands, and that edits move it."""

        def places() -> list[tuple[str, str]]:
            told = shared.diagnostics(document, are("HUB617", "raised"))
            assert {one["source"] for one in told} == {"hublint verify"}
            return sorted((one["code"], document.excerpt(one["range"])) for one in told)

        wanted = [("HUB617", CALL), ("raised", "raise ValueError('too late')")]
        assert places() == wanted
        shared.change(document, (0, 0, "# é🎉\n"))
        told = shared.pull(document)
        assert ("HUB617", CALL) in [(one["code"], document.excerpt(one["range"])) for one in told]
        (lens,) = lenses(shared, document)
        assert lens["command"]["title"] == "Verify export · 1 promise broken · verified before the last change"
        assert document.excerpt(lens["range"]) == CALL

    def test_edits_while_it_runs_move_what_is_found(self, shared: Editor, folder: Path) -> None:
        gate = folder / "gate"
        text = f"import os, time\nwhile not os.path.exists({str(gate)!r}): time.sleep(0.01)\n{EXPORT}"
        document = saved(shared, folder / "edited.py", text)
        asked = shared.begin("workspace/executeCommand", {"command": VERIFY, "arguments": [{"uri": document.uri}]})
        assert comes_true(
            lambda: ("report", f"running {folder / 'edited.py'}") in shared.progress("Verifying edited.py")
        )
        shared.change(document, (0, 0, "# one\n# two\n# three\n"))
        shared.pull(document)
        gate.touch()
        assert shared.response(asked)["result"]["agree"] is False
        (told,) = shared.diagnostics(document, are("HUB617"))
        assert document.excerpt(told["range"]) == CALL
        (lens,) = lenses(shared, document)
        assert lens["command"]["title"] == "Verify export · 1 promise broken · verified before the last change"

    def test_a_client_that_shows_no_documents_gets_the_report_returned(
        self, folder: Path, environment: dict[str, str]
    ) -> None:
        def change(capabilities: Json) -> None:
            del capabilities["window"]["showDocument"]
            del capabilities["window"]["workDoneProgress"]

        with editor(folder, environment=environment, change=change) as client:
            document = saved(client, folder / "other.py", EXPORT)
            result = client.execute(VERIFY, {"uri": document.uri}, patience=60)
            assert "ValueError: too late" in result["report"]
            assert client.shown == [f"hublint: {result['summary']}"]
            assert client.progress() == []

    def test_cancelling_ends_all_that_was_started(self, shared: Editor, folder: Path, sign: str) -> None:
        document = saved(shared, folder / "hanging.py", HANGING.format(str(folder / "started")))
        asked = shared.begin("workspace/executeCommand", {"command": VERIFY, "arguments": [{"uri": document.uri}]})
        assert comes_true((folder / "started").exists)
        assert started(sign)
        begun = next(told for told in shared.sent("$/progress") if told["value"].get("title") == "Verifying hanging.py")
        shared.notify("window/workDoneProgress/cancel", {"token": begun["token"]})
        assert shared.response(asked)["result"] is None
        assert shared.progress("Verifying hanging.py")[-1] == ("end", "cancelled")
        assert comes_true(lambda: not started(sign)), started(sign)
        (folder / "started").unlink()

    @pytest.mark.parametrize("end", ["shutdown", "exit", "the editor dies"])
    def test_the_end_of_the_server_ends_all_that_was_started(
        self, tmp_path: Path, environment: dict[str, str], end: str
    ) -> None:
        sign = f"hublint-test-{uuid.uuid4().hex}"
        with Editor(folder=tmp_path, environment={**environment, "SIGN": sign}) as client:
            client.initialize(rootUri=tmp_path.as_uri())
            document = saved(client, tmp_path / "hanging.py", HANGING.format(str(tmp_path / "started")))
            client.begin("workspace/executeCommand", {"command": VERIFY, "arguments": [{"uri": document.uri}]})
            assert comes_true((tmp_path / "started").exists)
            if end == "shutdown":
                assert client.shut_down() == 0
            elif end == "exit":
                client.notify("exit")
            else:
                client.close_stdin()
            client.process.wait(PATIENCE)
            assert comes_true(lambda: not processes(sign)), processes(sign)


class TestWhatIsNotRun:
    def test_a_text_that_is_not_saved(self, shared: Editor, folder: Path, sign: str) -> None:
        document = saved(shared, folder / "changed.py", EXPORT)
        shared.change(document, (0, 0, "\n"))
        since = len(shared.received)
        assert shared.execute(VERIFY, {"uri": document.uri}) is None
        assert shared.notification("window/showMessage", since=since)["message"] == (
            "hublint: changed.py has changes that are not saved, and it is the file that runs: save it first"
        )
        assert started(sign) == []

    @pytest.mark.parametrize("uri", ["untitled:Untitled-1", "vscode-vfs://github/a/b.py"])
    def test_a_text_without_a_file(self, shared: Editor, sign: str, uri: str) -> None:
        shared.open(uri, EXPORT)
        since = len(shared.received)
        assert shared.execute(VERIFY, {"uri": uri}) is None
        message = shared.notification("window/showMessage", since=since)["message"]
        assert message == "hublint: only a file can be run: save it first"
        assert started(sign) == []

    @pytest.mark.parametrize("arguments", [[], [None], [{}], [{"uri": 1}], [{"uri": "x:", "model": 1}], [1, 2]])
    def test_arguments_that_are_none(self, shared: Editor, sign: str, arguments: list[Any]) -> None:
        since = len(shared.received)
        assert shared.execute(VERIFY, *arguments) is None
        message = shared.notification("window/showMessage", since=since)["message"]
        assert message == "hublint: hublint.verify wants an object with the uri of a document"
        assert started(sign) == []

    def test_anything_of_a_workspace_that_is_not_trusted(
        self, tmp_path: Path, environment: dict[str, str], sign: str
    ) -> None:
        settings = {"trusted": False}
        with editor(tmp_path, environment=environment, initial=settings, settings=settings) as client:
            document = saved(client, tmp_path / "export.py", EXPORT)
            assert client.execute(VERIFY, {"uri": document.uri}) is None
            assert client.shown == [
                "hublint: nothing is run in a workspace that is not trusted; trust it in the editor, and verify again"
            ]
            assert started(sign) == []
            assert not (tmp_path / "out").exists()

    def test_anything_by_opening_editing_or_saving(self, shared: Editor, folder: Path, sign: str) -> None:
        document = saved(shared, folder / "opened.py", EXPORT + "import tensorflow\ntensorflow.log(1)\n")
        seen = [started(sign)]
        assert codes(shared.diagnostics(document, are("HUB501"))) == ["HUB501"]
        shared.change(document, (0, 0, "\n"))
        shared.save(document)
        lenses(shared, document)
        shared.request("textDocument/hover", shared.at(document, "tensorflow.log", 12))
        shared.actions(document, document.range_of("tensorflow.log"), [])
        shared.close(document)
        seen.append(started(sign))
        assert seen == [[], []]


@pytest.mark.tensorflow
def test_the_demo_is_verified_from_its_lens(tmp_path: Path) -> None:
    text = (ROOT / "hublint" / "demo" / "legacy_simple_save.py").read_text(encoding="utf-8")
    with editor(tmp_path, settings={"inlayHints": True}) as client:
        document = saved(client, tmp_path / "export.py", text)
        (lens,) = lenses(client, document)
        result = client.execute(lens["command"]["command"], *lens["command"]["arguments"], patience=180)
        assert result["summary"].startswith("export.py: 1 model verified on ")
        (lens,) = lenses(client, document)
        assert lens["command"]["title"] == "Verify export · 1 promise broken"
        everything = {"textDocument": document.identity, "range": document.range(0, len(text))}
        (hint,) = client.request("textDocument/inlayHint", everything)
        assert "serving_default(input: float32[]) -> output: float32[]" in str(hint["label"])
        told = client.diagnostics(document, lambda items: "HUB608" in codes(items))
        assert [one["source"] for one in told if one["code"] == "HUB608"] == ["hublint verify"]
