"""What an editor has the server tell of itself and of its rules."""

from __future__ import annotations

import os
import platform
import re
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

import pytest

import hublint
from hublint import registry
from hublint.catalogue import headline
from tests.lsp.client import Client
from tests.lsp.editor import Editor, are, editor

if TYPE_CHECKING:
    from pathlib import Path

    from tests.lsp.model import Json

pytestmark = pytest.mark.processes  # each starts a server

RULES: Final = "hublint.rules"
DEBUG: Final = "hublint.debugInformation"
EXPLAIN: Final = "hublint.explain"
COMMANDS: Final = [
    "hublint.verify",
    "hublint.checkWorkspace",
    "hublint.migrationStatus",
    EXPLAIN,
    RULES,
    DEBUG,
]
PROGRAM: Final = "import tensorflow as tf\ntf.log(1.0)\n"


def debugged(client: Editor) -> str:
    answer = client.execute(DEBUG, {})
    assert list(answer) == ["report"]
    page: str = answer["report"]
    return page


def part(page: str, title: str) -> str:
    """Return what stands below a title, up to the next."""
    _, found, rest = page.partition(f"## {title}\n\n")
    assert found, page
    return rest.partition("\n## ")[0]


def test_the_server_says_what_it_is_and_what_it_does(tmp_path: Path) -> None:
    with Client(folder=tmp_path) as client:
        answer = client.initialize()
        assert answer["serverInfo"] == {"name": "hublint", "version": hublint.__version__}
        assert answer["capabilities"]["executeCommandProvider"]["commands"] == COMMANDS
        assert client.shut_down() == 0


def test_the_rules_are_all_that_there_are_whatever_is_selected(tmp_path: Path) -> None:
    with editor(tmp_path, initial={"select": ["HUB501"]}, settings={"select": ["HUB501"]}) as client:
        found = client.execute(RULES, {})
        assert found == client.execute(RULES)
        assert found == [
            {"code": rule.code, "name": rule.name, "summary": headline(rule), "url": rule.references[0]}
            for rule in registry.load().rules
        ]
        assert {rule["code"][:4] for rule in found} >= {"HUB1", "HUB5", "HUB6", "HUB7"}


def test_the_page_of_a_rule_is_returned_without_showing_it_to_a_client_that_does_so_itself(tmp_path: Path) -> None:
    with editor(tmp_path) as client:
        shown = client.execute(EXPLAIN, {"code": "HUB501"})
        assert len(client.sent("window/showDocument")) == 1
        assert client.execute(EXPLAIN, {"code": "HUB501", "quiet": True}) == shown
        assert client.execute(EXPLAIN, {"code": "HUB617", "quiet": True}).startswith("# ")
        assert client.execute(EXPLAIN, {"quiet": True}) is None
        assert len(client.sent("window/showDocument")) == 1
        assert client.shown == []


def test_the_debug_information_tells_what_whoever_helps_would_ask_first(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "o`ther"
    for folder in (one, other):
        folder.mkdir()
    (other / "hublint.toml").write_text('tensorflow = "2.15"\nselect = ["HUB5"]\n', encoding="utf-8")
    own: dict[Path, Json] = {one: {"maxFileSize": 1234}, other: {"verify": {"timeout": 7}}}
    with editor(one, other, own=own, initial={"trusted": True}, settings={"trusted": True}) as client:
        document = client.open((one / "a.py").as_uri(), PROGRAM)
        client.diagnostics(document, are("HUB501"))
        client.notebook(one / "n.ipynb", PROGRAM, "1 + 1")
        page = debugged(client)
        assert page.startswith(f"# hublint: debug information\n\n- hublint: {hublint.__version__}, `")
        assert f"- Python: CPython {platform.python_version()}, `{sys.executable}`\n" in page
        for package in ("pygls", "lsprotocol", "libcst", "msgspec"):
            assert f"- {package}: {version(package)}\n" in page
        packs = dict(re.findall(r"- `(\w+)`: (\d+) rules", part(page, "Rules")))
        assert packs == {"hublint_rules": str(len(registry.load().rules))}
        of_editor = part(page, "Editor")
        assert "- Client: code-server 1.139.1\n- Positions: utf-16\n" in of_editor
        assert "- Trusted: yes\n- Open: 1 document, 1 notebook\n- Running for: 0 min " in of_editor
        assert '"maxFileSize": 1234' in part(page, "Folder `one`")
        assert "- Settings file: none\n- Target: `tf=2.21,keras=keras3,purpose=reuse`" in part(page, "Folder `one`")
        second = part(page, "Folder `` o`ther ``")
        assert '"timeout": 7.0' in second
        assert f"- Settings file: `` {other / 'hublint.toml'} ``\n- Target: `tf=2.15,keras=keras2," in second


def test_the_debug_information_holds_no_secrets(tmp_path: Path) -> None:
    verify = {"arguments": ["--token", "secret-of-settings"]}
    environment = {"HUBLINT_SECRET": "secret-of-environment"}
    with editor(tmp_path, environment=environment, settings={"verify": verify}) as client:
        document = client.open((tmp_path / "a.py").as_uri(), f"{PROGRAM}# secret-of-text\n")
        client.diagnostics(document, are("HUB501"))
        page = debugged(client)
        assert '"arguments": "2 words"' in page
        assert "secret" not in page.replace(str(tmp_path), "")
        assert os.environ["PATH"] not in page


def test_the_debug_information_says_what_is_wrong_with_settings(tmp_path: Path) -> None:
    (tmp_path / "hublint.toml").write_text("select = [\n", encoding="utf-8")
    with editor(tmp_path, initial={"trusted": False}) as client:
        page = debugged(client)
        assert "\n- Problem: " in page
        assert "- Trusted: no, so that nothing is run\n" in page
