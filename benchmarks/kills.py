"""Kill `hublint migrate` at random moments, go on, and compare with a run that was left in peace.

Every other kill falls into the time in which files are replaced. After each, every file has to be wholly as it was or
wholly as it is to be; after the campaign has been gone on with, all has to be as after the run in peace: every file
with its mode, nothing besides, and what the state tells of each.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HUBLINT = (sys.executable, "-m", "hublint")
STATE = ".hublint"
Files = dict[str, tuple[str, int]]


class KillsError(Exception):
    """What is not as it has to be; its text is one sentence."""


class Peace(NamedTuple):
    """A run that was left in peace: what it made, the first file that it replaced, and its times in seconds."""

    files: Files
    records: str
    first: Path
    begins: float
    whole: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as often as the command line says; return 0 if all was as it has to be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="what to migrate; it is copied, not touched")
    parser.add_argument("--kills", type=int, default=50, metavar="N", help="how often (default: 50)")
    parser.add_argument("--seed", type=int, metavar="N", help="what the moments are drawn from (default: a new one)")
    parser.add_argument("options", nargs="*", metavar="-- OPTION", help="what else to give to `hublint migrate`")
    options = parser.parse_args(arguments)
    seed = random.SystemRandom().randrange(1 << 32) if options.seed is None else options.seed
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="hublint-kills-") as scratch:
        try:
            kill_all(options, Path(scratch), random.Random(seed))  # noqa: S311 - moments, not secrets
        except KillsError as error:
            print(f"kills: {error}", file=sys.stderr)
            return 1
    return 0


def kill_all(options: argparse.Namespace, scratch: Path, chance: random.Random) -> None:
    """Run once in peace, and then again and again with a kill."""
    before = files_of(options.folder)
    peace = in_peace(options, scratch)
    changed = sum(peace.files[name] != before[name] for name in before)
    print(
        f"{len(before)} files, {changed} rewritten; {peace.whole:.1f} s in peace, which writes from "
        f"{peace.begins:.1f} s on",
        flush=True,
    )
    landed = {"before writing": 0, "while writing": 0, "too late": 0}
    for number in range(options.kills):
        tree = fresh(options.folder, scratch / "killed")
        killed = kill(options, tree, peace, chance, writing=bool(number % 2))
        now = files_of(tree)
        require_whole(before, peace.files, now)
        new = sum(now.get(name) != before[name] for name in before)
        when = "too late" if not killed else "while writing" if new else "before writing"
        landed[when] += 1
        done = run(options, tree)
        require_same(peace, files_of(tree), records_of(tree), number)
        print(f"  kill {number + 1}: {when}, {new} of {changed} files were new; {done.strip()}", flush=True)
    print(", ".join(f"{count} {when}" for when, count in landed.items()))
    print("all ended as the run in peace did")


def in_peace(options: argparse.Namespace, scratch: Path) -> Peace:
    """Run once; return what it made."""
    tree = fresh(options.folder, scratch / "peace")
    started = time.time()
    run(options, tree)
    whole = time.time() - started
    before, after = files_of(options.folder), files_of(tree)
    changed = [name for name in before if after.get(name) != before[name]]
    if not changed:
        raise KillsError(f"{options.folder}: holds nothing that is rewritten")
    first = min(changed, key=lambda name: (tree / name).stat().st_ctime_ns)
    begins = (tree / first).stat().st_ctime - started
    return Peace(after, records_of(tree), Path(first), max(0.0, begins), whole)


def kill(options: argparse.Namespace, tree: Path, peace: Peace, chance: random.Random, *, writing: bool) -> bool:
    """Start a run and kill it; return whether it still ran."""
    first = tree / peace.first
    was = first.stat().st_ino
    with subprocess.Popen(
        command(options), cwd=tree, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        if writing:
            deadline = time.monotonic() + 600
            while process.poll() is None and first.stat().st_ino == was and time.monotonic() < deadline:
                time.sleep(0.0005)
            wait(process, chance.uniform(0, peace.whole - peace.begins))
        else:
            wait(process, chance.uniform(0, peace.begins))
        alive = process.poll() is None
        if alive:
            os.killpg(process.pid, signal.SIGKILL)
    return alive


def wait(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait so long, or until the process has ended."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return


def command(options: argparse.Namespace) -> list[str]:
    """Return the command that migrates the folder it is run in."""
    return [*HUBLINT, "migrate", ".", *options.options]


def run(options: argparse.Namespace, tree: Path) -> str:
    """Migrate to the end; return the last line that it prints."""
    done = subprocess.run(command(options), cwd=tree, capture_output=True, text=True, check=False)
    if "Traceback" in done.stderr or done.returncode not in {0, 1, 2} or not done.stdout:
        raise KillsError(f"`{' '.join(command(options))}` ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout.splitlines()[-1]


def fresh(folder: Path, tree: Path) -> Path:
    """Make a new copy of the folder."""
    shutil.rmtree(tree, ignore_errors=True)
    shutil.copytree(folder, tree, symlinks=True, ignore=shutil.ignore_patterns(STATE, "__pycache__"))
    return tree


def files_of(tree: Path) -> Files:
    """Return the digest and the mode of every file, but for the state."""
    found: Files = {}
    for here, folders, names in os.walk(tree):
        folders[:] = [name for name in folders if name not in {STATE, "__pycache__"}]
        for name in names:
            path = Path(here, name)
            if not path.is_symlink():
                mode = stat.S_IMODE(path.stat().st_mode)
                found[path.relative_to(tree).as_posix()] = (hashlib.sha256(path.read_bytes()).hexdigest(), mode)
    return found


def records_of(tree: Path) -> str:
    """Return what the state tells of every file, as text that can be compared."""
    from hublint.migrate.state import State

    with State(tree / STATE) as state:
        lines = [f"{record!r}" for number, _, _ in state.trees() for record in state.records(number)]
    return "\n".join(lines).replace(os.fspath(tree), "TREE")


def require_whole(before: Mapping[str, object], after: Mapping[str, object], now: Mapping[str, object]) -> None:
    """Make sure that every file is wholly old or wholly new, and none is gone."""
    for name, old in before.items():
        if now.get(name) not in (old, after.get(name)):
            raise KillsError(f"{name}: is neither what it was nor what it is to be")


def require_same(peace: Peace, files: Files, records: str, number: int) -> None:
    """Make sure that a campaign that was gone on with ended as the one in peace."""
    for name in sorted(peace.files.keys() | files.keys()):
        if peace.files.get(name) != files.get(name):
            raise KillsError(f"kill {number + 1}: {name}: is not as after the run in peace")
    if records != peace.records:
        raise KillsError(f"kill {number + 1}: the state does not tell the same as after the run in peace")


if __name__ == "__main__":
    sys.exit(main())
