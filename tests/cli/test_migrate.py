from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.verify import VerifyError

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.report import ProblemKind, Side
    from tests.cli.conftest import Run, Verifier

    Hublint = Callable[..., Run]

LEGACY = "import tensorflow as tf\n\ntf.risky()\n"
MODERN = "import tensorflow as tf\n\ntf.calm()\n"


class TestWithoutProof:
    def test_a_program_is_rewritten_and_told(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        (folder / "b.py").write_text("x = 1\n")
        run = hublint("migrate", ".")
        assert run.status == 0
        assert (folder / "a.py").read_text() == MODERN
        assert run.out.splitlines() == [
            "a.py: 1 finding",
            "  line 3: TST002 risky is gone; call calm",
            "  rewrite: Call calm",
            "  look at: line 3: TensorFlow 2.21 has no `tensorflow.calm`",  # which no rule of these knows
            "  replaced, no finding remains",
            "",
            "1 file rewritten; no finding remains.",
        ]

    def test_what_cannot_be_rewritten_is_told_with_its_reason_and_ends_with_status_1(
        self, folder: Path, hublint: Hublint
    ) -> None:
        (folder / "a.py").write_text(LEGACY + "tf.stuck()\n")
        (folder / "b.py").write_text("import tensorflow as tf\ntf.stuck()\n")
        run = hublint("migrate", ".")
        assert run.status == 1
        assert (folder / "a.py").read_text() == MODERN + "tf.stuck()\n"
        assert "  replaced; 1 finding to look at:\n  line 4: TST003 stuck" in run.out
        assert run.out.endswith(
            "b.py: 1 finding\n"
            "  line 2: TST003 stuck on tf=2.21,keras=keras3,purpose=reuse\n"
            "    not rewritten: it is stuck\n"
            "  left as it is: nothing in it can be rewritten\n"
            "\n"
            "1 file rewritten; 2 findings remain.\n"
        )

    def test_the_level_of_the_rewrites_comes_from_the_option_before_the_target(
        self, folder: Path, hublint: Hublint
    ) -> None:
        (folder / "a.py").write_text("import tensorflow as tf\ntf.stuck()\n")
        aimed = "line 2: TST003 stuck on tf=2.16,keras=keras3,purpose=reuse"
        run = hublint("migrate", "a.py", "--target", "tf=2.16,level=native", "--level", "compat")
        assert f"{aimed},level=compat\n" in run.out
        assert f"{aimed}\n" in hublint("migrate", "a.py", "--target", "tf=2.16,level=compat", "--level", "native").out

    def test_a_level_that_does_not_exist(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        run = hublint("migrate", "a.py", "--level", "both")
        assert (run.status, run.out) == (2, "")
        assert "--level: invalid choice: 'both'" in run.err
        assert "`hublint migrate --help` tells the options" in run.err
        assert (folder / "a.py").read_text() == LEGACY

    def test_diff_shows_and_changes_nothing(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        run = hublint("migrate", "--diff", "a.py")
        assert run.status == 1
        assert "-tf.risky()\n+tf.calm()\n" in run.out
        assert run.out.endswith("1 file would be rewritten; no finding remains.\n")
        assert (folder / "a.py").read_text() == LEGACY

    def test_no_copy_of_the_old_file_is_kept(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text(LEGACY)
        hublint("migrate", "a.py")
        assert [path.name for path in folder.iterdir() if path.is_file()] == ["a.py"]


class TestWithProof:
    def test_the_file_is_replaced_after_its_rewrite_was_found_to_agree(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        run = hublint("migrate", "--verify", ".")
        assert run.status == 0
        # While it was being proven, the original still was as it had been.
        assert verifier.seen == [(LEGACY, MODERN)]
        assert (folder / "a.py").read_text() == MODERN
        assert "they agree." in run.out
        assert run.out.endswith("1 file rewritten and verified; no finding remains.\n")

    def test_the_rewrite_finds_what_lies_beside_the_original(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        (folder / "weights.txt").write_text("1 2 3")
        (folder / "library").mkdir()
        (folder / "library" / "__init__.py").write_text("inside = 1\n")
        beside: dict[str, str] = {}

        def look(_old: Path, new: Path) -> None:
            beside["weights"] = (new.parent / "weights.txt").read_text()
            beside["library"] = (new.parent / "library" / "__init__.py").read_text()

        verifier.meanwhile = look
        assert hublint("migrate", "--verify", "a.py").status == 0
        assert beside == {"weights": "1 2 3", "library": "inside = 1\n"}

    def test_the_proof_names_files_as_the_user_does(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "inner").mkdir()
        (folder / "inner" / "a.py").write_text(LEGACY)
        verifier.problem = "values"
        out = hublint("migrate", "--verify", ".").out
        assert "hublint-migrate-" not in out
        assert "inner/a.py:3" in out

    @pytest.mark.parametrize(
        ("problem", "side", "reason"),
        [
            ("values", None, "the rewrite does not do the same"),
            ("random", "old", "the program as it was disagrees with itself, so nothing can be held against it"),
            ("raised", "new", "the rewrite does not do the same"),
            ("missing-signature", None, "the rewrite does not do the same"),
            ("raised", "old", "the program as it was does not run here"),
            ("hung", "old", "the program as it was does not run here"),
            ("exported-nothing", "old", "it exports nothing when run"),
        ],
    )
    def test_what_is_not_proven_is_left_with_the_reason(
        self,
        folder: Path,
        hublint: Hublint,
        verifier: Verifier,
        problem: ProblemKind,
        side: Side | None,
        reason: str,
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        verifier.problem, verifier.side = problem, side
        run = hublint("migrate", "--verify", ".")
        assert run.status == 1
        assert (folder / "a.py").read_text() == LEGACY
        assert f"  left as it is: not verified, {reason}" in run.out
        assert run.out.endswith("0 files rewritten, 1 file left as it was; 1 finding remains.\n")

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("requirements.txt", "loud-package\n"),
            ("setup.py", "from setuptools import setup\n\nsetup(install_requires=['loud-package'])\n"),
        ],
    )
    def test_what_states_requirements_is_not_run(
        self, folder: Path, hublint: Hublint, verifier: Verifier, name: str, text: str
    ) -> None:
        (folder / name).write_text(text)
        run = hublint("migrate", "--verify", ".")
        assert run.status == 1
        assert verifier.seen == []
        assert (folder / name).read_text() == text
        assert "  left as it is: it states requirements and is no program to verify" in run.out
        assert hublint("migrate", ".").status == 0
        assert "loud-package<3" in (folder / name).read_text()

    def test_what_differs_between_two_runs_of_the_old_program_is_not_held_against_the_new_one(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        verifier.problem, verifier.agrees_with_itself = "values", False
        run = hublint("migrate", "--verify", ".")
        assert verifier.seen == [(LEGACY, MODERN), (LEGACY, LEGACY)]
        assert "    A second run of old differs from its first.\n" in run.out
        assert "  left as it is: not verified, the program as it was disagrees with itself" in run.out
        assert (run.status, (folder / "a.py").read_text()) == (1, LEGACY)

    def test_the_program_as_it_was_runs_in_the_old_interpreter_each_time(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        verifier.problem, verifier.agrees_with_itself = "values", False
        hublint("migrate", "--verify", "--python", "new", "--old-python", "old", ".")
        new, old = Path("new"), Path("old")
        assert verifier.interpreters == [(new, old, None), (new, old, old)]

    def test_an_export_to_another_path_is_no_proof(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(LEGACY)
        verifier.path = "/models{folder}"
        run = hublint("migrate", "--verify", ".")
        assert "they agree, but the export paths differ." in run.out
        assert "  left as it is: not verified, the rewrite exports to another path" in run.out
        assert (run.status, (folder / "a.py").read_text()) == (1, LEGACY)

    def test_an_export_beside_the_program_is_at_the_same_path(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        verifier.path = "{folder}/out"
        run = hublint("migrate", "--verify", ".")
        assert "they agree.\n" in run.out
        assert (run.status, (folder / "a.py").read_text()) == (0, MODERN)

    def test_with_the_verdict_stand_the_reasons_of_what_has_no_rewrite(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY + "tf.stuck()\n")
        verifier.problem = "tags"
        out = hublint("migrate", "--verify", ".").out
        assert (
            "  left as it is: not verified, the rewrite does not do the same\n"
            "  line 4: TST003 stuck on tf=2.21,keras=keras3,purpose=reuse\n"
            "    not rewritten: it is stuck\n\n"
        ) in out
        assert out.endswith("0 files rewritten, 1 file left as it was; 2 findings remain.\n")

    def test_a_read_only_file_is_told_before_anything_is_run(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        (folder / "a.py").chmod(0o444)
        run = hublint("migrate", "--verify", ".")
        assert run.status == 2
        assert verifier.seen == []
        assert run.err == "hublint: error: a.py: is read-only; make it writable to have it changed\n"
        assert run.out.endswith(
            "  left as it is: it could not be written\n"
            "\n"
            "0 files rewritten, 1 file could not be written; 1 finding remains.\n"
        )
        # To show what would change, nothing has to be written.
        assert hublint("migrate", "--verify", "--diff", ".").status == 1
        assert len(verifier.seen) == 1

    def test_diff_proves_and_changes_nothing(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(LEGACY)
        run = hublint("migrate", "--verify", "--diff", ".")
        assert run.status == 1
        assert len(verifier.seen) == 1
        assert "1 file would be rewritten and verified" in run.out
        assert (folder / "a.py").read_text() == LEGACY

    def test_a_file_that_changed_while_it_was_proven_is_left_and_the_others_go_on(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        (folder / "b.py").write_text(LEGACY)

        def write(old: Path, _new: Path) -> None:
            if old.name == "a.py":
                old.write_text("mine = 1\n")

        verifier.meanwhile = write
        run = hublint("migrate", "--verify", ".")
        assert run.status == 2
        assert run.err.startswith("hublint: error: a.py: was changed by someone else meanwhile")
        assert (folder / "a.py").read_text() == "mine = 1\n"
        assert (folder / "b.py").read_text() == MODERN
        assert run.out.endswith("1 file rewritten and verified, 1 file could not be written; 1 finding remains.\n")

    def test_an_interrupt_leaves_every_file_whole(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(LEGACY)

        def interrupt(_old: Path, _new: Path) -> None:
            raise KeyboardInterrupt

        verifier.meanwhile = interrupt
        assert hublint("migrate", "--verify", ".").status == 130
        assert (folder / "a.py").read_text() == LEGACY


class TestBadInput:
    def test_without_tensorflow_nothing_is_begun(
        self, folder: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def missing(_: object) -> Path:
            raise VerifyError("verify needs TensorFlow")

        monkeypatch.setattr("hublint.verify.runtime.find_interpreter", missing)
        (folder / "a.py").write_text(LEGACY)
        assert hublint("migrate", "--verify", ".") == (2, "", "hublint: error: verify needs TensorFlow\n")
        assert (folder / "a.py").read_text() == LEGACY

    def test_python_2_is_named_left_and_fails_the_run_after_the_others(self, folder: Path, hublint: Hublint) -> None:
        python_2 = "import tensorflow as tf\nprint tf.risky\n"
        (folder / "a.py").write_text(python_2)
        (folder / "b.py").write_text(LEGACY)
        run = hublint("migrate", ".")
        assert run.status == 2
        assert run.err.startswith("hublint: error: a.py:2: Python 2 source")
        assert (folder / "a.py").read_text() == python_2
        assert (folder / "b.py").read_text() == MODERN
        assert run.out.endswith(
            "1 file rewritten, 1 file could not be used; no finding remains in what could be read.\n"
        )

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["nowhere.py"], "nowhere.py: no such file or directory"),
            ([], "PATH"),
            (["-"], "migrate takes files and folders"),
            (["--python", "python3", "a.py"], "--python goes with --verify"),
            (["--old-python", "python3", "a.py"], "--old-python goes with --verify"),
            (["--timeout", "5", "a.py"], "--timeout goes with --verify"),
            (["--verify", "--timeout", "0", "a.py"], "--timeout has to be more than 0 s"),
            (["--verify", "--timeout", "nan", "a.py"], "--timeout has to be more than 0 s"),
            (["--select", "TST9", "a.py"], "unknown rule code 'TST9'"),
        ],
    )
    def test_one_sentence_and_nothing_touched(
        self, folder: Path, hublint: Hublint, words: list[str], sentence: str
    ) -> None:
        (folder / "a.py").write_text(LEGACY)
        run = hublint("migrate", *words)
        assert run.status == 2
        assert run.err.startswith("hublint: error: ")
        assert sentence in run.err
        assert run.err.count("\n") == 1
        assert (folder / "a.py").read_text() == LEGACY

    def test_a_defect_in_a_rule_is_that_files_error_alone(self, folder: Path, hublint: Hublint) -> None:
        (folder / "a.py").write_text("import tensorflow as tf\ntf.defect()\n")
        (folder / "b.py").write_text(LEGACY)
        run = hublint("migrate", ".")
        assert run.status == 2
        assert run.err.startswith("hublint: error: a.py: a defect in hublint or in a rule, ZeroDivisionError")
        assert (folder / "b.py").read_text() == MODERN
