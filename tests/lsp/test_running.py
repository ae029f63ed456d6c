from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.lsp.features import create_server
from hublint.lsp.running import _found
from hublint.lsp.settings import EditorSettings

if TYPE_CHECKING:
    from pathlib import Path


def test_a_model_is_found_from_its_programs_folder_or_from_the_workspaces(tmp_path: Path) -> None:
    server = create_server()
    server.sessions.configure(EditorSettings(), {tmp_path: EditorSettings()})
    program = tmp_path / "scripts" / "use.py"
    (tmp_path / "export").mkdir()
    (tmp_path / "scripts" / "own").mkdir(parents=True)
    assert _found(server, program, "own") == str(tmp_path / "scripts" / "own")
    assert _found(server, program, "export") == str(tmp_path / "export")
    assert _found(server, program, "nowhere") == str(tmp_path / "scripts" / "nowhere")


def test_a_handle_and_a_whole_path_stay_as_they_are(tmp_path: Path) -> None:
    server = create_server()
    for model in ("https://tfhub.dev/google/nnlm-en-dim50/2", str(tmp_path / "export")):
        assert _found(server, tmp_path / "use.py", model) == model
