"""Finding interpreters, on made-up machines: folders with metadata, and interpreters that run nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.cli import main
from hublint.config import Runtime
from hublint.runtimes import find
from hublint.runtimes.environment import examine
from tests.runtimes.conftest import row

if TYPE_CHECKING:
    from tests.runtimes.conftest import Machine

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the interpreters lie where other systems have them")

OWN = ".".join(map(str, sys.version_info[:3]))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each process that is started."""
    programs: list[str] = []
    popen = subprocess.Popen

    class Noting(popen):  # type: ignore[misc, valid-type]
        def __init__(self, command: list[str], **options: object) -> None:
            programs.append(command[0])
            super().__init__(command, **options)

    monkeypatch.setattr(subprocess, "Popen", Noting)
    return programs


def others(machine: Machine, *settings: Runtime) -> list[tuple[str, str, str, str]]:
    """Return what is found beside hublint's own interpreter."""
    return [row(one) for one in find(machine.project, settings) if one.origin != "hublint"]


class TestWhereTheyAre:
    def test_settings_name_interpreters_and_environments(self, machine: Machine) -> None:
        named = machine.environment(machine.root / "one", tensorflow="2.15.1")
        machine.environment(machine.root / "two", tensorflow="2.21.0")
        settings = (Runtime("old", named), Runtime("new", machine.root / "two"))
        assert others(machine, *settings) == [
            ("new", "settings", "3.11.7", "2.21.0"),
            ("old", "settings", "3.11.7", "2.15.1"),
        ]

    def test_environments_beside_the_project_are_found_from_a_folder_in_it(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for name in (".venv", "venv", "env", ".environments/tf", "other"):
            machine.environment(machine.project / name, tensorflow="2.21.0")
        monkeypatch.setenv("VIRTUAL_ENV", str(machine.project / "venv"))
        inner = machine.project / "src"
        inner.mkdir()
        assert [one.name for one in find(machine.project) if one.origin == "project"] == [
            ".environments/tf",
            ".venv",
            "env",
            "venv",
        ]
        assert [one.name for one in find(inner) if one.origin == "project"] == [
            "../.environments/tf",
            "../.venv",
            "../env",
            "../venv",
        ]

    def test_the_active_environment_may_lie_anywhere(self, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
        machine.environment(machine.home / "active", tensorflow="2.21.0")
        monkeypatch.setenv("VIRTUAL_ENV", str(machine.home / "active"))
        assert others(machine) == [("../home/active", "project", "3.11.7", "2.21.0")]

    def test_those_that_were_created_without_those_that_are_being_made(self, machine: Machine) -> None:
        machine.environment(machine.created / "tf2.21", "3.12.1", tensorflow="2.21.0")
        machine.environment(machine.created / ".tf2.15-123", tensorflow="2.15.1")
        assert others(machine) == [("tf2.21", "created", "3.12.1", "2.21.0")]

    def test_versions_of_pyenv_and_their_environments_but_no_shims(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch, started: list[str]
    ) -> None:
        root = machine.home / ".pyenv"
        machine.installation(root / "versions" / "3.9.18", "3.9.18")
        machine.environment(root / "versions" / "3.9.18" / "envs" / "legacy", "3.9.18", tensorflow="2.12.0")
        (root / "versions" / "legacy").symlink_to(root / "versions" / "3.9.18" / "envs" / "legacy")
        machine.python(root / "shims" / "python3.9", "exit 1")
        monkeypatch.setenv("PATH", str(root / "shims"))
        assert others(machine) == [
            ("pyenv:legacy", "pyenv", "3.9.18", "2.12.0"),
            ("pyenv:3.9.18", "pyenv", "3.9.18", "no TensorFlow"),
        ]
        assert started == []

    def test_environments_of_conda(self, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
        base, listed = machine.root / "miniconda", machine.root / "elsewhere"
        for folder in (base, base / "envs" / "old", listed):
            machine.installation(folder, "3.7.16", tensorflow="1.15.5")
            (folder / "conda-meta").mkdir()
            (folder / "conda-meta" / "python-3.7.16-h7a1cb2a_0.json").write_text("{}")
        (base / "condabin").mkdir()
        (machine.home / ".conda").mkdir()
        (machine.home / ".conda" / "environments.txt").write_text(f"{listed}\n{machine.root / 'gone'}\n")
        monkeypatch.setenv("CONDA_PREFIX", str(base))
        monkeypatch.setenv("CONDA_EXE", str(base / "bin" / "conda"))
        assert others(machine) == [
            ("conda:base", "conda", "3.7.16", "1.15.5"),
            ("conda:elsewhere", "conda", "3.7.16", "1.15.5"),
            ("conda:old", "conda", "3.7.16", "1.15.5"),
        ]

    def test_each_python_of_the_path_once_and_what_a_shell_would_start_has_the_name(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine.python(machine.path / "python3.11")
        (machine.path / "python3").symlink_to("python3.11")
        (machine.path / "python").symlink_to("python3")
        machine.python(machine.path / "python3-config")
        second = machine.python(machine.root / "usr" / "bin" / "python3.11")
        monkeypatch.setenv("PATH", os.pathsep.join([str(machine.path), "", "relative", str(second.parent)]))
        found = [one for one in find(machine.project) if one.origin == "PATH"]
        assert [(one.name, one.also, one.facts.version) for one in found] == [
            (str(second), (), "3.11"),
            ("python3.11", ("python3", "python"), "3.11"),
        ]

    def test_hublints_own_python_is_found_with_what_it_really_sees(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        machine.packages(machine.root / "seen", {"tensorflow": "2.21.0"})
        monkeypatch.syspath_prepend(machine.root / "seen")
        assert row(find(machine.project)[0]) == ("hublint's own", "hublint", OWN, "2.21.0")


class TestOnce:
    def test_one_that_is_found_in_several_ways_has_the_name_of_the_first(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        python = machine.environment(machine.project / ".venv", tensorflow="2.21.0")
        (machine.project / "venv").symlink_to(".venv")
        (python.parent / "python3").symlink_to("python")
        monkeypatch.setenv("PATH", str(python.parent))
        (found,) = (one for one in find(machine.project, [Runtime("mine", python)]) if one.origin != "hublint")
        assert (found.name, found.also) == ("mine", (".venv", "venv", "python3", "python"))

    def test_a_virtual_environment_is_another_one_than_the_python_it_links_to(self, machine: Machine) -> None:
        base = machine.installation(machine.home / ".pyenv" / "versions" / "3.11.7", "3.11.7")
        python = machine.environment(machine.project / ".venv", tensorflow="2.21.0")
        python.unlink()
        python.symlink_to(base)
        assert others(machine) == [
            (".venv", "project", "3.11.7", "2.21.0"),
            ("pyenv:3.11.7", "pyenv", "3.11.7", "no TensorFlow"),
        ]

    def test_what_can_be_used_comes_first_then_the_order_of_origins_and_of_numbers(self, machine: Machine) -> None:
        for name in ("tf2.9", "tf2.15", "tf2.21"):
            machine.environment(machine.created / name, tensorflow=f"{name[2:]}.0")
        machine.environment(machine.project / ".venv")
        machine.environment(machine.project / "venv", tensorflow="2.21.0")
        assert [name for name, *_ in others(machine)] == ["venv", "tf2.9", "tf2.15", "tf2.21", ".venv"]


class TestWhatTheyHold:
    def test_versions_come_from_the_metadata(self, machine: Machine, started: list[str]) -> None:
        versions = {"tensorflow": "2.21.0", "keras": "3.15.1", "tf_keras": "2.21.0", "tensorflow-hub": "0.16.1"}
        facts = examine(machine.environment(machine.project / ".venv", **versions))
        assert facts == ("3.11.7", "2.21.0", "3.15.1", "2.21.0", "0.16.1", "")
        assert started == []

    @pytest.mark.parametrize("distribution", ["tensorflow-cpu", "tf-nightly"])
    def test_other_distributions_bring_tensorflow_too(self, distribution: str, machine: Machine) -> None:
        assert (
            examine(machine.environment(machine.project / ".venv", **{distribution: "2.14.0"})).tensorflow == "2.14.0"
        )

    def test_an_egg_has_its_version_in_another_file(self, machine: Machine) -> None:
        python = machine.environment(machine.project / ".venv", "3.7.16")
        site = machine.project / ".venv" / "lib" / "python3.7" / "site-packages"
        (site / "tensorflow").mkdir()
        (site / "tensorflow" / "__init__.py").touch()
        (site / "tensorflow-1.15.0-py3.7.egg-info").mkdir()
        assert examine(python).tensorflow == "1.15.0"
        (site / "tensorflow-1.15.0-py3.7.egg-info" / "PKG-INFO").write_text("Name: tensorflow\nVersion: 1.15.5\n")
        assert examine(python).tensorflow == "1.15.5"

    def test_metadata_that_were_left_behind_are_no_package(self, machine: Machine) -> None:
        python = machine.environment(machine.project / ".venv", tensorflow="2.21.0")
        (machine.project / ".venv/lib/python3.11/site-packages/tensorflow/__init__.py").unlink()
        assert examine(python).problem == "no TensorFlow"

    def test_a_package_without_metadata_can_be_used_though_its_version_is_unknown(self, machine: Machine) -> None:
        python = machine.environment(machine.project / ".venv", tensorflow="2.21.0")
        metadata = machine.project / ".venv/lib/python3.11/site-packages/tensorflow-2.21.0.dist-info"
        (metadata / "METADATA").unlink()
        metadata.rmdir()
        assert examine(python)[:2] == ("3.11.7", "?")
        assert examine(python).problem == ""

    def test_an_environment_may_see_the_packages_of_its_python(self, machine: Machine) -> None:
        base = machine.installation(machine.root / "base", "3.11.7", tensorflow="2.21.0")
        python = machine.environment(machine.project / ".venv", keras="3.15.1")
        settings = f"home = {base.parent}\nversion_info = 3.11.7.final.0\ninclude-system-site-packages = "
        (machine.project / ".venv" / "pyvenv.cfg").write_text(f"{settings}true\n")
        assert examine(python)[:3] == ("3.11.7", "2.21.0", "3.15.1")
        (machine.project / ".venv" / "pyvenv.cfg").write_text(f"{settings}false\n")
        assert examine(python)[:3] == ("3.11.7", "", "3.15.1")

    def test_an_installation_sees_the_users_own_packages(self, machine: Machine) -> None:
        python = machine.installation(machine.root / "usr", "3.11.7")
        machine.packages(machine.home / ".local/lib/python3.11/site-packages", {"tensorflow": "2.21.0"})
        assert examine(python).tensorflow == "2.21.0"

    def test_debian_has_a_folder_of_its_own(self, machine: Machine) -> None:
        python = machine.installation(machine.root / "usr", "3.11.7")
        machine.packages(machine.root / "usr/lib/python3/dist-packages", {"keras": "2.6.0"})
        machine.packages(machine.root / "usr/local/lib/python3.11/dist-packages", {"tensorflow": "2.21.0"})
        assert examine(python)[1:3] == ("2.21.0", "2.6.0")


class TestWhatCannotBeUsed:
    def test_python_2(self, machine: Machine) -> None:
        assert examine(machine.installation(machine.root / "two", "2.7.18")).problem == "Python 2"

    def test_a_python_that_the_worker_does_not_run_on(self, machine: Machine) -> None:
        python = machine.environment(machine.root / "old", "3.6.15", tensorflow="1.15.0")
        assert examine(python) == ("3.6.15", "1.15.0", "", "", "", "Python 3.6: older than 3.7")

    def test_a_broken_link(self, machine: Machine) -> None:
        python = machine.environment(machine.project / ".venv", tensorflow="2.21.0")
        python.unlink()
        python.symlink_to(machine.root / "gone" / "python3")
        assert others(machine) == [(".venv", "project", "", "broken link")]

    def test_what_settings_name_and_is_not_there(self, machine: Machine) -> None:
        (machine.root / "text").write_text("no program")
        settings = (Runtime("gone", machine.root / "gone"), Runtime("text", machine.root / "text"))
        assert others(machine, *settings) == [
            ("gone", "settings", "", "no such file"),
            ("text", "settings", "", "no program"),
        ]


class TestAsking:
    def test_a_script_is_asked_once_and_what_it_adds_to_the_path_counts(
        self, machine: Machine, started: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        real = sys.__dict__["_base_executable"]
        machine.packages(machine.root / "site", {"tensorflow": "2.21.0"})
        script = machine.python(machine.root / "wrapped", f'PYTHONPATH={machine.root / "site"} exec {real} "$@"')
        # A file that happens to lie where it is started does not stand in for one of Python's.
        (machine.root / "sys.py").write_text("raise SystemExit('wrong sys')")
        monkeypatch.chdir(machine.root)
        assert others(machine, Runtime("wrapped", script)) == [("wrapped", "settings", OWN, "2.21.0")]
        assert started == [str(script)]

    @pytest.mark.parametrize(
        ("answer", "problem"),
        [
            ("echo 'Unknown option: -I' >&2; exit 2", "Python 2"),
            ("echo 2.7.18; echo /usr; echo /usr", "Python 2"),
            ("echo hello", "is no Python"),
            ("exit 3", "is no Python"),
        ],
    )
    def test_what_is_no_python_of_today(self, answer: str, problem: str, machine: Machine) -> None:
        assert examine(machine.python(machine.root / "python", answer)).problem == problem

    def test_one_that_does_not_answer_is_given_up_with_all_that_it_started(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hublint.runtimes.environment.ASK_SECONDS", 0.3)
        slow = machine.python(machine.root / "python", "/bin/sleep 60 & echo $! > pid; wait")
        begun = time.monotonic()
        assert examine(slow).problem == "does not answer within 0.3 s"
        assert time.monotonic() - begun < 10
        process = (machine.root / "pid").read_text().strip()
        # What has been killed may wait to be fetched by the process that adopted it.
        state = Path("/proc", process, "stat")
        assert not state.exists() or state.read_text().split()[2] == "Z"

    def test_many_that_are_slow_are_asked_at_the_same_time(
        self, machine: Machine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("hublint.runtimes.environment.ASK_SECONDS", 1.0)
        settings = [Runtime(f"slow{n}", machine.python(machine.root / f"slow{n}", "/bin/sleep 60")) for n in range(8)]
        begun = time.monotonic()
        problems = {one.facts.problem for one in find(machine.project, settings) if one.origin == "settings"}
        assert problems == {"does not answer within 1 s"}
        assert time.monotonic() - begun < 6


class TestList:
    def test_the_table(self, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
        machine.environment(machine.project / ".venv", "3.7.16", tensorflow="1.15.5")
        (machine.project / "hublint.toml").write_text('[runtimes]\nnew = "gone/python"\n')
        assert main(["runtime", "list"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert [" ".join(line.split()) for line in lines] == [
            "NAME FROM PYTHON TENSORFLOW KERAS TF_KERAS HUB VERIFY PATH",
            f".venv project 3.7.16 1.15.5 - - - yes {machine.project}/.venv/bin/python",
            f"new settings - - - - - no: no such file {machine.project}/gone/python",
            f"hublint's own hublint {OWN} - - - - no: no TensorFlow {sys.executable}",
            "",
            "3 interpreters, 1 can run programs.",
        ]
        assert len({line.index(word) for line, word in zip(lines[:2], ("VERIFY", "yes"), strict=True)}) == 1

    def test_without_one_that_can_be_used_it_says_how_to_get_one(
        self, machine: Machine, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert machine.project == Path.cwd()
        assert main(["runtime", "list"]) == 0
        last = capsys.readouterr().out.splitlines()[-1]
        assert last == "1 interpreter, 0 can run programs; `hublint runtime create tf2.21` makes one."

    def test_json(self, machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
        machine.environment(machine.created / "tf2.15", tensorflow="2.15.1", keras="2.15.0")
        assert main(["runtime", "list", "--output-format", "json"]) == 0
        first, own = json.loads(capsys.readouterr().out)
        assert first == {
            "name": "tf2.15",
            "origin": "created",
            "path": f"{machine.created}/tf2.15/bin/python",
            "python": "3.11.7",
            "tensorflow": "2.15.1",
            "keras": "2.15.0",
            "tf_keras": None,
            "tensorflow_hub": None,
            "usable": True,
            "problem": None,
            "also": [],
        }
        assert (own["origin"], own["usable"], own["problem"]) == ("hublint", False, "no TensorFlow")
