"""Running `hublint verify` for the editor: what it hands on, what it gives, and that nothing of it is left."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import textwrap
import time
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint.lsp import proof
from hublint.lsp.exports import model_calls
from hublint.lsp.hints import signature_hints
from hublint.lsp.known import LastVerdicts
from hublint.lsp.lenses import lenses
from hublint.lsp.proof import Options, Proof, ProofCancelledError, ProofError, unsaved, unsaved_cells
from hublint.lsp.verdicts import Place, Proved
from hublint.source.source import Source
from hublint.verify.runtime import VerifyError, find_interpreter
from tests.verify.fake_tensorflow import write_fake_tensorflow
from tests.verify.test_hostile_programs import processes

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator

ROOT = Path(proof.__file__).parents[2]
DEMO = ROOT / "hublint" / "demo" / "legacy_simple_save.py"
RESULT = {"agree": True, "old": {"name": "x.py", "outcome": {"how": "ended"}}, "findings": [], "models": []}


def stands_for_hublint(text: str) -> tuple[str, ...]:
    return (sys.executable, "-c", "import json, os, signal, subprocess, sys, time\n" + textwrap.dedent(text))


def run(one: Proof) -> Proved:
    return asyncio.run(asyncio.wait_for(one.run(), 60))


# What the text in the editor has to be


def test_a_file_is_verified_only_as_it_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "export.py"
    path.write_bytes(b"# -*- coding: latin-1 -*-\r\nx = '\xe9'\r\n")
    shown = "# -*- coding: latin-1 -*-\nx = 'é'\n".encode()
    assert unsaved(path, shown) is None
    assert unsaved(path, shown + b"y") == (
        "export.py has changes that are not saved, and it is the file that runs: save it first"
    )
    path.write_bytes(b"\xef\xbb\xbfx = 1\n")
    assert unsaved(path, b"x = 1\n") is None
    path.unlink()
    assert unsaved(path, b"") == "export.py is not saved as it is shown, and it is the file that runs: save it first"


def test_so_is_a_notebook(tmp_path: Path) -> None:
    path = tmp_path / "nb.ipynb"
    cells = [
        {"cell_type": "markdown", "source": "text"},
        {"cell_type": "code", "source": ["a = 1\n", "b"]},
        {"cell_type": "code", "source": "c"},
    ]
    path.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    assert unsaved_cells(path, ["a = 1\nb", "c"]) is None
    assert "has changes that are not saved" in str(unsaved_cells(path, ["a = 1\nb"]))
    for text in ("[", "[]", "{}", '{"cells": [{}]}', '{"cells": 3}'):
        path.write_text(text, encoding="utf-8")
        assert "is not saved as it is shown" in str(unsaved_cells(path, [])), text


# What is made of what a run says


def test_progress_is_handed_on_as_it_comes(tmp_path: Path) -> None:
    command = stands_for_hublint(f"""
        print("running x.py ...", file=sys.stderr, flush=True)
        while not os.path.exists(sys.argv[2]): time.sleep(0.01)
        print("trying \\x1b[31mm ...\\nanother word", file=sys.stderr)
        print({json.dumps(RESULT)!r})
    """)
    heard: list[str] = []

    async def play(go_on: Path) -> None:
        started = asyncio.Event()

        def progress(text: str) -> None:
            heard.append(text)
            started.set()

        running = asyncio.create_task(Proof(go_on, progress=progress, command=command).run())
        await asyncio.wait_for(started.wait(), 60)
        assert heard == ["running x.py"]
        await asyncio.to_thread(go_on.touch)
        assert (await asyncio.wait_for(running, 60)).agree

    asyncio.run(play(tmp_path / "go on"))
    assert heard == ["running x.py", "trying ␛[31mm"]


def test_the_options_become_words_of_the_command_line() -> None:
    command = stands_for_hublint(f"""
        with open(sys.argv[sys.argv.index("--report") + 1], "w") as report:
            report.write("\\n".join(sys.argv[1:]) + "\\nAgain: hublint\\n")
        print({json.dumps(RESULT)!r})
        sys.exit(1)
    """)
    options = Options("tf2.15", 12.5, ("cpu", "gpu:0"), ("--steps", "3"), "/v/bin/python", ("--seed", "4"))
    words = run(Proof("/x/export.py", options, command=command)).report.splitlines()
    report = words[words.index("--report") + 1]
    assert not Path(report).exists()
    assert words == [
        *("verify", "/x/export.py", "--output-format", "json", "--report", report, "--progress", "--end-with-input"),
        *("--runtime", "tf2.15", "--timeout", "12.5", "--device", "cpu", "--device", "gpu:0", "--seed", "4"),
        *("--", "--steps", "3"),
    ]


def said(command: tuple[str, ...]) -> str:
    with pytest.raises(ProofError) as error:
        run(Proof("/x/export.py", command=command))
    assert not isinstance(error.value, ProofCancelledError)
    return str(error.value)


def test_the_interpreter_that_was_selected_is_taken_where_no_runtime_is_named() -> None:
    one = Proof("/x/an export.py", Options(prefer="/v/bin/python"))
    assert one.again == "hublint verify '/x/an export.py' --prefer /v/bin/python"
    assert Proof("/x/e.py", Options("tf2.15", prefer="/v/p")).again == "hublint verify /x/e.py --runtime tf2.15"


def test_a_run_that_failed_is_told_by_its_own_sentence() -> None:
    command = stands_for_hublint("sys.exit(print('noise\\nhublint: error: x.py: is odd', file=sys.stderr) or 2)")
    assert said(command) == "x.py: is odd"


def test_without_tensorflow_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)
    with pytest.raises(VerifyError) as error:
        find_interpreter(None)
    command = stands_for_hublint(f"sys.exit(print('hublint: error:', {str(error.value)!r}, file=sys.stderr) or 2)")
    assert said(command).startswith("there is no TensorFlow to run the program with: make a runtime that has it")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sys.exit(3)", "hublint verify ended unexpectedly (status 3)"),
        ("sys.exit('last words')", "hublint verify gave no result that can be read: "),
        ("print('{'); sys.exit(0)", "hublint verify gave no result that can be read: "),
        ("print('[' * 100_000)", "hublint verify gave no result that can be read: "),
        ("print('{}')", "hublint verify gave no result that can be read: Object missing required field `agree`"),
        (
            "print('last words', file=sys.stderr, flush=True); os.kill(os.getpid(), 9)",
            "hublint verify ended unexpectedly (status -9): last words",
        ),
        ("print('x' * 70_000_000)", "the result of hublint verify has more than 64 MB"),
    ],
)
def test_a_run_that_gives_nothing_is_told_in_one_sentence(text: str, sentence: str) -> None:
    found = said(stands_for_hublint(text))
    assert found.startswith(sentence)
    assert "\n" not in found


def test_what_cannot_be_started_is_told() -> None:
    assert said(("/nowhere/python",)) == "hublint verify could not be started: No such file or directory"


def test_a_flood_of_words_is_kept_out() -> None:
    command = stands_for_hublint(f"""
        sys.stderr.write("a" * 5_000_000 + "\\n" * 100_000)
        print({json.dumps(RESULT)!r})
    """)
    one = Proof("/x/export.py", command=command)
    assert run(one).agree
    assert sum(map(len, one._said)) < 10_000


# Ending


def is_running(number: int) -> bool:
    """Tell whether a process is there, and no zombie."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


async def comes_true(condition: Callable[[], bool], seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:  # noqa: ASYNC110 - of other processes
        await asyncio.sleep(0.02)
    return condition()


@pytest.fixture
def sign(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Return a word that stands in the environment of every process that a test starts."""
    if sys.platform != "linux":
        pytest.skip("which processes there are is read from /proc")
    sign = f"hublint-test-{uuid.uuid4().hex}"
    monkeypatch.setenv("SIGN", sign)
    yield sign
    # One that was killed is there until the system has seen to it.
    deadline = time.monotonic() + 10.0
    while processes(sign) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert processes(sign) == []


STUBBORN = """
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    print("running x.py ...", file=sys.stderr, flush=True)
    time.sleep(600)
"""
POLITE = """
    print("running x.py ...", file=sys.stderr, flush=True)
    time.sleep(600)
"""


def ended_by(command: tuple[str, ...], end: Callable[[Proof, asyncio.Task[Proved]], Awaitable[object]]) -> float:
    """Start a run, end it once it has said something, and return how long that took; the run is over then."""

    async def play() -> float:
        started = asyncio.Event()
        one = Proof("/x/export.py", progress=lambda _: started.set(), command=command)
        running = asyncio.create_task(one.run())
        await asyncio.wait_for(started.wait(), 60)
        before = time.monotonic()
        await end(one, running)
        assert running.done()
        if not running.cancelled():
            assert isinstance(running.exception(), ProofCancelledError)
        return time.monotonic() - before

    return asyncio.run(play())


async def cancel(one: Proof, _running: asyncio.Task[Proved]) -> None:
    await one.cancel()


async def cancel_twice(one: Proof, _running: asyncio.Task[Proved]) -> None:
    await asyncio.gather(one.cancel(), one.cancel())


async def cancel_task(_one: Proof, running: asyncio.Task[Proved]) -> None:
    running.cancel()
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait([running])
    assert running.cancelled()


async def kill(one: Proof, running: asyncio.Task[Proved]) -> None:
    one.kill()
    await asyncio.wait([running], timeout=10)


@pytest.mark.parametrize("end", [cancel, cancel_twice, cancel_task, kill])
def test_a_run_that_is_asked_to_end_is_gone_at_once(
    sign: str, end: Callable[[Proof, asyncio.Task[Proved]], Awaitable[object]]
) -> None:
    assert ended_by(stands_for_hublint(POLITE), end) < proof._PATIENCE
    assert processes(sign) == []


@pytest.mark.parametrize("end", [cancel, cancel_task])
def test_one_that_does_not_listen_is_killed_with_its_children(
    sign: str, end: Callable[[Proof, asyncio.Task[Proved]], Awaitable[object]]
) -> None:
    assert ended_by(stands_for_hublint(STUBBORN), end) >= proof._PATIENCE
    assert processes(sign) == []


def test_one_that_is_cancelled_before_it_starts_never_does(sign: str) -> None:
    async def play() -> None:
        one = Proof("/x/export.py", command=stands_for_hublint(POLITE))
        await one.cancel()
        await one.run()

    with pytest.raises(ProofCancelledError, match="the verification was cancelled"):
        asyncio.run(play())
    assert processes(sign) == []


@pytest.mark.parametrize("turns", range(4))
def test_one_that_is_cancelled_while_it_starts_is_gone(sign: str, turns: int) -> None:
    async def play() -> None:
        one = Proof("/x/export.py", command=stands_for_hublint(POLITE))
        running = asyncio.create_task(one.run())
        for _ in range(turns):
            await asyncio.sleep(0)
        await one.cancel()
        with pytest.raises(ProofCancelledError):
            await running

    asyncio.run(play())
    assert processes(sign) == []


def test_a_process_that_holds_the_pipes_holds_up_nothing(sign: str) -> None:
    command = stands_for_hublint("""
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(20)"], start_new_session=True)
        print("running x.py ...", file=sys.stderr, flush=True)
        time.sleep(600)
    """)
    assert ended_by(command, cancel) < 15
    for line in processes(sign):  # of another session, which only hublint itself would have known to end
        os.kill(int(line.partition(":")[0]), 9)


def test_what_is_below_a_process_is_found() -> None:
    async def play() -> None:
        command = stands_for_hublint("subprocess.run([sys.executable, '-c', 'input()'])")
        process = await asyncio.create_subprocess_exec(*command, stdin=asyncio.subprocess.PIPE)
        try:
            assert await comes_true(lambda: len(proof._descendants(process.pid)) == 1)
            assert process.pid in proof._descendants(os.getpid())
        finally:
            await process.communicate(b"\n")

    asyncio.run(play())


# With hublint itself


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder for programs, which will run with a stand-in for TensorFlow."""
    write_fake_tensorflow(tmp_path / "site")
    paths = [str(tmp_path / "site"), str(ROOT), str(ROOT / "rules")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    project = tmp_path / "project"
    project.mkdir()
    # What hublint imports must not be this.
    (project / "json.py").write_text("raise SystemExit(9)", encoding="utf-8")
    return project


@pytest.mark.processes
def test_a_program_is_run_and_told_of_at_its_lines(project: Path) -> None:
    script = project / "export.py"
    script.write_text(
        "import tensorflow as tf\ntf.saved_model.save('m', 'out')\n\nraise ValueError('too late')\n", encoding="utf-8"
    )
    heard: list[str] = []
    proved = run(Proof(script, Options(others=("--no-warm",)), progress=heard.append))
    assert heard == [f"running {script}", "trying out"]
    first, second = proved.verdicts
    assert (first.place, first.text) == (Place(str(script), 2), "1 promise broken")
    assert [remark.code for remark in first.remarks] == ["HUB617"]  # what the stand-in writes is no model
    assert (second.place, second.text) == (Place(str(script), 4), "failed: ValueError: too late")
    assert proved.summary == "export.py: the program raised ValueError: too late"
    assert proved.remarks[0].code == "raised"
    assert "ValueError: too late" in proved.report
    assert "Again:" not in proved.report


HANGING = """
import os, subprocess, sys, time
import tensorflow as tf
tf.saved_model.save("m", "out")
for new in (False, True):
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=new)
with open("numbers", "w") as file:
    print(os.getpid(), os.getppid(), file=file)
os.rename("numbers", {!r})
time.sleep(600)
"""


@pytest.mark.processes
@pytest.mark.parametrize("warm", [False, True], ids=["cold", "warm"])
@pytest.mark.parametrize("end", ["cancel", "kill", "cancel the task", "the server is gone"])
def test_cancelling_ends_all_that_a_program_has_started(
    project: Path, tmp_path: Path, sign: str, monkeypatch: pytest.MonkeyPatch, end: str, warm: bool
) -> None:
    # The server that has imported TensorFlow outlives every run by intent. It carries no sign: it began before.
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "runtime"))
    (tmp_path / "runtime").mkdir(mode=0o700)
    options = Options(others=() if warm else ("--no-warm",))
    script, started = project / "export.py", tmp_path / "started"
    if warm:
        monkeypatch.delenv("SIGN")
        script.write_text("import tensorflow", encoding="utf-8")
        run(Proof(script, options))
        monkeypatch.setenv("SIGN", sign)
    monkeypatch.setenv("TMPDIR", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    script.write_text(HANGING.format(str(started)), encoding="utf-8")

    async def play() -> None:
        one = Proof(script, options)
        running = asyncio.create_task(one.run())
        assert await comes_true(started.exists)
        assert len(processes(sign)) >= 3  # hublint and the program's children; what the server forks has no sign
        if end == "cancel":
            await one.cancel()
        elif end == "kill":
            one.kill()
        elif end == "cancel the task":
            running.cancel()
        else:
            assert one._transport is not None
            one._transport.get_pipe_transport(0).close()  # type: ignore[union-attr]
        await asyncio.wait([running], timeout=30)
        assert running.done()
        assert await comes_true(lambda: not processes(sign), 10.0), processes(sign)
        worker, keeper = map(int, started.read_text(encoding="utf-8").split())
        assert await comes_true(lambda: not is_running(worker) and not is_running(keeper), 10.0)

    try:
        asyncio.run(play())
    finally:
        from hublint.verify.warm import stop_servers

        stop_servers()
    assert list((tmp_path / "temporary").iterdir()) == []


@pytest.mark.tensorflow
def test_the_demo_is_verified_from_start_to_hint(tmp_path: Path) -> None:
    script = tmp_path / "export.py"
    script.write_bytes(DEMO.read_bytes())
    source = Source(script.read_bytes(), script)
    calls = model_calls(source)
    assert unsaved(script, source.text.utf8) is None
    heard: list[str] = []
    proved = run(Proof(script, progress=heard.append))
    assert heard == [f"running {script}", "trying simple-save"]
    assert proved.summary.startswith("export.py: 1 model verified on ")
    assert "HUB608  can be called when it is loaded" in proved.report
    verdicts, remarks = proved.of(script)
    assert [remark.code for remark in remarks] == ["HUB608"]
    last = LastVerdicts()
    last.take(source, calls, verdicts)
    (lens,) = lenses(calls, last.of(source, calls), ran=last.ran)
    assert lens.title == "Verify export · 2 promises broken"
    (hint,) = signature_hints(calls, last.of(source, calls), [tmp_path])
    assert hint.label == " serving_default(input: float32[]) -> output: float32[]"
    assert source.text.utf8[: hint.at].endswith(b"outputs={'output': output})")
