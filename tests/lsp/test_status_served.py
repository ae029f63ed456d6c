"""What is left to migrate, as an editor asks for it: as exact as the command line, whatever is open."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

import pytest

from hublint import registry
from hublint.catalogue import headline
from tests.lsp.client import ROOT
from tests.lsp.editor import Editor, are, editor

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from tests.lsp.model import Json

pytestmark = pytest.mark.processes  # each starts a server, and some several

COMMAND: Final = "hublint.migrationStatus"
TITLE: Final = "Migration status"
PROGRAM: Final = "import tensorflow as tf\ntf.log(1.0)\ntf.get_variable('c', [])\ns = tf.contrib.layers.conv2d\n"
CASES: Final = ("HUB101", "HUB202", "HUB301", "HUB404", "HUB501", "HUB502", "HUB503")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with programs that people wrote for TensorFlow 1, notebooks, and files that cannot be read."""
    folder = tmp_path / "pro|ject"
    for code in CASES:
        shutil.copytree(ROOT / "tests" / "rules" / "cases" / code, folder / code)
    for program in (ROOT / "hublint" / "demo").glob("legacy_*.py"):
        shutil.copy(program, folder)
    (folder / "broken.py").write_text("import tensorflow as tf\ntf.log(((\n", encoding="utf-8")
    (folder / "latin.py").write_bytes(b"import tensorflow as tf\ntf.log(1)  # \xe9\n")
    (folder / "requirements.txt").write_text("tensorflow-hub==0.16.1\n", encoding="utf-8")
    for name, cells in (
        ("book.ipynb", ["import tensorflow as tf\n%time tf.log(1)", "tf.log(2); tf.Session()"]),
        ("unread.ipynb", ["import tensorflow as tf", "tf.log((("]),
        ("fine.ipynb", ["1 + 1"]),
    ):
        write_notebook(folder / name, cells)
    return folder


def write_notebook(path: Path, cells: Iterable[str]) -> None:
    written: list[Json] = [
        {"cell_type": "code", "source": cell, "metadata": {}, "outputs": [], "execution_count": None} for cell in cells
    ]
    document = {"cells": written, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    path.write_text(json.dumps(document), encoding="utf-8")


def status(client: Editor, *arguments: Any) -> Json:
    found: Json = client.execute(COMMAND, *arguments, patience=120)
    return found


def checked(folder: Path, *options: str) -> list[Json]:
    """Return what `hublint check` finds in a folder."""
    command = [sys.executable, "-m", "hublint", "check", "--output-format", "json", *options, str(folder)]
    found: list[Json] = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    return found


def kind(finding: Json) -> str:
    applicability: str = finding["fix"]["applicability"] if finding["fix"] is not None else "manual"
    return applicability


def test_the_counts_are_those_of_check(folder: Path) -> None:
    with editor(folder) as client:
        # What is open and was changed is not what lies on the disk, which is counted.
        document = client.open((folder / "HUB501" / "import_forms.py").as_uri(), PROGRAM)
        client.diagnostics(document, bool)
        (one,) = status(client, {})["folders"]
        assert status(client) == status(client, {"folder": folder.as_uri()})
        assert client.shown == []
    found = checked(folder)
    assert one["findings"] == len(found) > 100
    by_rule = {row["code"]: row for row in one["by_rule"]}
    wanted = Counter((finding["code"], kind(finding)) for finding in found)
    assert {(code, name): row[name] for code, row in by_rule.items() for name in ("safe", "unsafe", "manual")} == {
        (code, name): wanted[code, name] for code, _ in wanted for name in ("safe", "unsafe", "manual")
    }
    assert {kind(finding) for finding in found} == {"safe", "unsafe", "manual"}
    assert {code: row["files"] for code, row in by_rule.items()} == Counter(
        code for code, _ in {(finding["code"], finding["filename"]) for finding in found}
    )
    by_file = {row.pop("uri"): row for row in one["by_file"]}
    uris = Counter(((folder / finding["filename"]).as_uri(), kind(finding)) for finding in found)
    assert {(uri, name): number for uri, row in by_file.items() for name, number in row.items() if number} == {
        **uris,
        **{(uri, "count"): number for uri, number in Counter(uri for uri, _ in uris.elements()).items()},
    }
    for rows in (one["by_rule"], one["by_family"], list(by_file.values())):
        assert sum(row["count"] for row in rows) == len(found)
        assert all(row["safe"] + row["unsafe"] + row["manual"] == row["count"] > 0 for row in rows)
        assert [row["count"] for row in rows] == sorted((row["count"] for row in rows), reverse=True)


def test_what_fixing_takes_away_is_what_was_counted(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()
    (folder / "a.py").write_text("import tensorflow as tf\na = tf.log(1.0)\nb = tf.ceil(2.0)\n", encoding="utf-8")
    (folder / "b.py").write_text(PROGRAM, encoding="utf-8")
    with editor(folder) as client:
        (before,) = status(client)["folders"]
        checked(folder, "--fix")
        (after,) = status(client)["folders"]
        fixed = sum(row["safe"] for row in before["by_file"])
        assert fixed > 2
        assert after["findings"] == before["findings"] - fixed
        assert sum(row["safe"] for row in after["by_file"]) == 0
        assert (before["clean"], after["clean"]) == (0, 1)


def test_what_stands_beside_the_counts(folder: Path) -> None:
    settings = 'tensorflow = "2.15"\nlevel = "compat"\nexclude = ["HUB404"]\n'
    (folder / "hublint.toml").write_text(settings, encoding="utf-8")
    with editor(folder) as client:
        answer = status(client)
    (one,) = answer["folders"]
    assert (one["uri"], one["name"], one["problem"]) == (folder.as_uri(), "pro|ject", None)
    assert (one["target"], one["level"]) == ("tf=2.15,keras=keras2,purpose=reuse", "compat")
    assert one["notebooks"] == 3
    counted = [path for path in folder.rglob("*.*") if path.is_file() and path.parent.name != "HUB404"]
    assert one["files"] == len(counted) - 1  # not the settings file
    broken = {row["uri"].rpartition("/")[2]: row["message"] for row in one["broken"] if "HUB" not in row["uri"]}
    assert broken["broken.py"] == "line 2: does not parse: '(' was never closed; the file is left as it is"
    assert broken["unread.ipynb"].startswith("cell 2, line 1: does not parse: ")
    assert list(broken) == ["broken.py", "latin.py", "unread.ipynb"]
    assert one["clean"] == one["files"] - len({row["uri"] for row in (*one["by_file"], *one["broken"])})
    rules = registry.load().by_code
    for row in one["by_rule"]:
        rule = rules[row["code"]]
        assert (row["name"], row["summary"], row["severity"]) == (rule.name, headline(rule), rule.severity)
    families = {row["code"]: row["name"] for row in one["by_family"]}
    assert families["HUB1"] == "TensorFlow 1 programs"
    assert sorted(families) == sorted({row["code"][:4] for row in one["by_rule"]})


def test_the_page_says_all_of_it(folder: Path) -> None:
    with editor(folder) as client:
        answer = status(client)
        (one,) = answer["folders"]
        page = answer["report"]
        assert page.startswith("# Migration status\n\n## pro\\|ject\n\nFor TensorFlow 2.21 with Keras 3, ")
        for row in one["by_rule"]:
            assert f"| {row['code']} {row['name']} | {row['count']} | {row['files']} | {row['safe']} | " in page
        most = one["by_file"][0]
        name = most["uri"].removeprefix(folder.as_uri() + "/")
        assert f"| `{name}` | {most['count']} | {most['safe']} | {most['unsafe']} | {most['manual']} |" in page
        assert f"\n\nand {len(one['by_file']) - 20} more files\n\n" in page
        assert "- `unread.ipynb`: cell 2, line 1: does not parse: " in page
        shown = client.progress(TITLE)
        assert shown[0] == ("begin", None)
        assert shown[-1] == ("end", f"{one['files']} files, {one['findings']} findings")
        assert ("report", f"{one['files']} of {one['files']} files") in shown


def test_each_folder_is_counted_with_its_own_settings_and_one_inside_another_once(tmp_path: Path) -> None:
    outer, inner = tmp_path / "outer", tmp_path / "outer" / "inner"
    inner.mkdir(parents=True)
    for name in ("a.py", "inner/b.py", "inner/c.py"):
        (outer / name).write_text(PROGRAM, encoding="utf-8")
    with editor(outer, inner, own={inner: {"select": ["HUB501"]}}) as client:
        document = client.open((inner / "b.py").as_uri(), PROGRAM)
        client.diagnostics(document, are("HUB501"))
        first, second = status(client)["folders"]
        assert (first["name"], first["files"], second["name"], second["files"]) == ("outer", 1, "inner", 2)
        assert [row["code"] for row in second["by_rule"]] == ["HUB501"]
        assert len(first["by_rule"]) > 1
        # A folder that is none of the workspace has the settings of the one that it lies in.
        (inner / "deep").mkdir()
        (inner / "deep" / "d.py").write_text(PROGRAM, encoding="utf-8")
        (deep,) = status(client, {"folder": (inner / "deep").as_uri()})["folders"]
        assert (deep["name"], deep["files"], [row["code"] for row in deep["by_rule"]]) == ("deep", 1, ["HUB501"])


def test_a_folder_that_cannot_be_checked_says_why_and_the_others_are_counted(tmp_path: Path) -> None:
    for name in ("good", "bad", "off"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "bad" / "hublint.toml").write_text("select = [\n", encoding="utf-8")
    folders = [tmp_path / name for name in ("good", "bad", "off")]
    with editor(*folders, own={tmp_path / "off": {"enable": False}}) as client:
        good, bad, off = status(client)["folders"]
        assert (good["files"], good["problem"]) == (1, None)
        assert (bad["files"], bad["findings"]) == (0, 0)
        assert "hublint.toml" in bad["problem"]
        assert off["problem"] == "hublint is switched off here: `hublint.enable` is false"
        assert off["files"] == 0


def test_it_is_counted_once_until_something_changes(folder: Path) -> None:
    with editor(folder) as client:
        first = status(client)
        client.execute("hublint.checkWorkspace")
        assert status(client) == first
        (folder / "new.py").write_text(PROGRAM, encoding="utf-8")
        (one,) = status(client)["folders"]
        assert one["files"] == first["folders"][0]["files"] + 1


def test_it_can_be_cancelled(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"{number}.py").write_text(PROGRAM, encoding="utf-8")
    with editor(tmp_path) as client:
        asked = client.begin("workspace/executeCommand", {"command": COMMAND})
        token = client.notification("$/progress")["token"]
        client.notify("window/workDoneProgress/cancel", {"token": token})
        assert client.response(asked)["result"] is None
        assert client.progress(TITLE)[-1] == ("end", "cancelled")
        (one,) = status(client)["folders"]
        assert one["files"] == 300


@pytest.mark.parametrize("argument", [{"folder": 3}, {"folder": "untitled:a"}])
def test_what_is_no_folder_is_told(tmp_path: Path, argument: Json) -> None:
    with editor(tmp_path) as client:
        assert status(client, argument) is None
        assert client.shown == ["hublint: hublint.migrationStatus wants the uri of a folder, or nothing"]
