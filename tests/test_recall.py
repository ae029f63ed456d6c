from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hublint import cache, checking, config, recall, registry, target
from hublint.cache import Cache
from hublint.checking import Outcome, Task
from hublint.cli.formats import FORMATS
from hublint.recall import Code, decode, encode
from hublint.rule import Edit, Finding, Fix, Location
from hublint.session import Overrides, Session
from tests.test_cache import write

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent

# Programs of the same size, most of them, which hublint says different things of.
PROGRAMS = [
    b"import tensorflow as tf\nx = tf.log(2.0)\n",
    b"import tensorflow as tf\nx = tf.exp(2.0)\n",
    b"import tensorflow as tf\nx = tf.sin(2.0)\n",
    b"import tensorflow as tf\nx = tf.log(2.0 \n",
    b"import tensorflow as tf\nx = tf.placeholder(tf.float32)\n",
    b"import tensorflow as tf\nx = tf.keras.layers.Dense(2)\nm = tf.keras.Model()\nm.save('m')\n",
    b"import tensorflow as tf\nx = tf.contrib.layers.flatten(3)\n",
    b"import tensorflow_hub as hub\nm = hub.Module('https://tfhub.dev/google/elmo/2')\n",
    b"import os\nprint(os.getcwd())\n",
    b"",
]
NOTEBOOK = (
    b'{"nbformat": 4, "nbformat_minor": 2, "metadata": {}, "cells": [{"cell_type": "code", "execution_count": null, '
    b'"metadata": {}, "outputs": [], "source": "%s"}]}'
)
GRAPH = (ROOT / "hublint" / "demo" / "legacy_simple_save.py").read_bytes()


@pytest.fixture(autouse=True)
def cached_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the cache for each file, whenever it and hublint were changed last."""
    monkeypatch.setattr(recall, "WORTH_IT", 1)
    monkeypatch.setattr(recall, "_STARTED", 1 << 62)
    monkeypatch.setattr(cache, "RACY", 0)


class Project:
    """A folder of files, checked again and again."""

    def __init__(self, top: Path, place: Path) -> None:
        self.top = top
        self.place = place
        top.mkdir(parents=True)
        (top / ".git").mkdir()

    def write(self, name: str, data: bytes) -> None:
        path = self.top / name
        path.parent.mkdir(parents=True, exist_ok=True)
        write(path, data)

    def outcomes(self, overrides: Overrides | None = None, *, kept: bool = True, **changes: Any) -> list[Outcome]:
        """Return what a new process would say."""
        overrides = overrides or Overrides()
        config.clear_cache()
        target.clear_cache()
        session = Session(overrides, lazily=True)
        task = Task(overrides, fix=False, write=False, unsafe=False, fixes_wanted=True)._replace(**changes)
        paths = session.files([self.top]).python
        if kept:
            return list(recall.outcomes(paths, session, task, 1, Cache(str(self.place))))
        return list(checking.outcomes(paths, session, task, 1))


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path / "project", tmp_path / "cache")


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Note each file that is checked, and not only remembered."""
    paths: list[Path] = []
    one = checking.check_file

    def noting(path: Path, *arguments: object, **options: object) -> Outcome:
        paths.append(path)
        return one(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(checking, "check_file", noting)
    monkeypatch.setattr(recall, "check_file", noting)
    return paths


class Step(NamedTuple):
    """One thing that somebody does to a project, or asks of hublint."""

    what: str
    file: int
    choice: int


FILES = ["a.py", "b.py", "sub/__init__.py", "sub/c.py", "sub/d.ipynb", "requirements.txt", "sub/requirements.txt"]
REQUIREMENTS = [b"tensorflow==2.15\n", b"tensorflow==2.21\n", b"tensorflow==1.15\n", b"tf-keras==2.21\n", b"six\n"]
SETTINGS = [
    b"",
    b'tensorflow = "2.15"\n',
    b'tensorflow = "2.21"\n',
    b'keras = "tf_keras"\n',
    b'level = "compat"\n',
    b'purpose = "serve"\n',
    b'ignore = ["HUB5"]\n',
    b'select = ["HUB5"]\n',
    b'ignore = ["HUB901"]\n',
    b'[per-file-ignores]\n"a.py" = ["HUB5"]\n',
    b'[per-file-ignores]\n"sub/*" = ["HUB1", "HUB4", "HUB901"]\n',
]
OVERRIDES = [
    Overrides(),
    Overrides(target="tf=2.15"),
    Overrides(select=("HUB5",)),
    Overrides(ignore=("HUB501",)),
    Overrides(target="level=compat"),
]

steps = st.builds(
    Step,
    st.sampled_from(["write", "write", "write", "put times back", "rename", "remove", "require", "set", "ask"]),
    st.integers(0, len(FILES) - 1),
    st.integers(0, 10),
)


def take(step: Step, project: Project) -> None:
    """Do what a step says, where it can be done."""
    name = FILES[step.file]
    path = project.top / name
    if step.what == "write" and name.endswith(".py"):
        project.write(name, PROGRAMS[step.choice % len(PROGRAMS)])
    elif step.what == "write" and name.endswith(".ipynb"):
        text = PROGRAMS[step.choice % len(PROGRAMS)].replace(b"\n", b"\\n")
        project.write(name, NOTEBOOK % text)
    elif step.what == "put times back" and path.exists() and name.endswith(".py"):
        times = path.stat()
        project.write(name, PROGRAMS[step.choice % 3])
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    elif step.what == "rename" and path.exists():
        other = project.top / FILES[step.choice % 4]
        other.parent.mkdir(exist_ok=True)
        if name.endswith(".py"):
            path.replace(other)
    elif step.what == "remove":
        path.unlink(missing_ok=True)
    elif step.what == "require":
        project.write(FILES[5 + step.file % 2], REQUIREMENTS[step.choice % len(REQUIREMENTS)])
    elif step.what == "set":
        project.write("hublint.toml", SETTINGS[step.choice % len(SETTINGS)])


class TestTheAnswerIsTheSame:
    @settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
    @given(sequence=st.lists(steps, min_size=2, max_size=12))
    def test_whatever_was_done_to_the_project(
        self, sequence: list[Step], tmp_path_factory: pytest.TempPathFactory
    ) -> None:
        top = tmp_path_factory.mktemp("some")
        project = Project(top / "project", top / "cache")
        project.write("a.py", PROGRAMS[0])
        overrides, wanted = OVERRIDES[0], True
        for step in sequence:
            take(step, project)
            if step.what == "ask":
                overrides, wanted = OVERRIDES[step.choice % len(OVERRIDES)], step.file % 2 == 0
            expected = project.outcomes(overrides, kept=False, fixes_wanted=wanted)
            assert project.outcomes(overrides, fixes_wanted=wanted) == expected
            assert project.outcomes(overrides, fixes_wanted=wanted) == expected

    def test_and_the_second_time_nothing_is_checked(self, project: Project, checked: list[Path]) -> None:
        for number, program in enumerate(PROGRAMS):
            project.write(f"{number}.py", program)
        project.write("n.ipynb", NOTEBOOK % PROGRAMS[0].replace(b"\n", b"\\n"))
        project.write("requirements.txt", REQUIREMENTS[0])
        first = project.outcomes()
        assert len(checked) == len(first) == len(PROGRAMS) + 2
        checked.clear()
        assert project.outcomes() == first
        assert checked == []

    def test_nor_are_the_rules_loaded(self, project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
        project.write("a.py", PROGRAMS[0])
        first = project.outcomes()
        monkeypatch.setattr(registry, "load", lambda **_: pytest.fail("the rules were loaded"))
        assert project.outcomes() == first

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (b'tensorflow = "2.15"', b'tensorflow = "2.21"'),
            (b'keras = "keras3"', b'keras = "tf_keras"'),
            (b'level = "native"', b'level = "compat"'),
            (b'ignore = ["HUB9"]', b'ignore = ["HUB5"]'),
            (b'select = ["HUB1"]', b'select = ["HUB5"]'),
            (b'extend-select = ["HUB1"]\nselect = ["HUB9"]', b'extend-select = ["HUB5"]\nselect = ["HUB9"]'),
            (b'[per-file-ignores]\n"b.py" = ["HUB"]', b'[per-file-ignores]\n"a.py" = ["HUB"]'),
        ],
    )
    def test_for_other_settings_it_is_another(self, project: Project, before: bytes, after: bytes) -> None:
        program = PROGRAMS[0] + PROGRAMS[4] + b"tf.keras.Model().save('m')\nm = tf.keras.models.load_model('m')\n"
        project.write("a.py", program)
        project.write("graph.py", GRAPH)
        project.write("hublint.toml", before)
        first = project.outcomes()
        project.write("hublint.toml", after)
        second = project.outcomes()
        assert second == project.outcomes(kept=False)
        assert second != first

    def test_for_other_requirements_it_is_another(self, project: Project) -> None:
        project.write("a.py", PROGRAMS[5] + PROGRAMS[0])
        project.write("requirements/gpu.txt", b"tensorflow==2.15\n")
        first = project.outcomes()[0]
        project.write("requirements/gpu.txt", b"tensorflow==2.21\n")
        second = project.outcomes()[0]
        assert second == project.outcomes(kept=False)[0]
        assert second != first
        project.write("setup.py", b"setup(install_requires=['tensorflow==2.15'])\n")
        (project.top / "requirements" / "gpu.txt").unlink()
        assert project.outcomes()[0] == first

    def test_with_fixes_it_is_another(self, project: Project) -> None:
        project.write("a.py", PROGRAMS[0])
        assert project.outcomes(fixes_wanted=False)[0].findings[0].fix is None
        assert project.outcomes(fixes_wanted=True)[0].findings[0].fix is not None
        assert project.outcomes(fixes_wanted=False)[0].findings[0].fix is None

    def test_for_other_code_it_is_found_again(
        self, project: Project, checked: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        project.write("a.py", PROGRAMS[0])
        project.outcomes()
        monkeypatch.setattr(sys, "version", "another")
        project.outcomes()
        assert len(checked) == 2

    def test_a_name_that_says_less_than_the_whole_path_is_another(
        self, project: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Only the name of its folder says what such a file is."""
        project.write("requirements/gpu.txt", b"tensorflow-hub>=0.12,<1  # hublint: ignore\n")
        monkeypatch.chdir(project.top / "requirements")
        name, whole = Path("gpu.txt"), project.top / "requirements" / "gpu.txt"
        one = self.outcome(project, name)
        assert self.outcome(project, whole) != one._replace(path=whole)
        assert self.outcome(project, name) == one

    def test_rules_of_third_parties_are_told_the_whole_path(
        self, project: Project, checked: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(registry, "_any_entry_point", lambda: True)
        project.write("a/b.py", PROGRAMS[0])
        monkeypatch.chdir(project.top)
        for path in (Path("a/b.py"), project.top / "a" / "b.py", Path("a/b.py")):
            self.outcome(project, path)
        assert checked == [Path("a/b.py"), project.top / "a" / "b.py"]

    def outcome(self, project: Project, path: Path) -> Outcome:
        config.clear_cache()
        target.clear_cache()
        task = Task(Overrides(), fix=False, write=False, unsafe=False, fixes_wanted=True)
        (found,) = recall.outcomes([path], Session(lazily=True), task, 1, Cache(str(project.place)))
        return found

    def test_a_notebook_that_writes_files_is_checked_each_time(self, project: Project, checked: list[Path]) -> None:
        """What it writes is judged by the settings of the folder that it is written to."""
        cell = rb"%%writefile sub/x.py\nimport tensorflow as tf\nx = tf.log(2.0)\n"
        project.write("n.ipynb", NOTEBOOK.replace(b"%s", cell))
        first = project.outcomes()
        project.write("sub/hublint.toml", b'ignore = ["HUB5"]\n')
        checked.clear()
        second = project.outcomes()
        assert checked
        assert second == project.outcomes(kept=False)
        assert [len(one.findings) for one in (*first, *second)] == [1, 0]

    def test_a_file_that_cannot_be_read_is_tried_each_time(self, project: Project, checked: list[Path]) -> None:
        project.write("a.py", PROGRAMS[0])
        link = project.top / "gone.py"
        paths = [project.top / "a.py", link]

        def outcomes() -> list[Outcome]:
            session = Session(lazily=True)
            task = Task(Overrides(), fix=False, write=False, unsafe=False, fixes_wanted=True)
            return list(recall.outcomes(paths, session, task, 1, Cache(str(project.place))))

        first = outcomes()
        checked.clear()
        assert outcomes() == first
        assert checked == [link]
        assert first[1].error is not None


class TestFixing:
    def test_what_has_no_fix_is_not_fixed_again(self, project: Project, checked: list[Path]) -> None:
        for name, number in (("nothing.py", 8), ("no_fix.py", 7), ("unsafe.py", 4), ("safe.py", 0)):
            project.write(name, PROGRAMS[number])
        project.outcomes()
        for unsafe, to_do in ((False, ["safe.py"]), (True, ["safe.py", "unsafe.py"])):
            checked.clear()
            fixed = project.outcomes(fix=True, unsafe=unsafe)
            assert [path.name for path in checked] == to_do
            assert fixed == project.outcomes(kept=False, fix=True, unsafe=unsafe)

    def test_what_has_one_is_fixed_and_not_remembered_as_it_was(self, project: Project) -> None:
        project.write("a.py", PROGRAMS[0])
        project.outcomes()
        shown = project.outcomes(fix=True, unsafe=True)
        assert shown == project.outcomes(kept=False, fix=True, unsafe=True)
        assert shown[0].before == PROGRAMS[0]
        written = project.outcomes(fix=True, write=True, unsafe=True)
        assert written[0].fixed == 1
        assert (project.top / "a.py").read_bytes() == shown[0].data
        assert project.outcomes() == project.outcomes(kept=False)
        assert project.outcomes()[0].findings == []

    @pytest.mark.parametrize("unsafe", [False, True])
    @pytest.mark.parametrize("program", PROGRAMS)
    def test_it_gives_the_same_with_and_without_what_is_remembered(
        self, project: Project, program: bytes, unsafe: bool
    ) -> None:
        project.write("a.py", program)
        project.write("n.ipynb", NOTEBOOK % program.replace(b"\n", b"\\n"))
        expected = project.outcomes(kept=False, fix=True, unsafe=unsafe)
        for _ in range(3):
            project.outcomes()
            assert project.outcomes(fix=True, unsafe=unsafe) == expected


class TestTheCodeDecides:
    @pytest.fixture
    def code(self, tmp_path: Path) -> Path:
        folder = tmp_path / "pack"
        (folder / "family").mkdir(parents=True)
        write(folder / "family" / "hub1.py", b"x = 1\n")
        write(folder / "table.tsv", b"1\t2\n")
        return folder

    def identity(self, place: Path) -> bytes:
        one = Cache(str(place))
        code = Code.read(Session(lazily=True), one)
        one.close()
        assert code is not None
        return code.identity

    def test_each_byte_of_it(self, code: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registry, "places", lambda _: ([str(code)], False))
        place = tmp_path / "cache"
        seen = [self.identity(place)]
        write(code / "family" / "hub1.py", b"x = 2\n")
        seen.append(self.identity(place))
        write(code / "table.tsv", b"1\t3\n")
        seen.append(self.identity(place))
        (code / "table.tsv").rename(code / "other.tsv")
        seen.append(self.identity(place))
        write(code / "family" / "hub2.py", b"")
        seen.append(self.identity(place))
        assert len(set(seen)) == len(seen)
        # What was there before is known again, wherever and whenever it was written.
        write(code / "family" / "hub1.py", b"x = 1\n")
        write(code / "table.tsv", b"1\t2\n")
        (code / "other.tsv").unlink()
        (code / "family" / "hub2.py").unlink()
        assert self.identity(place) == seen[0]
        code.rename(tmp_path / "elsewhere")
        monkeypatch.setattr(registry, "places", lambda _: ([str(tmp_path / "elsewhere")], False))
        assert self.identity(place) == seen[0]

    def test_so_do_python_and_the_libraries(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        place = tmp_path / "cache"
        seen = [self.identity(place)]
        monkeypatch.setattr(sys, "version", "3.99.0")
        seen.append(self.identity(place))
        for name in ("libcst-9.9.dist-info", "ipython-9.9.dist-info", "IPython", "unrelated-1.dist-info"):
            (tmp_path / "site" / name).mkdir(parents=True)
            monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "site")])
            seen.append(self.identity(place))
        assert len(set(seen[:-1])) == len(seen) - 1
        monkeypatch.setattr(registry, "_any_entry_point", lambda: True)
        foreign = self.identity(place)
        (tmp_path / "site" / "another-1.dist-info").mkdir()
        assert self.identity(place) != foreign

    def test_a_pack_of_third_parties_does_with_all_its_files(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registry, "_any_entry_point", lambda: True)
        from tests.cli import pack

        found, foreign = registry.places(pack.load)
        assert foreign
        assert any(Path(one) in Path(pack.__file__).parents or one == pack.__file__ for one in found)

    def test_code_that_may_have_changed_since_it_was_read_keeps_nothing(
        self, project: Project, checked: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(recall, "_STARTED", 0)
        project.write("a.py", PROGRAMS[0])
        project.outcomes()
        project.outcomes()
        assert len(checked) == 2
        assert not project.place.exists()

    def test_nothing_is_kept_that_was_found_while_it_changed(
        self, project: Project, checked: list[Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        project.write("a.py", PROGRAMS[0])
        with monkeypatch.context() as patch:
            patch.setattr(Code, "is_unchanged", lambda _: False)
            project.outcomes()
        project.outcomes()
        assert len(checked) == 2


texts = st.text(st.characters(exclude_categories=()), max_size=20)
numbers = st.integers(0, 10**6)
places = st.builds(Location, numbers, numbers)
edits = st.builds(Edit, numbers, numbers, texts, st.none() | numbers)
fixes = st.builds(
    Fix,
    st.sampled_from(["safe", "unsafe"]),
    texts,
    st.lists(edits, max_size=3).map(tuple),
    st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    st.integers(0, 2),
    texts,
    st.booleans(),
)
findings = st.builds(
    Finding,
    st.just("a.py"),
    places,
    places,
    texts,
    texts,
    numbers,
    numbers,
    st.none() | fixes,
    st.none() | texts,
    st.none() | texts,
    st.none() | texts,
    st.none() | numbers,
)


class TestOutcomesAsBytes:
    @given(st.lists(findings, min_size=1, max_size=4), st.booleans())
    def test_they_are_read_as_they_were(self, found: list[Finding], parsed: bool) -> None:
        value = encode(Outcome(Path("a.py"), found, parsed=parsed))
        assert value is not None
        assert decode(value, "a.py") == (parsed, found)
        moved = [finding._replace(filename="b.py") for finding in found]
        assert decode(value, "b.py") == (parsed, moved)

    def test_a_file_without_findings_costs_nothing(self) -> None:
        assert encode(Outcome(Path("a.py"), [])) == b""

    def test_what_cannot_be_read_again_is_not_kept(self) -> None:
        place = Location(1, 1)
        other = Finding("other.py", place, place, "HUB101", "message", 0, 1)
        assert encode(Outcome(Path("a.py"), [other])) is None
        odd = Finding("a.py", place, place, "HUB101", b"bytes", 0, 1)  # type: ignore[arg-type]
        assert encode(Outcome(Path("a.py"), [odd])) is None
        listed = Finding("a.py", place, place, "HUB101", ("a", "b"), 0, 1)  # type: ignore[arg-type]
        assert encode(Outcome(Path("a.py"), [listed])) is None

    @pytest.mark.parametrize("value", [b"{}", b"[", b"[true,[[1]]]", b"[true]", b"\xff", b"[true,[[[1,2]]]]"])
    def test_other_bytes_are_no_outcome(self, value: bytes) -> None:
        with pytest.raises((ValueError, TypeError, IndexError)):
            decode(value, "a.py")


class TestTheCommandLine:
    @pytest.fixture
    def tree(self, tmp_path: Path) -> Path:
        tree = tmp_path / "tree"
        (tree / ".git").mkdir(parents=True)
        for number in range(30):
            (tree / f"m{number}.py").write_bytes(PROGRAMS[number % len(PROGRAMS)])
        return tree

    def check(self, tree: Path, *options: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            [sys.executable, "-m", "hublint", "check", *options, "."],
            cwd=tree,
            capture_output=True,
            check=False,
            env={**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'rules'}", **variables},
        )

    def same(self, tree: Path, *options: str, **variables: str) -> None:
        expected = self.check(tree, "--no-cache", *options)
        assert expected.returncode in {1, 2}
        for _ in range(2):
            run = self.check(tree, *options, **variables)
            assert (run.returncode, run.stdout, run.stderr) == (expected.returncode, expected.stdout, expected.stderr)

    @pytest.mark.parametrize("form", [*FORMATS, "statistics", "diff"])
    def test_every_format_is_the_same_from_the_cache_byte_for_byte(self, tree: Path, tmp_path: Path, form: str) -> None:
        options = (f"--{form}",) if form not in FORMATS else ("--output-format", form)
        self.same(tree, "--cache-dir", str(tmp_path / "cache"), *options)

    def test_the_variable_names_the_folder_and_no_cache_makes_none(self, tree: Path, tmp_path: Path) -> None:
        place = tmp_path / "cache"
        self.check(tree, "--no-cache", HUBLINT_CACHE_DIR=str(place))
        assert not place.exists()
        if recently_changed():
            pytest.skip("hublint was changed a moment ago, and keeps nothing")
        self.check(tree, HUBLINT_CACHE_DIR=str(place))
        assert [file.name for file in place.glob("*.sqlite3")] == [f"answers-{cache.LAYOUT}.sqlite3"]

    def test_a_few_files_are_checked_without(self, tree: Path, tmp_path: Path) -> None:
        place = tmp_path / "cache"
        for file in sorted(tree.glob("*.py"))[5:]:
            file.unlink()
        self.check(tree, HUBLINT_CACHE_DIR=str(place))
        assert not place.exists()

    def test_a_cache_in_a_strange_place_is_no_error(self, tree: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"")
        self.same(tree, "--output-format", "concise", "--cache-dir", str(tmp_path / "file" / "cache"))

    def test_several_processes_at_once_give_the_same_and_leave_it_sound(self, tree: Path, tmp_path: Path) -> None:
        import sqlite3

        place = tmp_path / "cache"
        expected = self.check(tree, "--no-cache", "--output-format", "json").stdout
        command = [sys.executable, "-m", "hublint", "check", "--output-format", "json", "--cache-dir", str(place), "."]
        environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'rules'}"}
        for _ in range(2):
            running = [
                subprocess.Popen(command, cwd=tree, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                for _ in range(6)
            ]
            for process in running:
                out, err = process.communicate()
                assert (out, err) == (expected, err)
                assert process.returncode in {1, 2}
        if not recently_changed():
            connection = sqlite3.connect(place / f"answers-{cache.LAYOUT}.sqlite3")
            assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            (kept,) = connection.execute("SELECT COUNT(*) FROM answers WHERE kind = 'check'").fetchone()
            connection.close()
            assert kept == 30


def recently_changed() -> bool:
    """Tell whether hublint's own files were changed so lately that nothing is kept."""
    newest = max(path.stat().st_ctime for path in all_code())
    return newest > time.time() - 60


def all_code() -> Iterator[Path]:
    for folder in ("hublint", "rules"):
        yield from (ROOT / folder).rglob("*.py")
