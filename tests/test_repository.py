from __future__ import annotations

import ast
import importlib
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pathspec
import pytest

import hublint
from hublint import bootstrap
from tests import readme

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

ROOT = Path(__file__).resolve().parent.parent

TOP_LEVEL = {
    ".ci",
    ".gitignore",
    ".pre-commit-hooks.yaml",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "benchmarks",
    "hublint",
    "pyproject.toml",
    "rules",
    "tests",
    "vscode-extension",
}

# Written as their authors would have, or made to be broken: see the exclusions in pyproject.toml.
DATA = ("hublint/demo/legacy_", "tests/rules/cases/", "tests/verify/programs/", "tests/rules/run_cases")

CLEAN = "import os\n\n\ndef home() -> str:\n    return os.getcwd()\n"
CLEAN_TENSORFLOW = (
    "import tensorflow as tf\n\n\n@tf.function\ndef double(x: tf.Tensor) -> tf.Tensor:\n    return tf.add(x, x)\n"
)


def ignored() -> pathspec.GitIgnoreSpec:
    return pathspec.GitIgnoreSpec.from_lines((ROOT / ".gitignore").read_text().splitlines())


def python_files() -> Iterator[Path]:
    for folder in ("hublint", "rules", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(DATA) and "__pycache__" not in name:
                yield path


def fenced(markdown: str) -> list[str]:
    """Return the code blocks of a page."""
    return re.findall(r"^```\w*\n(.*?)^```$", markdown, flags=re.MULTILINE | re.DOTALL)


def runner() -> ModuleType:
    return importlib.import_module("tests.__main__")


def test_the_top_level_holds_what_a_newcomer_expects_and_nothing_else() -> None:
    spec = ignored()
    found = {
        entry.name
        for entry in ROOT.iterdir()
        if entry.name != ".git" and not spec.match_file(entry.name + ("/" if entry.is_dir() else ""))
    }
    assert found <= TOP_LEVEL
    assert {"LICENSE", "README.md", "pyproject.toml", "CHANGELOG.md"} <= found


def test_every_file_with_code_postpones_its_annotations() -> None:
    files = list(python_files())
    assert ROOT / "hublint" / "bootstrap.py" in files
    without = [
        str(path.relative_to(ROOT))
        for path in files
        if (tree := ast.parse(path.read_bytes())).body[ast.get_docstring(tree) is not None :]
        and "from __future__ import annotations\n" not in path.read_text(encoding="utf-8")
    ]
    assert without == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    empty = {"utils", "util", "common", "helpers", "base", "misc"}
    assert [str(path) for path in python_files() if path.stem in empty or path.parent.name in empty] == []


def test_only_the_registry_knows_the_built_in_rules_by_name() -> None:
    naming = {
        path.relative_to(ROOT).as_posix()
        for path in python_files()
        if path.is_relative_to(ROOT / "hublint") and "hublint_rules" in path.read_text(encoding="utf-8")
    }
    assert naming == {"hublint/registry.py"}


@pytest.mark.parametrize("package", ["hublint", "rules/hublint_rules"])
def test_both_packages_are_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()


def test_the_readmes_two_commands_are_those_that_ci_runs() -> None:
    commands = {"python3 -m hublint.demo", "python3 -m tests"}
    readme = {line for block in fenced((ROOT / "README.md").read_text()) for line in block.splitlines()}
    ci = {line for line in (ROOT / ".ci" / "run").read_text().splitlines() if line.startswith("python3 -m ")}
    assert commands <= readme
    assert commands == {line for line in ci if " venv " not in line}


def test_the_changelog_begins_with_what_is_not_released_yet() -> None:
    headings = re.findall(r"^## (.+)$", (ROOT / "CHANGELOG.md").read_text(), flags=re.MULTILINE)
    assert headings[0] == "Unreleased"


def test_the_demo_has_its_three_programs() -> None:
    names = {path.name for path in (ROOT / "hublint" / "demo").glob("legacy_*.py")}
    assert names == {"legacy_builder.py", "legacy_simple_save.py", "legacy_checkpoint.py"}


@pytest.mark.parametrize("module", ["hublint", "hublint.bootstrap", "hublint.demo.__main__", "tests.__main__"])
def test_a_clean_clone_can_start_before_anything_is_installed(module: str) -> None:
    # -S leaves site-packages out: only the standard library and the clone can be imported.
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import {module}"
    subprocess.run([sys.executable, "-S", "-I", "-W", "error", "-c", script], check=True)


def test_the_demo_never_overwrites_what_a_folder_holds(tmp_path: Path) -> None:
    kept = tmp_path / "mine.txt"
    kept.write_text("mine")
    run = subprocess.run(
        [sys.executable, "-m", "hublint.demo", str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 2
    assert "is not an empty folder" in run.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


class TestTheRunner:
    def test_the_worst_status_wins(self, capsys: pytest.CaptureFixture[str]) -> None:
        tests = runner()
        status = tests.summary([tests.Step("ruff check", 0), tests.Step("mypy", 2), tests.Step("pytest", 1)], 3.0)
        assert status == 2
        assert capsys.readouterr().out.endswith(
            "FAILED in 3 s: ruff check passed, mypy failed (2), pytest failed (1)\n"
        )

    @pytest.mark.parametrize(("ci", "status"), [("", 0), ("true", 1)])
    def test_a_runtime_that_is_not_there_is_named_and_fails_in_ci(
        self, ci: str, status: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tests = runner()
        monkeypatch.setenv("CI", ci)
        monkeypatch.setattr(bootstrap, "find_interpreter", lambda _: None)
        assert tests.summary(tests.with_tensorflow([]), 1.0) == status
        printed = capsys.readouterr().out
        assert "The tests of `pytest -m tf215` did not run: they want TensorFlow 2.21, hence Python 3.10" in printed

    @pytest.mark.parametrize("ci", ["", "true"])
    def test_a_machine_without_the_python_of_tensorflow_1_is_told_and_passes(
        self, ci: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tests = runner()
        monkeypatch.setenv("CI", ci)
        monkeypatch.setattr(bootstrap, "find_interpreter", lambda versions: None if (3, 7) in versions else sys)
        monkeypatch.setattr(bootstrap, "prepare", lambda *_: Path("python"))
        monkeypatch.setattr(bootstrap, "run", lambda *_, **__: 0)
        assert tests.summary(tests.with_tensorflow([]), 1.0) == 0
        told = (
            "The tests of `pytest -m tf115` did not run: they want TensorFlow 1.15, hence Python 3.7; "
            "this machine has none.\n"
            "PASSED in 1 s: pytest -m tensorflow passed, pytest -m tf215 passed, pytest -m tf115 not run\n"
        )
        assert capsys.readouterr().out.endswith(told)

    def test_a_tensorflow_1_that_cannot_be_installed_is_told_and_passes(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        tests = runner()

        def prepare(_root: Path, environment: bootstrap.Environment, _interpreter: object) -> Path:
            if environment.name == "tensorflow-1.15":
                raise bootstrap.BootstrapError("no wheel for this machine")
            return Path("python")

        monkeypatch.setenv("CI", "true")
        monkeypatch.setattr(bootstrap, "find_interpreter", lambda _: sys)
        monkeypatch.setattr(bootstrap, "prepare", prepare)
        monkeypatch.setattr(bootstrap, "run", lambda *_, **__: 0)
        assert tests.summary(tests.with_tensorflow([]), 1.0) == 0
        assert "`pytest -m tf115` did not run: no wheel for this machine.\n" in capsys.readouterr().out

    def test_pytests_own_lines_pass_through_untouched(self, capfd: pytest.CaptureFixture[str]) -> None:
        tests = runner()
        outcome = tests.step("pytest", Path(sys.executable), "-c", "print('3 passed, 1 deselected in 0.10s')")
        assert outcome == tests.Step("pytest", 0)
        assert capfd.readouterr().out.splitlines()[-1] == "3 passed, 1 deselected in 0.10s"


class TestHowManyProcessesShareTheTests:
    @staticmethod
    def workers(*words: str, **options: object) -> int:
        hook = importlib.import_module("tests.conftest").pytest_xdist_auto_num_workers
        given = SimpleNamespace(dir=ROOT)
        found: int = hook(SimpleNamespace(args=list(words), invocation_params=given, getoption=options.get))
        return found

    @pytest.mark.parametrize("words", [["tests"], ["tests/lsp"], [str(ROOT / "tests")], ["tests/readme.py", "tests"]])
    def test_a_folder_has_one_for_each_processor_but_no_herd(
        self, words: list[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for processors, wanted in ((1, 1), (2, 2), (64, 8)):
            monkeypatch.setattr(os, "sched_getaffinity", lambda _, count=processors: range(count), raising=False)
            assert self.workers(*words) == wanted

    @pytest.mark.parametrize("word", ["tests/test_repository.py", "tests/test_engine.py::test_it[a/b::c]", "nowhere"])
    def test_the_tests_of_a_file_run_at_once(self, word: str) -> None:
        assert self.workers(word) == 0

    @pytest.mark.parametrize("options", [{"capture": "no"}, {"trace": True}])
    def test_what_a_person_follows_as_it_runs_has_none(self, options: dict[str, object]) -> None:
        assert self.workers("tests", **options) == 0

    def test_the_settings_ask_for_it(self, pytestconfig: pytest.Config) -> None:
        assert {"--numprocesses=auto", "--dist=worksteal"} <= set(pytestconfig.getini("addopts"))
        assert pytestconfig.pluginmanager.hasplugin("xdist")


def imported(stderr: str) -> set[str]:
    """Return the top-level names in a report of `-X importtime`."""
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in stderr.splitlines() if "import time:" in line}


def check(folder: Path, *options: str) -> tuple[int, set[str], str]:
    """Run `hublint check` on a folder; return its status, the packages it imported, and what it said.

    Packages of the standard library are not among them.
    """
    status, ours, said = watched(folder, *options)
    return status, ours - sys.stdlib_module_names, said


def watched(folder: Path, *options: str) -> tuple[int, set[str], str]:
    """Run `hublint check` on a folder; return its status, the packages it imported, and what it said."""
    python = [sys.executable, "-W", "error", "-X", "importtime"]
    # What this environment imports at every start (editable installs and the like) is not hublint's doing.
    environment = subprocess.run([*python, "-c", "pass"], cwd=folder, capture_output=True, text=True, check=True)
    run = subprocess.run(
        [*python, "-m", "hublint", "check", *options, "."], cwd=folder, capture_output=True, text=True, check=False
    )
    said = "\n".join(line for line in run.stderr.splitlines() if "import time:" not in line)
    ours = imported(run.stderr) - imported(environment.stderr)
    return run.returncode, ours, run.stdout + said


@pytest.mark.parametrize("text", [CLEAN, CLEAN_TENSORFLOW], ids=["no TensorFlow", "TensorFlow"])
def test_checking_a_clean_file_imports_nothing_but_the_standard_library(tmp_path: Path, text: str) -> None:
    (tmp_path / "clean.py").write_text(text)
    status, packages, said = check(tmp_path)
    assert status == 0, said
    assert packages <= {"hublint", "hublint_rules"}


# What takes long to import, and what only larger work needs: a hook is run on one small file after the other.
NEEDLESS = {
    "asyncio", "concurrent", "decimal", "difflib", "dis", "inspect", "json", "logging", "multiprocessing", "shutil",
    "subprocess", "tempfile", "textwrap", "threading", "tokenize", "tomllib", "traceback", "unicodedata",
}  # fmt: skip


@pytest.mark.parametrize("text", [CLEAN, CLEAN_TENSORFLOW], ids=["no TensorFlow", "TensorFlow"])
@pytest.mark.parametrize("options", [(), ("--force-exclude", "--output-format", "concise")], ids=["check", "the hook"])
def test_a_small_file_costs_no_needless_import(tmp_path: Path, text: str, options: tuple[str, ...]) -> None:
    (tmp_path / "clean.py").write_text(text)
    status, packages, said = watched(tmp_path, *options)
    assert status == 0, said
    assert packages & NEEDLESS == set()


def test_reporting_in_the_hooks_format_imports_no_parser_but_pythons(tmp_path: Path) -> None:
    (tmp_path / "graph.py").write_bytes((ROOT / "hublint" / "demo" / "legacy_simple_save.py").read_bytes())
    status, packages, said = watched(tmp_path, "--force-exclude", "--output-format", "concise")
    assert status == 1, said
    assert packages & {"libcst", "msgspec", "packaging", "pathspec", *NEEDLESS} == set()


def test_reporting_what_has_no_fix_imports_nothing_but_the_standard_library(tmp_path: Path) -> None:
    (tmp_path / "wildcard.py").write_text("from tensorflow import *\n")
    status, packages, said = check(tmp_path)
    assert status == 1, said
    assert "HUB902" in said
    assert packages <= {"hublint", "hublint_rules"}


def test_the_version_is_the_packages(tmp_path: Path) -> None:
    said = subprocess.check_output([sys.executable, "-m", "hublint", "--version"], cwd=tmp_path, text=True)
    assert said.strip() == f"hublint {hublint.__version__}"


@pytest.mark.tensorflow
def test_the_readme_shows_what_hublint_says_today() -> None:
    page = readme.PAGE.read_text(encoding="utf-8")
    assert len(readme.BLOCK.findall(page)) >= 2
    assert readme.steady(readme.refreshed(page)) == readme.steady(page)
