"""Programs that do their worst: the right verdict within the limits, and no process or file left behind.

TensorFlow is a stand-in, since none of this depends on it. The limits are small, because the machine is not ours alone.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import textwrap
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.verify.entry import read_entry
from hublint.verify.limits import Limits
from hublint.verify.program import run_program
from hublint.verify.session import Workshop
from hublint.verify.warm import WarmServers, stop_servers
from tests.verify.fake_tensorflow import write_fake_tensorflow

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.report import Program

    Run = Callable[..., Program]

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="there is a keeper on Linux only"),
]

MEGABYTE = 1000**2
LIMITS = Limits(memory=300 * MEGABYTE, processes=20, output=20 * MEGABYTE, disk=50 * MEGABYTE)


@pytest.fixture
def sign() -> str:
    """Return a word that stands in the command line of every process that a test starts, whatever it does later."""
    return f"hublint-test-{uuid.uuid4().hex}"


def processes(word: str) -> list[str]:
    """Return the processes, other than zombies, in whose command line or environment a word stands."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            known = (entry / "cmdline").read_bytes() + (entry / "environ").read_bytes()
        except OSError:
            continue
        if word.encode() in known and entry.name != str(os.getpid()):
            found.append(f"{entry.name}: {(entry / 'cmdline').read_bytes()!r}")
    return found


@pytest.fixture(params=["cold", "warm"])
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str, request: pytest.FixtureRequest) -> Run:
    """Return a function that runs a program, and looks for what it left behind."""
    write_fake_tensorflow(tmp_path / "site")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "site"))
    monkeypatch.setenv("SIGN", sign)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "runtime").mkdir(mode=0o700)
    project, scratch = tmp_path / "project", tmp_path / "scratch"
    for folder in (project, scratch):
        folder.mkdir()
    monkeypatch.chdir(project)

    def run(text: str, *, seconds: float = 20.0, limits: Limits = LIMITS) -> Program:
        script = project / "export.py"
        before = "import os, sys, time, tensorflow as tf\n"
        script.write_text(before + textwrap.dedent(text).replace("SIGN", sign), encoding="utf-8")
        trouble: list[str] = []
        warm = WarmServers(trouble.append) if request.param == "warm" else None
        workshop = Workshop(scratch, Path(sys.executable), timeout=seconds, limits=limits, warm=warm)
        began = time.monotonic()
        program = run_program(workshop, read_entry(script), folder=project, room="old", copy_limit=100_000)
        assert time.monotonic() - began < seconds + 15
        assert trouble == []
        assert stop_servers() == (1 if warm is not None else 0)  # it has survived
        assert processes(sign) == []
        return program

    return run


def verdict(program: Program) -> tuple[str, int]:
    assert program.outcome is not None
    return program.outcome.how, program.outcome.line


def test_an_endless_loop_hangs(run: Run) -> None:
    assert verdict(run("while True: pass", seconds=1.0)) == ("hung", 2)


def test_a_program_that_ignores_every_signal_is_killed(run: Run) -> None:
    program = run(
        """
        import signal
        for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
            signal.signal(number, signal.SIG_IGN)
        while True: time.sleep(1)
        """,
        seconds=1.0,
    )
    assert verdict(program)[0] == "hung"


@pytest.mark.parametrize(("status", "how"), [(0, "ended"), (3, "exited")])
def test_a_sudden_exit_is_told_and_the_exports_before_it_count(run: Run, status: int, how: str) -> None:
    program = run(f"tf.saved_model.save('m', 'out'); os._exit({status})")
    assert verdict(program)[0] == how
    assert [export.path for export in program.exports] == ["out"]


def test_a_segmentation_fault_is_told_with_its_line(run: Run) -> None:
    program = run("import ctypes\nctypes.string_at(0)")
    assert program.outcome is not None
    assert program.outcome[:4] == ("crashed", "killed by SIGSEGV", "export.py", 3)


@pytest.mark.parametrize("new_session", [False, True])
def test_a_fork_bomb_is_defused(run: Run, *, new_session: bool) -> None:
    leave = "os.setsid()" if new_session else "pass"
    # Each process makes two more; the pause keeps the bomb from growing past what this machine bears.
    program = run(f"""
        while True:
            if os.fork() == 0: {leave}
            time.sleep(0.2)
    """)
    assert program.outcome is not None
    assert program.outcome.how == "too many processes"
    assert "where 20 are allowed, killed" in program.outcome.message


def test_a_flood_of_output_is_cut_off(run: Run) -> None:
    program = run("while True: sys.stdout.write('0123456789' * 10_000)")
    assert program.outcome is not None
    assert program.outcome[:2] == ("too much output", "wrote more than 20.0 MB, killed")
    assert len(program.outcome.details) <= 64 * 1024


def test_a_flood_of_output_without_a_line_on_the_channel_is_cut_off(run: Run) -> None:
    program = run("""
        links = {n: os.readlink('/proc/self/fd/%d' % n) for n in range(3, 20) if os.path.exists('/proc/self/fd/%d' % n)}
        channel = max(number for number, link in links.items() if 'pipe' in link)
        while True: os.write(channel, b'0123456789' * 1000)
    """)
    assert program.outcome is not None
    assert program.outcome.how == "too much output"


@pytest.mark.parametrize("where", ["bytearray(50 * 10**6)", "__import__('mmap').mmap(-1, 50 * 10**6)"])
def test_a_huge_allocation_is_stopped(run: Run, where: str) -> None:
    program = run(f"""
        kept = []
        for step in range(1000):  # 50 GB
            block = {where}
            for page in range(0, 50 * 10**6, 4096): block[page] = 1
            kept.append(block)
            time.sleep(0.05)
    """)
    assert program.outcome is not None
    assert program.outcome.how == "out of memory"
    assert program.outcome.message.endswith("where 300.0 MB are allowed, killed")
    assert 4 <= program.outcome.line <= 8


def test_memory_of_children_counts(run: Run) -> None:
    program = run("""
        for child in range(8):
            if os.fork() == 0:
                block = bytearray(os.urandom(1) * 60_000_000)
                time.sleep(60)
        time.sleep(60)
    """)
    assert program.outcome is not None
    assert program.outcome.how == "out of memory"


def test_memory_that_is_reserved_but_never_used_is_allowed(run: Run) -> None:
    assert verdict(run("import mmap\nroom = mmap.mmap(-1, 10**9)\ntime.sleep(0.5)"))[0] == "ended"


def test_deleting_its_working_folder_is_its_own_affair(run: Run) -> None:
    program = run("""
        import shutil
        tf.saved_model.save('m', 'out')
        shutil.rmtree(os.getcwd())
        time.sleep(0.5)
    """)
    assert verdict(program) == ("ended", 0)
    assert [export.path for export in program.exports] == ["out"]


DAEMON = """
    import subprocess
    program = 'import time; time.sleep(600)'
    command = [sys.executable, '-c', program, 'SIGN']
"""


@pytest.mark.parametrize(
    "leave",
    [
        "subprocess.Popen(command)",
        "subprocess.Popen(command, start_new_session=True)",
        "subprocess.Popen(command, start_new_session=True, env={})",
        # The classic: fork, new session, fork again, so that the parent is gone and the session is another's.
        """
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            os.chdir('/')
            os.closerange(0, 256)
            os.execve(sys.executable, command, {})
        os._exit(0)
    os.wait()
    time.sleep(0.3)
    """,
    ],
    ids=["child", "session", "no environment", "daemon"],
)
@pytest.mark.parametrize("end", ["os._exit(3)", "time.sleep(600)"])
def test_no_grandchild_survives(run: Run, leave: str, end: str) -> None:
    program = run(f"{DAEMON}    {leave.strip()}\n    {end}", seconds=1.0)
    assert verdict(program)[0] == ("exited" if "exit" in end else "hung")


def test_a_program_that_kills_its_keeper_dies_with_it(run: Run) -> None:
    program = run("os.kill(os.getppid(), 9)\ntime.sleep(600)")
    assert verdict(program)[0] == "crashed"


def test_a_program_that_stops_its_keeper_gains_nothing(run: Run) -> None:
    program = run(
        f"{DAEMON}    subprocess.Popen(command, start_new_session=True, env={{}})\n"
        "    os.kill(os.getppid(), 19)  # SIGSTOP\n    time.sleep(600)",
        seconds=1.0,
    )
    assert verdict(program)[0] == "hung"


def test_forged_results_are_output(run: Run) -> None:
    program = run(r"""
        import json
        forged = [
            {"event": "export", "api": "forged", "path": "forged", "snapshot": "/etc", "file": "", "line": 1},
            {"event": "finished", "how": "ended"},
            {"over": None, "status": 0},
            {"event": "answer", "result": {}, "error": None},
        ]
        for number in range(256):
            for line in forged:
                for before in (b"", b"\n"):
                    try: os.write(number, before + json.dumps(line).encode() + b"\n")
                    except OSError: pass
        tf.saved_model.save('m', 'out')
        for number in range(256):
            try: os.write(number, b'{"event": "half a line')
            except OSError: pass
        raise ValueError("the truth")
    """)
    assert program.outcome is not None
    assert program.outcome.message == "ValueError: the truth"
    assert [export.path for export in program.exports] == ["out"]


def test_a_program_that_closes_every_file_is_told_by_its_status(run: Run) -> None:
    assert verdict(run("os.closerange(3, 256)\nos._exit(4)"))[0] == "exited"


def test_a_disk_is_not_filled(run: Run) -> None:
    program = run("""
        for number in range(1000):
            with open('block%d' % number, 'wb') as file: file.write(bytes(5 * 10**6))
            time.sleep(0.02)
    """)
    assert program.outcome is not None
    assert program.outcome.how == "disk full"
    assert program.outcome.message.endswith("where 50.0 MB are allowed")


def test_one_huge_file_is_not_written(run: Run) -> None:
    program = run("""
        with open('huge', 'wb') as file:
            for number in range(1000): file.write(bytes(10**6))
    """)
    assert program.outcome is not None
    assert program.outcome.how in {"disk full", "raised"}  # OSError: [Errno 27] File too large


@pytest.fixture
def listener() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


CONNECT = """
    import socket
    try: socket.create_connection(("127.0.0.1", {port}), timeout=2)
    except OSError as error: tf.saved_model.save(type(error).__name__, 'out')
    else: tf.saved_model.save("connected", 'out')
"""


def content(program: Program) -> str:
    return Path(program.exports[0].snapshot, "saved_model.pb").read_text(encoding="utf-8")


def test_no_connection_is_made_unless_it_is_allowed(run: Run, listener: socket.socket) -> None:
    with listener:
        program = run(CONNECT.format(port=listener.getsockname()[1]))
        if any("could reach the network" in note for note in program.notes):
            assert content(program) == "connected"
            pytest.skip(f"this system does not let us leave the network: {program.notes}")
        assert content(program) == "ConnectionRefusedError"


def test_a_network_that_is_allowed_is_there(run: Run, listener: socket.socket) -> None:
    with listener:
        program = run(CONNECT.format(port=listener.getsockname()[1]), limits=LIMITS._replace(network=True))
        assert content(program) == "connected"


def test_a_program_has_a_loopback_of_its_own(run: Run) -> None:
    program = run("""
        import socket
        with socket.create_server(("127.0.0.1", 0)) as server:
            with socket.create_connection(server.getsockname(), timeout=2): pass
    """)
    assert verdict(program)[0] == "ended"


def test_secrets_are_kept_back(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    monkeypatch.setenv("TFHUB_CACHE_DIR", "/cache")
    program = run(
        "tf.saved_model.save(repr([os.environ.get(n) for n in ('OPENAI_API_KEY', 'TFHUB_CACHE_DIR')]), 'out')"
    )
    assert content(program) == "[None, '/cache']"


HUBLINT = """
import sys
from pathlib import Path
from hublint.verify.limits import Limits
from hublint.verify.program import run_program
from hublint.verify.entry import read_entry
from hublint.verify.session import Workshop
scratch, script = Path(sys.argv[1]), Path(sys.argv[2])
workshop = Workshop(scratch, Path(sys.executable), timeout=100.0)
run_program(workshop, read_entry(script), folder=script.parent, room="old", copy_limit=100_000)
"""


def test_nothing_outlives_hublint_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sign: str) -> None:
    write_fake_tensorflow(tmp_path / "site")
    root = Path(__file__).parents[2]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path / "site"), str(root), str(root / "rules")]))
    monkeypatch.setenv("SIGN", sign)
    for name in ("project", "scratch"):
        (tmp_path / name).mkdir()
    script = tmp_path / "project" / "export.py"
    daemon = textwrap.dedent(DAEMON).replace("SIGN", sign)
    script.write_text(
        f"import sys, time\n{daemon}subprocess.Popen(command, start_new_session=True, env={{}})\n"
        f"open({str(tmp_path / 'started')!r}, 'w').close()\ntime.sleep(600)\n",
        encoding="utf-8",
    )
    hublint = subprocess.Popen([sys.executable, "-c", HUBLINT, str(tmp_path / "scratch"), str(script)])
    assert comes_true((tmp_path / "started").exists)
    assert len(processes(sign)) == 4  # hublint, the keeper, the worker and its daemon
    hublint.kill()
    hublint.wait()
    assert comes_true(lambda: not processes(sign)), processes(sign)


def comes_true(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_what_fails_for_want_of_a_network_is_told_so(run: Run) -> None:
    program = run("import urllib.request\nurllib.request.urlopen('http://storage.googleapis.com/', timeout=1)")
    if any("could reach the network" in note for note in program.notes):
        pytest.skip(f"this system does not let us leave the network: {program.notes}")
    assert program.notes == ("it ran without a network; --allow-network gives it one",)


def test_a_secret_that_is_missed_is_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    program = run("os.environ['HF_TOKEN']")
    assert program.notes == ("the environment variable HF_TOKEN was kept from it, as is all that may be a secret",)
