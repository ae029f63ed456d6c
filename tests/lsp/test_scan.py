from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.checking import Task, outcomes
from hublint.lsp import scan
from hublint.lsp.scan import Scan, ScanError, Scanned
from hublint.session import Overrides, Session

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

LEGACY = "import tensorflow as tf\nsession = tf.Session()\n"
# So much text that a child cannot go on before somebody has taken what it says.
LONG = LEGACY + "# a long comment\n" * 10_000
# What the child runs, with a file called deadly.py that ends it.
DEADLY = (
    "import sys; sys.path[:] = sys.argv[1:]; import hublint.checking as checking; plain = checking.check_file\n"
    "def check_file(path, *rest):\n"
    "    if path.name.startswith('deadly'):\n"
    "        {death}\n"
    "    return plain(path, *rest)\n"
    "checking.check_file = check_file; from hublint.lsp.scan import serve; serve()"
)
SECONDS = 60.0


def plant(folder: Path, **files: str | bytes) -> None:
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())


def scanned(
    folder: Path,
    overrides: Overrides | None = None,
    skip: Collection[Path] = (),
    previous: Mapping[Path, str] | None = None,
    largest: int = scan.LARGEST_FILE,
) -> dict[str, Scanned]:
    found = list(Scan(folder, overrides or Overrides(), skip=skip, previous=previous, largest=largest))
    names = [one.path.relative_to(folder).as_posix() for one in found]
    assert len(set(names)) == len(names)
    return dict(zip(names, found, strict=True))


def wait_until(condition: Callable[[], bool]) -> None:
    end = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def is_running(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{process}/stat")
    return not status.exists() or status.read_text().rpartition(")")[2].split()[0] != "Z"


# What is found.


def test_a_scan_finds_what_check_finds(tmp_path: Path) -> None:
    plant(
        tmp_path,
        a=LEGACY,
        b="x = 1\n",
        sub__c=LEGACY * 3,
        gen__d=LEGACY,
        e_pb2=LEGACY,
        broken="import tensorflow as (\n",
    )
    (tmp_path / "requirements.txt").write_text("tensorflow==2.12\ntf-keras\n")
    (tmp_path / ".gitignore").write_text("gen/\n")
    (tmp_path / "hublint.toml").write_text('exclude = ["*_pb2.py"]\n')
    session = Session()
    task = Task(Overrides(), fix=False, write=False, unsafe=False, fixes_wanted=False)
    expected = {one.path: one for one in outcomes(session.files([tmp_path]).python, session, task, 1)}
    found = {one.path: one for one in scanned(tmp_path).values()}
    assert {path: list(one.findings) for path, one in found.items()} == {
        path: one.findings for path, one in expected.items()
    }
    assert {path: one.utf8 for path, one in found.items()} == {path: one.data for path, one in expected.items()}
    assert sum(len(one.findings) for one in found.values()) > 4


def test_how_far_fixes_can_be_trusted_is_told_to_whoever_asks(tmp_path: Path) -> None:
    plant(
        tmp_path, a="import tensorflow as tf\ntf.log(1.0)\ntf.get_variable('c', [])\ntf.contrib.Nothing\n", b="x = 1\n"
    )
    task = Task(Overrides(), fix=False, write=False, unsafe=False, fixes_wanted=True)
    (expected,) = outcomes([tmp_path / "a.py"], Session(), task, 1)
    kinds = [finding.fix.applicability if finding.fix is not None else "manual" for finding in expected.findings]
    assert set(kinds) == {"safe", "unsafe", "manual"}
    found = {one.path.name: one for one in Scan(tmp_path, Overrides(), fixes=True)}
    assert list(found["a.py"].fixes) == kinds
    assert found["b.py"].fixes == ()
    assert all(finding.fix is None for finding in found["a.py"].findings)
    assert scanned(tmp_path)["a.py"].fixes == ()


def test_progress_is_told_with_each_file(tmp_path: Path) -> None:
    plant(tmp_path, a=LEGACY, b="", c="x = 1\n")
    assert [(one.done, one.total) for one in scanned(tmp_path).values()] == [(1, 3), (2, 3), (3, 3)]


def test_a_folder_without_python_is_no_error(tmp_path: Path) -> None:
    assert scanned(tmp_path) == {}


def test_what_the_editor_sets_counts(tmp_path: Path) -> None:
    plant(tmp_path, a=LEGACY, mine__b=LEGACY)
    found = scanned(tmp_path, Overrides(select=("HUB3",), exclude=("mine/",), root=tmp_path))
    assert list(found) == ["a.py"]
    assert found["a.py"].findings == ()


def test_open_files_and_folders_that_are_scanned_by_themselves_are_skipped(tmp_path: Path) -> None:
    plant(tmp_path, a=LEGACY, b=LEGACY, inner__c=LEGACY, inner__d__e=LEGACY, inner_too__f=LEGACY)
    assert set(scanned(tmp_path, skip=[tmp_path / "a.py", tmp_path / "inner"])) == {"b.py", "inner_too/f.py"}


def test_findings_are_in_the_text_that_comes_with_them(tmp_path: Path) -> None:
    plant(
        tmp_path,
        latin="# coding: latin-1\n# caf\u00e9\n".encode("latin-1") + LEGACY.encode(),
        marked=b"\xef\xbb\xbf# \xf0\x9f\x98\x80\n" + LEGACY.encode(),
    )
    found = scanned(tmp_path)
    for one in found.values():
        assert [one.utf8[finding.start : finding.end] for finding in one.findings] == [b"tf.Session"]
    assert found["latin.py"].utf8.decode().splitlines()[1] == "# caf\u00e9"


def test_what_is_no_text_has_its_one_finding(tmp_path: Path) -> None:
    plant(tmp_path, a=b"import tensorflow\xff\n")
    (finding,) = scanned(tmp_path)["a.py"].findings
    assert (finding.code, finding.start) == ("HUB901", 0)


def test_findings_in_a_notebook_come_with_the_texts_of_their_cells(tmp_path: Path) -> None:
    sources = ["x = 1", "import tensorflow as tf", "# \U0001f600\nsession = tf.Session()"]
    cells: list[dict[str, object]] = [
        {"cell_type": "code", "metadata": {}, "source": source, "outputs": [], "execution_count": None}
        for source in sources
    ]
    notebook = {"cells": cells, "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 4}
    (tmp_path / "a.ipynb").write_text(json.dumps(notebook))
    (one,) = scanned(tmp_path).values()
    (finding,) = one.findings
    assert (one.utf8, finding.cell, one.cells) == (b"", 3, {3: sources[2].encode()})
    assert one.cells[3][finding.start : finding.end] == b"tf.Session"


def test_any_name_of_a_file_will_do(tmp_path: Path) -> None:
    name = os.fsdecode(b"\xff caf\xc3\xa9.py")
    (tmp_path / name).write_text(LEGACY)
    assert len(scanned(tmp_path)[name].findings) == 1


def test_a_file_that_is_too_large_is_told_and_not_read(tmp_path: Path) -> None:
    plant(tmp_path, a=LEGACY, b=LEGACY + "#" * 1000)
    found = scanned(tmp_path, largest=1000)
    assert found["a.py"].error is None
    assert found["b.py"].error == f"{tmp_path / 'b.py'}: has 1,047 bytes, more than the 1,000 that are checked"
    assert found["b.py"].findings == ()


def test_a_file_that_is_gone_meanwhile_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    plant(tmp_path, a=LONG, b=LONG, c=LONG, d=LEGACY, e=LEGACY)
    found = []
    for one in Scan(tmp_path, Overrides()):
        (tmp_path / "d.py").unlink(missing_ok=True)
        found.append(one)
    assert [one.path.name for one in found] == ["a.py", "b.py", "c.py", "d.py", "e.py"]
    assert found[3].error == f"{tmp_path / 'd.py'}: cannot be read: no such file or directory"
    assert len(found[4].findings) == 1


# A second time.


def test_a_second_scan_reads_only_what_has_changed(tmp_path: Path) -> None:
    plant(tmp_path, a=LEGACY, b=LEGACY, c="x = 1\n")
    first = scanned(tmp_path)
    previous = {one.path: one.stamp for one in first.values()}
    assert not any(one.unchanged for one in first.values())
    plant(tmp_path, b=LEGACY * 2, d=LEGACY)
    second = scanned(tmp_path, previous=previous)
    assert {name for name, one in second.items() if one.unchanged} == {"a.py", "c.py"}
    assert len(second["b.py"].findings) == 2
    assert second["a.py"].findings == ()
    assert second["a.py"].stamp == first["a.py"].stamp
    assert (second["d.py"].done, second["d.py"].total) == (4, 4)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hublint.toml", 'ignore = ["HUB101"]\n'),
        ("hublint.toml", 'tensorflow = "2.9"\n'),
        ("hublint.toml", '[per-file-ignores]\n"a.py" = ["HUB101"]\n'),
        ("hublint.toml", 'ignore = ["HUB901"]\n'),
        ("poetry.lock", '[[package]]\nname = "tensorflow"\nversion = "2.12.0"\n'),
    ],
)
def test_a_second_scan_reads_again_what_is_judged_otherwise(tmp_path: Path, name: str, text: str) -> None:
    plant(tmp_path, a=LEGACY)
    previous = {one.path: one.stamp for one in scanned(tmp_path).values()}
    (tmp_path / name).write_text(text)
    assert not scanned(tmp_path, previous=previous)["a.py"].unchanged


# What ends it.


def test_settings_that_cannot_be_used_are_one_sentence(tmp_path: Path) -> None:
    plant(tmp_path, a=LEGACY)
    (tmp_path / "hublint.toml").write_text("selct = 1\n")
    with pytest.raises(ScanError, match=r"hublint.toml: selct: unknown key; did you mean select\?$"):
        scanned(tmp_path)


def test_cancelling_kills_the_child_at_once(tmp_path: Path) -> None:
    plant(tmp_path, **{f"f{number}": LONG for number in range(50)})
    running = Scan(tmp_path, Overrides())
    results = iter(running)
    next(results)
    assert running._child is not None
    child = running._child.pid
    assert is_running(child)
    running.cancel()
    wait_until(lambda: not is_running(child))
    assert sum(1 for _ in results) < 49
    assert running.cancelled


def test_cancelling_ends_a_reader_that_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "_PROGRAM", "import time; time.sleep(600)")
    running = Scan(tmp_path, Overrides())
    found: list[list[Scanned]] = []
    reader = threading.Thread(target=lambda: found.append(list(running)))
    reader.start()
    wait_until(lambda: running._child is not None)
    running.cancel()
    reader.join(SECONDS)
    assert found == [[]]


def test_what_is_cancelled_before_it_begins_starts_nothing(tmp_path: Path) -> None:
    running = Scan(tmp_path, Overrides())
    running.cancel()
    assert list(running) == []
    assert running._child is None


def test_the_child_ends_with_whoever_stops_listening(tmp_path: Path) -> None:
    plant(tmp_path, **{f"f{number}": LONG for number in range(5)})
    running = Scan(tmp_path, Overrides())
    for _ in running:
        break
    assert running._child is not None
    child = running._child.pid
    wait_until(lambda: not is_running(child))


def test_the_child_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    plant(tmp_path, **{f"f{number}": LONG for number in range(5)})
    program = (
        "import os, sys, pathlib\n"
        "from hublint.lsp.scan import Scan\n"
        "from hublint.session import Overrides\n"
        "scan = Scan(pathlib.Path(sys.argv[1]), Overrides())\n"
        "for _ in scan:\n"
        "    print(scan._child.pid, flush=True)\n"
        "    os.kill(os.getpid(), 9)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", program, str(tmp_path)]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=False)
    assert done.returncode == -9
    child = int(done.stdout)
    wait_until(lambda: not is_running(child))


@pytest.mark.parametrize(
    ("program", "how"),
    [
        ("import sys; sys.exit(3)", "ended with exit status 3"),
        ("import os; os.abort()", "died of SIGABRT"),
        ("print('what is this?')", "ended with exit status 0"),
        ("import time; time.sleep(600)", "took more than 0.2 seconds"),
    ],
)
def test_a_child_that_is_broken_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, how: str
) -> None:
    patience = 0.2 if "sleep" in program else SECONDS
    monkeypatch.setattr(scan, "_PROGRAM", program)
    with pytest.raises(ScanError) as raised:
        list(Scan(tmp_path, Overrides(), patience=patience))
    assert str(raised.value) == f"{tmp_path}: the process that checks it {how}"


def test_a_python_that_cannot_be_started_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(ScanError) as raised:
        list(Scan(tmp_path, Overrides()))
    assert str(raised.value) == f"{tmp_path}: no process can be started to check it: no such file or directory"


@pytest.mark.parametrize(
    ("death", "how"),
    [
        ("import os; os.abort()", "died of SIGABRT"),
        pytest.param(
            "import time; time.sleep(600)", "took more than 10 seconds", marks=pytest.mark.processes, id="endless"
        ),
    ],
)
def test_a_file_that_ends_the_child_is_named_and_the_others_get_their_turn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: str, how: str
) -> None:
    plant(tmp_path, a=LEGACY, deadly=LEGACY, e=LEGACY, f="x = 1\n")
    monkeypatch.setattr(scan, "_PROGRAM", DEADLY.format(death=death))
    found = list(Scan(tmp_path, Overrides(), patience=10))
    assert [(one.path.name, one.done, one.total) for one in found] == [
        ("a.py", 1, 4),
        ("deadly.py", 2, 4),
        ("e.py", 3, 4),
        ("f.py", 4, 4),
    ]
    assert found[1].error == f"{tmp_path / 'deadly.py'}: the process that checked it {how}"
    assert len(found[2].findings) == 1


def test_a_folder_of_which_every_file_ends_the_child_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(tmp_path, **{f"deadly{number}": LEGACY for number in range(9)})
    monkeypatch.setattr(scan, "_PROGRAM", DEADLY.format(death="import os; os.abort()"))
    monkeypatch.setattr(scan, "_MOST_DEATHS", 2)
    with pytest.raises(ScanError, match="the process that checks it died of SIGABRT"):
        list(Scan(tmp_path, Overrides()))


def test_nothing_is_imported_from_the_folder_that_is_scanned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trap = f"open({str(tmp_path / 'sprung')!r}, 'w').close()\n"
    plant(tmp_path, a=LEGACY, hublint=trap, pickle=trap, ast=trap, sitecustomize=trap, hublint_rules=trap)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", ["", *sys.path])
    assert len(scanned(tmp_path)["a.py"].findings) == 1
    assert not (tmp_path / "sprung").exists()
