from __future__ import annotations

import io
import json
import os
import sys
from typing import TYPE_CHECKING

import pytest

from hublint import checking, files
from hublint.registry import Registry
from tests.cli import pack

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

SAFE = "import tensorflow as tf\n\ntf.loud()\n"
UNSAFE = "import tensorflow as tf\n\ntf.risky()\n"
STUCK = "import tensorflow as tf\n\ntf.stuck()\n"
CLEAN = "import tensorflow as tf\n\ntf.fine()\n"
PYTHON_2 = "import tensorflow as tf\n\nprint tf.loud\n"


def write(folder: Path, **texts: str) -> dict[str, bytes]:
    """Write each text as a module and return the state of the folder."""
    for name, text in texts.items():
        (folder / f"{name}.py").write_bytes(text.encode())
    return state(folder)


def state(folder: Path) -> dict[str, bytes]:
    """Return all files of a folder, so that a test can say that nothing on disk has changed."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


class FakeStdin:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


class TestWhatIsFound:
    def test_findings_are_printed_with_their_place_and_end_with_status_1(self, folder: Path, hublint: Hublint) -> None:
        before = write(folder, a=SAFE, b=CLEAN, c=UNSAFE + "tf.loud()\n")
        run = hublint("check", "--output-format", "concise")
        assert run.status == 1
        assert run.out.splitlines() == [
            "a.py:3:1: TST001 loud is gone; call quiet",
            "c.py:3:1: TST002 risky is gone; call calm",
            "c.py:4:1: TST001 loud is gone; call quiet",
            "3 findings in 2 files.",
        ]
        assert run.err == ""
        assert state(folder) == before

    def test_files_that_state_requirements_are_walked_to_taken_by_name_and_read_from_standard_input(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "requirements").mkdir()
        text = "loud-package\n"
        for name in ("requirements-dev.txt", "requirements/base.txt", "other.txt"):
            (folder / name).write_text(text)
        said = "1:1: TST006 it has no bound; write one"
        run = hublint("check", "--output-format", "concise")
        assert run.out.splitlines()[:-1] == [f"requirements/base.txt:{said}", f"requirements-dev.txt:{said}"]
        run = hublint("check", "--output-format", "concise", "requirements-dev.txt")
        assert run.out.splitlines()[:-1] == [f"requirements-dev.txt:{said}"]
        assert hublint("check", "other.txt").status == 2
        monkeypatch.setattr("sys.stdin", FakeStdin(text.encode()))
        run = hublint("check", "--output-format", "concise", "--stdin-filename", "requirements.txt", "-")
        assert run.out.splitlines()[:-1] == [f"requirements.txt:{said}"]
        assert hublint("check", "--fix", "--unsafe-fixes").status == 0
        assert (folder / "requirements-dev.txt").read_bytes() == b"loud-package<3\n"
        assert (folder / "other.txt").read_text() == text

    def test_nothing_found_is_status_0(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=CLEAN, empty="")
        assert hublint("check") == (0, "Nothing found in 2 files.\n", "")

    def test_the_full_format_is_the_default_and_counts_what_can_be_fixed(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE, b=UNSAFE)
        run = hublint("check")
        assert run.status == 1
        assert "TST001 [*] loud is gone" in run.out
        assert "TST002 risky is gone" in run.out
        assert run.out.endswith("2 findings in 2 files (1 fixable with --fix, 1 more with --unsafe-fixes).\n")
        widened = hublint("check", "--unsafe-fixes")
        assert "TST002 [*] risky is gone" in widened.out
        assert widened.out.endswith("2 findings in 2 files (2 fixable with --fix --unsafe-fixes).\n")

    def test_a_concise_run_does_not_work_out_fixes(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=SAFE)

        def no_fix(*_: object) -> None:
            pytest.fail("a fix was worked out")

        monkeypatch.setattr("tests.cli.pack.Fix", no_fix)
        assert hublint("check", "--output-format", "concise").status == 1

    def test_select_ignore_and_extend_select(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a="import tensorflow as tf\ntf.loud()\ntf.risky()\ntf.stuck()\n")

        def codes(*options: str) -> list[str]:
            out = hublint("check", "--output-format", "concise", *options).out
            return [line.split()[1] for line in out.splitlines()[:-1]]

        assert codes() == ["TST001", "TST002", "TST003"]
        assert codes("--select", "TST001,tst003") == ["TST001", "TST003"]
        assert codes("--select", "TST001", "--select", "TST002") == ["TST001", "TST002"]
        assert codes("--ignore", "TST001") == ["TST002", "TST003"]
        assert codes("--select", "TST001", "--extend-select", "TST003") == ["TST001", "TST003"]

    def test_the_target_comes_from_the_option_before_the_project(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=STUCK)
        (folder / "requirements.txt").write_text("tensorflow==2.14.0\n")
        assert "stuck on tf=2.14,keras=keras2" in hublint("check").out
        assert "stuck on tf=2.18,keras=keras3" in hublint("check", "--target", "tf=2.18").out

    def test_the_level_of_fixes_has_an_option_of_its_own(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=STUCK)
        aimed = "stuck on tf=2.18,keras=keras3,purpose=reuse"
        assert f"{aimed},level=compat" in hublint("check", "--target", "tf=2.18", "--level", "compat").out
        both = hublint("check", "--target", "level=compat,tf=2.18", "--level", "native").out
        assert aimed in both
        assert "level=" not in both
        # It changes the level alone: the rest is still the project's.
        (folder / "hublint.toml").write_text('tensorflow = "2.15"\nlevel = "compat"\n')
        assert "stuck on tf=2.15,keras=keras2,purpose=reuse,level=compat" in hublint("check").out
        out = hublint("check", "--level", "native").out
        assert "stuck on tf=2.15,keras=keras2,purpose=reuse" in out
        assert "level=" not in out

    def test_statistics(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE + "tf.loud()\n", b=UNSAFE)
        run = hublint("check", "--statistics")
        assert run.status == 1
        assert [line.split() for line in run.out.splitlines()[:2]] == [
            ["2", "TST001", "safe", "2", "fixable"],
            ["1", "TST002", "unsafe"],
        ]
        assert json.loads(hublint("check", "--statistics", "--output-format", "json").out) == [
            {"code": "TST001", "name": "safe", "count": 2, "fixable": True, "fixable_count": 2},
            {"code": "TST002", "name": "unsafe", "count": 1, "fixable": False, "fixable_count": 0},
        ]

    def test_the_rows_of_the_statistics_add_up_to_the_last_line(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE + "tf.loud()\n", b=UNSAFE, old=PYTHON_2)
        run = hublint("check", "--statistics")
        *table, last = run.out.splitlines()
        assert run.status == 2
        assert sum(int(row.split()[0]) for row in table) == 4
        assert last == (
            "4 findings in 3 files (2 fixable with --fix, 1 more with --unsafe-fixes). 1 file could not be checked."
        )

    def test_json_has_the_fields_of_ruffs(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a="import tensorflow as tf\n'é'; tf.loud()\n")
        (finding,) = json.loads(hublint("check", "--output-format", "json").out)
        assert finding == {
            "cell": None,
            "code": "TST001",
            "detail": None,
            "end_location": {"row": 2, "column": 13},
            "filename": str(folder / "a.py"),
            "fix": {
                "applicability": "safe",
                "edits": [
                    {
                        "content": "quiet",
                        "end_location": {"row": 2, "column": 13},
                        "location": {"row": 2, "column": 9},
                    }
                ],
                "message": "Call quiet",
                "verified": False,
            },
            "location": {"row": 2, "column": 6},
            "message": "loud is gone; call quiet",
            "name": "safe",
            "noqa_row": 2,
            "note": None,
            "skeleton": None,
            "url": "https://example.org/renaming",
        }

    def test_json_of_nothing_is_an_empty_list(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=CLEAN)
        run = hublint("check", "--output-format", "json")
        assert (run.status, json.loads(run.out)) == (0, [])


class TestSettings:
    def test_the_nearest_settings_file_decides_for_each_file(self, folder: Path, hublint: Hublint) -> None:
        (folder / "inner").mkdir()
        write(folder, a=SAFE)
        write(folder / "inner", b=SAFE)
        (folder / "inner" / "hublint.toml").write_text('ignore = ["TST001"]\n')
        out = hublint("check", "--output-format", "concise").out
        assert out.splitlines() == ["a.py:3:1: TST001 loud is gone; call quiet", "1 finding in 1 file."]

    def test_per_file_ignores_win_over_an_explicit_select(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE, b=SAFE)
        (folder / "hublint.toml").write_text('[per-file-ignores]\n"a.py" = ["TST0"]\n')
        out = hublint("check", "--select", "TST001", "--output-format", "concise").out
        assert [line.partition(":")[0] for line in out.splitlines()[:-1]] == ["b.py"]

    def test_exclude_in_the_settings_in_nested_settings_and_on_the_command_line(
        self, folder: Path, hublint: Hublint
    ) -> None:
        for name in ("one", "two", "three", "four"):
            (folder / name).mkdir()
            write(folder / name, a=SAFE)
        (folder / "hublint.toml").write_text('exclude = ["one/"]\n')
        (folder / "two" / "hublint.toml").write_text('exclude = ["a.py"]\n')
        run = hublint("check", "--exclude", "three", "--output-format", "concise")
        assert run.out.splitlines()[:-1] == ["four/a.py:3:1: TST001 loud is gone; call quiet"]

    def test_a_file_that_is_named_is_checked_though_it_is_excluded(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        assert hublint("check", "--exclude", "a.py", "a.py").status == 1

    def test_force_exclude_leaves_out_what_is_excluded_though_it_is_named(self, folder: Path, hublint: Hublint) -> None:
        for name in ("kept", "generated", "third_party/deep", "own", "own/gen", "node_modules", "env"):
            (folder / name).mkdir(parents=True)
            write(folder / name, a=SAFE)
        (folder / "env" / "pyvenv.cfg").touch()
        (folder / "hublint.toml").write_text('exclude = ["third_party/", "*_pb2.py"]\n')
        (folder / "own" / "hublint.toml").write_text('exclude = ["gen/"]\n')
        write(folder, model_pb2=SAFE)
        named = [str(path.relative_to(folder)) for path in sorted(folder.rglob("*.py"))]
        assert hublint("check", *named).out.endswith("8 findings in 8 files (8 fixable with --fix).\n")
        run = hublint("check", "--force-exclude", "--exclude", "generated", "--output-format", "concise", *named)
        assert [line.partition(":")[0] for line in run.out.splitlines()[:-1]] == ["kept/a.py", "own/a.py"]
        assert (run.status, run.err) == (1, "")

    def test_force_exclude_may_leave_nothing_of_files_and_folders(self, folder: Path, hublint: Hublint) -> None:
        (folder / "third_party").mkdir()
        write(folder / "third_party", a=SAFE)
        (folder / "hublint.toml").write_text('exclude = ["third_party/"]\n')
        for named in ("third_party/a.py", "third_party"):
            assert hublint("check", "--force-exclude", named) == (0, "", "")
            assert hublint("check", named).status != 0
        run = hublint("check", "--force-exclude", "--output-format", "json", "third_party/a.py")
        assert (run.status, json.loads(run.out)) == (0, [])

    def test_force_exclude_does_not_ask_gitignore(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        (folder / ".gitignore").write_text("a.py\n")
        assert hublint("check", "--force-exclude", "a.py").status == 1

    @pytest.mark.parametrize("name", ["-a.py", "--fix.py", "--.py"])
    def test_a_file_whose_name_begins_with_a_dash_is_no_option(self, name: str, folder: Path, hublint: Hublint) -> None:
        (folder / name).write_text(SAFE)
        run = hublint("check", "--output-format", "concise", name)
        assert run.out == f"{name}:3:1: TST001 loud is gone; call quiet\n1 finding in 1 file.\n"
        assert hublint("check", "-missing.py").err.startswith("hublint: error: unrecognized arguments: -missing.py")

    def test_config_names_the_settings_file(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        (folder / "other.toml").write_text('ignore = ["TST001"]\n')
        assert hublint("check", "--config", "other.toml").status == 0
        (folder / "pyproject.toml").write_text("[project]\n")
        run = hublint("check", "--config", "pyproject.toml")
        assert (run.status, run.out) == (2, "")
        assert run.err == "hublint: error: pyproject.toml: has no [tool.hublint]\n"

    def test_an_ignored_hub901_keeps_a_python_2_file_from_failing_the_run(self, folder: Path, hublint: Hublint) -> None:
        write(folder, old=PYTHON_2)
        assert hublint("check", "--ignore", "HUB901").status == 0
        assert hublint("check", "--select", "TST001").status == 2


class TestFixing:
    def test_fix_applies_what_is_safe_and_tells_what_remains(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE + "tf.risky()\n", b=CLEAN)
        run = hublint("check", "--fix", "--output-format", "concise")
        assert run.status == 1
        assert (folder / "a.py").read_text() == "import tensorflow as tf\n\ntf.quiet()\ntf.risky()\n"
        assert run.out.splitlines() == [
            "a.py:4:1: TST002 risky is gone; call calm",
            "1 fixed, 1 remains in 1 file (1 fixable with --unsafe-fixes).",
        ]

    def test_when_all_is_fixed_the_status_is_0_and_a_second_run_changes_nothing(
        self, folder: Path, hublint: Hublint
    ) -> None:
        write(folder, a=SAFE, b=UNSAFE)
        assert hublint("check", "--fix", "--unsafe-fixes") == (0, "2 fixed in 2 files, nothing remains.\n", "")
        fixed = state(folder)
        assert hublint("check", "--fix", "--unsafe-fixes") == (0, "Nothing found in 2 files.\n", "")
        assert state(folder) == fixed

    def test_nothing_that_can_be_fixed(self, folder: Path, hublint: Hublint) -> None:
        before = write(folder, a=STUCK)
        run = hublint("check", "--fix")
        assert run.status == 1
        assert "= note: not rewritten: it is stuck" in run.out
        assert run.out.endswith("Nothing fixed, 1 remains in 1 file.\n")
        assert state(folder) == before

    @pytest.mark.parametrize(
        "data",
        [
            b"import tensorflow as tf\r\ntf.loud()\r\n",
            b"\xef\xbb\xbfimport tensorflow as tf\ntf.loud()",
            b"# coding: latin-1\nimport tensorflow as tf\n'\xe9'\ntf.loud()\n",
            b"import tensorflow as tf\r\n\x0c\ntf.loud()\n",
        ],
        ids=["CRLF", "byte order mark, no last newline", "latin-1", "mixed newlines and a form feed"],
    )
    def test_a_fix_changes_no_other_byte(self, folder: Path, hublint: Hublint, data: bytes) -> None:
        (folder / "a.py").write_bytes(data)
        (folder / "a.py").chmod(0o755)
        assert hublint("check", "--fix").status == 0
        assert (folder / "a.py").read_bytes() == data.replace(b"loud", b"quiet")
        assert (folder / "a.py").stat().st_mode & 0o777 == 0o755

    def test_diff_shows_and_changes_nothing(self, folder: Path, hublint: Hublint) -> None:
        before = write(folder, a=SAFE + "tf.risky()\n", b=CLEAN)
        run = hublint("check", "--diff")
        assert run.status == 1
        assert run.out.splitlines() == [
            "--- a.py",
            "+++ a.py",
            "@@ -1,4 +1,4 @@",
            " import tensorflow as tf",
            " ",
            "-tf.loud()",
            "+tf.quiet()",
            " tf.risky()",
        ]
        assert run.err == "1 would be fixed, 1 would remain in 1 file (1 fixable with --unsafe-fixes).\n"
        assert "+tf.calm()" in hublint("check", "--diff", "--unsafe-fixes").out
        assert "+tf.quiet()" in hublint("check", "--diff", "--fix").out
        assert state(folder) == before

    def test_diff_with_nothing_to_change_is_status_0_whatever_else_is_found(
        self, folder: Path, hublint: Hublint
    ) -> None:
        write(folder, a=STUCK)
        run = hublint("check", "--diff")
        assert (run.status, run.out) == (0, "")
        assert run.err == "Nothing would be fixed, 1 would remain in 1 file.\n"

    def test_a_diff_says_where_the_last_newline_is_missing(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a="import tensorflow as tf\ntf.loud()")
        assert hublint("check", "--diff").out.splitlines()[-4:] == [
            "-tf.loud()",
            "\\ No newline at end of file",
            "+tf.quiet()",
            "\\ No newline at end of file",
        ]

    def test_a_file_that_changed_meanwhile_is_left_and_the_others_go_on(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=SAFE, b=SAFE)

        def change_and_replace(path: Path, data: bytes, expected: bytes) -> None:
            if path.name == "a.py":
                path.write_text("mine = 1\n")
            files.replace_bytes(path, data, expected)

        monkeypatch.setattr(checking, "replace_bytes", change_and_replace)
        run = hublint("check", "--fix", "--output-format", "concise")
        assert run.status == 2
        assert run.err.startswith("hublint: error: a.py: was changed by someone else meanwhile")
        assert run.out.splitlines()[0] == "a.py:3:1: TST001 loud is gone; call quiet"
        assert state(folder) == {"a.py": b"mine = 1\n", "b.py": SAFE.replace("loud", "quiet").encode()}

    def test_a_read_only_file_is_left_and_its_findings_told(self, folder: Path, hublint: Hublint) -> None:
        before = write(folder, a=SAFE)
        (folder / "a.py").chmod(0o444)
        run = hublint("check", "--fix", "--output-format", "concise")
        assert run.status == 2
        assert run.err == "hublint: error: a.py: is read-only; make it writable to have it changed\n"
        assert run.out.splitlines() == [
            "a.py:3:1: TST001 loud is gone; call quiet",
            "Nothing fixed, 1 remains in 1 file. 1 file could not be written.",
        ]
        assert state(folder) == before


class TestStandardInput:
    def run(self, hublint: Hublint, monkeypatch: pytest.MonkeyPatch, text: str, *options: str) -> Run:
        monkeypatch.setattr(sys, "stdin", FakeStdin(text.encode()))
        return hublint("check", "-", *options)

    def test_findings(self, hublint: Hublint, monkeypatch: pytest.MonkeyPatch) -> None:
        run = self.run(hublint, monkeypatch, SAFE, "--output-format", "concise")
        assert (run.status, run.out.splitlines()[0]) == (1, "-:3:1: TST001 loud is gone; call quiet")
        run = self.run(hublint, monkeypatch, SAFE, "--output-format", "json")
        assert json.loads(run.out)[0]["filename"] == "-"

    def test_the_filename_names_findings_and_finds_settings(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "hublint.toml").write_text('[per-file-ignores]\n"b.py" = ["TST001"]\n')
        run = self.run(hublint, monkeypatch, SAFE, "--output-format", "concise", "--stdin-filename", "a.py")
        assert run.out.startswith("a.py:3:1: TST001")
        assert self.run(hublint, monkeypatch, SAFE, "--stdin-filename", "b.py").status == 0

    def test_fix_writes_the_text_and_tells_the_rest_on_standard_error(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a="untouched = 1\n")
        run = self.run(hublint, monkeypatch, SAFE + "tf.risky()\n", "--fix", "--stdin-filename", "a.py")
        assert run.status == 1
        assert run.out == SAFE.replace("loud", "quiet") + "tf.risky()\n"
        assert "TST002 risky is gone" in run.err
        assert state(folder) == {"a.py": b"untouched = 1\n"}

    def test_fix_gives_back_what_it_cannot_read(self, hublint: Hublint, monkeypatch: pytest.MonkeyPatch) -> None:
        run = self.run(hublint, monkeypatch, PYTHON_2, "--fix")
        assert (run.status, run.out) == (2, PYTHON_2)
        assert "Python 2 source" in run.err

    def test_diff(self, hublint: Hublint, monkeypatch: pytest.MonkeyPatch) -> None:
        run = self.run(hublint, monkeypatch, SAFE, "--diff")
        assert run.status == 1
        assert run.out.startswith("--- -\n+++ -\n")


class TestBadInput:
    """Each ends with one sentence and status 2, and leaves the disk as it is."""

    def refused(self, folder: Path, hublint: Hublint, *argv: str | Path) -> str:
        before = state(folder)
        run = hublint("check", "--fix", *argv)
        assert run.status == 2
        assert state(folder) == before
        assert run.err.startswith("hublint: error: ")
        assert run.err.count("\n") == 1
        assert "Traceback" not in run.err
        assert run.out == ""
        return run.err.removeprefix("hublint: error: ").rstrip("\n")

    def test_a_missing_path(self, folder: Path, hublint: Hublint) -> None:
        assert self.refused(folder, hublint, "nowhere.py") == "nowhere.py: no such file or directory"

    def test_a_missing_path_does_not_keep_the_others_from_being_checked(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        run = hublint("check", "--output-format", "concise", "nowhere", "a.py")
        assert run.status == 2
        assert "nowhere: no such file or directory" in run.err
        assert run.out.startswith("a.py:3:1: TST001")

    def test_a_file_that_the_system_does_not_let_us_read(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(folder, a=SAFE, b=SAFE)
        system_open = os.open

        def refuse(path: str, flags: int, mode: int = 0o777) -> int:
            if os.fspath(path).endswith("a.py"):
                raise PermissionError(13, "Permission denied", path)
            return system_open(path, flags, mode)

        monkeypatch.setattr(os, "open", refuse)
        run = hublint("check", "--output-format", "concise")
        assert run.status == 2
        assert run.err == "hublint: error: a.py: cannot be read: permission denied\n"
        assert run.out.splitlines() == [
            "b.py:3:1: TST001 loud is gone; call quiet",
            "1 finding in 1 file. 1 file could not be checked.",
        ]

    def test_a_folder_without_python(self, folder: Path, hublint: Hublint) -> None:
        (folder / "docs").mkdir()
        (folder / "docs" / "page.md").write_text("# page\n")
        assert self.refused(folder, hublint, "docs") == "no Python files or notebooks in docs/"

    def test_a_folder_with_the_name_of_a_module(self, folder: Path, hublint: Hublint) -> None:
        (folder / "x.py").mkdir()
        assert self.refused(folder, hublint, "x.py") == "no Python files or notebooks in x.py/"
        write(folder / "x.py", a=CLEAN)
        assert hublint("check", "x.py").status == 0

    @pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
    def test_a_named_pipe(self, folder: Path, hublint: Hublint) -> None:
        os.mkfifo(folder / "pipe.py")
        run = hublint("check", "pipe.py")
        assert run.status == 2
        assert run.err == "hublint: error: pipe.py: is not a regular file\n"

    @pytest.mark.parametrize("data", [b"\x7fELF\0\0", b"a = 1\n\0"], ids=["binary", "a NUL in text"])
    def test_a_binary_under_the_name_of_a_module(self, folder: Path, hublint: Hublint, data: bytes) -> None:
        (folder / "tool.py").write_bytes(data)
        run = hublint("check", "--fix")
        assert run.status == 2
        assert run.out.startswith("HUB901 ")
        assert "not Python source" in run.out
        assert run.out.endswith("1 file could not be checked.\n")
        assert state(folder) == {"tool.py": data}

    def test_a_python_2_file_is_named_with_line_and_reason_and_the_others_go_on(
        self, folder: Path, hublint: Hublint
    ) -> None:
        write(folder, a=SAFE, old=PYTHON_2)
        run = hublint("check", "--fix", "--output-format", "concise")
        assert run.status == 2
        assert run.out.startswith("old.py:3:1: HUB901 Python 2 source")
        assert run.out.endswith("1 fixed in 1 file, nothing remains. 1 file could not be checked.\n")
        assert state(folder) == {"a.py": SAFE.replace("loud", "quiet").encode(), "old.py": PYTHON_2.encode()}
        run = hublint("check", "--diff")
        assert (run.status, run.out) == (2, "")
        assert run.err.startswith("hublint: error: old.py:3: Python 2 source")

    def test_unknown_codes(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        for option in ("--select", "--ignore", "--extend-select"):
            assert "unknown rule code 'TST9'" in self.refused(folder, hublint, option, "TST9")
        (folder / "hublint.toml").write_text('ignore = ["TST9"]\n')
        assert self.refused(folder, hublint).startswith("hublint.toml: ignore[0]: unknown rule code 'TST9'")
        (folder / "hublint.toml").write_text('select = ["tst001", "tst9"]\n')
        assert self.refused(folder, hublint).startswith("hublint.toml: select[1]: unknown rule code 'TST9'")
        (folder / "hublint.toml").write_text('extend-select = ["TST9"]\n')
        assert self.refused(folder, hublint).startswith("hublint.toml: extend-select[0]: unknown rule code 'TST9'")
        (folder / "hublint.toml").write_text('[per-file-ignores]\n"*.py" = ["TST9"]\n')
        assert self.refused(folder, hublint).startswith(
            "hublint.toml: per-file-ignores.\"*.py\"[0]: unknown rule code 'TST9'"
        )
        (folder / "hublint.toml").unlink()
        (folder / "pyproject.toml").write_text('[tool.hublint]\nignore = ["TST9"]\n')
        assert self.refused(folder, hublint).startswith("pyproject.toml: tool.hublint.ignore[0]: unknown rule code")

    def test_a_pattern_that_is_none(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        sentence = self.refused(folder, hublint, "--exclude", "[z-a]")
        assert sentence == "--exclude: '[z-a]' is no pattern; write one as in .gitignore"
        (folder / "hublint.toml").write_text('exclude = ["[z-a"]\n')
        sentence = self.refused(folder, hublint)
        assert sentence == "hublint.toml: exclude[0]: '[z-a' is no pattern; write one as in .gitignore"

    def test_a_file_that_is_no_python(self, folder: Path, hublint: Hublint) -> None:
        (folder / "x.toml").write_text(SAFE)
        sentence = self.refused(folder, hublint, "x.toml")
        assert sentence == "x.toml: is no Python file: neither its name nor a first line with #! says so"
        write(folder, a=SAFE)
        run = hublint("check", "x.toml", "a.py", "--output-format", "concise")
        assert (run.status, run.out.partition(":")[0]) == (2, "a.py")

    @pytest.mark.parametrize(
        ("name", "first"), [("tool", ""), ("a.pyw", ""), ("run.in", "#!/usr/bin/env python3\n"), (".startup", "")]
    )
    def test_a_script_under_another_name_is_checked(
        self, folder: Path, hublint: Hublint, name: str, first: str
    ) -> None:
        (folder / name).write_text(first + SAFE)
        run = hublint("check", name, "--output-format", "concise")
        assert (run.status, run.err) == (1, "")
        assert f"{name}:" in run.out

    def test_a_folder_whose_files_are_all_excluded(self, folder: Path, hublint: Hublint) -> None:
        (folder / "inner").mkdir()
        write(folder / "inner", a=SAFE)
        excluded = (
            "no Python files or notebooks in inner/ but those that are excluded, by the settings, by --exclude or by "
            ".gitignore"
        )
        assert self.refused(folder, hublint, "inner", "--exclude", "a.py") == excluded
        (folder / ".gitignore").write_text("a.py\n")
        assert self.refused(folder, hublint, "inner") == excluded

    def test_a_typo_in_a_settings_file_even_in_a_folder_deep_inside(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        (folder / "inner").mkdir()
        write(folder / "inner", b=CLEAN)
        (folder / "inner" / "hublint.toml").write_text('selct = ["TST001"]\n')
        assert self.refused(folder, hublint) == "inner/hublint.toml: selct: unknown key; did you mean select?"

    def test_a_target_that_does_not_exist(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        assert "is not a version" in self.refused(folder, hublint, "--target", "tf=two")
        assert "unknown key 'jax'" in self.refused(folder, hublint, "--target", "jax=1")

    @pytest.mark.parametrize(
        ("options", "words"),
        [
            (["-", "a.py"], "standard input"),
            (["--stdin-filename", "a.py"], "--stdin-filename goes with -"),
            (["--jobs", "0"], "'0' is not a number of processes"),
            (["--jobs", "many"], "'many' is not a number of processes"),
            (["-", "--jobs", "2"], "--jobs is of no use"),
            (["--diff", "--output-format", "json"], "leave out --output-format json"),
            (["--diff", "--statistics"], "leave out --statistics"),
            (["--select", "TST001", "--ignore", "TST001"], "select no rule"),
            (["--select", ","], "--select names no rule"),
            (["--output-format", "xml"], "invalid choice: 'xml'"),
            (["--level", "nativ"], "--level: invalid choice: 'nativ'"),
            (["--level", "native", "--target", "level=nativ"], "level 'nativ' is unknown"),
            (["--colour"], "unrecognized arguments: --colour; `hublint check --help` tells the options"),
            (["-j", "2"], "-j; `hublint check --help` tells the options"),
        ],
    )
    def test_contradictory_and_wrong_options(
        self, folder: Path, hublint: Hublint, options: list[str], words: str
    ) -> None:
        write(folder, a=SAFE)
        assert words in self.refused(folder, hublint, *options)

    def test_a_defect_in_a_rule_is_that_files_error_alone(self, folder: Path, hublint: Hublint) -> None:
        before = write(folder, a="import tensorflow as tf\ntf.defect()\n", b=STUCK)
        run = hublint("check", "--fix", "--output-format", "concise")
        assert run.status == 2
        assert run.err.startswith(
            "hublint: error: a.py: a defect in hublint or in a rule, ZeroDivisionError at pack.py:"
        )
        assert run.out.startswith("b.py:3:1: TST003")
        assert state(folder) == before


class TestProcesses:
    def test_the_output_is_the_same_for_any_number_of_processes(self, folder: Path, hublint: Hublint) -> None:
        for number in range(50):
            write(folder, **{f"m{number:02}": (SAFE, UNSAFE, STUCK, CLEAN, PYTHON_2)[number % 5]})
        alone = hublint("check", "--jobs", "1")
        assert alone.status == 2
        assert alone.out.count("TST001") == 10
        for jobs in ("2", "3"):
            assert hublint("check", "--jobs", jobs) == alone
        assert hublint("check") == alone

    def test_fixes_are_written_by_the_processes(self, folder: Path, hublint: Hublint) -> None:
        for number in range(20):
            write(folder, **{f"m{number:02}": SAFE})
        assert hublint("check", "--fix", "--jobs", "2") == (0, "20 fixed in 20 files, nothing remains.\n", "")
        assert set(state(folder).values()) == {SAFE.replace("loud", "quiet").encode()}

    def test_a_process_that_dies_is_laid_to_the_file_that_killed_it(self, folder: Path, hublint: Hublint) -> None:
        for number in range(20):
            write(folder, **{f"m{number:02}": SAFE})
        write(folder, m07="import tensorflow as tf\ntf.deadly()\n")
        run = hublint("check", "--jobs", "2", "--output-format", "concise")
        assert run.status == 2
        assert run.err == "hublint: error: m07.py: the process that checked it died; the file is left as it is\n"
        assert [line[:6] for line in run.out.splitlines()[:-1]] == [
            f"m{number:02}.py" for number in range(20) if number != 7
        ]

    def test_processes_are_started_only_for_much_source(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        started: list[int] = []
        in_processes = checking._in_processes

        def noted(*arguments: object) -> object:
            started.append(1)
            return in_processes(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(checking, "_in_processes", noted)
        monkeypatch.setattr(checking, "processors", lambda: 2)
        write(folder, a=SAFE, b=STUCK, irrelevant="x = 1\n" * 1000)
        few = hublint("check")
        assert started == []
        monkeypatch.setattr(checking, "POOL_FROM", len(SAFE))
        assert hublint("check") == few
        assert started == [1]
        # Source that cannot hold a finding does not count.
        monkeypatch.setattr(checking, "POOL_FROM", 1000)
        assert hublint("check") == few
        assert started == [1]


def test_a_rule_that_is_not_active_is_not_asked(
    folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, a="import tensorflow as tf\ntf.defect()\ntf.loud()\n")
    assert hublint("check", "--ignore", "TST004").status == 1
    monkeypatch.setattr("hublint.registry.load", lambda **_: Registry([pack.Safe()]))
    assert hublint("check", "--fix").status == 0


class TestExtendedSettings:
    def test_what_is_excluded_counts_from_the_file_that_says_so(self, folder: Path, hublint: Hublint) -> None:
        (folder / "shared.toml").write_text('exclude = ["/below/gen"]\nignore = ["TST002"]\n')
        for name in ("below/gen", "below/below/gen", "gen"):
            (folder / name).mkdir(parents=True)
            write(folder / name, a=SAFE + "tf.risky()\n")
        (folder / "below" / "hublint.toml").write_text('extend = "../shared.toml"\n')
        run = hublint("check", "--output-format", "concise")
        assert [line.split()[0] + line.split()[1] for line in run.out.splitlines()[:-1]] == [
            "below/below/gen/a.py:3:1:TST001",
            "gen/a.py:3:1:TST001",
            "gen/a.py:4:1:TST002",
        ]

    def test_an_unknown_code_is_told_where_it_stands(self, folder: Path, hublint: Hublint) -> None:
        write(folder, a=SAFE)
        (folder / "pyproject.toml").write_text('[tool.hublint]\nignore = ["NO1"]\n')
        (folder / "hublint.toml").write_text('extend = "pyproject.toml"\nselect = ["TST"]\n')
        run = hublint("check")
        assert run.status == 2
        assert run.err.startswith("hublint: error: pyproject.toml: tool.hublint.ignore[0]: unknown rule code 'NO1'")
