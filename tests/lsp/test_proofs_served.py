"""Verifying from an editor, by the server's own process: nothing runs unasked, and nothing that runs is left."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tarfile
import time
import uuid
from typing import TYPE_CHECKING, Any, Final

import jsonschema
import pytest

from hublint.verify.schema import schema
from tests.lsp.client import PATIENCE, ROOT
from tests.lsp.editor import Editor, are, codes, editor
from tests.runtimes.conftest import Machine
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
        assert [text for kind, text in shown if kind == "report"] == ["running export.py", "trying out"]
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
        assert comes_true(lambda: ("report", "running edited.py") in shared.progress("Verifying edited.py"))
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


def quietly(client: Editor, uri: str, **others: Any) -> Json:
    """Verify for a client that shows the result by itself; see that the server has shown nothing, and return it."""
    since = len(client.received)
    result: Json = client.execute(VERIFY, {"uri": uri, "quiet": True, **others}, patience=60)
    assert not [
        one for one in client.received[since:] if str(one.get("method")).startswith(("window/show", "window/log"))
    ]
    return result


@pytest.mark.processes
class TestAClientThatShowsTheResultByItself:
    def test_gets_all_of_it_and_nothing_is_shown(self, shared: Editor, folder: Path) -> None:
        document = saved(shared, folder / "quiet.py", EXPORT)
        result = quietly(shared, document.uri)
        assert list(result) == ["agree", "summary", "report", "document", "folder", "target", "again"]
        assert (result["agree"], result["target"]) == (False, str(folder / "quiet.py"))
        assert result["summary"] == "quiet.py: the program raised ValueError: too late"
        jsonschema.validate(result["document"], schema())
        assert result["document"]["old"]["outcome"]["message"] == "ValueError: too late"
        assert [finding["code"] for finding in result["document"]["findings"]] == ["HUB617"]
        assert shared.progress("Verifying quiet.py")[-1] == ("end", result["summary"])
        # What is known of the open document is told all the same.
        (lens,) = lenses(shared, document)
        assert lens["command"]["title"] == "Verify export · 1 promise broken"
        assert codes(shared.diagnostics(document, are("HUB617", "raised")))

    def test_gets_the_command_that_does_the_same(self, folder: Path, environment: dict[str, str]) -> None:
        (folder / "again").mkdir()
        program = folder / "again" / "it's an export.py"
        text = "import sys\n" + EXPORT.replace("'too late'", "sys.argv[1:]")
        settings = {"verify": {"arguments": ["a b", "-c"]}}
        with editor(folder, environment=environment, settings=settings) as client:
            result = quietly(client, saved(client, program, text).uri)
        words = shlex.split(result["again"])
        assert words == ["hublint", "verify", str(program), "--timeout", "300", "--", "a b", "-c"]
        words[2:2] = ["--output-format", "json"]
        done = subprocess.run(
            [sys.executable, "-m", *words],
            env={**os.environ, **environment},
            cwd=result["folder"],
            capture_output=True,
            check=False,
        )
        again = json.loads(done.stdout)
        assert done.returncode == 1
        assert again["old"]["outcome"] == result["document"]["old"]["outcome"]
        assert again["old"]["outcome"]["message"] == "ValueError: ['a b', '-c']"
        assert again["findings"] == result["document"]["findings"]

    def test_is_told_why_nothing_was_found_out(self, shared: Editor, folder: Path) -> None:
        document = saved(shared, folder / "quiet_and_changed.py", EXPORT)
        shared.change(document, (0, 0, "\n"))
        assert quietly(shared, document.uri) == {
            "error": "quiet_and_changed.py has changes that are not saved, and it is the file that runs: save it first"
        }
        assert quietly(shared, "untitled:Untitled-7") == {"error": "only a file can be run: save it first"}
        assert quietly(shared, (folder / "gone").as_uri()) == {"error": f"{folder / 'gone'}: no such file or folder"}
        (folder / "empty").mkdir()
        sentence = f"{folder / 'empty'}: holds no saved_model.pb; name the folder of a SavedModel"
        assert quietly(shared, (folder / "empty").as_uri()) == {"error": sentence}
        assert shared.progress("Verifying empty")[-1] == ("end", "failed")
        assert shared.execute(VERIFY, {"quiet": True}) == {
            "error": "hublint.verify wants an object with the uri of a program or a model"
        }

    def test_is_told_nothing_where_it_was_cancelled(self, shared: Editor, folder: Path, sign: str) -> None:
        document = saved(shared, folder / "quiet_and_hanging.py", HANGING.format(str(folder / "quiet_started")))
        arguments = [{"uri": document.uri, "quiet": True}]
        asked = shared.begin("workspace/executeCommand", {"command": VERIFY, "arguments": arguments})
        assert comes_true((folder / "quiet_started").exists)
        assert quietly(shared, document.uri) == {"error": "it is being verified"}
        title = "Verifying quiet_and_hanging.py"
        begun = next(told for told in shared.sent("$/progress") if told["value"].get("title") == title)
        shared.notify("window/workDoneProgress/cancel", {"token": begun["token"]})
        assert shared.response(asked)["result"] is None
        assert comes_true(lambda: not started(sign)), started(sign)


@pytest.mark.processes
class TestWhatIsNotOpen:
    def test_a_program(self, shared: Editor, folder: Path) -> None:
        (folder / "closed.py").write_text(EXPORT, encoding="utf-8")
        result = quietly(shared, (folder / "closed.py").as_uri())
        assert result["summary"] == "closed.py: the program raised ValueError: too late"
        assert shared.pushes((folder / "closed.py").as_uri()) == []

    def test_a_notebook(self, shared: Editor, folder: Path) -> None:
        cells: list[Json] = [
            {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None}
            for cell in EXPORT.split("\n\n")
        ]
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        (folder / "closed.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        result = quietly(shared, (folder / "closed.ipynb").as_uri())
        assert result["summary"] == "closed.ipynb: the program raised ValueError: too late"
        (export,) = result["document"]["old"]["exports"]
        assert (export["file"], export["cell"], export["line"]) == (str(folder / "closed.ipynb"), 1, 2)

    @pytest.mark.parametrize("slash", ["", "/"])
    def test_a_model(self, shared: Editor, folder: Path, slash: str) -> None:
        model = folder / "a model"
        model.mkdir(exist_ok=True)
        (model / "saved_model.pb").write_bytes(b"no model at all")
        result = quietly(shared, model.as_uri() + slash)
        assert result["target"] == str(model)
        assert result["agree"] is False
        assert result["document"]["old"]["outcome"] is None
        jsonschema.validate(result["document"], schema())
        assert shared.progress("Verifying a model")[-1] == ("end", result["summary"])


def environment_of(folder: Path, version: str) -> Path:
    """Make a virtual environment with a stand-in for a TensorFlow; return its interpreter."""
    machine = Machine(folder)
    machine.environment(folder / "venv", tensorflow=version)
    site = folder / "venv" / "lib" / "python3.11" / "site-packages"
    write_fake_tensorflow(site, version)
    answer = f'PYTHONPATH={shlex.quote(str(site))} exec {shlex.quote(sys.executable)} "$@"'
    return machine.python(folder / "venv" / "bin" / "python", answer)


@pytest.mark.processes
def test_programs_run_with_the_interpreter_of_their_folder_unless_a_runtime_is_named(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    folders = old, new = tmp_path / "old", tmp_path / "new"
    interpreters = {
        folder: environment_of(folder, version) for folder, version in zip(folders, ("1.15", "2.21"), strict=True)
    }
    for folder in folders:
        (folder / "export.py").write_text(EXPORT, encoding="utf-8")
    own = {folder: {"verify": {"interpreter": str(python)}} for folder, python in interpreters.items()}

    def runs_with(client: Editor, folder: Path) -> str:
        document = quietly(client, (folder / "export.py").as_uri())["document"]
        python: str = document["runtime"]["interpreter"]
        assert document["old"]["runtime"]["interpreter"] == python
        return python

    with editor(*folders, environment=environment, own=own) as client:
        result = quietly(client, (old / "export.py").as_uri())
        assert shlex.split(result["again"])[3:] == ["--prefer", str(interpreters[old]), "--timeout", "300"]
        assert runs_with(client, old) == str(interpreters[old])
        assert runs_with(client, new) == str(interpreters[new])
        # The folder of an environment, as somebody writes it in the settings of a folder.
        client.folders[old.as_uri()] = {"hublint": {"verify": {"interpreter": "/gone", "runtime": "../new/venv"}}}
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        assert runs_with(client, old) == str(interpreters[new])
        # What was selected and cannot run anything is no hindrance, and is told of.
        client.folders[old.as_uri()] = {"hublint": {"verify": {"interpreter": "/gone"}}}
        client.notify("workspace/didChangeConfiguration", {"settings": None})
        assert runs_with(client, old) == sys.executable
        report = quietly(client, (old / "export.py").as_uri())["report"]
        assert "runtime: hublint's own Python: /gone cannot be used: no such file" in report


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
        assert message == "hublint: hublint.verify wants an object with the uri of a program or a model"
        assert started(sign) == []

    def test_anything_of_a_workspace_that_is_not_trusted(
        self, tmp_path: Path, environment: dict[str, str], sign: str
    ) -> None:
        settings = {"trusted": False}
        with editor(tmp_path, environment=environment, initial=settings, settings=settings) as client:
            document = saved(client, tmp_path / "export.py", EXPORT)
            assert client.execute(VERIFY, {"uri": document.uri}) is None
            sentence = "nothing is run in a workspace that is not trusted; trust it in the editor, and verify again"
            assert client.shown == [f"hublint: {sentence}"]
            assert quietly(client, document.uri) == {"error": sentence}
            assert quietly(client, tmp_path.as_uri()) == {"error": sentence}
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
        assert lens["command"]["title"] == "Verify export · 2 promises broken"
        everything = {"textDocument": document.identity, "range": document.range(0, len(text))}
        (hint,) = client.request("textDocument/inlayHint", everything)
        assert "serving_default(input: float32[]) -> output: float32[]" in str(hint["label"])
        told = client.diagnostics(document, lambda items: "HUB608" in codes(items))
        assert [one["source"] for one in told if one["code"] == "HUB608"] == ["hublint verify"]


@pytest.mark.tensorflow
def test_a_model_that_was_exported_is_verified_by_its_folder(tmp_path: Path) -> None:
    """As from the menu of an editor's list of files: nothing is open."""
    program = (
        "import tensorflow as tf\n"
        "m = tf.Module()\n"
        "m.f = tf.function(lambda x: x + 1.0, input_signature=[tf.TensorSpec([None], tf.float32)])\n"
        "tf.saved_model.save(m, 'model', signatures=m.f)\n"
        "k = tf.keras.Sequential([tf.keras.Input([2]), tf.keras.layers.Dense(1)])\n"
        "k.save('k.keras'), k.save('k.h5')\n"
    )
    subprocess.run([sys.executable, "-c", program], cwd=tmp_path, capture_output=True, check=True)
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "model", ".")
    with editor(tmp_path) as client:
        for name in ("model", "k.keras", "k.h5", "model.tar.gz"):
            uri = (tmp_path / name).as_uri()
            result = client.execute(VERIFY, {"uri": uri, "quiet": True}, patience=180)
            assert result["summary"].startswith(f"{name}: 1 model verified on CPU"), result
            (model,) = result["document"]["models"]
            assert model["behaviours"][0]["device"] == "CPU:0"
            jsonschema.validate(result["document"], schema())
        assert client.shown == []
