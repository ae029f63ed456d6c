"""Which interpreter programs are run with: the one that is named, or the best for the target."""

from __future__ import annotations

import importlib.util
import json
import shlex
import sys
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING

import pytest

from hublint import target
from hublint.cli import main
from hublint.config import Runtime
from hublint.runtimes import RuntimesError, best, named
from tests.verify.fake_tensorflow import write_fake_tensorflow

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.runtimes.conftest import Machine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the interpreters lie where other systems have them")

OWN = sys.executable


class TestByName:
    def test_settings_then_what_was_created_then_paths_then_what_the_list_shows_then_programs(
        self, machine: Machine
    ) -> None:
        mine = machine.environment(machine.root / "mine")
        made = machine.environment(machine.created / "tf2.15")
        beside = machine.environment(machine.project / ".venv")
        pyenv = machine.installation(machine.home / ".pyenv/versions/3.9.18", "3.9.18")
        program = machine.python(machine.path / "my-python")
        settings = [Runtime("legacy", mine.parent.parent)]
        for name, python in {
            "legacy": mine,
            "tf2.15": made,
            ".venv": beside,
            str(machine.created / "tf2.15"): made,
            str(mine): mine,
            "pyenv:3.9.18": pyenv,
            "my-python": program,
        }.items():
            assert named(name, machine.project, settings) == python, name
        assert named("tf2.15", machine.project, [Runtime("tf2.15", mine)]) == mine

    @pytest.mark.parametrize(
        ("name", "hint"),
        [
            ("tf2.21", "`hublint runtime create tf2.21` makes it"),
            ("tf2.51", "did you mean tf2.15?"),
            ("nonsense", "`hublint runtime list` tells what there is"),
            ("", "`hublint runtime list` tells what there is"),
            ("./gone/python", "`hublint runtime list` tells what there is"),
        ],
    )
    def test_what_stands_for_nothing(self, name: str, hint: str, machine: Machine) -> None:
        machine.environment(machine.created / "tf2.15", tensorflow="2.15.1")
        with pytest.raises(RuntimesError) as info:
            named(name, machine.project, [])
        assert str(info.value) == f"{name}: no such runtime; {hint}"


class TestTheBest:
    @pytest.mark.parametrize(
        ("release", "chosen"),
        [((2, 21), "tf2.21"), ((2, 15), "tf2.15"), ((2, 18), "mine"), ((1, 15), "tf1.15")],
        ids=str,
    )
    def test_the_targets_own_then_the_settings(self, release: tuple[int, int], chosen: str, machine: Machine) -> None:
        for name in ("tf1.15", "tf2.15", "tf2.21"):
            machine.environment(machine.created / name, tensorflow=f"{name[2:]}.0")
        machine.environment(machine.project / ".venv", tensorflow="2.20.0")
        mine = machine.environment(machine.root / "mine", tensorflow="2.16.2")
        found = best(machine.project, [Runtime("mine", mine)], release)
        assert found is not None
        assert found.name == chosen

    def test_of_several_the_newest_of_the_projects_own(self, machine: Machine) -> None:
        machine.environment(machine.created / "tf2.20", tensorflow="2.20.0")
        machine.environment(machine.project / ".venv", tensorflow="2.9.3")
        machine.environment(machine.project / "venv", tensorflow="2.16.2")
        found = best(machine.project, [], (2, 21))
        assert found is not None
        assert found.name == "venv"

    def test_tensorflow_1_does_for_no_tensorflow_2_and_nobody_elses_is_taken(self, machine: Machine) -> None:
        machine.environment(machine.project / ".venv", tensorflow="1.15.5")
        machine.installation(machine.home / ".pyenv/versions/3.11.7", "3.11.7", tensorflow="2.21.0")
        assert best(machine.project, [], (2, 21)) is None


class TestTheOption:
    @pytest.fixture
    def python(self, machine: Machine) -> Callable[[str], Path]:
        """Return a function that makes a runtime of the user's with a stand-in for TensorFlow."""
        (machine.project / "old.py").write_text("import tensorflow as tf\nprint('ran with', tf.__version__)\n")

        def make(version: str) -> Path:
            folder = machine.created / f"tf{version}"
            machine.environment(folder, tensorflow=version)
            site = folder / "lib" / "python3.11" / "site-packages"
            write_fake_tensorflow(site, version)
            return machine.python(
                folder / "bin" / "python", f'PYTHONPATH={shlex.quote(str(site))} exec {shlex.quote(OWN)} "$@"'
            )

        return make

    def document(self, capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
        main(["verify", "old.py", *words, "--output-format", "json"])
        document: dict[str, object] = json.loads(capsys.readouterr().out)
        return document

    def test_a_program_runs_with_the_runtime_that_is_named(
        self, python: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        old, _ = python("2.15"), python("2.21")
        document = self.document(capsys, "--runtime", "tf2.15")
        assert document["runtime"] == {
            "interpreter": str(old),
            "python": ".".join(map(str, sys.version_info[:3])),
            "tensorflow": "2.15",
            "devices": ["CPU"],
        }

    @pytest.mark.parametrize("order", [("1.15", "2.21"), ("2.21", "1.15")], ids="-".join)
    @pytest.mark.parametrize("paired", [False, True], ids=["alone", "against another"])
    def test_given_twice_each_runs_one_and_of_a_pair_the_newer_one_loads_the_models(
        self, paired: bool, order: tuple[str, str], python: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        for version in order:
            python(version)
        options = [word for one in order for word in ("--runtime", f"tf{one}")]
        document = self.document(capsys, *options, *(["--against", "old.py"] if paired else []))
        assert [document[key]["runtime"]["tensorflow"] for key in ("old", "new")] == list(order)  # type: ignore[index]
        assert document["runtime"]["tensorflow"] == ("2.21" if paired else order[0])  # type: ignore[index]

    def test_without_a_name_or_a_tensorflow_of_its_own_it_takes_the_best_and_says_so(
        self,
        python: Callable[[str], Path],
        machine: Machine,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        python("2.15")
        newest = python("2.21")
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
        main(["verify", "old.py"])
        out = capsys.readouterr().out
        assert out.splitlines()[:3] == [
            f"runtime: tf2.21 made by hublint, with TensorFlow 2.21 ({newest}): hublint's own Python has none",
            "",
            "old.py",
        ]
        assert "TensorFlow 2.21 on CPU" in out
        (machine.project / "requirements.txt").write_text("tensorflow==2.15.1\n")
        target.clear_cache()
        main(["verify", "old.py"])
        assert capsys.readouterr().out.startswith("runtime: tf2.15 made by hublint, with TensorFlow 2.15 (")

    def test_with_a_tensorflow_of_its_own_it_looks_for_no_other(
        self, python: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        own = python("2.21")
        monkeypatch.setattr(sys, "executable", str(own))
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None, origin="here"))
        monkeypatch.setattr("hublint.runtimes.best", lambda *_: pytest.fail("it looked"))
        assert self.document(capsys)["runtime"]["interpreter"] == str(own)  # type: ignore[index]

    def test_one_that_is_preferred_is_taken_before_its_own_if_it_has_tensorflow(
        self, python: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
    ) -> None:
        legacy = python("1.15")
        document = self.document(capsys, "--prefer", str(legacy))
        assert document["runtime"]["interpreter"] == str(legacy)  # type: ignore[index]
        assert document["old"]["runtime"]["tensorflow"] == "1.15"  # type: ignore[index]
        # Whoever names one has the say.
        newest = python("2.21")
        document = self.document(capsys, "--prefer", str(legacy), "--runtime", "tf2.21")
        assert document["runtime"]["interpreter"] == str(newest)  # type: ignore[index]
        document = self.document(capsys, "--prefer", str(legacy), "--python", str(newest))
        assert document["runtime"]["interpreter"] == str(newest)  # type: ignore[index]

    def test_one_that_is_preferred_and_cannot_be_used_leaves_the_choice_as_it_is_and_the_report_says_so(
        self,
        python: Callable[[str], Path],
        machine: Machine,
        monkeypatch: pytest.MonkeyPatch,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        newest = python("2.21")
        bare = machine.environment(machine.project / "bare")
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
        for unusable, problem in ((bare, "no TensorFlow"), (machine.project / "gone", "no such file")):
            main(["verify", "old.py", "--prefer", str(unusable)])
            told = f"tf2.21 made by hublint, with TensorFlow 2.21 ({newest}): {unusable} cannot be used: {problem}"
            assert capsys.readouterr().out.splitlines()[0] == f"runtime: {told}"
        monkeypatch.setattr(importlib.util, "find_spec", lambda name: ModuleSpec(name, None, origin="here"))
        monkeypatch.setattr(sys, "executable", str(newest))
        main(["verify", "old.py", "--prefer", str(bare)])
        told = f"hublint's own Python: {bare} cannot be used: no TensorFlow"
        assert capsys.readouterr().out.splitlines()[0] == f"runtime: {told}"

    def test_where_there_is_none_it_names_the_command_that_makes_one(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        (machine.project / "a.py").write_text("import tensorflow as tf\ntf.saved_model.save('m', 'out')\n")
        monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
        for words in (["verify", "a.py"], ["migrate", "--verify", "a.py"], ["check", "--verify", "a.py"]):
            assert main(words) == 2
            out, err = capsys.readouterr()
            assert out == ""
            assert err.startswith(
                "hublint: error: verify needs TensorFlow to run programs with: `hublint runtime create tf2.21`"
            )
            assert err.count("\n") == 1

    @pytest.mark.parametrize("command", [["verify"], ["migrate", "--verify"]], ids=" ".join)
    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["--runtime", "x", "--python", "y"], "--python is --runtime with a path: give one of them"),
            (
                ["--runtime", "a", "--runtime", "b", "--runtime", "c"],
                "--runtime is given at most twice: for what is old",
            ),
            (["--runtime", "tf2.21"], "tf2.21: no such runtime; `hublint runtime create tf2.21` makes it"),
        ],
    )
    def test_wrong_use(
        self,
        command: list[str],
        words: list[str],
        sentence: str,
        machine: Machine,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        (machine.project / "old.py").write_text("import tensorflow as tf\n")
        assert main([*command, "old.py", *words]) == 2
        assert capsys.readouterr().err.startswith(f"hublint: error: {sentence}")

    @pytest.mark.parametrize("command", ["migrate", "check"])
    def test_it_goes_with_verify(self, command: str, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
        (machine.project / "old.py").write_text("import tensorflow as tf\n")
        assert main([command, "old.py", "--runtime", "x"]) == 2
        assert capsys.readouterr().err == "hublint: error: --runtime goes with --verify\n"
