"""The supervision of child processes, with children that misbehave in every way we know of."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from hublint.verify.child import Child, End, Tail
from hublint.verify.process import PlainProcess

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes are killed in another way there")

SAY = """\
import sys, json, os, time, signal, subprocess
WORD = json.loads(sys.stdin.readline())["word"]
def say(**m): print(WORD + json.dumps(m), flush=True)
"""


def start(program: str, folder: Path, *, most_output: int = 10_000_000) -> Child:
    command = [sys.executable, "-c", SAY + program]
    return Child(PlainProcess(command, folder=folder, environment=dict(os.environ)), most_output=most_output)


def everything(child: Child, seconds: float = 20.0) -> list[dict[str, object] | End]:
    said: list[dict[str, object] | End] = []
    deadline = time.monotonic() + seconds
    while not said or not isinstance(said[-1], End):
        said.append(child.receive(deadline))
    return said


def is_running(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while is_running(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_running(pid)


def test_jobs_go_in_and_lines_come_out(tmp_path: Path) -> None:
    child = start("say(got=json.loads(input()))", tmp_path)
    child.send({"job": "dance", "with": "\u00e9\n"})
    assert everything(child) == [{"got": {"job": "dance", "with": "\u00e9\n"}}, End("exited", 0)]
    child.close()


def test_an_exit_status_is_told(tmp_path: Path) -> None:
    child = start("say(first=1); sys.exit(3)", tmp_path)
    assert everything(child) == [{"first": 1}, End("exited", 3)]
    child.close()


@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT", "SIGKILL"])
def test_a_crash_is_told_by_its_signal(tmp_path: Path, name: str) -> None:
    child = start(f"say(first=1); os.kill(os.getpid(), signal.{name})", tmp_path)
    assert everything(child) == [{"first": 1}, End("crashed", signal=name)]
    child.close()


def test_a_hang_ends_at_the_deadline_and_keeps_what_was_said(tmp_path: Path) -> None:
    child = start("say(first=1)\nwhile True: pass", tmp_path)
    started = time.monotonic()
    assert everything(child, 1.0) == [{"first": 1}, End("hung")]
    assert time.monotonic() - started < 6
    child.close()


def test_a_child_that_never_stops_talking_ends_at_the_deadline(tmp_path: Path) -> None:
    child = start("while True: say(again=1)", tmp_path)
    started = time.monotonic()
    said = everything(child, 4.0)  # a busy machine takes a while to start it
    assert said[-1] == End("hung")
    assert said[0] == {"again": 1}
    assert time.monotonic() - started < 15
    child.close()


def test_what_was_said_in_time_is_told_later_too(tmp_path: Path) -> None:
    child = start("say(first=1); say(second=2)", tmp_path)
    time.sleep(1)
    assert everything(child, 0.0) == [{"first": 1}, {"second": 2}, End("exited", 0)]
    child.close()


def test_a_child_that_ignores_polite_signals_is_killed(tmp_path: Path) -> None:
    program = "for s in (2, 10, 15): signal.signal(s, signal.SIG_IGN)\nsay(pid=os.getpid())\ntime.sleep(600)"
    child = start(program, tmp_path)
    said = everything(child, 1.0)
    assert said[1:] == [End("hung")]
    assert isinstance(said[0], dict)
    assert gone(int(str(said[0]["pid"])))
    child.close()


def test_a_closed_channel_is_no_end(tmp_path: Path) -> None:
    child = start("say(first=1); sys.stdout.close(); os.close(1); time.sleep(0.5); os._exit(7)", tmp_path)
    assert everything(child) == [{"first": 1}, End("exited", 7)]
    child.close()


def test_a_closed_channel_does_not_outlast_the_deadline(tmp_path: Path) -> None:
    child = start("os.close(1); time.sleep(600)", tmp_path)
    assert everything(child, 1.0) == [End("hung")]
    child.close()


GRANDCHILD = "p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session={new})\n"


@pytest.mark.parametrize("new_session", [False, True])
@pytest.mark.skipif(sys.platform != "linux", reason="a child that left the session is found by /proc")
def test_grandchildren_do_not_survive_an_exit(tmp_path: Path, *, new_session: bool) -> None:
    child = start(GRANDCHILD.format(new=new_session) + "say(pid=p.pid); os._exit(0)", tmp_path)
    said = everything(child)
    assert said[1:] == [End("exited", 0)]
    assert isinstance(said[0], dict)
    assert gone(int(str(said[0]["pid"])))
    child.close()


@pytest.mark.parametrize("new_session", [False, True])
@pytest.mark.skipif(sys.platform != "linux", reason="a child that left the session is found by /proc")
def test_grandchildren_do_not_survive_a_hang(tmp_path: Path, *, new_session: bool) -> None:
    child = start(GRANDCHILD.format(new=new_session) + "say(pid=p.pid); p.wait()", tmp_path)
    said = everything(child, 2.0)
    assert said[1:] == [End("hung")]
    assert isinstance(said[0], dict)
    assert gone(int(str(said[0]["pid"])))
    child.close()


def test_megabytes_of_output_block_nobody_and_only_the_last_is_kept(tmp_path: Path) -> None:
    program = "for n in range(200_000): sys.stderr.write('%d a line of output\\n' % n)\nsay(done=1)"
    child = start(program, tmp_path)
    assert everything(child) == [{"done": 1}, End("exited", 0)]
    lines = child.output.text().splitlines()
    assert lines[-1] == "199999 a line of output"
    assert all(line.endswith(" a line of output") for line in lines)
    assert len(child.output.text()) <= 64 * 1024
    assert child.output.total > 4_000_000
    child.close()


def test_what_is_printed_before_the_channel_stands_is_output(tmp_path: Path) -> None:
    child = start("print('a .pth file says hello'); print('[1, 2]'); say(first=1)", tmp_path)
    assert everything(child) == [{"first": 1}, End("exited", 0)]
    assert child.output.text() == "a .pth file says hello\n[1, 2]\n"
    child.close()


def test_a_job_for_a_dead_child_is_no_error(tmp_path: Path) -> None:
    child = start("sys.exit(4)", tmp_path)
    time.sleep(0.5)
    child.send({"job": "dance"})
    assert everything(child) == [End("exited", 4)]
    child.close()


def test_closing_twice_is_allowed(tmp_path: Path) -> None:
    child = start("time.sleep(600)", tmp_path)
    child.close()
    child.close()


def test_a_tail_keeps_whole_lines() -> None:
    tail = Tail(limit=10)
    tail.add(b"first\n")
    assert tail.text() == "first\n"
    tail.add(b"second\nthird\n")
    assert tail.text() == "third\n"
    tail.add(b"x" * 30)
    assert tail.text() == "x" * 10
