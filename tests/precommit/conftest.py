"""A project of its own for each test, whose hooks come from this repository by the real pre-commit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

import hublint
from hublint.bootstrap import child_environment

ROOT = Path(__file__).resolve().parents[2]
REVISION = f"v{hublint.__version__}"
GIT = shutil.which("git") or "git"


class Run(NamedTuple):
    """What a command ended with, and what it said on both streams."""

    status: int
    said: str


class Project:
    """A git repository with a `.pre-commit-config.yaml`."""

    def __init__(self, folder: Path, door: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self.door = door
        self.environment = environment
        folder.mkdir()
        self.git("init", "--quiet", "--initial-branch=main")

    def command(self, *words: str | Path) -> Run:
        """Run a program in the project."""
        run = subprocess.run(
            [os.fspath(word) for word in words],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        return Run(run.returncode, run.stdout)

    def git(self, *words: str) -> str:
        """Run git, which has to succeed."""
        run = self.command("git", *words)
        assert run.status == 0, run.said
        return run.said.strip()

    def pre_commit(self, *words: str | Path) -> Run:
        """Run pre-commit."""
        return self.command(sys.executable, "-m", "pre_commit", *words)

    def configure(self, *hooks: str) -> None:
        """Write the configuration: each hook is the id, with the lines below it that set something."""
        lines = ["repos:", f"  - repo: {self.door}", f"    rev: {REVISION}", "    hooks:"]
        for hook in hooks:
            first, *others = hook.splitlines()
            lines += [f"      - id: {first}", *(f"        {line}" for line in others)]
        self.write(".pre-commit-config.yaml", "\n".join([*lines, ""]))

    def write(self, name: str, content: str | bytes) -> Path:
        """Write a file, and tell git of it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        self.git("add", "--", name)
        return path

    def install(self, *kinds: str) -> None:
        """Make git run the hooks by itself."""
        installed = self.pre_commit("install", *(f"--hook-type={kind}" for kind in kinds))
        assert installed.status == 0, installed.said

    def commit(self, *words: str) -> Run:
        """Commit as a person does."""
        return self.command("git", "commit", "--quiet", "--message=A change", *words)


@pytest.fixture(scope="session")
def door(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a repository that holds the working tree as it is now, under the tag of its version."""
    folder = tmp_path_factory.mktemp("door") / "hublint"
    listed = subprocess.check_output(
        [GIT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, text=True
    )
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():  # git still lists what was removed a moment ago
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message=All"), ("tag", REVISION)):
        subprocess.run([GIT, *words], cwd=folder, env=environment_of_git(), check=True)
    return folder


@pytest.fixture(scope="session")
def pre_commit_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where pre-commit keeps the environments that it makes: one for all tests, and none of the user's."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture
def project(tmp_path: Path, door: Path, pre_commit_home: Path) -> Project:
    """Return a project without files."""
    environment = environment_of_git() | {"PRE_COMMIT_HOME": os.fspath(pre_commit_home), "PRE_COMMIT_COLOR": "never"}
    return Project(tmp_path / "project", door, environment)


def environment_of_git() -> dict[str, str]:
    """Return variables with which git has an author, and no settings of whoever runs the tests."""
    mine = {name: text for name, text in child_environment().items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{what}": text for role in ("AUTHOR", "COMMITTER") for what, text in _ME.items()}
    return mine | who | {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "PYTHONUTF8": "1"}


_ME = {"NAME": "A person", "EMAIL": "person@example.org"}
