"""What README.md shows of the hooks, run as it stands there."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

import pytest

from tests.precommit.conftest import REVISION, ROOT
from tests.precommit.test_hooks import BAD, GOOD

if TYPE_CHECKING:
    from tests.precommit.conftest import Project

SECTION = (ROOT / "README.md").read_text(encoding="utf-8").partition("## With pre-commit\n")[2].partition("\n## ")[0]
SHOWN, OF_REQUIREMENTS = re.findall(r"^```yaml\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)


def configured(project: Project, shown: str) -> Project:
    """Return the project with a configuration that the page shows, taken from the working tree."""
    text, replaced = re.subn(r"(?<=  - repo: ).*", str(project.door), shown)
    assert replaced == 1
    project.write(".pre-commit-config.yaml", text)
    return project


def test_the_revision_is_that_of_this_version() -> None:
    assert re.findall(r"rev: (.*)", SECTION) == [REVISION]


def test_each_hook_is_told_of() -> None:
    manifest = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(.*?)` ", SECTION, flags=re.MULTILINE) == re.findall(
        r"(?<=^- id: ).*", manifest, re.MULTILINE
    )


@pytest.mark.processes
class TestShown:
    def test_the_hooks_fix_what_is_committed_and_wait_for_a_push(self, project: Project) -> None:
        configured(project, SHOWN).install("pre-commit", "pre-push")
        program = project.write("exports/scale.py", BAD)
        assert "1 fixed in 1 file, nothing remains." in project.commit().said
        assert program.read_text() == GOOD
        project.git("add", ".")
        committed = project.commit()
        assert committed.status == 0, committed.said
        project.git("init", "--quiet", "--bare", "../origin")
        pushed = project.command("git", "push", "--quiet", "../origin", "main")
        assert pushed.status == 0, pushed.said

    def test_requirements_are_checked_where_they_are_asked_for(self, project: Project) -> None:
        configured(project, SHOWN[: SHOWN.index("      - id:")] + OF_REQUIREMENTS)
        for name in ("requirements.txt", "ci/requirements-gpu.txt"):
            project.write(name, "tensorflow-hub==0.16.1\n")
        project.write("requirements_of_life.md", "tensorflow-hub==0.16.1\n")
        project.write("notes.txt", "import tensorflow as tf\ntf.log(1.0)\n")
        project.write("scale.py", BAD)
        run = project.pre_commit("run")
        assert run.status == 1
        found = re.findall(r"^(\S+?):[\d:]+ (HUB\d+)", run.said, flags=re.MULTILINE)
        assert set(found) == {
            ("requirements.txt", "HUB351"),
            ("ci/requirements-gpu.txt", "HUB351"),
            ("scale.py", "HUB501"),
        }
        assert "- exit code: 1\n" in run.said

    def test_ci_asks_as_the_page_says(self, project: Project) -> None:
        configured(project, SHOWN)
        project.write("scale.py", GOOD)
        project.commit()
        project.git("update-ref", "refs/remotes/origin/main", "HEAD")
        project.write("new.py", BAD)
        project.commit()
        (block,) = re.findall(r"^```sh\n(.*?)^```$", SECTION, flags=re.MULTILINE | re.DOTALL)
        for line in textwrap.dedent(block).splitlines():
            words = line.split()
            assert words[0] == "pre-commit"
            run = project.pre_commit(*words[1:])
            assert run.status == 1
            assert "1 fixed in 1 file, nothing remains." in run.said
            project.git("checkout", "--quiet", "new.py")
