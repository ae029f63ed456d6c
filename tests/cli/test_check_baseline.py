"""`hublint check --baseline`, `--write-baseline` and `--exit-zero`."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hublint import baseline as baselines
from tests.cli.test_check import CLEAN, PYTHON_2, SAFE, STUCK, UNSAFE, FakeStdin, state, write
from tests.output.reports import notebook

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

BOTH = ("--baseline", "known.json")


def known(folder: Path) -> Any:
    return json.loads((folder / "known.json").read_text())["findings"]


class TestExitZero:
    def test_findings_do_not_fail_and_failures_still_do(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        assert hublint("check").status == 1
        run = hublint("check", "--exit-zero")
        assert (run.status, "TST001" in run.out) == (0, True)
        assert hublint("check", "--exit-zero", "--diff").status == 0
        assert hublint("check", "--exit-zero", "a.py", "missing.py").status == 2
        write(folder, b=PYTHON_2)
        assert hublint("check", "--exit-zero").status == 2


class TestKnownFindings:
    def test_what_was_written_is_not_told_again_and_what_is_new_fails(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE, b=CLEAN)
        run = hublint("check", *BOTH, "--write-baseline")
        assert run == (
            0,
            "Nothing new found in 2 files. 1 finding is known to the baseline.\n",
            "known.json: 1 known finding written (1 new, 0 gone)\n",
        )
        assert hublint("check", *BOTH) == (0, run.out, "")
        write(folder, b=UNSAFE)
        run = hublint("check", *BOTH, "--output-format", "concise")
        assert run.status == 1
        assert run.out.splitlines() == [
            "b.py:3:1: TST002 risky is gone; call calm",
            "1 finding in 1 file. 1 finding is known to the baseline.",
        ]

    def test_the_file_is_made_for_reviews_and_merges(self, folder: Path, hublint: Hublint) -> None:
        (folder / "näh").mkdir()
        (folder / "näh" / "z.py").write_text("import tensorflow as tf\n\ntf.loud('é')\n\ntf.loud('é')\ntf.stuck()\n")
        write(folder, a=SAFE)
        hublint("check", *BOTH, "--write-baseline")
        assert (folder / "known.json").read_text(encoding="utf-8") == (
            "{\n"
            f'  "about": {json.dumps(baselines.ABOUT)},\n'
            '  "version": 1,\n'
            '  "findings": {\n'
            '    "a.py": [\n'
            '      {"code": "TST001", "count": 1, "line": "tf.loud()"}\n'
            "    ],\n"
            '    "näh/z.py": [\n'
            '      {"code": "TST001", "count": 2, "line": "tf.loud(\'é\')"},\n'
            '      {"code": "TST003", "count": 1, "line": "tf.stuck()"}\n'
            "    ]\n"
            "  }\n"
            "}\n"
        )
        before = state(folder)
        run = hublint("check", *BOTH, "--write-baseline")
        assert run.err == "known.json: 4 known findings written (0 new, 0 gone)\n"
        assert state(folder) == before

    def test_a_finding_may_move_and_one_more_of_the_same_line_is_new(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        hublint("check", *BOTH, "--write-baseline")
        write(folder, a="import tensorflow as tf\n\nx = 1\n\n\ndef f():\n    tf.loud()\n")
        assert hublint("check", *BOTH).status == 0
        write(folder, a=SAFE + "if True:\n    tf.loud()\n")
        run = hublint("check", *BOTH, "--output-format", "concise")
        assert run.status == 1
        assert run.out.startswith("a.py:5:5: TST001 ")

    def test_what_is_gone_is_told_and_taken_out_when_asked(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE, b=UNSAFE, c=STUCK)
        hublint("check", *BOTH, "--write-baseline")
        write(folder, a=CLEAN)
        (folder / "b.py").unlink()
        run = hublint("check", *BOTH, "c.py")
        told = "known.json: 1 finding of the baseline is gone; --write-baseline takes it out\n"
        assert (run.status, run.err) == (0, told), "of a.py nothing is known, b.py is no longer there"
        run = hublint("check", *BOTH)
        assert run.err == "known.json: 2 findings of the baseline are gone; --write-baseline takes them out\n"
        run = hublint("check", *BOTH, "--write-baseline")
        assert run.err == "known.json: 1 known finding written (0 new, 2 gone)\n"
        assert list(known(folder)) == ["c.py"]

    def test_what_a_run_does_not_look_for_stays(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE + "tf.risky()\n", b=UNSAFE)
        hublint("check", *BOTH, "--write-baseline")
        before = state(folder)
        assert hublint("check", *BOTH, "--select", "TST002", "a.py").err == ""
        hublint("check", *BOTH, "--write-baseline", "--select", "TST002", "a.py")
        assert state(folder) == before
        write(folder, a=PYTHON_2)
        assert hublint("check", *BOTH, "--write-baseline").status == 2
        assert (folder / "known.json").read_bytes() == before["known.json"]

    def test_a_rule_that_no_longer_exists_is_gone(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        hublint("check", *BOTH, "--write-baseline")
        text = (folder / "known.json").read_text()
        (folder / "known.json").write_text(text.replace("TST001", "TST999"))
        run = hublint("check", *BOTH)
        assert run.status == 1
        assert "1 finding of the baseline is gone" in run.err

    def test_fixes_are_applied_to_known_findings_too(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE, b=STUCK)
        hublint("check", *BOTH, "--write-baseline")
        assert hublint("check", *BOTH, "--diff").status == 1
        run = hublint("check", *BOTH, "--fix")
        assert (run.status, run.out) == (
            0,
            "1 fixed in 1 file, nothing remains. 1 finding is known to the baseline.\n",
        )
        assert run.err == "known.json: 1 finding of the baseline is gone; --write-baseline takes it out\n"
        assert (folder / "a.py").read_text() == SAFE.replace("loud", "quiet")
        hublint("check", *BOTH, "--fix", "--write-baseline")
        assert list(known(folder)) == ["b.py"]

    @pytest.mark.parametrize("form", ["json", "sarif", "github", "gitlab", "junit"])
    def test_programs_are_told_of_new_findings_alone(self, folder: Path, hublint: Hublint, form: str) -> None:
        write(folder, a=SAFE)
        hublint("check", *BOTH, "--write-baseline")
        write(folder, b=UNSAFE)
        run = hublint("check", *BOTH, "--output-format", form)
        assert run.status == 1
        assert "risky is gone" in run.out
        assert "loud is gone" not in run.out

    def test_statistics_count_what_is_new(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        hublint("check", *BOTH, "--write-baseline")
        write(folder, b=UNSAFE)
        run = hublint("check", *BOTH, "--statistics", "--output-format", "json")
        assert [row["code"] for row in json.loads(run.out)] == ["TST002"]

    def test_in_a_notebook_the_cell_may_be_another_one(self, folder: Path, hublint: Hublint) -> None:
        file = folder / "n.ipynb"
        file.write_bytes(notebook("import tensorflow as tf", "tf.loud()"))
        hublint("check", *BOTH, "--write-baseline")
        file.write_bytes(notebook("import tensorflow as tf", "x = 1", "tf.loud()"))
        assert hublint("check", *BOTH).status == 0
        file.write_bytes(notebook("import tensorflow as tf", "tf.loud()", "tf.loud()"))
        run = hublint("check", *BOTH, "--output-format", "concise")
        assert run.out.startswith("n.ipynb:cell 3:1:1: TST001 ")

    def test_a_cell_that_cannot_be_read_hides_nothing_that_is_known(self, folder: Path, hublint: Hublint) -> None:
        file = folder / "n.ipynb"
        file.write_bytes(notebook("import tensorflow as tf", "tf.loud()"))
        hublint("check", *BOTH, "--write-baseline")
        before = (folder / "known.json").read_bytes()
        file.write_bytes(notebook("import tensorflow as tf", "tf.loud(\n"))
        run = hublint("check", *BOTH, "--write-baseline")
        assert (run.status, (folder / "known.json").read_bytes()) == (2, before)

    def test_standard_input_is_known_by_the_name_that_it_is_given(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=SAFE)
        hublint("check", *BOTH, "--write-baseline")
        for name, status in (("a.py", 0), ("b.py", 1)):
            monkeypatch.setattr("sys.stdin", FakeStdin(SAFE.encode()))
            assert hublint("check", *BOTH, "--stdin-filename", name, "-").status == status
        assert "give --stdin-filename" in hublint("check", *BOTH, "-").err

    def test_a_long_line_is_cut_and_still_told_from_others(self, folder: Path, hublint: Hublint) -> None:
        begin = f"tf.loud({'1, ' * 100}"
        write(folder, a=f"import tensorflow as tf\n{begin} 2)\n")
        hublint("check", *BOTH, "--write-baseline")
        assert len(known(folder)["a.py"][0]["line"]) < 230
        assert hublint("check", *BOTH).status == 0
        write(folder, a=f"import tensorflow as tf\n{begin} 3)\n")
        assert hublint("check", *BOTH).status == 1


class TestInTheSettings:
    def test_each_folder_has_the_baseline_of_its_settings(self, folder: Path, hublint: Hublint) -> None:
        (folder / "hublint.toml").write_text('baseline = "known.json"\n')
        (folder / "below").mkdir()
        (folder / "below" / "hublint.toml").write_text('baseline = "../below.json"\n')
        (folder / "below" / "a.py").write_text(SAFE)
        write(folder, a=UNSAFE)
        run = hublint("check")
        assert run.status == 2
        assert "there is no such baseline; --write-baseline begins one" in run.err
        assert hublint("check", "--write-baseline").status == 0
        assert list(known(folder)) == ["a.py"]
        assert list(json.loads((folder / "below.json").read_text())["findings"]) == ["below/a.py"]
        assert hublint("check").status == 0
        assert hublint("check", "--no-baseline").status == 1
        assert hublint("check", "--baseline", "known.json").status == 1, "what the option names holds for all"

    def test_nothing_is_fixed_where_one_cannot_be_used(self, folder: Path, hublint: Hublint) -> None:
        (folder / "below").mkdir()
        (folder / "below" / "hublint.toml").write_text('baseline = "none.json"\n')
        (folder / "below" / "a.py").write_text(SAFE)
        before = write(folder, a=SAFE)
        assert hublint("check", "--fix").status == 2
        assert state(folder) == before


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("", "is no baseline: it is no JSON at line 1, column 1"),
            ("{\n<<<<<<< ours\n", "is no baseline: marks of a merge are left in it at line 2, column 1"),
            ("[]", "is no baseline: one has `version` and `findings`"),
            ('{"version": 1}', "is no baseline: one has `version` and `findings`"),
            ('{"version": 7, "findings": {}}', "is a baseline of version 7, and this hublint reads version 1; "),
            ('{"version": 1, "findings": []}', "is no baseline: findings is no object"),
            ('{"version": 1, "findings": {"a.py": 1}}', 'is no baseline: findings["a.py"] is no list'),
            (
                '{"version": 1, "findings": {"a.py": [{"code": "TST001", "line": "", "count": 0}]}}',
                'is no baseline: findings["a.py"][0] has not a code, a line, and a count from 1 on',
            ),
        ],
    )
    def test_a_broken_baseline_is_one_sentence_and_stays(
        self, folder: Path, hublint: Hublint, text: str, said: str
    ) -> None:
        write(folder, a=SAFE)
        (folder / "known.json").write_text(text)
        before = state(folder)
        for further in ((), ("--write-baseline",), ("--fix",)):
            run = hublint("check", *BOTH, *further)
            assert (run.status, run.out) == (2, "")
            assert run.err.startswith(f"hublint: error: known.json: {said}")
            assert run.err.count("\n") == 1
        assert state(folder) == before

    def test_a_merge_that_leaves_an_entry_twice_knows_no_more_than_before(self, folder: Path, hublint: Hublint) -> None:
        entry = {"code": "TST001", "line": "tf.loud()", "count": 1}
        document = {"version": 1, "findings": {"a.py": [entry, entry]}}
        (folder / "known.json").write_text(json.dumps(document))
        write(folder, a=SAFE + "tf.loud()\n")
        assert hublint("check", *BOTH, "--output-format", "concise").out.startswith("a.py:4:1: ")

    @pytest.mark.parametrize(
        ("options", "said"),
        [
            (("--write-baseline",), "--write-baseline needs a file"),
            ((*BOTH, "--no-baseline"), "--no-baseline contradicts --baseline"),
            ((*BOTH, "--write-baseline", "--diff"), "--diff changes nothing"),
            ((*BOTH, "--write-baseline", "--stdin-filename", "a.py", "-"), "--write-baseline is about files"),
            (("--baseline", ".", "--write-baseline"), ".: is a folder, not a file"),
            (("--baseline", "no/known.json", "--write-baseline"), "no/known.json: cannot be written: "),
        ],
    )
    def test_contradictions_are_told(
        self, folder: Path, hublint: Hublint, options: tuple[str, ...], said: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("sys.stdin", FakeStdin(b""))
        before = write(folder, a=SAFE)
        run = hublint("check", *options)
        assert run.status == 2
        assert run.err.startswith(f"hublint: error: {said}")
        assert state(folder) == before


def test_a_name_that_is_no_text_is_written_and_read_again(folder: Path, hublint: Hublint) -> None:
    name = b"a\xff.py"
    try:
        Path(folder, name.decode(errors="surrogateescape")).write_text(SAFE)
    except OSError:
        pytest.skip("this file system holds names of text alone")
    hublint("check", *BOTH, "--write-baseline")
    io.TextIOWrapper(io.BytesIO((folder / "known.json").read_bytes()), "utf-8").read()
    assert hublint("check", *BOTH).status == 0
