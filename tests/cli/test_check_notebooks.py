from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest

from hublint.source import magics

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run, Verifier

    Hublint = Callable[..., Run]

PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
PYTHON_2 = "Python 2 source (print or exec statement): convert it to Python 3 first, for instance with 2to3"
IMPORT = "import tensorflow as tf"


def document(*cells: str, metadata: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return a notebook whose cells are code, but for those that begin with `# `, which are Markdown."""
    return {
        "cells": [
            {"cell_type": "markdown", "id": f"cell{number}", "metadata": {}, "source": [text]}
            if text.startswith("# ")
            else {
                "cell_type": "code",
                "execution_count": number,
                "id": f"cell{number}",
                "metadata": {},
                "outputs": [{"name": "stdout", "output_type": "stream", "text": ["tf.loud()\n", "é\n"]}],
                "source": text.splitlines(keepends=True),
            }
            for number, text in enumerate(cells, 1)
        ],
        "metadata": PYTHON if metadata is None else metadata,
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def write(path: Path, *cells: str, metadata: dict[str, Any] | None = None) -> bytes:
    """Write a notebook as Jupyter does and return its bytes."""
    text = json.dumps(document(*cells, metadata=metadata), indent=1, ensure_ascii=False) + "\n"
    path.write_bytes(text.encode())
    return path.read_bytes()


class FakeStdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


class TestOutputs:
    CELLS = ("# Title", f"!pip install x\n{IMPORT}", "x = 'é'; tf.loud()\n%time tf.risky()", "tf.stuck()")

    def test_concise_names_the_cell(self, folder: Path, hublint: Hublint) -> None:
        before = write(folder / "nb.ipynb", *self.CELLS)
        run = hublint("check", "--output-format", "concise")
        assert run.out.splitlines() == [
            "nb.ipynb:cell 3:1:10: TST001 loud is gone; call quiet",
            "nb.ipynb:cell 3:2:7: TST002 risky is gone; call calm",
            "nb.ipynb:cell 4:1:1: TST003 stuck on tf=2.21,keras=keras3,purpose=reuse",
            "3 findings in 1 file.",
        ]
        assert (run.status, run.err, (folder / "nb.ipynb").read_bytes()) == (1, "", before)

    def test_full_shows_the_cells_own_lines_and_its_fix(self, folder: Path, hublint: Hublint) -> None:
        write(folder / "nb.ipynb", *self.CELLS)
        run = hublint("check")
        assert run.out.startswith(
            """\
TST001 [*] loud is gone; call quiet
 --> nb.ipynb:cell 3:1:10
  |
1 | x = 'é'; tf.loud()
  |          ^^^^^^^
  |
  = safe fix: Call quiet
    @@ -1,2 +1,2 @@
    -x = 'é'; tf.loud()
    +x = 'é'; tf.quiet()
     %time tf.risky()

TST002 risky is gone; call calm
 --> nb.ipynb:cell 3:2:7
  |
2 | %time tf.risky()
  |       ^^^^^^^^
  |
"""
        )
        assert run.out.endswith("3 findings in 1 file (1 fixable with --fix, 1 more with --unsafe-fixes).\n")

    def test_json_has_the_cell_of_each_finding_and_edit(self, folder: Path, hublint: Hublint) -> None:
        write(folder / "nb.ipynb", *self.CELLS)
        first, _, third = json.loads(hublint("check", "--output-format", "json").out)
        assert (first["cell"], first["location"], first["noqa_row"]) == (3, {"row": 1, "column": 10}, 1)
        assert first["filename"] == str(folder / "nb.ipynb")
        (edit,) = first["fix"]["edits"]
        assert edit["cell"] == 3
        assert (edit["location"]["row"], edit["content"]) == (1, "quiet")
        assert (third["cell"], third["fix"], third["note"]) == (4, None, "it is stuck")

    def test_a_diff_shows_the_lines_of_each_cell_and_changes_nothing(self, folder: Path, hublint: Hublint) -> None:
        before = write(folder / "nb.ipynb", *self.CELLS)
        run = hublint("check", "--diff", "--unsafe-fixes")
        assert run.out == (
            """\
--- nb.ipynb:cell 3
+++ nb.ipynb:cell 3
@@ -1,2 +1,2 @@
-x = 'é'; tf.loud()
-%time tf.risky()
+x = 'é'; tf.quiet()
+%time tf.calm()
"""
        )
        assert (run.status, run.err) == (1, "2 would be fixed, 1 would remain in 1 file.\n")
        assert (folder / "nb.ipynb").read_bytes() == before

    def test_statistics_count_them(self, folder: Path, hublint: Hublint) -> None:
        write(folder / "nb.ipynb", *self.CELLS, "print tf.loud()")
        rows = hublint("check", "--statistics").out.splitlines()
        assert rows[-1] == (
            "4 findings in 1 file (1 fixable with --fix, 1 more with --unsafe-fixes). 1 cell could not be checked."
        )
        assert sorted(row.split()[1] for row in rows[:-1]) == ["HUB901", "TST001", "TST002", "TST003"]


class TestFixing:
    def test_all_but_the_lines_that_change_stays_byte_for_byte(self, folder: Path, hublint: Hublint) -> None:
        cells = (
            "# tf.loud()",
            f"%matplotlib inline\n{IMPORT}",
            "tf.loud()\n\n!tf.loud()\ns = 'é\\\\u00e9 tf.loud()'\n",
        )
        before = write(folder / "nb.ipynb", *cells)
        run = hublint("check", "--fix")
        assert run == (0, "1 fixed in 1 file, nothing remains.\n", "")
        after = (folder / "nb.ipynb").read_bytes()
        assert after == before.replace(b'    "tf.loud()\\n",\n    "\\n"', b'    "tf.quiet()\\n",\n    "\\n"')
        assert hublint("check", "--fix") == (0, "Nothing found in 1 file.\n", "")
        assert (folder / "nb.ipynb").read_bytes() == after

    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    @pytest.mark.parametrize("bom", ["", "\ufeff"])
    @pytest.mark.parametrize("layout", [{"indent": 4}, {"separators": (",", ":")}, {"indent": 1, "ensure_ascii": True}])
    def test_in_whatever_layout_it_is_written(
        self, folder: Path, hublint: Hublint, newline: str, bom: str, layout: dict[str, Any]
    ) -> None:
        made = document(IMPORT, "x = 'é'\ntf.loud()\nx")
        made["cells"][1]["source"] = "".join(made["cells"][1]["source"])
        before = (bom + json.dumps(made, **{"ensure_ascii": False, **layout}).replace("\n", newline)).encode()
        (folder / "nb.ipynb").write_bytes(before)
        assert hublint("check", "--fix").status == 0
        head, old, tail = before.rpartition(b"tf.loud()\\nx")
        assert old
        assert (folder / "nb.ipynb").read_bytes() == head + b"tf.quiet()\\nx" + tail

    def test_standard_input_is_a_notebook_where_its_name_says_so(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        data = write(folder / "nb.ipynb", IMPORT, "tf.loud()")
        monkeypatch.setattr("sys.stdin", FakeStdin(data))
        run = hublint("check", "--output-format", "concise", "--stdin-filename", "x.ipynb", "-")
        assert run.out.splitlines()[0] == "x.ipynb:cell 2:1:1: TST001 loud is gone; call quiet"

        monkeypatch.setattr("sys.stdin", FakeStdin(data))
        run = hublint("check", "--fix", "--stdin-filename", "x.ipynb", "-")
        assert run.status == 0
        assert run.out.encode() == data.replace(b'"tf.loud()"', b'"tf.quiet()"')
        assert run.err == "1 fixed in 1 file, nothing remains.\n"

    def test_what_a_cell_writes_is_fixed_by_the_settings_of_its_place(self, folder: Path, hublint: Hublint) -> None:
        (folder / "off").mkdir()
        (folder / "off" / "hublint.toml").write_text('ignore = ["TST001"]\n')
        cells = [f"%%writefile {name}\n{IMPORT}\ntf.loud()\n" for name in ("on/a.py", "off/a.py", "-a a.py", "a.txt")]
        write(folder / "nb.ipynb", *cells)
        run = hublint("check", "--output-format", "concise")
        assert run.out.splitlines()[0] == "nb.ipynb:cell 1:3:1: TST001 loud is gone; call quiet"
        assert run.out.splitlines()[1] == "1 finding in 1 file."
        assert hublint("check", "--fix").status == 0
        after = json.loads((folder / "nb.ipynb").read_bytes())["cells"]
        assert ["".join(cell["source"]) for cell in after] == [cells[0].replace("loud", "quiet"), *cells[1:]]


class TestWhatIsPassedOver:
    def test_cells_that_cannot_be_parsed_are_told_with_status_2_and_the_others_are_fixed(
        self, folder: Path, hublint: Hublint
    ) -> None:
        write(folder / "nb.ipynb", IMPORT, "x = 1\nprint tf.loud", "tf.loud()")
        run = hublint("check", "--output-format", "concise")
        assert run.status == 2
        assert run.out.splitlines() == [
            f"nb.ipynb:cell 2:2:1: HUB901 {PYTHON_2}; the cell is left as it is",
            "nb.ipynb:cell 3:1:1: TST001 loud is gone; call quiet",
            "1 finding in 1 file. 1 cell could not be checked.",
        ]
        run = hublint("check", "--diff")
        assert run.status == 2
        assert run.err.startswith("hublint: error: nb.ipynb:cell 2:2: Python 2 source")
        assert "+tf.quiet()" in run.out
        assert hublint("check", "--fix", "--ignore", "HUB901") == (0, "1 fixed in 1 file, nothing remains.\n", "")

    def test_other_languages_are_passed_over_unless_they_are_named(self, folder: Path, hublint: Hublint) -> None:
        write(folder / "r.ipynb", "tensorflow <- 1", metadata={"kernelspec": {"language": "R"}})
        assert hublint("check") == (0, "Nothing found in 1 file.\n", "")
        sentence = "hublint: error: r.ipynb: is a notebook in r, not in Python\n"
        assert hublint("check", "r.ipynb") == (2, "", sentence)

    def test_named_standard_input_too(self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch) -> None:
        data = write(folder / "r.ipynb", "tensorflow <- 1", metadata={"kernelspec": {"language": "R"}})
        monkeypatch.setattr("sys.stdin", FakeStdin(data))
        run = hublint("check", "-", "--stdin-filename", "r.ipynb")
        assert run == (2, "", "hublint: error: r.ipynb: is a notebook in r, not in Python\n")

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("import tensorflow", "is no notebook: no JSON document"),
            (
                '{"worksheets": [], "x": "tensorflow"}',
                "is no notebook: it has no list of cells, but one of a format before",
            ),
        ],
    )
    def test_what_is_no_notebook_is_told_in_a_sentence_and_the_others_go_on(
        self, folder: Path, hublint: Hublint, text: str, reason: str
    ) -> None:
        (folder / "a.ipynb").write_text(text)
        write(folder / "b.ipynb", IMPORT, "tf.loud()")
        for paths in ((), ("a.ipynb", "b.ipynb")):
            run = hublint("check", "--output-format", "concise", *paths)
            assert run.status == 2
            assert run.err.startswith(f"hublint: error: a.ipynb: {reason}")
            assert run.out.startswith("b.ipynb:cell 2:1:1: TST001")

    def test_empty_files_hold_nothing_unless_they_are_named(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.ipynb").touch()
        assert hublint("check") == (0, "Nothing found in 1 file.\n", "")
        assert hublint("check", "a.ipynb") == (2, "", "hublint: error: a.ipynb: is empty, not a notebook\n")

    def test_without_ipython_a_notebook_that_needs_it_is_told_and_the_others_go_on(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setitem(sys.modules, "IPython.core", None)
        monkeypatch.delitem(sys.modules, "IPython.core.inputtransformer2", raising=False)
        magics._ipython.cache_clear()
        before = write(folder / "a.ipynb", IMPORT, "!without\ntf.loud()")
        write(folder / "b.ipynb", IMPORT, "tf.loud()")
        write(folder / "c.ipynb", "!without")
        run = hublint("check", "--fix")
        assert run == (
            2,
            "1 fixed in 1 file, nothing remains. 1 file could not be checked.\n",
            "hublint: error: a.ipynb: needs IPython to be read: pip install 'hublint[notebooks]'\n",
        )
        assert (folder / "a.ipynb").read_bytes() == before

    def test_defects_of_rules_are_told_as_of_any_file(self, folder: Path, hublint: Hublint) -> None:
        write(folder / "a.ipynb", IMPORT, "tf.defect()")
        run = hublint("check")
        assert run.status == 2
        assert "a.ipynb: a defect in hublint or in a rule, ZeroDivisionError" in run.err

    def test_processes_check_notebooks_too(self, folder: Path, hublint: Hublint) -> None:
        for name in "abcd":
            write(folder / f"{name}.ipynb", IMPORT, "tf.loud()")
        run = hublint("check", "--output-format", "concise", "--jobs", "2")
        assert [line.partition(":")[0] for line in run.out.splitlines()[:-1]] == [f"{name}.ipynb" for name in "abcd"]

    def test_settings_speak_of_notebooks_by_name(self, folder: Path, hublint: Hublint) -> None:
        (folder / "hublint.toml").write_text('[per-file-ignores]\n"*.ipynb" = ["TST001"]\n')
        write(folder / "a.ipynb", IMPORT, "tf.loud()")
        assert hublint("check").status == 0


class TestMigrate:
    def test_a_notebook_is_migrated_and_its_cells_are_named(self, folder: Path, hublint: Hublint) -> None:
        write(folder / "a.ipynb", IMPORT, "!ls\ntf.risky()\ntf.stuck()")
        run = hublint("migrate", "--diff", "a.ipynb")
        assert "  cell 2, line 2: TST002 risky is gone; call calm\n" in run.out
        assert "--- a.ipynb:cell 2\n" in run.out
        assert hublint("migrate", "a.ipynb").status == 1
        assert "tf.calm()" in (folder / "a.ipynb").read_text()

    def test_one_that_cannot_be_read_is_told(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.ipynb").write_text('"tensorflow"')
        run = hublint("migrate", str(folder))
        assert run.status == 2
        assert "a.ipynb: is no notebook: it has no list of cells\n" in run.err


class TestProving:
    EXPORTS = "tf.saved_model.save(m, 'out')"
    FOR_IPYTHON = "cell 1: 'files = !ls' is for IPython alone, and the notebook cannot run without it"

    def test_a_notebook_that_exports_is_proven_as_a_program_is(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        before = write(folder / "a.ipynb", f"%matplotlib inline\n{IMPORT}", "tf.risky()", self.EXPORTS).decode()
        run = hublint("check", "--fix", "--unsafe-fixes", "--verify")
        after = before.replace("risky", "calm")
        assert verifier.seen == [(before, after)]
        assert (folder / "a.ipynb").read_text() == after
        assert run.out.startswith("a.ipynb: verified: 2 programs, 1 export each: they agree.\n")

    def test_one_that_only_ipython_can_run_keeps_what_is_safe_by_itself(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        write(folder / "a.ipynb", f"files = !ls\n{IMPORT}", "tf.risky()\ntf.loud()", self.EXPORTS)
        run = hublint("check", "--fix", "--unsafe-fixes", "--verify")
        assert verifier.seen == []
        assert run.out.splitlines()[0] == (
            f"a.ipynb: not verified: {self.FOR_IPYTHON}; fixes that are safe by themselves are kept"
        )
        assert 'tf.risky()\\n",\n    "tf.quiet()' in (folder / "a.ipynb").read_text()
        run = hublint("migrate", "--verify", "a.ipynb")
        assert f"    {self.FOR_IPYTHON}\n" in run.out
