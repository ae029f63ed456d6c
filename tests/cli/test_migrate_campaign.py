"""Campaigns: what is known of an earlier run, of one that was interrupted, and what is kept of unproven rewrites."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.migrate.state import State

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.report import ProblemKind, Side
    from tests.cli.conftest import Run, Verifier

    Hublint = Callable[..., Run]

LEGACY = "import tensorflow as tf\n\ntf.risky()\n"
MODERN = "import tensorflow as tf\n\ntf.calm()\n"
EXPORTING = "import tensorflow as tf\n\ntf.loud()\ntf.risky()\ntf.saved_model.save(model, 'out')\n"
SAFELY = EXPORTING.replace("loud", "quiet")
WHOLLY = SAFELY.replace("risky", "calm")


class TestState:
    def test_a_folder_is_migrated_with_a_state_that_git_does_not_see(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        hublint("migrate", ".")
        assert (folder / ".hublint" / ".gitignore").read_text().endswith("*\n")
        assert (folder / ".hublint" / "campaign.sqlite").is_file()

    @pytest.mark.parametrize("words", [["a.py"], ["--diff", "."]], ids=["one file", "only shown"])
    def test_what_takes_no_time_leaves_no_state(self, words: list[str], folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        hublint("migrate", *words)
        assert not (folder / ".hublint").exists()

    def test_a_second_run_finds_nothing_to_do_and_tells_nothing_twice(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY + "tf.stuck()\n")
        hublint("migrate", ".")
        again = hublint("migrate", ".")
        assert (again.status, again.out) == (1, "0 files rewritten; 1 finding remains.\n")

    def test_a_file_that_was_changed_since_is_planned_anew(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        hublint("migrate", ".")
        (folder / "a.py").write_text(MODERN + "tf.risky()\n")
        assert "1 file rewritten" in hublint("migrate", ".").out
        assert (folder / "a.py").read_text() == MODERN + "tf.calm()\n"

    def test_a_file_that_was_put_back_is_rewritten_again(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        hublint("migrate", ".")
        (folder / "a.py").write_text(LEGACY)
        assert "1 file rewritten" in hublint("migrate", ".").out
        assert (folder / "a.py").read_text() == MODERN

    def test_settings_that_were_changed_since_are_heard(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY + "tf.stuck()\n")
        hublint("migrate", ".")
        (folder / "hublint.toml").write_text('ignore = ["TST003"]\n')
        assert hublint("migrate", ".").out == "0 files rewritten; no finding remains.\n"

    def test_settings_that_were_changed_since_are_heard_where_nothing_is_written_too(
        self, folder: Path, hublint: Hublint
    ) -> None:
        (folder / "a.py").write_text(LEGACY + "tf.stuck()\n")
        assert "1 finding remains." in hublint("migrate", "--diff", "--state", "state", ".").out
        (folder / "hublint.toml").write_text('ignore = ["TST003"]\n')
        assert "no finding remains." in hublint("migrate", "--diff", "--state", "state", ".").out

    @pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
    def test_a_file_whose_name_is_no_text_is_migrated_and_told_of(self, folder: Path, hublint: Hublint) -> None:
        file = folder / os.fsdecode(b"a\xff.py")
        file.write_text(LEGACY)
        run = hublint("migrate", ".", "--report", "../report")
        assert (run.status, run.out.splitlines()[-1]) == (0, "1 file rewritten; no finding remains.")
        assert file.read_text() == MODERN
        (told,) = json.loads((folder.parent / "report" / "report.json").read_text())["files"]
        assert (told["path"], told["status"]) == ("a\N{REPLACEMENT CHARACTER}.py", "written")
        assert hublint("migrate", "--resume").out.splitlines()[-1] == "0 files rewritten; no finding remains."

    def test_other_options_begin_another_campaign(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        assert "0 files rewritten; 1 finding remains." in hublint("migrate", "--only-safe", ".").out
        assert "1 file rewritten; no finding remains." in hublint("migrate", ".").out

    def test_a_file_that_is_gone_is_forgotten(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text("import tensorflow as tf\ntf.stuck()\n")
        (folder / "b.py").write_text("import tensorflow as tf\ntf.stuck()\n")
        hublint("migrate", ".")
        (folder / "b.py").unlink()
        assert hublint("migrate", ".").out.endswith("\n0 files rewritten; 1 finding remains.\n")

    def test_two_at_once_are_refused(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        with State(folder / ".hublint"):
            run = hublint("migrate", ".")
        assert run.status == 2
        assert run.err == (
            "hublint: error: .hublint: another `hublint migrate` is at work here; wait for it, or give --state\n"
        )
        assert (folder / "a.py").read_text() == LEGACY

    def test_a_state_that_is_none_is_told(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        (folder / ".hublint").mkdir()
        (folder / ".hublint" / "campaign.sqlite").write_text("this is no database at all, but a text of some length")
        run = hublint("migrate", ".")
        assert run.status == 2
        assert run.err.startswith("hublint: error: .hublint: cannot be used as the state of a campaign: ")
        assert run.err.count("\n") == 1
        assert (folder / "a.py").read_text() == LEGACY


class TestResuming:
    def test_what_was_proven_before_an_interrupt_is_not_run_again(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        for name in "abc":
            (folder / f"{name}.py").write_text(LEGACY)

        def interrupt(old: Path, _new: Path) -> None:
            if old.name == "b.py":
                raise KeyboardInterrupt

        verifier.meanwhile = interrupt
        assert hublint("migrate", "--verify", ".").status == 130
        assert {path.read_text() for path in folder.glob("*.py")} == {LEGACY}
        verifier.meanwhile = lambda _old, _new: None
        run = hublint("migrate", "--resume")
        assert run.status == 0
        assert len(verifier.seen) == 4  # a, b in vain, and then b and c
        assert run.out.endswith("3 files rewritten and verified; no finding remains.\n")
        assert {path.read_text() for path in folder.glob("*.py")} == {MODERN}

    def test_resuming_is_the_same_command_again(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTING)
        verifier.problem = "values"
        hublint("migrate", "--verified-only", ".")
        (folder / "a.py").write_text(EXPORTING)
        hublint("migrate", "--resume")
        assert (folder / "a.py").read_text() == EXPORTING

    def test_without_a_campaign_there_is_nothing_to_go_on_with(self, folder: Path, hublint: Hublint) -> None:
        run = hublint("migrate", "--resume")
        assert (run.status, run.out) == (2, "")
        assert run.err == (
            "hublint: error: .hublint: there is no campaign to go on with; `hublint migrate PATH` begins one\n"
        )
        assert not (folder / ".hublint").exists()

    def test_it_takes_no_path(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        assert hublint("migrate", "--resume", "a.py").err == (
            "hublint: error: --resume goes on with what was begun: give no PATH, or not --resume\n"
        )

    def test_it_is_done_where_it_was_begun(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        hublint("migrate", ".")
        (folder / "below").mkdir()
        monkeypatch.chdir(folder / "below")
        run = hublint("migrate", "--resume", "--state", "../.hublint")
        assert run.err == (
            f"hublint: error: ../.hublint: that campaign was begun in {folder}: go there to go on with it\n"
        )


class TestVerifiedOnly:
    def test_all_fixes_are_kept_where_the_exports_agree(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTING)
        run = hublint("migrate", "--verified-only", ".")
        assert verifier.seen == [(EXPORTING, WHOLLY)]
        assert (folder / "a.py").read_text() == WHOLLY
        assert (run.status, run.out.splitlines()[-1]) == (0, "1 file rewritten and verified; no finding remains.")

    @pytest.mark.parametrize(
        ("problem", "side"), [("raised", "old"), ("exported-nothing", "old"), ("not-called", None)]
    )
    def test_the_safe_ones_are_kept_where_nothing_can_be_proven(
        self, folder: Path, hublint: Hublint, verifier: Verifier, problem: ProblemKind, side: Side | None
    ) -> None:
        (folder / "a.py").write_text(EXPORTING)
        verifier.problem, verifier.side = problem, side
        run = hublint("migrate", "--verified-only", ".")
        assert (folder / "a.py").read_text() == SAFELY
        assert "  replaced by what its safe fixes make of it (not verified, " in run.out
        assert (run.status, run.out.splitlines()[-1]) == (1, "1 file rewritten; 1 finding remains.")

    def test_where_the_rewrite_is_wrong_the_safe_ones_are_proven_by_themselves(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTING)

        def judge(_old: Path, new: Path) -> None:
            verifier.problem = "values" if "calm" in new.read_text() else None

        verifier.meanwhile = judge
        hublint("migrate", "--verified-only", ".")
        assert (folder / "a.py").read_text() == SAFELY

    def test_a_file_is_left_where_even_the_safe_ones_are_wrong(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTING)
        verifier.problem = "values"
        run = hublint("migrate", "--verified-only", ".")
        assert (folder / "a.py").read_text() == EXPORTING
        assert "  left as it is: not verified, the rewrite does not do the same" in run.out

    def test_a_library_is_not_run(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text("import tensorflow as tf\n\ntf.loud()\ntf.risky()\n")
        (folder / "b.py").write_text(LEGACY)
        hublint("migrate", "--verified-only", ".")
        assert verifier.seen == []
        assert (folder / "a.py").read_text() == "import tensorflow as tf\n\ntf.quiet()\ntf.risky()\n"
        assert (folder / "b.py").read_text() == LEGACY

    def test_what_is_safe_by_itself_needs_no_proof(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        text = EXPORTING.replace("tf.risky()\n", "")
        (folder / "a.py").write_text(text)
        assert hublint("migrate", "--verified-only", ".").status == 0
        assert verifier.seen == []
        assert (folder / "a.py").read_text() == text.replace("loud", "quiet")

    def test_it_contradicts_only_safe(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        assert hublint("migrate", "--verified-only", "--only-safe", "a.py").err == (
            "hublint: error: --verified-only is about the fixes that --only-safe leaves out: give one of them\n"
        )


class TestManyFiles:
    def test_files_are_told_of_one_by_one_up_to_a_number(self, folder: Path, hublint: Hublint) -> None:
        for number in range(41):
            (folder / f"{number}.py").write_text(LEGACY)
        run = hublint("migrate", "--diff", ".")
        assert "0.py" not in run.out.splitlines()
        assert run.out.endswith("\n41 files would be rewritten; no finding remains.\n")
        assert hublint("migrate", "--diff", "--details", ".").out.count("would be replaced") == 41

    def test_of_many_complaints_the_first_are_printed(self, folder: Path, hublint: Hublint) -> None:
        for number in range(50):
            (folder / f"{number}.py").write_text("import tensorflow as tf\nprint tf.risky\n")
        run = hublint("migrate", ".")
        assert run.status == 2
        assert run.err.count("Python 2 source") == 20
        assert run.err.endswith(
            "more files cannot be used, or written; --details names them all, and so does the report\n"
        )
        assert hublint("migrate", "--details", ".").err.count("Python 2 source") == 50


class TestPlaces:
    @pytest.fixture(autouse=True)
    def identity(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Let git know who commits, whatever the machine has told it."""
        for who in ("AUTHOR", "COMMITTER"):
            monkeypatch.setenv(f"GIT_{who}_NAME", "A")
            monkeypatch.setenv(f"GIT_{who}_EMAIL", "a@example.org")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")

    @pytest.fixture
    def repository(self, folder: Path) -> Path:
        """Return the working directory as a git repository with one commit."""
        (folder / ".git").rmdir()
        (folder / "a.py").write_text(LEGACY)
        git("init", "--quiet")
        git("add", "--all")
        git("commit", "--quiet", "--message", "As it was")
        return folder

    def test_a_branch_gets_a_commit_for_each_family_and_the_work_tree_stays(
        self, repository: Path, hublint: Hublint
    ) -> None:
        (repository / "b.py").write_text("import tensorflow as tf\n\ntf.loud()\n")
        git("add", "--all")
        git("commit", "--quiet", "--message", "More")
        run = hublint("migrate", ".", "--branch", "tf2")
        assert (run.status, run.err) == (0, "")
        assert git("status", "--porcelain") == ""
        assert git("show", "tf2:a.py") == MODERN
        assert git("show", "tf2:b.py") == "import tensorflow as tf\n\ntf.quiet()\n"
        assert git("log", "--format=%s", "HEAD..tf2").splitlines() != []

    def test_a_tree_with_changes_is_not_touched_without_being_told_to(self, repository: Path, hublint: Hublint) -> None:
        (repository / "a.py").write_text(LEGACY + "tf.loud()\n")
        run = hublint("migrate", ".")
        assert run.status == 2
        assert "--allow-dirty" in run.err
        assert run.err.count("\n") == 1
        assert run.out.endswith("0 files rewritten, 1 file could not be written; 2 findings remain.\n")
        assert (repository / "a.py").read_text() == LEGACY + "tf.loud()\n"
        assert hublint("migrate", ".", "--allow-dirty").status == 0
        assert (repository / "a.py").read_text() == MODERN + "tf.quiet()\n"

    def test_a_second_run_knows_its_own_changes_from_those_of_others(self, repository: Path, hublint: Hublint) -> None:
        (repository / "b.py").write_text("print('nothing of interest')\n")
        git("add", "--all")
        git("commit", "--quiet", "--message", "More")
        hublint("migrate", ".")
        assert (hublint("migrate", ".").status, (repository / "a.py").read_text()) == (0, MODERN)
        (repository / "a.py").write_text(MODERN + "tf.loud()\n")
        run = hublint("migrate", ".")
        assert (run.status, (repository / "a.py").read_text()) == (2, MODERN + "tf.loud()\n")
        assert "--allow-dirty" in run.err

    @pytest.mark.parametrize("words", [["--branch", "tf2"], ["--patch", "../p"], ["--output-dir", "../o"]])
    def test_a_campaign_that_has_ended_can_still_be_reported(
        self, repository: Path, hublint: Hublint, words: list[str]
    ) -> None:
        assert hublint("migrate", ".", *words).status == 0
        run = hublint("migrate", "--resume", "--report", repository.parent / "told")
        assert (run.status, run.err) == (0, "")
        document = json.loads((repository.parent / "told" / "report.json").read_text())
        assert document["campaign"]["runs"] == 2

    def test_what_a_commit_held_can_be_migrated_whatever_the_work_tree_holds(
        self, repository: Path, hublint: Hublint
    ) -> None:
        (repository / "a.py").write_text("print('something else')\n")
        run = hublint("migrate", ".", "--git-ref", "HEAD", "--branch", "tf2")
        assert (run.status, run.err) == (0, "")
        assert git("show", "tf2:a.py") == MODERN
        assert (repository / "a.py").read_text() == "print('something else')\n"
        assert git("worktree", "list").count("\n") == 1
        assert run.out.startswith("a.py: 1 finding\n")

    def test_such_a_commit_goes_nowhere_but_to_a_place_of_its_own(self, repository: Path, hublint: Hublint) -> None:
        del repository
        assert hublint("migrate", ".", "--git-ref", "HEAD").err == (
            "hublint: error: --git-ref goes with --branch, --patch, --output-dir or --diff: nothing else can hold it\n"
        )

    def test_a_copy_and_a_patch_hold_the_rewrite_and_the_files_stay(self, repository: Path, hublint: Hublint) -> None:
        outside = repository.parent
        (repository / "data.bin").write_bytes(b"\0\1")
        assert hublint("migrate", ".", "--output-dir", outside / "out").status == 0
        assert (outside / "out" / repository.name / "a.py").read_text() == MODERN
        assert (outside / "out" / repository.name / "data.bin").read_bytes() == b"\0\1"
        assert hublint("migrate", ".", "--patch", outside / "patches").status == 0
        assert (repository / "a.py").read_text() == LEGACY
        git("apply", str(outside / "patches" / f"{repository.name}.patch"))
        assert (repository / "a.py").read_text() == MODERN

    def test_one_repository_that_cannot_be_written_does_not_keep_the_others(
        self, folder: Path, hublint: Hublint
    ) -> None:
        (folder / ".git").rmdir()
        for name in ("one", "two"):
            (folder / name).mkdir()
            (folder / name / "a.py").write_text(LEGACY)
        for words in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "As it was"]):
            git("-C", "one", *words)
        run = hublint("migrate", "one", "two", "--branch", "tf2")
        assert run.status == 2
        assert run.err == (
            f"hublint: error: --branch makes branches of git, and {folder / 'two'} is no git repository\n"
        )
        assert git("-C", "one", "show", "tf2:a.py") == MODERN
        assert run.out.endswith("1 file rewritten, 1 file could not be written; 1 finding remains.\n")

    def test_a_file_lists_what_is_migrated(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        (folder / "b.py").write_text(LEGACY)
        (folder / "list.txt").write_text("# these\n\nb.py\n")
        assert hublint("migrate", "--paths-from", "list.txt").status == 0
        assert ((folder / "a.py").read_text(), (folder / "b.py").read_text()) == (LEGACY, MODERN)


def git(*words: str) -> str:
    done = subprocess.run(["git", *words], check=True, capture_output=True, text=True)  # noqa: S607 - the machine's
    return done.stdout


class TestRequirements:
    PROGRAM = "import tensorflow as tf\n\ntf.risky()\n"

    def test_pins_are_those_that_the_rewritten_code_needs(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(self.PROGRAM)
        (folder / "requirements.txt").write_text("# what we need\ntensorflow==1.15.0\nrequests\n")
        run = hublint("migrate", ".")
        after = (folder / "requirements.txt").read_text()
        assert after.startswith("# what we need\ntensorflow==2.21.")
        assert after.endswith("\nrequests\n")
        assert "  rewrite: Write `tensorflow==2.21." in run.out
        assert hublint("migrate", ".").out.splitlines()[-1] == "0 files rewritten; no finding remains."

    def test_what_a_pin_settles_is_not_told_as_left(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(self.PROGRAM)
        (folder / "requirements.txt").write_text("tensorflow-gpu==1.15.0\nloud-package\n")
        run = hublint("migrate", ".")
        assert (folder / "requirements.txt").read_text().splitlines()[1:] == ["loud-package<3"]
        assert "tensorflow-gpu" not in (folder / "requirements.txt").read_text()
        assert (run.status, run.out.splitlines()[-1]) == (0, "2 files rewritten; no finding remains.")

    @pytest.mark.parametrize("option", ["--no-requirements", "--only-safe"])
    def test_they_stay_where_that_is_wanted(self, folder: Path, hublint: Hublint, option: str) -> None:
        (folder / "a.py").write_text(self.PROGRAM)
        (folder / "requirements.txt").write_text("tensorflow==1.15.0\n")
        hublint("migrate", option, ".")
        assert (folder / "requirements.txt").read_text() == "tensorflow==1.15.0\n"

    def test_a_project_without_tensorflow_keeps_its_own(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text("print('no library')\n")
        (folder / "requirements.txt").write_text("numpy<1.19\n")
        hublint("migrate", ".")
        assert (folder / "requirements.txt").read_text() == "numpy<1.19\n"


class TestPython2:
    SOURCE = "import tensorflow as tf\n\nprint tf.risky()\n"

    def test_it_is_brought_to_python_3_first_and_shown_so(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(self.SOURCE)
        run = hublint("migrate", "--from-python2", "--diff", ".")
        assert "  rewrite: Bring Python 2 to Python 3\n  rewrite: Call calm\n" in run.out
        assert "-print tf.risky()\n+print(tf.risky())\n" in run.out
        assert "-print(tf.risky())\n+print(tf.calm())\n" in run.out
        hublint("migrate", "--from-python2", ".")
        assert (folder / "a.py").read_text() == "import tensorflow as tf\n\nprint(tf.calm())\n"

    def test_without_it_the_file_is_named_and_left(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(self.SOURCE)
        run = hublint("migrate", ".")
        assert run.status == 2
        assert "--from-python2 brings it to Python 3 first" in run.err
        assert (folder / "a.py").read_text() == self.SOURCE


class TestVendored:
    def test_code_from_elsewhere_is_left_out_unless_it_is_wanted(self, folder: Path, hublint: Hublint) -> None:
        (folder / "third_party").mkdir()
        (folder / "third_party" / "b.py").write_text(LEGACY)
        (folder / "a.py").write_text(LEGACY)
        run = hublint("migrate", ".")
        assert (folder / "third_party" / "b.py").read_text() == LEGACY
        assert "left out: third_party/ (" in run.out
        hublint("migrate", "--vendored", ".")
        assert (folder / "third_party" / "b.py").read_text() == MODERN

    def test_whoever_names_it_wants_it(self, folder: Path, hublint: Hublint) -> None:
        (folder / "third_party").mkdir()
        (folder / "third_party" / "b.py").write_text(LEGACY)
        hublint("migrate", "third_party")
        assert (folder / "third_party" / "b.py").read_text() == MODERN


class TestReport:
    def test_it_is_written_and_says_what_was_done(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        run = hublint("migrate", "--report", "told", ".")
        assert f"report: {Path('told', 'index.html')}\n" in run.out
        document = json.loads((folder / "told" / "report.json").read_text())
        assert document["campaign"]["command"] == "hublint migrate --report told ."
        assert LEGACY not in (folder / "told" / "index.html").read_text()

    def test_it_can_be_asked_for_when_all_is_done(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        hublint("migrate", ".")
        run = hublint("migrate", "--resume", "--report", "told")
        assert (run.status, (folder / "a.py").read_text()) == (0, MODERN)
        assert (folder / "told" / "index.html").is_file()
