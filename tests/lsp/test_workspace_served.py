"""The check of all files of a workspace, and what the server never does with the folder that is open."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import subprocess
import sys
from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING, Final

import pytest

from hublint.lsp.jupyter import specification
from tests.lsp.client import METHOD_NOT_FOUND, PATIENCE, ROOT, SERVER, SETTLING, Client, ResponseError
from tests.lsp.editor import PUBLISHED, Editor, are, codes, editor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.lsp.model import Json

pytestmark = pytest.mark.processes  # each starts a server, and some several

PROGRAM: Final = "import tensorflow as tf\nx = '🎉'; tf.log(1.0)\n"
CHECK: Final = "hublint.checkWorkspace"
TITLE: Final = "Checking the workspace"
MANY: Final = 300


def write(folder: Path, *names: str, text: str = PROGRAM) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def told(client: Client, since: int = 0) -> dict[str, list[str]]:
    """Return the codes that were last pushed of each file, by its name."""
    last: dict[str, list[str]] = {}
    for message in client.received[since:]:
        if message.get("method") == PUBLISHED:
            parameters = message["params"]
            last[parameters["uri"].rpartition("/")[2]] = codes(parameters["diagnostics"])
    return last


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a file that is fine, two that are not, one that cannot be read, and some left out."""
    here = tmp_path / "folder"
    write(here, "a.py", "sub/b.py", "old/c.py")
    write(here, "fine.py", text="x = 1\n")
    write(here, "unread.py", text="import tensorflow as tf\ntf.log(((\n")
    write(here, "hublint.toml", text='exclude = ["old"]\n')
    return here


class TestCheckingTheWorkspace:
    def test_tells_what_is_found_in_files_that_are_closed_and_shows_how_far_it_is(self, folder: Path) -> None:
        with editor(folder) as client:
            opened = client.open((folder / "a.py").as_uri(), PROGRAM)
            client.diagnostics(opened, are("HUB501"))
            answer = client.execute(CHECK)
            assert (answer["files"], answer["findings"], answer["problems"]) == (4, 3, [])
            assert told(client) == {"b.py": ["HUB501"], "unread.py": ["HUB901"]}
            (found,) = next(push for push in client.sent(PUBLISHED) if push["uri"].endswith("b.py"))["diagnostics"]
            assert found["range"] == {"start": {"line": 1, "character": 10}, "end": {"line": 1, "character": 16}}
            shown = client.progress(TITLE)
            assert shown[0] == ("begin", None)
            assert shown[-1] == ("end", "4 files, 3 findings")
            assert ("report", "3 of 3 files") in shown
            self.opening_and_mending(client, folder)

    def opening_and_mending(self, client: Editor, folder: Path) -> None:
        """See that a file is told of once whether it is open or not, and that what is mended has no findings."""
        since = len(client.received)
        document = client.open((folder / "sub" / "b.py").as_uri(), PROGRAM)
        # What was pushed of it is taken back, since the editor asks for it from now on.
        client.notification(PUBLISHED, SETTLING, since)
        assert told(client, since) == {"b.py": []}
        assert codes(client.pull(document)) == ["HUB501"]
        client.execute(CHECK)
        assert told(client, since) == {"b.py": [], "unread.py": ["HUB901"]}
        write(folder, "unread.py", text="x = 1\n")
        since = len(client.received)
        assert client.execute(CHECK)["findings"] == 2  # of the two that are open
        assert told(client, since) == {"unread.py": []}

    def test_counts_what_is_found_in_notebooks_whether_they_are_open_or_not(self, tmp_path: Path) -> None:
        source = PROGRAM.splitlines(keepends=True)
        cell: Json = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source}
        document = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        write(tmp_path, "train.ipynb", text=json.dumps(document))
        with editor(tmp_path) as client:
            answer = client.execute(CHECK)
            assert (answer["files"], answer["findings"]) == (1, 1)
            assert told(client) == {}

    def test_what_has_gone_has_no_findings_any_more(self, folder: Path) -> None:
        with editor(folder) as client:
            client.execute(CHECK)
            assert told(client)["a.py"] == ["HUB501"]
            (folder / "a.py").unlink()
            since = len(client.received)
            client.execute(CHECK)
            assert told(client, since)["a.py"] == []

    def test_a_folder_that_cannot_be_checked_keeps_what_was_told_of_it(self, tmp_path: Path) -> None:
        good, bad = tmp_path / "good", tmp_path / "bad"
        write(tmp_path, "good/a.py", "good/b.py", "bad/c.py")
        with editor(bad, good) as client:
            client.execute(CHECK)
            assert told(client) == {name: ["HUB501"] for name in ("a.py", "b.py", "c.py")}
            write(bad, "hublint.toml", text="select = [\n")
            (good / "b.py").unlink()
            since = len(client.received)
            (problem,) = client.execute(CHECK)["problems"]
            assert "hublint.toml" in problem
            assert told(client, since) == {"a.py": ["HUB501"], "b.py": []}
            (bad / "hublint.toml").unlink()
            (bad / "c.py").unlink()
            since = len(client.received)
            client.execute(CHECK)
            assert told(client, since) == {"a.py": ["HUB501"], "c.py": []}

    def test_a_folder_that_is_switched_off_is_not_checked(self, folder: Path) -> None:
        with editor(folder) as client:
            client.execute(CHECK)
            client.settings = {"hublint": {"enable": False}}
            since = len(client.received)
            client.notify("workspace/didChangeConfiguration", {"settings": None})
            assert client.execute(CHECK)["files"] == 0
            assert told(client, since) == {name: [] for name in ("a.py", "b.py", "unread.py")}

    def test_can_be_cancelled(self, tmp_path: Path) -> None:
        write(tmp_path, *(f"{number}.py" for number in range(MANY)))
        with editor(tmp_path) as client:
            asked = client.begin("workspace/executeCommand", {"command": CHECK})
            token = client.notification("$/progress")["token"]
            client.notify("window/workDoneProgress/cancel", {"token": token})
            answer = client.response(asked)["result"]
            assert answer["files"] < MANY
            assert client.progress(TITLE)[-1] == ("end", "cancelled")
            assert client.execute(CHECK)["files"] == MANY


class TestWorkspaceDiagnostics:
    def test_are_not_told_where_nobody_wants_them(self, folder: Path) -> None:
        with editor(folder) as client:
            assert client.server["diagnosticProvider"]["workspaceDiagnostics"] is False
            with pytest.raises(ResponseError) as refused:
                client.request("workspace/diagnostic", {"previousResultIds": []})
            assert refused.value.code == METHOD_NOT_FOUND

    def test_come_in_portions_with_progress_and_only_what_has_changed(self, folder: Path) -> None:
        with editor(
            folder, initial={"diagnosticMode": "workspace"}, settings={"diagnosticMode": "workspace"}
        ) as client:
            assert client.server["diagnosticProvider"]["workspaceDiagnostics"] is True
            opened = client.open((folder / "a.py").as_uri(), PROGRAM)
            client.diagnostics(opened, are("HUB501"))
            asked = {"previousResultIds": [], "partialResultToken": "portion", "workDoneToken": "work"}
            assert client.request("workspace/diagnostic", asked) == {"items": []}
            values: dict[str, list[Json]] = {"portion": [], "work": []}
            for message in client.sent("$/progress"):
                values[message["token"]].append(message["value"])
            items: list[Json] = [item for value in values["portion"] for item in value["items"]]
            found = {item["uri"].rpartition("/")[2]: item for item in items}
            assert {name: codes(item["items"]) for name, item in found.items()} == {
                "b.py": ["HUB501"],
                "fine.py": [],
                "unread.py": ["HUB901"],
            }
            kinds = [value["kind"] for value in values["work"]]
            assert (kinds[0], kinds[-1]) == ("begin", "end")
            write(folder, "fine.py", text=PROGRAM)
            # The editor is answered once something has happened.
            changed = {"uri": (folder / "fine.py").as_uri(), "type": 2}
            client.notify("workspace/didChangeWatchedFiles", {"changes": [changed]})
            known = [{"uri": item["uri"], "value": item["resultId"]} for item in items]
            known.append({"uri": (folder / "gone.py").as_uri(), "value": "1"})
            again = client.request("workspace/diagnostic", {"previousResultIds": known})["items"]
            assert {item["uri"].rpartition("/")[2]: (item["kind"], codes(item.get("items", []))) for item in again} == {
                "b.py": ("unchanged", []),
                "fine.py": ("full", ["HUB501"]),
                "unread.py": ("unchanged", []),
                "gone.py": ("full", []),
            }
            assert not [push for push in client.sent(PUBLISHED) if push["diagnostics"]]


PLANTED: Final = "import os, sys\nopen(os.environ['PLANTED'], 'a').write(__name__)\nsys.exit(9)\n"


class TestTheFolderThatIsOpen:
    @pytest.fixture(params=["python -m hublint", "jupyter"])
    def command(self, request: pytest.FixtureRequest) -> list[str]:
        return list(SERVER if request.param != "jupyter" else specification(None)["hublint"]["argv"])

    def test_nothing_of_it_is_imported(self, tmp_path: Path, command: list[str]) -> None:
        """Whoever opens a folder has not said that he trusts it."""
        folder = tmp_path / "folder"
        names = (
            "pygls.py",
            "json.py",
            "lsprotocol.py",
            "libcst.py",
            "queue.py",
            "sitecustomize.py",
            "asyncio/__init__.py",
        )
        write(folder, *names, "hublint_rules/__init__.py", "tensorflow.py", "IPython/__init__.py", text=PLANTED)
        write(folder, "a.py")
        planted = tmp_path / "planted"
        if "-m" not in command:
            # `-m` itself looks in the working directory for what it is to run, before anything of ours can.
            write(folder, "hublint/__init__.py", "argparse.py", text=PLANTED)
        with Editor(command, folder=folder, environment={"PLANTED": str(planted)}) as client:
            client.initialize({"textDocument": {"diagnostic": {}}}, rootUri=folder.as_uri())
            document = client.open((folder / "a.py").as_uri(), PROGRAM)
            assert codes(client.diagnostics(document, are("HUB501"))) == ["HUB501"]
            notebook = client.notebook(folder / "n.ipynb", "%time 1", PROGRAM)
            assert codes(client.pushed(notebook[1], are("HUB501"))) == ["HUB501"]
            client.request("textDocument/hover", client.at(document, "tf.log", 4))
            assert client.execute(CHECK)["files"] > 0
            assert client.shut_down() == 0
        assert not planted.exists(), planted.read_text()


class TestTheEntryPointOfJupyterLab:
    """What https://jupyterlab-lsp.readthedocs.io asks of a server's specification."""

    def test_says_what_jupyter_lsp_wants(self) -> None:
        text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
        (value,) = re.findall(r'jupyter_lsp_spec_v1"?\]\s*\nhublint\s*=\s*"([^"]+)"', text)
        point = EntryPoint("hublint", value, "jupyter_lsp_spec_v1")
        (name, found), *others = point.load()(None).items()
        assert (name, others) == ("hublint", [])
        assert found["version"] == 2
        assert found["languages"] == ["python"]
        assert found["argv"][0] == sys.executable
        assert all(isinstance(word, str) for word in found["argv"])
        assert all("/" in kind for kind in found["mime_types"])
        # What its JSON schema allows of ours; it refuses nothing else, but a slip in a name would be passed over.
        known = {"version", "argv", "languages", "mime_types", "display_name", "urls", "install"}
        assert set(found) <= known | {"requires_documents_on_disk", "env", "config_schema", "extend", "troubleshoot"}


class TestTheCommand:
    def test_a_free_port_is_told_and_served(self, tmp_path: Path) -> None:
        command = (*SERVER, "--tcp", "127.0.0.1:0")
        server = subprocess.Popen(
            command, cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        try:
            assert server.stderr is not None
            line = server.stderr.readline()
            match = re.fullmatch(r"hublint: listening on 127\.0\.0\.1:([0-9]+)\n", line)
            assert match is not None, line
            # Of the client, the process stands idle; it speaks to the server above.
            idle = (sys.executable, "-c", "import sys; sys.stdin.read()")
            with Client(idle, address=("127.0.0.1", int(match[1]))) as client:
                client.initialize({"textDocument": {"diagnostic": {}}})
                document = client.open((tmp_path / "a.py").as_uri(), PROGRAM)
                assert codes(client.diagnostics(document, are("HUB501"))) == ["HUB501"]
                assert client.request("shutdown") is None
                client.notify("exit")
                assert server.wait(PATIENCE) == 0
        finally:
            server.kill()
            server.communicate()

    def test_the_log_goes_where_it_is_wanted(self, tmp_path: Path) -> None:
        command = (*SERVER, "--log-file", str(tmp_path / "log"), "--log-level", "debug")
        with Client(command, folder=tmp_path) as client:
            client.initialize()
            assert client.shut_down() == 0
            assert client.stderr == ""
        assert "initialize" in (tmp_path / "log").read_text()

    @pytest.mark.parametrize(
        ("options", "reason"),
        [
            (["--stdio", "--tcp", "127.0.0.1:0"], "--stdio and --tcp are two ways of one conversation: leave one out"),
            (["--tcp", "2087"], "'2087' is no address; write one such as 127.0.0.1:2087"),
            (["--tcp", "localhost:99999"], "'localhost:99999' is no address; write one such as 127.0.0.1:2087"),
            (["--log-level", "loud"], "invalid choice: 'loud'"),
            (["--log-file", "no/such/folder/log"], "no/such/folder/log"),
        ],
    )
    def test_what_it_cannot_do_is_refused(self, tmp_path: Path, options: list[str], reason: str) -> None:
        done = subprocess.run(
            [*SERVER, *options], cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False
        )
        assert done.returncode == 2
        assert reason in done.stderr
        assert "Traceback" not in done.stderr
        assert done.stdout == ""

    def test_an_address_that_is_taken_is_refused(self, tmp_path: Path) -> None:
        import socket

        with socket.create_server(("127.0.0.1", 0)) as taken:
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            done = subprocess.run(
                [*SERVER, "--tcp", address],
                cwd=tmp_path,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                check=False,
            )
        assert done.returncode == 2
        assert "Traceback" not in done.stderr
        assert address in done.stderr

    @pytest.mark.skipif(sys.platform == "win32", reason="there are no terminals of this kind")
    def test_a_person_at_a_terminal_is_told_what_it_is_for(self, tmp_path: Path) -> None:
        with terminal() as end:
            done = subprocess.run(SERVER, cwd=tmp_path, stdin=end, capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert "an editor starts `hublint server` and speaks with it; a terminal cannot" in done.stderr


@contextlib.contextmanager
def terminal() -> Iterator[int]:
    ends = pty.openpty()
    try:
        yield ends[1]
    finally:
        for end in ends:
            os.close(end)
