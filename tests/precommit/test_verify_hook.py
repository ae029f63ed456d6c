"""`hublint-verify` as a hook: the programs that export are run, with the TensorFlow of the project."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.precommit.conftest import Project

EXPORT = """\
import tensorflow as tf


class Multiply(tf.Module):
    @tf.function(input_signature=[tf.TensorSpec([None, 3], tf.float32, name="x")])
    def __call__(self, x):
        return (x - tf.reduce_mean(x, axis=0)) @ [[1.0], [2.0], [3.0]]


tf.saved_model.save(Multiply(), "multiply")
"""
KEPT = EXPORT.replace("(x - tf.reduce_mean(x, axis=0))", "x")
# What a hook must not run: the first three say nothing of an export, the last is not the project's own.
OTHERS = {
    "setup.py": "raise SystemExit('setup.py was run')\n",
    "train.py": "import tensorflow as tf\ntf.train.Saver().save(None, 'x')\nraise SystemExit('train.py was run')\n",
    "load.py": "import tensorflow as tf\ntf.saved_model.load('x')\nraise SystemExit('load.py was run')\n",
    "third_party/export.py": f"{EXPORT}raise SystemExit('what is excluded was run')\n",
}
LIBRARY = "import tensorflow as tf\n\n\ndef export(model, path):\n    tf.saved_model.save(model, path)\n"


def configured(project: Project, *lines: str) -> Project:
    """Return the project with the hook and with programs that it must not run."""
    project.configure("\n".join(["hublint-verify", *lines]))
    project.write("pyproject.toml", '[tool.hublint]\nexclude = ["third_party/"]\n')
    for name, text in OTHERS.items():
        project.write(name, text)
    return project


@pytest.mark.processes
class TestWithoutTensorFlow:
    def test_it_waits_until_something_is_pushed(self, project: Project) -> None:
        configured(project).write("export.py", EXPORT)
        run = project.pre_commit("run", "--all-files")
        assert run.status == 0
        assert "hublint verify" not in run.said

    def test_a_project_that_exports_nothing_needs_none(self, project: Project) -> None:
        run = configured(project, "verbose: true").pre_commit("run", "--all-files", "--hook-stage", "pre-push")
        assert run.status == 0, run.said
        assert "\nNothing to verify.\n" in run.said

    def test_one_sentence_says_what_to_do(self, project: Project) -> None:
        configured(project).write("export.py", EXPORT)
        run = project.pre_commit("run", "--all-files", "--hook-stage", "manual")
        assert run.status == 1
        _, _, said = run.said.partition("- exit code: 2\n\n")
        assert said.strip() == (
            "hublint: error: there is no TensorFlow to run programs with: make a .venv that has it in the project, or "
            "name an interpreter that has it with --runtime PATH, of a hook with `args: [--runtime, PATH]`"
        )


@pytest.mark.tensorflow
class TestWithTensorFlow:
    def test_a_push_is_stopped_by_a_promise_that_is_not_kept(self, project: Project, tmp_path: Path) -> None:
        configured(project, f"args: [--runtime, {sys.executable}]").install("pre-commit", "pre-push")
        project.write("exports/batch.py", EXPORT)
        project.write("exports/library.py", LIBRARY)
        assert project.commit().status == 0
        project.git("init", "--quiet", "--bare", str(tmp_path / "origin"))
        project.git("remote", "add", "origin", str(tmp_path / "origin"))
        stopped = project.command("git", "push", "--quiet", "origin", "main")
        assert stopped.status == 1
        assert re.search(r"^exports/batch\.py:10:1: HUB705 .* over the batch$", stopped.said, flags=re.MULTILINE)
        assert (
            "exports/library.py: exported nothing when it was run, so there is nothing to verify\n"
            "1 target verified, 1 with findings or failures.\n"
        ) in stopped.said
        assert "was run\n" not in stopped.said.replace("when it was run", "")
        assert project.git("ls-remote", "origin") == ""
        project.write("exports/batch.py", KEPT)
        assert project.commit().status == 0
        passed = project.command("git", "push", "--quiet", "origin", "main")
        assert passed.status == 0, passed.said
        assert project.git("ls-remote", "--heads", "origin").endswith("refs/heads/main")

    def test_the_environment_of_the_project_is_found(self, project: Project) -> None:
        configured(project, "verbose: true").write("export.py", KEPT)
        project.write(".gitignore", ".venv\n")
        (project.folder / ".venv").symlink_to(sys.prefix)
        run = project.pre_commit("run", "--all-files", "--hook-stage", "manual")
        assert run.status == 0, run.said
        assert "\n1 target verified: all promises are kept.\n" in run.said

    def test_a_notebook_is_run_and_a_program_that_fails_is_told(self, project: Project) -> None:
        from tests.precommit.test_hooks import notebook

        configured(project, f"args: [--runtime, {sys.executable}]", "exclude: ^third_party/")
        project.write("export.ipynb", notebook(EXPORT).replace("%matplotlib inline", "# no magic"))
        project.write("fails.py", f"{KEPT}raise SystemExit('no data here')\n")
        run = project.pre_commit("run", "--all-files", "--hook-stage", "manual")
        assert run.status == 1
        assert re.search(r"^export\.ipynb:cell 2:11:1: HUB705 ", run.said, flags=re.MULTILINE)
        assert re.search(r"^fails\.py: exited: .*fails\.py:11: ", run.said, flags=re.MULTILINE)
        assert "\n2 targets verified, 2 with findings or failures.\n" in run.said
