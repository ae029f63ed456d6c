"""The formats for services, and the file that findings are written to, as the command line has them."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pytest

from hublint import registry
from hublint.cli.formats import FORMATS
from tests.output.test_sarif import fixed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

LOUD = "import tensorflow as tf\n\ntf.loud()\n"
RISKY = "import tensorflow as tf\n\ntf.risky()\n"
CLEAN = "import tensorflow as tf\n\ntf.fine()\n"
SERVICES = ["sarif", "github", "gitlab", "junit"]
DOCUMENTS = ["json", "sarif", "gitlab", "junit"]


def found(form: str, text: str) -> int:
    """Return how many findings a report holds, read as its format is."""
    if form == "sarif":
        return len(json.loads(text)["runs"][0]["results"])
    if form in {"json", "gitlab"}:
        return len(json.loads(text))
    if form == "junit":
        return int(ET.fromstring(text).attrib["failures"])  # noqa: S314 - we wrote it
    return sum(line.startswith("::warning ") for line in text.splitlines())


def test_the_help_names_every_format(hublint: Hublint) -> None:
    run = hublint("check", "--help")
    assert all(f"{name}: " in " ".join(run.out.split()) for name in FORMATS)


@pytest.mark.parametrize("form", SERVICES)
class TestEveryFormat:
    def test_findings_are_told_with_status_1_and_nothing_on_standard_error(
        self, folder: Path, hublint: Hublint, form: str
    ) -> None:
        (folder / "a.py").write_text(LOUD + "tf.stuck()\n")
        (folder / "b.py").write_text(RISKY)
        run = hublint("check", "--output-format", form)
        assert (run.status, found(form, run.out), run.err) == (1, 3, "")

    def test_it_is_the_same_for_any_number_of_processes(self, folder: Path, hublint: Hublint, form: str) -> None:
        for number in range(9):
            (folder / f"a{number}.py").write_text(LOUD)
        assert hublint("check", "--output-format", form, "--jobs", "2") == hublint("check", "--output-format", form)

    def test_nothing_found_is_status_0(self, folder: Path, hublint: Hublint, form: str) -> None:
        (folder / "a.py").write_text(CLEAN)
        run = hublint("check", "--output-format", form)
        assert (run.status, found(form, run.out), run.err) == (0, 0, "")

    def test_what_remains_after_a_fix_is_told(self, folder: Path, hublint: Hublint, form: str) -> None:
        (folder / "a.py").write_text(LOUD + "tf.risky()\n")
        run = hublint("check", "--fix", "--output-format", form)
        assert (run.status, found(form, run.out)) == (1, 1)
        assert (folder / "a.py").read_text() == LOUD.replace("loud", "quiet") + "tf.risky()\n"

    def test_of_standard_input_the_fixed_text_comes_out_and_the_findings_on_standard_error(
        self, hublint: Hublint, monkeypatch: pytest.MonkeyPatch, form: str
    ) -> None:
        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(f"{LOUD}tf.risky()\n".encode())}))
        run = hublint("check", "-", "--fix", "--output-format", form)
        assert run.out == LOUD.replace("loud", "quiet") + "tf.risky()\n"
        assert (run.status, found(form, run.err)) == (1, 1)

    def test_a_diff_and_a_table_go_with_none(self, folder: Path, hublint: Hublint, form: str) -> None:
        (folder / "a.py").write_text(LOUD)
        run = hublint("check", "--diff", "--output-format", form)
        assert (run.status, run.out) == (2, "")
        assert run.err == (
            f"hublint: error: --diff prints a diff and nothing else: leave out --output-format {form}, or --diff\n"
        )
        run = hublint("check", "--statistics", "--output-format", form)
        assert (run.status, run.out) == (2, "")
        assert run.err == (
            "hublint: error: --statistics prints a table, or with --output-format json a list: "
            f"leave out --output-format {form}\n"
        )

    def test_a_path_that_leads_nowhere_is_status_2_and_the_report_is_whole(
        self, folder: Path, hublint: Hublint, form: str
    ) -> None:
        (folder / "a.py").write_text(LOUD)
        run = hublint("check", "a.py", "nowhere.py", "--output-format", form)
        assert (run.status, found(form, run.out)) == (2, 1)
        assert run.err == "hublint: error: nowhere.py: no such file or directory\n"


@pytest.mark.parametrize("form", DOCUMENTS)
def test_a_run_without_files_still_gives_a_document(folder: Path, hublint: Hublint, form: str) -> None:
    assert not list(folder.glob("*.py"))
    run = hublint("check", "nowhere.py", "--output-format", form)
    assert (run.status, found(form, run.out)) == (2, 0)


class TestFailures:
    def unread(self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch, form: str) -> str:
        """Return the report of a run in which one file could not be read, and another one not be found."""
        (folder / "a.py").write_text(LOUD)
        (folder / "b.py").write_text(LOUD)
        system_open = os.open

        def refuse(path: str, flags: int, mode: int = 0o777) -> int:
            if os.fspath(path).endswith("a.py"):
                raise PermissionError(13, "Permission denied", path)
            return system_open(path, flags, mode)

        monkeypatch.setattr(os, "open", refuse)
        run = hublint("check", ".", "nowhere.py", "--output-format", form)
        assert (run.status, found(form, run.out)) == (2, 1)
        return run.out

    def test_sarif_has_a_notification_for_each(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (run,) = json.loads(self.unread(folder, hublint, monkeypatch, "sarif"))["runs"]
        (invocation,) = run["invocations"]
        assert invocation["executionSuccessful"] is False
        assert [one["message"]["text"] for one in invocation["toolExecutionNotifications"]] == [
            "nowhere.py: no such file or directory",
            "a.py: cannot be read: permission denied",
        ]

    def test_github_has_an_annotation_for_each(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = self.unread(folder, hublint, monkeypatch, "github")
        assert [line for line in out.splitlines() if line.startswith("::error ")] == [
            "::error title=hublint,file=nowhere.py::nowhere.py: no such file or directory",
            "::error title=hublint,file=a.py::a.py: cannot be read: permission denied",
        ]
        assert out.splitlines()[-1] == "1 finding in 1 file. 1 file could not be checked."

    def test_github_has_one_where_nothing_else_is_told(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(path: str, _flags: int, _mode: int = 0o777) -> int:
            raise PermissionError(13, "Permission denied", path)

        (folder / "a.py").write_text(LOUD)
        monkeypatch.setattr(os, "open", refuse)
        run = hublint("check", "--output-format", "github")
        assert run.out.startswith("::error title=hublint,file=a.py::a.py: cannot be read")

    def test_junit_has_an_error_for_each(self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch) -> None:
        out = self.unread(folder, hublint, monkeypatch, "junit")
        root = ET.fromstring(out)  # noqa: S314 - we wrote it
        assert [suite.get("name") for suite in root if suite.get("errors") == "1"] == ["nowhere.py", "a.py"]


class TestTheFixesOfSarif:
    """What a viewer makes of a file by them is what `check --fix` makes of it."""

    def results(self, hublint: Hublint) -> list[dict[str, Any]]:
        out = hublint("check", "--output-format", "sarif").out
        results: list[dict[str, Any]] = json.loads(out)["runs"][0]["results"]
        return results

    @pytest.mark.parametrize("text", [LOUD, LOUD.replace("\n", "\r\n"), LOUD.replace("tf.", "'🙂é'; tf.")])
    def test_in_a_file(self, folder: Path, hublint: Hublint, text: str) -> None:
        (folder / "a.py").write_bytes(text.encode())
        (result,) = self.results(hublint)
        assert hublint("check", "--fix").status == 0
        assert (folder / "a.py").read_bytes() == fixed(text, result).encode()

    def test_in_a_file_that_gets_an_import(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        monkeypatch.chdir(folder)
        assert registry.load.__module__ == "hublint.registry"
        text = 'import tensorflow as tf\n\ntf.logging.info("scaling")\nprint(tf.constant(1))\n'
        (folder / "a.py").write_text(text)
        (result,) = self.results(hublint)
        assert len(result["fixes"][0]["artifactChanges"][0]["replacements"]) == 2
        assert hublint("check", "--fix", "--unsafe-fixes").status == 0
        assert (folder / "a.py").read_text() == fixed(text, result)

    def test_in_a_notebook(self, folder: Path, hublint: Hublint) -> None:
        cells = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": [line]} for line in LOUD.split("\n\n")]
        text = json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)
        (folder / "a.ipynb").write_text(text)
        (result,) = self.results(hublint)
        assert hublint("check", "--fix").status == 0
        assert (folder / "a.ipynb").read_text() == fixed(text, result)


class TestTheOutputFile:
    @pytest.mark.parametrize("form", FORMATS)
    def test_what_is_found_goes_there_and_the_last_line_to_standard_output(
        self, folder: Path, hublint: Hublint, form: str
    ) -> None:
        (folder / "a.py").write_text(LOUD)
        run = hublint("check", "--output-format", form)
        expected = run.out if FORMATS[form].whole else run.out[: run.out.index("1 finding in 1 file")]
        run = hublint("check", "--output-format", form, "--output-file", "report")
        assert (run.status, run.err) == (1, "")
        assert run.out.startswith("1 finding in 1 file")
        assert run.out.count("\n") == 1
        assert (folder / "report").read_text() == expected

    def test_a_report_of_before_is_replaced_though_nothing_is_found(self, folder: Path, hublint: Hublint) -> None:
        (folder / "report").write_text("of yesterday")
        (folder / "a.py").write_text(CLEAN)
        assert hublint("check", "--output-file", "report").out == "Nothing found in 1 file.\n"
        assert (folder / "report").read_bytes() == b""

    def test_a_diff_can_be_kept(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LOUD)
        expected = hublint("check", "--diff").out
        run = hublint("check", "--diff", "--output-file", "a.patch")
        assert (run.status, run.out, run.err) == (1, "", "1 would be fixed in 1 file, nothing would remain.\n")
        assert (folder / "a.patch").read_text() == expected

    def test_of_standard_input_the_fixed_text_comes_out(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(sys, "stdin", type("Stdin", (), {"buffer": io.BytesIO(f"{LOUD}tf.risky()\n".encode())}))
        options = ("--fix", "--output-format", "json", "--output-file", "report")
        run = hublint("check", "-", *options)
        assert run.out == LOUD.replace("loud", "quiet") + "tf.risky()\n"
        assert run.err.startswith("1 fixed, 1 remains in 1 file")
        assert len(json.loads((folder / "report").read_bytes())) == 1

    def test_it_is_in_utf_8_whatever_the_terminal_takes(self, folder: Path) -> None:
        (folder / "a.py").write_text("import tensorflow as tf\n'é🙂'; tf.Session()\n", encoding="utf-8")
        root = Path(registry.__file__).parent.parent
        environment = {
            "PYTHONPATH": os.pathsep.join([str(root), str(root / "rules")]),
            "PYTHONIOENCODING": "ascii",
            "LC_ALL": "C",
        }
        command = [sys.executable, "-m", "hublint", "check", "--output-file", "report"]
        assert subprocess.run(command, cwd=folder, env=environment, check=False).returncode == 1
        assert "'é🙂'; tf.Session()" in (folder / "report").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("name", "words"),
        [("sub", "sub: is a folder, not a file"), ("none/report", "none/report: cannot be written: there is no such")],
    )
    def test_where_it_cannot_be_written_nothing_is_done(
        self, folder: Path, hublint: Hublint, name: str, words: str
    ) -> None:
        (folder / "sub").mkdir()
        (folder / "a.py").write_text(LOUD)
        run = hublint("check", "--fix", "--output-file", name)
        assert (run.status, run.out) == (2, "")
        assert run.err.startswith(f"hublint: error: {words}")
        assert run.err.count("\n") == 1
        assert (folder / "a.py").read_text() == LOUD


def test_a_run_that_finds_nothing_imports_no_format(folder: Path) -> None:
    (folder / "a.py").write_text(CLEAN)
    program = (
        "import sys; from hublint.cli import main; status = main(['check', '--output-format', sys.argv[1]])\n"
        "formats = {f'hublint.output.{name}' for name in ('full', 'concise', 'sarif', 'github', 'gitlab', 'junit')}\n"
        "heavy = {'json', 'hashlib', 'xml.sax.saxutils', 'libcst', 'hublint.catalogue', 'inspect'}\n"
        "assert not (formats | heavy) & set(sys.modules), (formats | heavy) & set(sys.modules)\n"
        "sys.exit(status)"
    )
    root = Path(registry.__file__).parent.parent
    environment = {"PYTHONPATH": os.pathsep.join([str(root), str(root / "rules")])}
    for form in ("full", "concise", "github"):
        subprocess.run([sys.executable, "-c", program, form], cwd=folder, env=environment, check=True)
