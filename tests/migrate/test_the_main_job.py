"""The main job, with the real rules and the real TensorFlow."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from hublint import demo
from hublint.cli import main

pytestmark = pytest.mark.tensorflow

PROGRAMS = Path(demo.__file__).parent


@pytest.mark.parametrize("name", ["legacy_builder.py", "legacy_simple_save.py", "legacy_checkpoint.py"])
def test_a_legacy_program_is_rewritten_and_proven(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copyfile(PROGRAMS / name, tmp_path / name)
    before = (tmp_path / name).read_bytes()
    status = main(["migrate", "--verify", name])
    printed = capsys.readouterr().out
    after = (tmp_path / name).read_bytes()
    assert "2 programs, 1 export each: they agree." in printed
    assert "1 file rewritten and verified" in printed
    assert after != before
    assert b"tf.saved_model.save(" in after
    assert b"placeholder" not in after
    # What remains is told, and alone decides the status.
    assert status == int("to look at" in printed)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_rewrite_that_does_not_agree_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "legacy_simple_save.py"
    # A program that exports something else whenever its own text has changed: no rewrite of it can be proven.
    text = (PROGRAMS / name).read_text()
    sabotaged = text.replace("return input + 2", "return input + float(len(open(__file__).read()))")
    assert sabotaged != text
    (tmp_path / name).write_text(sabotaged)
    assert main(["migrate", "--verify", name]) == 1
    printed = capsys.readouterr().out
    assert "left as it is: not verified, the rewrite does not do the same" in printed
    assert (tmp_path / name).read_text() == sabotaged


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("input + tf.random.uniform([])", "old disagrees with itself on the same inputs"),
        ("input + float(time.time_ns() % 1_000_003)", "A second run of old differs from its first."),
    ],
    ids=["in each call", "in each run"],
)
def test_a_program_that_disagrees_with_itself_is_not_laid_to_its_rewrite(
    answer: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    name = "legacy_simple_save.py"
    text = (PROGRAMS / name).read_text().replace("import shutil\n", "import shutil\nimport time\n")
    by_chance = text.replace("return input + 2", f"return {answer}")
    assert by_chance.count(answer) == 1
    (tmp_path / name).write_text(by_chance)
    assert main(["migrate", "--verify", name]) == 1
    printed = capsys.readouterr().out
    assert told in printed
    assert "left as it is: not verified, the program as it was disagrees with itself" in printed
    assert (tmp_path / name).read_text() == by_chance


def test_a_module_that_exports_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    library = "import os\n\n\ndef home():\n    return os.getcwd()  # hublint: ignore[HUB101]\n"
    (tmp_path / "library.py").write_text(library)
    assert main(["migrate", "--verify", "library.py"]) == 1
    assert "left as it is: not verified, it exports nothing when run" in capsys.readouterr().out
    assert (tmp_path / "library.py").read_text() == library


def test_check_writes_what_agrees_and_takes_back_what_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    text = (PROGRAMS / "legacy_simple_save.py").read_text()
    (tmp_path / "agrees.py").write_text(text)
    by_its_length = text.replace("return input + 2", "return input + float(len(open(__file__).read()))")
    without_data = text.replace("def add_two", "open('train.csv')\n\n\ndef add_two")
    assert by_its_length != text != without_data
    (tmp_path / "differs.py").write_text(by_its_length)
    (tmp_path / "misses.py").write_text(without_data)
    assert main(["check", "--fix", "--unsafe-fixes", "--verify", "."]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if line.startswith(("agrees", "differs", "misses"))]
    assert told[0] == "agrees.py: verified: 2 programs, 1 export each: they agree."
    assert told[1].startswith("differs.py: taken back: the rewrite does not do the same: ")
    missing = "FileNotFoundError: [Errno 2] No such file or directory: 'train.csv'"
    line = without_data.splitlines().index("open('train.csv')") + 1
    assert told[2] == f"misses.py: not verified: raised at misses.py:{line}: {missing}; it is left as it was"
    assert len(told) == 3
    assert "tf.saved_model.save(" in (tmp_path / "agrees.py").read_text()
    assert (tmp_path / "differs.py").read_text() == by_its_length
    assert (tmp_path / "misses.py").read_text() == without_data
