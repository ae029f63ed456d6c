"""Wherever a run is killed, the same command again ends as if it had not been."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import hublint
from hublint.migrate import git as asked
from tests.migrate.clone import contents, git, repository, state

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.usefixtures("own_git"), pytest.mark.processes]

KILLS = 25
NAMES = [f"pkg{number % 4}/module {number}.py" for number in range(40)]


def before(name: str) -> bytes:
    return f"# {name}\n".encode() * 400


def after(name: str) -> bytes:
    return before(name) + b"rewritten = True\n"


# What the campaign does with a place; it says when it begins to write.
PROGRAM = """
import sys
from pathlib import Path
from hublint.migrate.families import Stage
from hublint.migrate.places import Branch, Folder, InPlace, Patches, Rewritten
from hublint.migrate.repositories import trees

kind, root, out, resumed = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4] == "resumed"
place = {
    "in place": InPlace,
    "folder": lambda: Folder(out),
    "patch": lambda: Patches(out),
    "branch": lambda: Branch("migrated", scratch=out, rules={}, when=1_700_000_000),
}[kind]()
names = [f"pkg{number % 4}/module {number}.py" for number in range(40)]
files = []
for name in names:
    old = f"# {name}\\n".encode() * 400
    new = old + b"rewritten = True\\n"
    files.append(Rewritten(name, old, new, (Stage("HUB1xx: a", old + b"x = 1\\n"), Stage("HUB2xx: b", new))))
(tree,) = trees([root])
print("begins", flush=True)
place.check(tree, names, resumed=resumed)
for file in files:
    place.write(tree, file)
place.finish(tree, files)
print("ended", flush=True)
"""


def start(kind: str, root: Path, out: Path, *, resumed: bool) -> subprocess.Popen[bytes]:
    words = [sys.executable, "-c", PROGRAM, kind, str(root), str(out), "resumed" if resumed else "first"]
    source = Path(hublint.__file__).parent.parent
    child = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=source)
    assert child.stdout is not None
    line = child.stdout.readline()
    assert line == b"begins\n", child.communicate()[1].decode()
    return child


def ended(child: subprocess.Popen[bytes]) -> None:
    said, wrong = child.communicate(timeout=60)
    assert (child.returncode, said) == (0, b"ended\n"), wrong.decode()


def killed(child: subprocess.Popen[bytes], seconds: float) -> bool:
    """Kill a process after some time, and tell whether it was still running."""
    try:
        child.wait(timeout=seconds)
    except subprocess.TimeoutExpired:
        child.kill()
        child.communicate()
        return True
    child.communicate()
    return False


def project(root: Path) -> Path:
    return repository(root, {name: before(name) for name in NAMES} | {"data.bin": bytes(range(256)) * 500})


def whole(root: Path) -> None:
    """Every file is old or new, wholly."""
    for name in NAMES:
        assert (root / name).read_bytes() in (before(name), after(name))


def nothing(_: Path) -> None:
    """There is nothing to see before the end."""


def whole_copies(out: Path) -> None:
    for name in NAMES:
        if (out / "one" / name).exists():
            assert (out / "one" / name).read_bytes() in (before(name), after(name))
    assert not (out / "one" / "data.bin").exists() or (out / "one" / "data.bin").stat().st_size == 256 * 500


def whole_patch(out: Path) -> None:
    patch = out / "one.patch"
    assert not patch.exists() or patch.read_bytes().count(b"+rewritten = True\n") == len(NAMES)


@pytest.mark.parametrize(
    ("kind", "seen"), [("in place", nothing), ("folder", whole_copies), ("patch", whole_patch), ("branch", nothing)]
)
def test_killed_at_any_moment_and_begun_again_it_ends_the_same(
    tmp_path: Path, kind: str, seen: Callable[[Path], None]
) -> None:
    expected_root, expected_out = project(tmp_path / "expected" / "one"), tmp_path / "expected-out"
    child = start(kind, expected_root, expected_out, resumed=False)
    begun = time.monotonic()
    ended(child)
    duration = time.monotonic() - begun
    root, out = tmp_path / "project" / "one", tmp_path / "out"
    git(tmp_path, "clone", "--quiet", str(expected_root), str(root))
    git(root, "remote", "remove", "origin")
    untouched = state(root)
    chance = random.Random(9)  # noqa: S311 - moments, not secrets
    kills = 0
    resumed = False
    for _ in range(KILLS):
        kills += killed(start(kind, root, out, resumed=resumed), chance.uniform(0, duration))
        resumed = True
        whole(root)
        if kind != "in place":
            assert state(root) == untouched
        seen(out)
        if kind == "branch":
            tip = asked.branch_tip(root, "migrated")
            assert tip in {None, asked.branch_tip(expected_root, "migrated")}
    assert kills
    ended(start(kind, root, out, resumed=True))
    ended(start(kind, root, out, resumed=True))
    assert contents(root) == contents(expected_root)
    assert contents(out) == contents(expected_out)
    assert asked.branch_tip(root, "migrated") == asked.branch_tip(expected_root, "migrated")
    if kind == "in place":
        assert all((root / name).read_bytes() == after(name) for name in NAMES)
    git(root, "fsck", "--strict")


CHECKOUT = """
import sys
from pathlib import Path
from hublint.migrate import git

print("begins", flush=True)
git.checkout(Path(sys.argv[1]), "HEAD", Path(sys.argv[2]))
"""


def test_a_checkout_that_was_killed_is_made_again_and_removed(tmp_path: Path) -> None:
    root, into = project(tmp_path / "one"), tmp_path / "into"
    words = [sys.executable, "-c", CHECKOUT, str(root), str(into)]
    source = Path(hublint.__file__).parent.parent

    def begin() -> subprocess.Popen[bytes]:
        child = subprocess.Popen(words, stdout=subprocess.PIPE, cwd=source, start_new_session=True)
        assert child.stdout is not None
        child.stdout.readline()
        return child

    child = begin()
    begun = time.monotonic()
    assert child.wait(60) == 0
    child.communicate()
    duration = time.monotonic() - begun
    chance = random.Random(9)  # noqa: S311 - as above
    for _ in range(KILLS):
        child = begin()
        try:
            child.wait(timeout=chance.uniform(0, duration))
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, signal.SIGKILL)
        child.communicate()
    child = begin()
    assert child.wait(60) == 0
    child.communicate()
    whole(into)
    assert asked.head(into) == asked.head(root)
    assert not asked.dirty(into, NAMES)
    asked.remove_checkout(root, into)
    assert [path.name for path in tmp_path.iterdir()] == ["one"]
