"""The clients whose `initialize` requests were recorded, see clients/README.md."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final, NamedTuple

FOLDER: Final = Path(__file__).resolve().parent / "clients"


class Recorded(NamedTuple):
    """A client: the name of its file, the position encoding that it gets, and the document that it opens."""

    name: str
    encoding: str
    document: str = "model.py"

    def parameters(self, folder: Path) -> dict[str, Any]:
        """Return what the client sends when it opens a folder."""
        text = (FOLDER / f"{self.name}.json").read_text(encoding="utf-8")
        for placeholder, value in (
            ("PROCESS", os.getpid()),
            ("FOLDER_URI", folder.as_uri()),
            ("FOLDER", str(folder)),
        ):
            text = text.replace(f'"{placeholder}"', json.dumps(value))
        parameters: dict[str, Any] = json.loads(text)
        return parameters


CLIENTS: Final = (
    Recorded("vscode_1_139", "utf-16"),
    Recorded("neovim_0_12", "utf-8"),
    Recorded("neovim_0_7", "utf-16"),
    Recorded("emacs_30_1", "utf-32"),
    Recorded("emacs_28_2", "utf-16"),
    Recorded("helix_25_07", "utf-8"),
    # The notebook as one text: Python, whatever its name says.
    Recorded("jupyterlab_lsp_5_3", "utf-16", ".virtual_documents/model.ipynb"),
)
