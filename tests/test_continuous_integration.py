"""The files for services that the README shows: valid, run as the services run them, and their reports read."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import pytest
from ruamel.yaml import YAML

from tests.output.reports import SCHEMAS, notebook
from tests.output.test_github import read_back

ROOT = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"^```yaml\n(# (\S+)\n.*?)^```$", flags=re.MULTILINE | re.DOTALL)
LEGACY = "import tensorflow as tf\n\nsess = tf.Session()\n"


def shown() -> dict[str, str]:
    """Return the files that the README shows, by their names."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    return {name: text for text, name in BLOCK.findall(page)}


WORKFLOW = ".github/workflows/hublint.yml"
PIPELINE = ".gitlab-ci.yml"


def read(name: str) -> dict[str, Any]:
    document: dict[str, Any] = YAML(typ="safe", pure=True).load(shown()[name])
    return document


class Ran(NamedTuple):
    """What a step answered."""

    status: int
    out: str
    err: str


class Checkout:
    """A repository in which a branch changes two files of several, and the shell that a service runs commands with."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "check out"
        self.folder.mkdir()
        self.programs = folder / "bin"
        self.programs.mkdir()
        program = self.programs / "hublint"
        # The command that `pip install hublint` would bring.
        program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m hublint "$@"\n')
        program.chmod(0o755)
        self.git("init", "--quiet", "--initial-branch", "main")
        self.write("old.py", LEGACY)
        self.write("gone.py", LEGACY)
        self.commit("Begin")
        self.base = self.git("rev-parse", "HEAD").strip()
        self.git("update-ref", "refs/remotes/origin/main", "HEAD")
        self.git("checkout", "--quiet", "-b", "topic")
        self.git("rm", "--quiet", "gone.py")
        self.write("models/a new one.py", LEGACY)
        self.write("models/tour.ipynb", notebook("import tensorflow as tf", "sess = tf.Session()\n").decode())
        self.write("notes.txt", "tf.Session()\n")
        self.commit("Change")

    def write(self, name: str, text: str) -> None:
        (self.folder / name).parent.mkdir(exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")

    def git(self, *words: str) -> str:
        identity = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *identity, *words],  # noqa: S607
            cwd=self.folder,
            check=True,
            capture_output=True,
            text=True,
            env=self.environment(),
        )
        return done.stdout

    def commit(self, message: str) -> None:
        self.git("add", ".")
        self.git("commit", "--quiet", "--message", message)

    def environment(self, **variables: str) -> dict[str, str]:
        paths = {
            "PATH": os.pathsep.join([str(self.programs), os.environ["PATH"]]),
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "rules")]),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "HOME": str(self.programs.parent),
        }
        return paths | variables

    def run(self, script: str, **variables: str) -> Ran:
        """Run a script as both services do: with a bash that ends at the first command that fails."""
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],  # noqa: S607
            cwd=self.folder,
            env=self.environment(**variables),
            capture_output=True,
            text=True,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


@pytest.mark.parametrize(("name", "schema"), [(WORKFLOW, "vendor.github-workflows"), (PIPELINE, "vendor.gitlab-ci")])
def test_the_file_is_what_the_services_own_schema_allows(tmp_path: Path, name: str, schema: str) -> None:
    file = tmp_path / "file.yml"
    file.write_text(shown()[name], encoding="utf-8")
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema]
    command += ["--data-transform", "gitlab-ci"] if name == PIPELINE else []
    done = subprocess.run([*command, file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    # A schema that allows everything would say nothing.
    file.write_text(shown()[name].replace("script:", "scripts:").replace("runs-on:", "runs:"), encoding="utf-8")
    assert subprocess.run([*command, file], capture_output=True, check=False).returncode == 1


class TestGitHub:
    def steps(self) -> list[dict[str, Any]]:
        (job,) = read(WORKFLOW)["jobs"].values()
        assert job["defaults"]["run"]["shell"] == "bash"
        steps: list[dict[str, Any]] = job["steps"]
        return steps

    def script(self, form: str) -> str:
        (script,) = [step["run"] for step in self.steps() if form in step.get("run", "")]
        assert isinstance(script, str)
        return script

    def test_each_command_but_the_installation_is_run_here(self) -> None:
        commands = [step["run"] for step in self.steps() if "run" in step]
        assert commands == ["pip install hublint", self.script("sarif"), self.script("github")]

    def test_the_whole_tree_is_in_the_report_that_is_uploaded(self, checkout: Checkout) -> None:
        ran = checkout.run(self.script("sarif"), GITHUB_WORKSPACE=str(checkout.folder))
        assert (ran.status, ran.err) == (0, "")
        assert ran.out.startswith("3 findings in 3 files")
        (upload,) = [step["with"] for step in self.steps() if "upload-sarif" in step.get("uses", "")]
        document = json.loads((checkout.folder / upload["sarif_file"]).read_bytes())
        jsonschema.Draft4Validator(json.loads((SCHEMAS / "sarif-schema-2.1.0.json").read_bytes())).validate(document)
        places = [result["locations"][0]["physicalLocation"] for result in document["runs"][0]["results"]]
        assert [place["artifactLocation"]["uri"] for place in places] == [
            "models/a%20new%20one.py",
            "models/tour.ipynb",
            "old.py",
        ]

    def test_what_a_pull_request_changes_is_annotated_and_fails(self, checkout: Checkout) -> None:
        variables = {"GITHUB_BASE_REF": "main", "GITHUB_WORKSPACE": str(checkout.folder)}
        ran = checkout.run(self.script("github"), **variables)
        assert (ran.status, ran.err) == (123, "")  # of xargs, for a command that ended with 1
        commands = [read_back(line) for line in ran.out.splitlines() if line.startswith("::")]
        assert [properties["file"] for _, properties, _ in commands] == ["models/a new one.py", "models/tour.ipynb"]
        for _, properties, _ in commands:
            lines = (checkout.folder / properties["file"]).read_text().splitlines()
            assert "tf.Session" in lines[int(properties["line"]) - 1]

    def test_a_pull_request_without_findings_passes(self, checkout: Checkout) -> None:
        checkout.git("reset", "--quiet", "--hard", "main")
        checkout.write("fine.py", "print(1)\n")
        checkout.commit("Change nothing that matters")
        ran = checkout.run(self.script("github"), GITHUB_BASE_REF="main")
        assert ran == Ran(0, "Nothing found in 1 file.\n", "")

    def test_a_run_that_failed_does_not_pass_for_one_with_findings(self, checkout: Checkout) -> None:
        checkout.write("hublint.toml", 'select = ["HUB999"]\n')
        ran = checkout.run(self.script("sarif"))
        assert ran.status == 1  # of `test`
        assert "unknown rule code 'HUB999'" in ran.err


class TestGitLab:
    def script(self) -> str:
        """Return the script of the job, but for the installation."""
        install, *lines = read(PIPELINE)["hublint"]["script"]
        assert install == "pip install hublint"
        return "\n".join(lines)

    def issues(self, checkout: Checkout) -> list[dict[str, Any]]:
        name = read(PIPELINE)["hublint"]["artifacts"]["reports"]["codequality"]
        document: list[dict[str, Any]] = json.loads((checkout.folder / name).read_bytes())
        jsonschema.validate(document, json.loads((SCHEMAS / "gitlab-code-quality.json").read_bytes()))
        return document

    def test_the_branch_passes_with_a_report_of_the_whole_tree(self, checkout: Checkout) -> None:
        ran = checkout.run(self.script(), CI_PROJECT_DIR=str(checkout.folder))
        assert (ran.status, ran.err) == (0, "")
        issues = self.issues(checkout)
        paths = ["models/a new one.py", "models/tour.ipynb", "old.py"]
        assert [issue["location"]["path"] for issue in issues] == paths
        assert len({issue["fingerprint"] for issue in issues}) == 3

    def test_what_a_merge_request_changes_is_told_and_fails(self, checkout: Checkout) -> None:
        ran = checkout.run(self.script(), CI_MERGE_REQUEST_DIFF_BASE_SHA=checkout.base)
        assert (ran.status, ran.err) == (123, "")
        first, changed, notebook, last = ran.out.splitlines()
        assert first.startswith("3 findings in 3 files")
        assert changed.startswith("models/a new one.py:3:8: HUB101 ")
        assert notebook.startswith("models/tour.ipynb:cell 2:1:8: HUB101 ")
        assert last.startswith("2 findings in 2 files")
        assert len(self.issues(checkout)) == 3
