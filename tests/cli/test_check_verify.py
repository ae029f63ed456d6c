"""`hublint check --verify`: what is run, what is written, what is told."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.migrate import exports_or_loads
from tests.verify.fake_tensorflow import write_fake_tensorflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.report import ProblemKind, Side
    from tests.cli.conftest import Run, Verifier

    Hublint = Callable[..., Run]

EXPORTS = "import tensorflow as tf\n\ntf.saved_model.save(tf.Module(), 'out')\n"
LIBRARY = "import tensorflow as tf\n\n"
FIX = ("check", "--fix", "--unsafe-fixes", "--verify")


class TestWhatAgrees:
    def test_is_written_and_told(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\ntf.risky()\n")
        run = hublint(*FIX)
        after = EXPORTS + "tf.quiet()\ntf.calm()\n"
        assert verifier.seen == [(EXPORTS + "tf.loud()\ntf.risky()\n", after)]
        assert (folder / "a.py").read_text() == after
        assert (run.status, run.err) == (0, "")
        assert run.out.splitlines() == [
            "a.py: verified: 2 programs, 1 export each: they agree.",
            "",
            "2 fixed and verified in 1 file, nothing remains.",
        ]

    def test_without_unsafe_fixes_the_safe_ones_are_tried(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\ntf.risky()\n")
        run = hublint("check", "--fix", "--verify")
        assert verifier.seen == [(EXPORTS + "tf.loud()\ntf.risky()\n", EXPORTS + "tf.quiet()\ntf.risky()\n")]
        assert (folder / "a.py").read_text() == EXPORTS + "tf.quiet()\ntf.risky()\n"
        assert run.status == 1
        assert run.out.endswith("1 fixed and verified, 1 remains in 1 file (1 fixable with --unsafe-fixes).\n")

    def test_json_marks_the_fixes_where_nothing_is_written(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        text = EXPORTS + "tf.risky()\ntf.stuck()\n"
        (folder / "a.py").write_text(text)
        run = hublint("check", "--unsafe-fixes", "--verify", "--output-format", "json")
        risky, stuck = json.loads(run.out)
        assert (risky["fix"]["applicability"], risky["fix"]["verified"], risky["note"]) == ("unsafe", True, None)
        assert (stuck["fix"], stuck["note"]) == (None, "it is stuck")
        assert run.err == "a.py: verified: 2 programs, 1 export each: they agree.\n"
        assert (run.status, (folder / "a.py").read_text(), len(verifier.seen)) == (1, text, 1)

    def test_the_text_marks_them_too_and_only_those_that_were_tried(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\ntf.risky()\n")
        lines = [line.strip() for line in hublint("check", "--verify").out.splitlines()]
        assert "= verified safe fix: Call quiet" in lines
        assert "= unsafe fix: Call calm" in lines
        assert len(verifier.seen) == 1

    def test_a_diff_is_proven_first(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.risky()\n")
        run = hublint("check", "--diff", "--unsafe-fixes", "--verify")
        assert run.status == 1
        assert "-tf.risky()\n+tf.calm()\n" in run.out
        assert run.err.splitlines() == [
            "a.py: verified: 2 programs, 1 export each: they agree.",
            "1 would be fixed and verified in 1 file, nothing would remain.",
        ]
        assert ((folder / "a.py").read_text(), len(verifier.seen)) == (EXPORTS + "tf.risky()\n", 1)

    def test_several_processes_write_nothing_before_the_proof(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        for name in "abcd":
            (folder / f"{name}.py").write_text(EXPORTS + "tf.risky()\n")
        run = hublint(*FIX, "--jobs", "2")
        assert verifier.seen == 4 * [(EXPORTS + "tf.risky()\n", EXPORTS + "tf.calm()\n")]
        assert {path.read_text() for path in folder.glob("*.py")} == {EXPORTS + "tf.calm()\n"}
        assert run.out.endswith("4 fixed and verified in 4 files, nothing remains.\n")


class TestWhatDiffers:
    @pytest.mark.parametrize(
        ("problem", "side", "reason"),
        [
            ("values", None, "the rewrite does not do the same: a.py: values"),
            ("raised", "new", "the rewrite does not do the same: as rewritten it a.py: raised"),
        ],
    )
    def test_is_taken_back_with_the_difference(
        self,
        problem: ProblemKind,
        side: Side | None,
        reason: str,
        folder: Path,
        hublint: Hublint,
        verifier: Verifier,
    ) -> None:
        text = EXPORTS + "tf.loud()\ntf.risky()\n"
        (folder / "a.py").write_text(text)
        verifier.problem, verifier.side = problem, side
        run = hublint(*FIX)
        assert (run.status, (folder / "a.py").read_text()) == (1, text)
        lines = run.out.splitlines()
        assert lines[0] == f"a.py: taken back: {reason}"
        assert lines[1] == "  | old  a.py"
        assert "  | 2 programs, 1 export each: 1 difference or failure." in lines
        assert [line for line in lines if "note: " in line] == 2 * [f"  = note: not rewritten: {reason}"]
        assert not [line for line in lines if "fix: " in line or "[*]" in line]
        assert lines[-1] == "Nothing fixed, 2 remain in 1 file."

    def test_an_export_to_another_path(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        verifier.path = "/models{folder}"
        run = hublint(*FIX)
        assert run.out.startswith("a.py: taken back: the rewrite exports to another path: '/models/")
        assert (run.status, (folder / "a.py").read_text()) == (1, EXPORTS + "tf.loud()\n")

    def test_nothing_is_left_of_its_diff(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        verifier.problem = "values"
        run = hublint("check", "--diff", "--verify")
        assert (run.status, run.out) == (0, "")
        assert run.err.splitlines()[0].startswith("a.py: taken back: the rewrite does not do the same: ")

    def test_the_finding_has_no_fix_where_nothing_is_written(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        verifier.problem = "tags"
        (finding,) = json.loads(hublint("check", "--verify", "--output-format", "json").out)
        assert finding["fix"] is None
        assert finding["note"] == "the rewrite does not do the same: a.py: tags"


class TestWhatCannotBeTried:
    @pytest.mark.parametrize(
        ("problem", "reason"),
        [
            ("raised", "a.py: raised"),
            ("load-failed", "a.py: load-failed"),
            ("exported-nothing", "it exports nothing when it is run"),
            ("random", "it disagrees with itself from run to run"),
        ],
    )
    def test_keeps_its_safe_fixes_and_gets_no_unsafe_ones(
        self, problem: ProblemKind, reason: str, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\ntf.risky()\n")
        verifier.problem, verifier.side = problem, "old"
        run = hublint(*FIX)
        assert (run.status, (folder / "a.py").read_text()) == (1, EXPORTS + "tf.quiet()\ntf.risky()\n")
        lines = run.out.splitlines()
        assert lines[0] == f"a.py: not verified: {reason}; fixes that are safe by themselves are kept"
        assert f"  = note: not verified: {reason}" in lines
        assert "  = unsafe fix: Call calm" in lines
        assert not [line for line in lines if "[*]" in line]
        assert lines[-1] == "1 fixed, 1 remains in 1 file."

    def test_with_nothing_but_safe_fixes_nothing_remains(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        verifier.problem, verifier.side = "hung", "old"
        run = hublint("check", "--fix", "--verify")
        assert (run.status, (folder / "a.py").read_text()) == (0, EXPORTS + "tf.quiet()\n")
        assert run.out.endswith("1 fixed in 1 file, nothing remains.\n")

    def test_with_nothing_but_unsafe_fixes_it_is_left(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.risky()\n")
        verifier.problem, verifier.side = "hung", "old"
        run = hublint(*FIX, "--output-format", "concise")
        assert (run.status, (folder / "a.py").read_text()) == (1, EXPORTS + "tf.risky()\n")
        assert run.err == "a.py: not verified: a.py: hung; it is left as it was\n"
        assert run.out.splitlines() == [
            "a.py:4:1: TST002 risky is gone; call calm",
            "Nothing fixed, 1 remains in 1 file.",
        ]

    def test_is_told_where_nothing_is_written(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        verifier.problem, verifier.side = "exited", "old"
        run = hublint("check", "--verify", "--output-format", "json")
        (finding,) = json.loads(run.out)
        assert (finding["fix"]["applicability"], finding["fix"]["verified"]) == ("safe", False)
        assert finding["note"] == "not verified: a.py: exited"
        assert run.err == "a.py: not verified: a.py: exited\n"


class TestWhatIsNotRun:
    def test_anything_without_the_option(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.risky()\n")
        for words in (["check"], ["check", "--fix"], ["check", "--fix", "--unsafe-fixes"], ["check", "--diff"]):
            hublint(*words)
        assert verifier.seen == []

    def test_what_neither_exports_nor_loads_is_fixed_as_ever(
        self, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(LIBRARY + "tf.loud()\ntf.risky()\n")
        run = hublint(*FIX)
        assert (verifier.seen, (folder / "a.py").read_text()) == ([], LIBRARY + "tf.quiet()\ntf.calm()\n")
        assert (run.status, run.out) == (0, "2 fixed in 1 file, nothing remains.\n")

    def test_what_has_nothing_to_fix(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.stuck()\n")
        (folder / "b.py").write_text(EXPORTS)
        (folder / "c.py").write_text("import tensorflow as tf\nprint tf.loud\n")
        assert hublint(*FIX).status == 2
        assert verifier.seen == []

    def test_what_states_requirements(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "requirements.txt").write_text("loud-package\n")
        run = hublint(*FIX)
        assert verifier.seen == []
        assert "loud-package<3" in (folder / "requirements.txt").read_text()
        assert run.status == 0

    def test_a_file_that_cannot_be_written(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        (folder / "a.py").chmod(0o444)
        run = hublint(*FIX)
        assert (run.status, verifier.seen) == (2, [])
        assert run.err == "hublint: error: a.py: is read-only; make it writable to have it changed\n"
        assert run.out.endswith("1 file could not be written.\n")

    def test_one_that_changed_meanwhile_is_left(self, folder: Path, hublint: Hublint, verifier: Verifier) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")

        def write(old: Path, _new: Path) -> None:
            old.write_text("mine = 1\n")

        verifier.meanwhile = write
        run = hublint(*FIX)
        assert (run.status, (folder / "a.py").read_text()) == (2, "mine = 1\n")
        assert run.err.startswith("hublint: error: a.py: was changed by someone else meanwhile")

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["--verify", "-"], "--verify runs programs, and - (standard input) is the text of one: name a file"),
            (["--timeout", "5"], "--timeout goes with --verify"),
            (["--runtime", "x"], "--runtime goes with --verify"),
            (["--verify", "--timeout", "0"], "--timeout: '0' is not a number of seconds; give more than 0"),
            (["--verify", "--timeout", "nan"], "--timeout: 'nan' is not a number of seconds"),
            (["--verify", "--runtime", "gone"], "gone: no such runtime"),
        ],
    )
    def test_wrong_use(
        self, words: list[str], sentence: str, folder: Path, hublint: Hublint, verifier: Verifier
    ) -> None:
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        run = hublint("check", "--fix", *words)
        assert (run.status, run.out, verifier.seen) == (2, "", [])
        assert sentence in run.err
        assert (folder / "a.py").read_text() == EXPORTS + "tf.loud()\n"


@pytest.mark.parametrize(
    ("program", "expected"),
    {
        "import tensorflow as tf\ntf.saved_model.save(m, 'x')": True,
        "from tensorflow.compat.v1.saved_model import simple_save as s\ns(a, b)": True,
        "import tensorflow.compat.v1 as tf1\nb = tf1.saved_model.Builder('x')\nb.save()": True,
        "import tensorflow as tf\nclass Net(tf.keras.Model): pass\nNet().save('x')": True,
        "import tensorflow_hub as hub\nhub.KerasLayer('x')": True,
        "import tensorflow as tf\ndef train(model):\n    model.export('x')": True,
        "import tensorflow as tf\ndef train(self):\n    self.estimator.export_savedmodel('x', f)": True,
        "import tensorflow as tf\nm = tf.saved_model.load('x')": True,
        "import tensorflow as tf\nimport numpy as np\nnp.save('x', 1)\nnp.load('x')": False,
        "import tensorflow as tf\nimport json\njson.load(open('x'))": False,
        "import tensorflow as tf\nimport torch\ntorch.save(tf.zeros(1), 'x')": False,
        "import tensorflow as tf\ndef read(config):\n    return config.load()": False,
        "import tensorflow as tf\nsave = 1\nload = 2": False,
        "import tensorflow as tf\ntf.placeholder(tf.float32)": False,
        "not python": False,
    }.items(),
)
def test_what_exports_or_loads_a_model(program: str, expected: bool) -> None:
    assert exports_or_loads(program.encode(), Path("a.py")) is expected
    cells = [{"cell_type": "code", "source": text} for text in ("!ls", program)]
    assert exports_or_loads(json.dumps({"cells": cells}).encode(), Path("a.ipynb")) is expected


def test_what_is_no_notebook_exports_nothing() -> None:
    assert not exports_or_loads(b"tf.saved_model.save(m, 'x')", Path("a.ipynb"))


@pytest.mark.skipif(sys.platform == "win32", reason="the interpreter is a shell script")
class TestARealRun:
    """With the stand-in for TensorFlow, in child processes."""

    @staticmethod
    def made(folder: Path, version: str) -> Path:
        """Make an interpreter that has a TensorFlow of some version, and return it."""
        write_fake_tensorflow(folder / "site", version)
        program = folder / "python"
        command = f"env PYTHONPATH={shlex.quote(str(folder / 'site'))} {shlex.quote(sys.executable)}"
        program.write_text(f'#!/bin/sh\nexec {command} "$@"\n')
        program.chmod(0o755)
        return program

    @pytest.fixture
    def python(self, tmp_path: Path) -> Path:
        return self.made(tmp_path, "2.21.fake")

    @pytest.mark.parametrize(
        ("statement", "reason"),
        [
            ("open('train.csv')", "FileNotFoundError: [Errno 2] No such file or directory: 'train.csv'"),
            ("import sys; sys.argv[1]", "IndexError: list index out of range"),
            ("import sonnet_of_1609", "ModuleNotFoundError: No module named 'sonnet_of_1609'"),
        ],
    )
    def test_what_is_missing_is_told_by_its_exact_error(
        self, statement: str, reason: str, folder: Path, hublint: Hublint, python: Path
    ) -> None:
        text = f"import tensorflow as tf\n{statement}\ntf.saved_model.save('m', 'out')\ntf.loud()\n"
        (folder / "a.py").write_text(text)
        run = hublint("check", "--fix", "--verify", "--runtime", python)
        assert run.out.splitlines()[0] == (
            f"a.py: not verified: raised at a.py:2: {reason}; fixes that are safe by themselves are kept"
        )
        assert (run.status, (folder / "a.py").read_text()) == (0, text.replace("loud", "quiet"))

    def test_a_program_of_tensorflow_1_runs_as_it_was_with_the_first_runtime(
        self, folder: Path, hublint: Hublint, python: Path, tmp_path: Path
    ) -> None:
        old = self.made(tmp_path / "old", "1.15.fake")
        module = old.parent / "site" / "tensorflow" / "__init__.py"
        module.write_text(module.read_text() + "loud = placeholder = print\n")
        text = "import tensorflow as tf\ntf.placeholder(1)\ntf.loud()\ntf.saved_model.save('m', 'out')\n"
        (folder / "a.py").write_text(text)
        first = hublint("check", "--verify", "--runtime", python).out.splitlines()[0]
        error = "AttributeError: module 'tensorflow' has no attribute 'placeholder'"
        advice = "(--runtime tf1.15 --runtime tf2.21 runs a program of TensorFlow 1 as it was with its own)"
        assert first == f"a.py: not verified: raised at a.py:2: {error} {advice}"
        # With its own it runs, and what stands in the way is now the rewrite, which is for the other one.
        first = hublint("check", "--verify", "--runtime", old, "--runtime", python).out.splitlines()[0]
        told = "a.py: taken back: the rewrite does not do the same: as rewritten it raised at a.py:2: "
        assert first == f"{told}{error}"

    def test_a_rewrite_that_raises_is_taken_back(self, folder: Path, hublint: Hublint, python: Path) -> None:
        module = folder.parent / "site" / "tensorflow" / "__init__.py"
        module.write_text(module.read_text() + "def risky():\n    print('ran')\n")
        model = "\\x12\\x00"  # a graph with nothing in it
        text = f"import tensorflow as tf\ntf.risky()\ntf.saved_model.save('{model}', 'out')\n"
        (folder / "a.py").write_text(text)
        run = hublint(*FIX, "--runtime", python)
        reason = "the rewrite does not do the same: as rewritten it raised at a.py:2: AttributeError: "
        assert run.out.splitlines()[0].startswith(f"a.py: taken back: {reason}")
        assert "has no attribute 'calm'" in run.out.splitlines()[0]
        assert (run.status, (folder / "a.py").read_text()) == (1, text)
        assert [path.name for path in folder.iterdir()] == [".git", "a.py"]

    def test_an_interpreter_without_tensorflow_ends_the_run_and_nothing_is_written(
        self, folder: Path, hublint: Hublint, python: Path
    ) -> None:
        python.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} "$@"\n')
        (folder / "a.py").write_text(EXPORTS + "tf.loud()\n")
        run = hublint("check", "--fix", "--verify", "--runtime", python)
        assert run.status == 2
        assert run.err.startswith(f"hublint: error: {python}: cannot import TensorFlow: ")
        assert (folder / "a.py").read_text() == EXPORTS + "tf.loud()\n"
