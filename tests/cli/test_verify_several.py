"""`hublint verify` of several targets, and of what exports among the files that a hook names."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from hublint.migrate import exports
from hublint.source.text import SourceError
from hublint.verify import Outcome, Problem, Program, Report, Runtime, VerifyError
from hublint.verify.report import FailedExport

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from hublint.verify.report import ProblemKind
    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]

EXPORTS = "import tensorflow as tf\ntf.saved_model.save(m, 'x')\n"
HERE = ("--python", sys.executable)


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the programs that a stand-in for the verifier was given; a program's name says what comes of it."""
    seen: list[str] = []

    def verify(target: str, **_: object) -> Report:
        seen.append(target)
        if "unusable" in target:
            raise VerifyError(f"{target}: cannot be run")
        kind: ProblemKind | None = "exited" if "fails" in target else "exported-nothing" if "silent" in target else None
        problems = () if kind is None else (Problem(kind, f"{kind} it is"),)
        failed = (FailedExport("x", "save", target, 2, "no"),) if "caught" in target else ()
        program = Program(target, Outcome("ended"), 1.0, (), failed=failed)
        return Report(Runtime("python", "3.12", "2.21.0"), program, None, problems, ())

    monkeypatch.setattr("hublint.verify.verify", verify)
    return seen


def write(folder: Path, *names: str, text: str = EXPORTS) -> None:
    """Write programs of one text."""
    for name in names:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")


def test_each_is_verified_and_the_worst_decides(folder: Path, hublint: Hublint, ran: list[str]) -> None:
    write(folder, "a.py", "fails.py", "unusable.py", "z.py")
    run = hublint("verify", "a.py", "z.py", *HERE, "--output-format", "concise")
    assert run == (0, "2 targets verified: all promises are kept.\n", "")
    run = hublint("verify", "fails.py", "a.py", "fails.py", *HERE, "--output-format", "concise")
    assert run == (1, "fails.py: exited: exited it is\n2 targets verified, 1 with findings or failures.\n", "")
    run = hublint("verify", "unusable.py", "a.py", *HERE, "--output-format", "concise")
    assert (run.status, run.err) == (2, "hublint: error: unusable.py: cannot be run\n")
    assert run.out == "1 target verified: all promises are kept; 1 could not be used.\n"
    assert ran == ["a.py", "z.py", "fails.py", "a.py", "unusable.py", "a.py"]


def test_what_fails_is_repeated_alone(
    folder: Path, hublint: Hublint, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "a.py", "fails.py")
    monkeypatch.setattr("sys.argv", ["hublint", "verify", "a.py", "fails.py", "--seed", "3"])
    run = hublint("verify", "a.py", "fails.py", "--seed", "3", *HERE)
    assert [line for line in run.out.splitlines() if line.startswith("Again")] == [
        "Again: hublint verify fails.py --seed 3"
    ]
    assert ran == ["a.py", "fails.py"]


def test_programs_read_a_list_and_files_hold_all(folder: Path, hublint: Hublint, ran: list[str]) -> None:
    write(folder, "a.py", "fails.py")
    run = hublint("verify", "a.py", "fails.py", *HERE, "--output-format", "json", "--report", "all.txt")
    assert [document["agree"] for document in json.loads(run.out)] == [True, False]
    assert run.err == "2 targets verified, 1 with findings or failures.\n"
    written = (folder / "all.txt").read_text(encoding="utf-8")
    assert (written.count("\na.py\n") + written.startswith("a.py\n"), written.count("\nfails.py\n")) == (1, 1)
    assert ran == ["a.py", "fails.py"]


def test_only_what_exports_and_is_not_excluded_is_run(folder: Path, hublint: Hublint, ran: list[str]) -> None:
    write(folder, "a.py", "-b.py", "third_party/c.py", "silent.py", "silent_caught.py")
    write(folder, "setup.py", "train.py", text="import tensorflow as tf\ntf.train.Saver().save(s, 'x')\n")
    write(folder, "broken.py", text="import tensorflow as tf\ntf.saved_model.save(1 2)\n")
    (folder / "hublint.toml").write_text('exclude = ["third_party/"]\n', encoding="utf-8")
    named = sorted(str(path.relative_to(folder)) for path in folder.rglob("*.py"))
    run = hublint("verify", "--if-exports", *HERE, "--output-format", "concise", *named)
    assert ran == ["-b.py", "a.py", "silent.py", "silent_caught.py"]
    assert run.status == 2
    assert run.out.splitlines() == [
        "silent.py: exported nothing when it was run, so there is nothing to verify",
        "silent_caught.py: exported-nothing: exported-nothing it is",
        "3 targets verified, 1 with findings or failures; 1 could not be used.",
    ]
    assert run.err.startswith("hublint: error: broken.py:2: does not parse: invalid syntax")
    assert run.err.endswith(" (so whether it exports a model cannot be told)\n")


def test_nothing_that_exports_needs_no_tensorflow(
    folder: Path, hublint: Hublint, ran: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    monkeypatch.setattr("hublint.runtimes.best", lambda *_: None)
    write(folder, "a.py", text="print(1)\n")
    assert hublint("verify", "--if-exports", "a.py") == (0, "Nothing to verify.\n", "")
    write(folder, "a.py")
    run = hublint("verify", "--if-exports", "a.py")
    assert (run.status, run.out) == (2, "")
    assert "there is no TensorFlow to run programs with: make a .venv that has it" in run.err
    assert len(run.err.splitlines()) == 1
    assert "hublint runtime create" in hublint("verify", "a.py", "a.py").err
    assert ran == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["a.py", "b.py", "--against", "c.py"], "--against compares one TARGET with another, and goes with no several"),
        (["a.py", "--if-exports", "--against", "c.py"], "and goes with no --if-exports"),
    ],
)
def test_two_are_compared_and_no_more(words: list[str], sentence: str, folder: Path, hublint: Hublint) -> None:
    write(folder, "a.py", "b.py", "c.py")
    run = hublint("verify", *words)
    assert (run.status, run.out) == (2, "")
    assert sentence in run.err


@pytest.mark.parametrize(
    ("program", "expected"),
    {
        EXPORTS: True,
        "import tensorflow.compat.v1 as tf1\nb = tf1.saved_model.Builder('x')\nb.save()": True,
        "import tensorflow as tf\nclass Net(tf.keras.Model): pass\nNet().save('x')": True,
        "from project import made\nimport tensorflow\nmade().export('x')": True,
        "import package.models\nimport keras\npackage.models.Net().save('x')": True,
        "from .models import Net\nimport keras\nNet().save('x')": True,
        "from project import made\nmade().export('x')": False,
        "from elsewhere import made\nimport tensorflow\nmade().save('x')": False,
        "import tensorflow as tf\ntf.train.Saver().save(s, 'x')": False,
        "import tensorflow as tf\nm.save_weights('x')": False,
        "import tensorflow as tf\nm = tf.saved_model.load('x')": False,
        "import tensorflow as tf\nimport numpy as np\nnp.save('x', 1)": False,
    }.items(),
)
def test_what_exports_a_model(program: str, expected: bool, folder: Path) -> None:
    (folder / "package").mkdir()
    (folder / "project.py").touch()
    assert exports(program.encode(), folder / "package" / "a.py") is expected


def test_what_cannot_be_parsed_is_told(folder: Path) -> None:
    with pytest.raises(SourceError, match="does not parse"):
        exports(b"import tensorflow as tf\ntf.save(1 2)", folder / "a.py")
