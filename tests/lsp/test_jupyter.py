from __future__ import annotations

import json
import subprocess
import sys

from hublint.lsp.jupyter import specification
from hublint.lsp.settings import SETTINGS, EditorSettings, read


def test_jupyterlab_is_told_of_every_setting_and_what_it_sends_by_default_changes_nothing() -> None:
    # It sends no settings at all to a server that says nothing of them, and else all that have a default.
    properties = specification(None)["hublint"]["config_schema"]["properties"]
    assert list(properties) == [f"hublint.{key}" for key in SETTINGS]
    sent = {key.removeprefix("hublint."): one["default"] for key, one in properties.items() if "default" in one}
    assert read({"hublint": sent}) == (EditorSettings(), [])


def test_the_specification_is_json_and_is_made_without_the_protocol() -> None:
    program = (
        "import sys, json; from hublint.lsp.jupyter import specification; print(json.dumps(specification(None)));"
        "assert not {'pygls', 'lsprotocol', 'libcst'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["hublint"]["argv"][-1] == "server"
