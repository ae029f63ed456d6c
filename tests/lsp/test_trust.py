"""Who may have the programs of a workspace run: the person who opened it, and nothing that lies in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.lsp.client import Client

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.processes  # each starts a server, and some several

ASKED: Final[dict[str, Any]] = {"workspace": {"configuration": True, "workspaceFolders": True}}
REFUSED: Final = "nothing is run in a workspace that is not trusted"


@pytest.mark.parametrize("said", [{}, {"trusted": True}, {"trusted": True, "verify": {"runtime": "/bin/false"}}])
@pytest.mark.parametrize("capabilities", [ASKED, {}], ids=["asked", "told"])
def test_settings_of_a_workspace_cannot_make_it_trusted(
    tmp_path: Path, said: dict[str, Any], capabilities: dict[str, Any]
) -> None:
    """What an editor tells of its settings holds those of the folder's `.vscode/settings.json` too."""
    program = tmp_path / "export.py"
    program.write_text("open('ran', 'w')\n", encoding="utf-8")
    with Client(folder=tmp_path) as client:
        client.settings = {"hublint": said}
        folders = [{"uri": tmp_path.as_uri(), "name": "it"}]
        client.initialize(capabilities, workspaceFolders=folders, initializationOptions={"trusted": False})
        if capabilities:
            client.notification("workspace/configuration")
        client.notify("workspace/didChangeConfiguration", {"settings": {"hublint": said}})
        document = client.open(program.as_uri(), program.read_text(encoding="utf-8"))
        verify = {"command": "hublint.verify", "arguments": [{"uri": document.uri}]}
        assert client.request("workspace/executeCommand", verify) is None
        assert client.shut_down() == 0
        (told,) = client.shown
        assert REFUSED in told


@pytest.mark.parametrize(("trusted", "offered"), [(False, []), (True, ["Verify export"])])
def test_what_may_not_be_run_is_not_offered_above_exports(tmp_path: Path, trusted: bool, offered: list[str]) -> None:
    with Client(folder=tmp_path) as client:
        client.initialize(initializationOptions={"trusted": trusted})
        text = "import tensorflow as tf\ntf.saved_model.save(module, 'model')\n"
        document = client.open((tmp_path / "export.py").as_uri(), text)
        lenses = client.request("textDocument/codeLens", {"textDocument": document.identity})
        assert [lens["command"]["title"] for lens in lenses] == offered
        assert client.shut_down() == 0


@pytest.mark.parametrize("name", ["a b", "a#b", "a?b", "a%41b", "ü"])
def test_a_folder_has_its_settings_however_it_is_called(tmp_path: Path, name: str) -> None:
    """pygls keeps folders by their URI without its escapes, which is the URI of another folder, or of none."""
    folder = tmp_path / name
    folder.mkdir()
    with Client(folder=tmp_path) as client:
        asked: list[Any] = []
        answer = client._answer

        def of_the_folder(request: dict[str, Any]) -> None:
            if request["method"] != "workspace/configuration":
                answer(request)
                return
            asked.extend(item.get("scopeUri") for item in request["params"]["items"])
            own = {"ignore": ["HUB501"]}
            items = request["params"]["items"]
            client.send({"id": request["id"], "result": [own if "scopeUri" in item else {} for item in items]})

        client._answer = of_the_folder  # type: ignore[method-assign]
        client.initialize(ASKED, workspaceFolders=[{"uri": folder.as_uri(), "name": name}])
        client.notification("workspace/configuration")
        inside = client.open((folder / "a.py").as_uri(), "import tensorflow as tf\ntf.log(1.0), tf.ceil(1.0)\n")
        outside = client.open((tmp_path / "a.py").as_uri(), "import tensorflow as tf\ntf.log(1.0)\n")
        assert [one["code"] for one in client.diagnostics(outside, bool)] == ["HUB501"]
        client.wait(lambda message: (message.get("params") or {}).get("uri") == inside.uri)
        assert asked == [None, folder.as_uri()]
        assert client.pushes(inside.uri)[-1]["diagnostics"] == []
        assert client.shut_down() == 0
