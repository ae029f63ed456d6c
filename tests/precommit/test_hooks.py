"""`hublint` and `hublint-fix` as hooks: what stops a commit, what is fixed, and what a project can say about it."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import TYPE_CHECKING

import pytest

from tests.precommit.conftest import REVISION, ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.precommit.conftest import Project

pytestmark = pytest.mark.processes  # each runs pre-commit, and the first one lets it make its environment

BAD = "import tensorflow as tf\n\nprint(tf.log(2.0))\n"
GOOD = "import tensorflow as tf\n\nprint(tf.math.log(2.0))\n"
SENTENCE = "HUB501 `tf.log` does not exist in TensorFlow 2.21; write `tf.math.log`"


def notebook(source: str) -> str:
    """Return a notebook as no program writes it by itself: what is not code shows whether it is kept."""
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Logarithms\n", "äöü \U0001f389"]},
        {
            "cell_type": "code",
            "execution_count": 7,
            "metadata": {"tags": []},
            "outputs": [],
            "source": ["%matplotlib inline\n", *source.splitlines(keepends=True)],
        },
    ]
    whole = {"nbformat": 4, "nbformat_minor": 2, "metadata": {"language_info": {"name": "python"}}, "cells": cells}
    return json.dumps(whole, indent=3, ensure_ascii=False).replace('"outputs": []', '"outputs" : [ ]')


def test_the_manifest_is_one() -> None:
    clientlib = import_module("pre_commit.clientlib")  # which has no types
    hooks = {hook["id"]: hook for hook in clientlib.load_manifest(ROOT / ".pre-commit-hooks.yaml")}
    assert list(hooks) == ["hublint", "hublint-fix", "hublint-verify"]
    for hook in hooks.values():
        assert (hook["language"], hook["types_or"]) == ("python", ["python", "jupyter"])
        assert (hook["pass_filenames"], hook["require_serial"], hook["args"]) == (True, True, [])
    assert [hook["stages"] for hook in hooks.values()] == [[], [], ["pre-push", "manual"]]


def test_the_hooks_read_notebooks_with_what_the_extra_for_notebooks_installs() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    (extra,) = re.findall(r"^notebooks = (\[.*\])$", project, flags=re.MULTILINE)
    manifest = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert re.findall(r"additional_dependencies: (.*)$", manifest, flags=re.MULTILINE) == [extra] * 3


def test_a_bad_commit_is_stopped_and_a_fixed_one_passes(project: Project) -> None:
    project.configure("hublint")
    project.install()
    project.write("scale.py", BAD)
    stopped = project.commit()
    assert stopped.status == 1
    assert f"scale.py:3:7: {SENTENCE}\n1 finding in 1 file.\n" in stopped.said
    assert project.git("log", "--all") == ""
    project.write("scale.py", GOOD)
    passed = project.commit()
    assert passed.status == 0, passed.said
    assert re.search(r"^hublint\.+Passed$", passed.said, flags=re.MULTILINE)
    assert project.git("log", "--format=%s") == "A change"


def test_what_can_be_fixed_is_fixed_and_the_next_commit_passes(project: Project) -> None:
    project.configure("hublint-fix")
    project.install()
    program = project.write("scale.py", BAD)
    first = project.commit()
    assert first.status == 1
    assert "- files were modified by this hook\n\n1 fixed in 1 file, nothing remains.\n" in first.said
    assert program.read_text() == GOOD
    project.git("add", "scale.py")
    second = project.commit()
    assert second.status == 0, second.said


def test_what_only_a_reader_can_fix_is_reported_after_the_fixes(project: Project) -> None:
    project.configure("hublint-fix")
    program = project.write("scale.py", f"{BAD}x = tf.placeholder(tf.float32)\n")
    run = project.pre_commit("run")
    assert run.status == 1
    assert "scale.py:4:5: HUB102 " in run.said
    assert program.read_text() == f"{GOOD}x = tf.placeholder(tf.float32)\n"


def test_a_notebook_is_stopped_and_fixed_with_all_else_kept(project: Project) -> None:
    project.configure("hublint")
    whole = notebook(BAD)
    path = project.write("logarithms.ipynb", whole)
    stopped = project.pre_commit("run")
    assert stopped.status == 1
    assert f"logarithms.ipynb:cell 2:4:7: {SENTENCE}\n" in stopped.said
    assert path.read_bytes() == whole.encode()
    project.configure("hublint-fix")
    assert "1 fixed in 1 file, nothing remains." in project.pre_commit("run").said
    assert path.read_bytes() == whole.replace("tf.log", "tf.math.log").encode()
    project.git("add", "logarithms.ipynb")
    again = project.pre_commit("run")
    assert again.status == 0, again.said


def test_ci_asks_about_the_commits_of_a_branch(project: Project) -> None:
    project.configure("hublint")
    project.write("old.py", BAD)
    project.commit()
    project.git("tag", "before")
    project.write("new.py", BAD)
    project.commit()
    run = project.pre_commit("run", "--from-ref", "before", "--to-ref", "HEAD")
    assert run.status == 1
    assert "new.py:3:7: HUB501" in run.said
    assert "old.py" not in run.said
    project.write("new.py", GOOD)
    project.commit()
    run = project.pre_commit("run", "--from-ref", "before", "--to-ref", "HEAD")
    assert run.status == 0, run.said


def test_files_go_by_any_name(project: Project) -> None:
    project.configure("hublint")
    names = [
        "-c.py",
        "--fix.py",
        "a b/c d.py",
        "näme/日本語.py",
        "\U0001f389.py",
        "quo'te\".py",
        "$HOME.py",
        "@list.py",
    ]
    for name in names:
        project.write(name, BAD)
    run = project.pre_commit("run")
    assert run.status == 1
    assert sorted(re.findall(r"^(.*):3:7: HUB501", run.said, flags=re.MULTILINE)) == sorted(names)
    project.configure("hublint-fix")
    assert "8 fixed in 8 files, nothing remains." in project.pre_commit("run").said
    assert {(project.folder / name).read_text() for name in names} == {GOOD}


def test_a_file_that_the_commit_removes_is_not_asked_about(project: Project) -> None:
    project.configure("hublint")
    project.write("old.py", BAD)
    project.commit()
    project.git("rm", "--quiet", "old.py")
    project.write("new.py", GOOD)
    run = project.pre_commit("run")
    assert run.status == 0, run.said


def test_more_files_than_one_command_takes_are_all_checked(project: Project) -> None:
    project.configure("hublint")
    deep = "/".join(["x" * 100] * 3)
    names = [f"{deep}/program_{number}.py" for number in range(500)]
    for name in names:
        path = project.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BAD)
    project.git("add", ".")
    run = project.pre_commit("run")
    assert run.status == 1
    assert sorted(re.findall(r"^(.*):3:7: HUB501", run.said, flags=re.MULTILINE)) == sorted(names)
    batches = [int(number) for number in re.findall(r"findings in (\d+) files", run.said)]
    assert len(batches) > 1
    assert sum(batches) == 500


def test_what_is_no_python_is_named_and_the_rest_is_still_checked(project: Project) -> None:
    project.configure("hublint")
    project.write("binary.py", b"\x00\x01\xff import tensorflow")
    project.write("broken.py", "import tensorflow as tf\ntf.log(1 2)\n")
    project.write("scale.py", BAD)
    run = project.pre_commit("run")
    assert run.status == 1
    assert "- exit code: 2\n" in run.said
    assert re.search(r"^binary\.py:1:\d+: HUB901 ", run.said, flags=re.MULTILINE)
    assert re.search(r"^broken\.py:2:\d+: HUB901 ", run.said, flags=re.MULTILINE)
    assert "scale.py:3:7: HUB501" in run.said
    project.configure("hublint-fix")
    project.pre_commit("run")
    assert (project.folder / "binary.py").read_bytes() == b"\x00\x01\xff import tensorflow"
    assert (project.folder / "broken.py").read_text() == "import tensorflow as tf\ntf.log(1 2)\n"
    assert (project.folder / "scale.py").read_text() == GOOD


def test_the_newlines_of_windows_stay(project: Project) -> None:
    project.configure("hublint-fix")
    program = project.write("scale.py", BAD.replace("\n", "\r\n"))
    assert project.pre_commit("run").status == 1
    assert program.read_bytes() == GOOD.replace("\n", "\r\n").encode()


def test_what_is_not_staged_is_neither_checked_nor_lost(project: Project) -> None:
    project.configure("hublint-fix")
    program = project.write("scale.py", GOOD)
    program.write_text(f"{GOOD}tf.log(3.0)\n")
    run = project.pre_commit("run")
    assert run.status == 0, run.said
    assert program.read_text() == f"{GOOD}tf.log(3.0)\n"
    staged = project.write("scale.py", f"{BAD}\n\n\n\nprint(1)\n")
    staged.write_text(f"{BAD}\n\n\n\nprint(2)\n")
    run = project.pre_commit("run")
    assert run.status == 1
    assert staged.read_text() == f"{GOOD}\n\n\n\nprint(2)\n"


def test_a_projects_settings_hold(project: Project) -> None:
    project.configure("hublint")
    project.write("pyproject.toml", '[tool.hublint]\nexclude = ["third_party/"]\n')
    project.write("third_party/scale.py", BAD)
    project.write("node_modules/scale.py", BAD)
    run = project.pre_commit("run")
    assert run.status == 0, run.said
    project.write("scale.py", f"{BAD}x = tf.placeholder(tf.float32)\n")
    project.write("pyproject.toml", '[tool.hublint]\nexclude = ["third_party/"]\nignore = ["HUB501"]\n')
    run = project.pre_commit("run")
    assert run.status == 1
    assert re.findall(r"HUB\d+", run.said) == ["HUB102"]
    project.configure("hublint\nargs: [--ignore, HUB102, --output-format, full]")
    run = project.pre_commit("run")
    assert run.status == 0, run.said


def test_each_part_of_a_monorepo_has_its_settings(project: Project) -> None:
    project.configure("hublint\nfiles: ^services/")
    for part, settings in (("old", 'tensorflow = "1.15"'), ("new", 'exclude = ["generated/"]')):
        project.write(f"services/{part}/pyproject.toml", f"[tool.hublint]\n{settings}\n")
        project.write(f"services/{part}/scale.py", BAD)
        project.write(f"services/{part}/generated/scale.py", GOOD.replace("math.log", "log1p"))
    project.write("scripts/scale.py", BAD)
    run = project.pre_commit("run")
    assert run.status == 1
    assert re.findall(r"^(\S+): HUB", run.said, flags=re.MULTILINE) == ["services/new/scale.py:3:7"]


def test_try_repo_shows_what_the_hooks_would_say(project: Project, door: Path) -> None:
    project.write("scale.py", BAD)
    run = project.pre_commit("try-repo", door, "hublint", "--ref", REVISION, "--all-files")
    assert run.status == 1
    assert f"scale.py:3:7: {SENTENCE}\n" in run.said
