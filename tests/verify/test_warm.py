"""The server of warm workers, with a stand-in for TensorFlow that takes note of each time it is imported."""

from __future__ import annotations

import json
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from hublint.cli import main
from hublint.verify.entry import read_entry
from hublint.verify.limits import Limits
from hublint.verify.program import run_program
from hublint.verify.runtime import VerifyError
from hublint.verify.session import AnswerError, ModelServer, Workshop
from hublint.verify.warm import WarmServers, connect, stop_servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.verify.report import Program

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(sys.platform != "linux", reason="there are warm servers on Linux only"),
]

TENSORFLOW = """
    import os, random, sys, time
    __version__ = "0.0.fake"
    with open(os.environ["PYTHONPATH"] + "/imports", "a") as file: file.write("%d\\n" % os.getpid())
    class Model:
        signatures = {}
    class saved_model:
        @staticmethod
        def load(path, tags):
            if path == "abort": os.abort()
            if path == "exit": os._exit(5)
            if path == "segfault": __import__("ctypes").string_at(0)
            if path == "hang":
                while True: time.sleep(1)
            if path == "facts":
                raise ValueError(repr(__import__("json").dumps({
                    "hub": "tensorflow_hub" in sys.modules,
                    "random": random.random(), "pid": os.getpid(), "tmp": __import__("tempfile").gettempdir(),
                    "cwd": os.getcwd(), "environment": dict(os.environ), "argv": sys.argv, "parent": os.getppid(),
                    "session": os.getsid(0), "input": os.read(0, 1).decode(),
                })))
            return Model()
"""
LIMITS = Limits(memory=10**9, processes=30, output=10**7, disk=10**8)
SERVE = frozenset({"serve"})


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder of the stand-in, which is the only thing on the path."""
    site = tmp_path / "site"
    site.mkdir()
    (site / "tensorflow.py").write_text(textwrap.dedent(TENSORFLOW), encoding="utf-8")
    (site / "numpy.py").write_text("", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(site))
    return site


@pytest.fixture(autouse=True)
def runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Yield the folder of the sockets, which is this test's alone."""
    folder = tmp_path / "run"
    folder.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    yield folder / "hublint"
    stop_servers()


@pytest.fixture
def said() -> list[str]:
    """Return what the user has been told."""
    return []


@pytest.fixture
def open_models(tmp_path: Path, said: list[str]) -> Iterator[Callable[..., ModelServer]]:
    """Yield a function that does what a new hublint does to ask about models."""
    opened: list[ModelServer] = []

    def open_models(*, warm: bool = True, timeout: float = 10.0, accelerators: bool = False) -> ModelServer:
        scratch = Path(tempfile.mkdtemp(dir=tmp_path))
        servers = WarmServers(said.append) if warm else None
        workshop = Workshop(
            scratch, Path(sys.executable), timeout=timeout, limits=LIMITS, warm=servers, accelerators=accelerators
        )
        opened.append(ModelServer(workshop))
        return opened[-1]

    yield open_models
    for models in opened:
        models.close()


def imports(site: Path) -> int:
    """Tell how often the stand-in has been imported."""
    return len((site / "imports").read_text(encoding="utf-8").splitlines())


def facts(models: ModelServer) -> dict[str, Any]:
    """Return what a worker knows of itself."""
    with pytest.raises(AnswerError) as caught:
        models.load("m", "facts", SERVE)
    found: dict[str, Any] = json.loads(caught.value.details.strip("'").replace("\\\\", "\\").replace("\\'", "'"))
    return found


def servers(runtime: Path) -> list[str]:
    return sorted(path.name for path in runtime.glob("*.socket"))


def comes_true(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


def test_tensorflow_is_imported_once_for_all(open_models: Callable[..., ModelServer], site: Path) -> None:
    for _ in range(3):
        models = open_models()
        assert models.load("m", "good", SERVE) == {"signatures": {}}
        models.close()
    assert imports(site) == 1
    assert stop_servers() == 1
    assert stop_servers() == 0


def test_without_it_nothing_is_left(open_models: Callable[..., ModelServer], site: Path, runtime: Path) -> None:
    for _ in range(2):
        open_models(warm=False).load("m", "good", SERVE)
    assert imports(site) == 2
    assert not runtime.exists()


def test_a_warm_worker_is_like_a_cold_one(
    open_models: Callable[..., ModelServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    open_models().load("m", "good", SERVE)
    monkeypatch.setenv("MY_SETTING", "new")  # after the server has started
    warm, cold = facts(open_models()), facts(open_models(warm=False))
    for found in (warm, cold):
        assert found["cwd"] == str(Path(found["tmp"]).parent)
        assert found["environment"]["MY_SETTING"] == "new"
        assert found["environment"]["TMPDIR"] == found["tmp"]
        assert found["session"] == found["pid"]
        assert found["input"] == ""
    differing = {name for name in warm["environment"] if warm["environment"][name] != cold["environment"].get(name)}
    assert differing == {"TMPDIR", "HUBLINT_RUN"}
    assert warm["environment"].keys() == cold["environment"].keys()


def test_random_numbers_of_two_workers_differ(open_models: Callable[..., ModelServer]) -> None:
    assert facts(open_models())["random"] != facts(open_models())["random"]


@pytest.mark.parametrize("path", ["abort", "exit", "segfault", "hang"])
def test_a_worker_that_dies_harms_nobody(open_models: Callable[..., ModelServer], site: Path, path: str) -> None:
    models = open_models(timeout=1.0)
    with pytest.raises(AnswerError, match=r"TensorFlow (crashed|exited|hung): "):
        models.load("bad", path, SERVE)
    assert models.load("good", "good", SERVE) == {"signatures": {}}
    assert imports(site) == 1


def test_many_random_jobs(open_models: Callable[..., ModelServer], site: Path) -> None:
    chosen = random.Random(1).choices(["good", "abort", "exit", "segfault"], [6, 1, 1, 1], k=50)  # noqa: S311 - the same ones each time
    models = open_models()
    for number, path in enumerate(chosen):
        if path == "good":
            assert models.load(str(number), path, SERVE) == {"signatures": {}}
        else:
            with pytest.raises(AnswerError):
                models.load(str(number), path, SERVE)
    assert imports(site) == 1
    assert stop_servers() == 1


def test_many_at_once_share_one_server(
    open_models: Callable[..., ModelServer], site: Path, runtime: Path, said: list[str]
) -> None:
    answers: list[object] = []

    def ask() -> None:
        answers.append(open_models().load("m", "good", SERVE))

    (site / "tensorflow.py").write_text("import time; time.sleep(1)\n" + textwrap.dedent(TENSORFLOW))
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [{"signatures": {}}] * 8
    assert (imports(site), len(servers(runtime)), said) == (1, 1, [])


def test_two_hublints_that_start_at_once_end_with_one_server(site: Path, runtime: Path, tmp_path: Path) -> None:
    program = textwrap.dedent("""
        import sys
        from pathlib import Path
        from hublint.verify.session import ModelServer, Workshop
        from hublint.verify.warm import WarmServers
        models = ModelServer(Workshop(Path(sys.argv[1]), Path(sys.executable), timeout=10.0, warm=WarmServers(print)))
        print(models.load("m", "good", frozenset({"serve"})))
        models.close()
    """)
    root = str(Path(__file__).parents[2])
    started = []
    for number in range(4):
        (tmp_path / str(number)).mkdir()
        program_with_path = f"import sys\nsys.path.insert(0, {root!r})\n{program}"
        command = [sys.executable, "-c", program_with_path, str(tmp_path / str(number))]
        started.append(subprocess.Popen(command, stdout=subprocess.PIPE, text=True))
    assert [process.communicate()[0] for process in started] == ["{'signatures': {}}\n"] * 4
    assert (imports(site), len(servers(runtime))) == (1, 1)


def test_an_idle_server_ends_by_itself(
    open_models: Callable[..., ModelServer], runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBLINT_WARM_IDLE", "0.5")
    models = open_models()
    models.load("m", "good", SERVE)
    time.sleep(1.5)
    assert servers(runtime)  # it has a worker, so it is not idle
    models.close()
    assert comes_true(lambda: not servers(runtime))
    assert stop_servers() == 0


def test_a_new_tensorflow_makes_a_new_server(
    open_models: Callable[..., ModelServer], site: Path, said: list[str]
) -> None:
    open_models().load("m", "good", SERVE)
    (site / "tensorflow.py").write_text(textwrap.dedent(TENSORFLOW).replace("0.0.fake", "0.1.fake"), encoding="utf-8")
    models = open_models()
    models.load("m", "good", SERVE)
    assert imports(site) == 2
    assert models.workshop.runtime.tensorflow == "0.1.fake"
    assert (stop_servers(), said) == (1, [])


@pytest.mark.parametrize("name", ["TF_USE_LEGACY_KERAS", "PYTHONHASHSEED", "XLA_FLAGS"])
def test_what_tensorflow_reads_while_it_is_imported_makes_another_server(
    open_models: Callable[..., ModelServer], site: Path, monkeypatch: pytest.MonkeyPatch, runtime: Path, name: str
) -> None:
    monkeypatch.setenv("XLA_FLAGS", "")
    monkeypatch.setenv("TF_USE_LEGACY_KERAS", "")
    open_models().load("m", "good", SERVE)
    monkeypatch.setenv(name, "1")
    monkeypatch.setenv("EDITOR", "vi")
    open_models().load("m", "good", SERVE)
    others = 1 if name == "PYTHONHASHSEED" else 2  # all workers have the same of that
    assert (imports(site), len(servers(runtime))) == (others, others)


def test_a_stale_socket_is_replaced(
    open_models: Callable[..., ModelServer], site: Path, runtime: Path, said: list[str]
) -> None:
    open_models().load("m", "good", SERVE)
    (path,) = runtime.glob("*.socket")
    connection = connect(path)
    assert connection is not None
    with connection:
        pid = int.from_bytes(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)[:4], sys.byteorder)
    os.kill(pid, signal.SIGKILL)
    assert open_models().load("m", "good", SERVE) == {"signatures": {}}
    assert (imports(site), servers(runtime), said) == (2, [path.name], [])


def test_a_server_that_does_not_answer_is_passed_over(
    open_models: Callable[..., ModelServer],
    site: Path,
    runtime: Path,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    open_models().load("m", "good", SERVE)
    (path,) = runtime.glob("*.socket")
    path.unlink()
    monkeypatch.setattr("hublint.verify.warm._PATIENCE", 0.5)
    with socket.socket(socket.AF_UNIX) as deaf:
        monkeypatch.chdir(runtime)
        deaf.bind(path.name)
        deaf.listen(8)
        assert open_models().load("m", "good", SERVE) == {"signatures": {}}
    assert said == ["starting TensorFlow without a warm server (the server does not answer)"]
    assert imports(site) == 2
    said.clear()
    assert open_models().load("m", "good", SERVE) == {"signatures": {}}  # a new one has taken its place
    assert said == []


@pytest.mark.parametrize("what", ["open to others", "a link", "a file"])
def test_an_odd_folder_is_not_used(
    open_models: Callable[..., ModelServer],
    runtime: Path,
    said: list[str],
    what: str,
    tmp_path: Path,
) -> None:
    if what == "open to others":
        runtime.mkdir(mode=0o755)
    elif what == "a link":
        (tmp_path / "elsewhere").mkdir(mode=0o700)
        runtime.symlink_to(tmp_path / "elsewhere")
    else:
        runtime.write_text("", encoding="utf-8")
    models = open_models()
    assert models.load("m", "good", SERVE) == {"signatures": {}}
    assert models.load("n", "good", SERVE) == {"signatures": {}}
    assert len(said) == 1
    assert said[0].startswith("starting TensorFlow without a warm server (")
    assert not list(tmp_path.glob("elsewhere/*"))


def test_nobody_but_the_user_can_reach_a_server(open_models: Callable[..., ModelServer], runtime: Path) -> None:
    open_models().load("m", "good", SERVE)
    assert runtime.stat().st_mode & 0o777 == 0o700


def test_an_interpreter_without_tensorflow_is_named_as_ever(
    open_models: Callable[..., ModelServer], site: Path, runtime: Path
) -> None:
    (site / "tensorflow.py").write_text("raise ImportError('numpy is too old')", encoding="utf-8")
    with pytest.raises(VerifyError, match="cannot import TensorFlow: ImportError: numpy is too old"):
        open_models().load("m", "good", SERVE)
    assert servers(runtime) == []


def test_half_a_request_does_not_stop_the_others(
    open_models: Callable[..., ModelServer], site: Path, runtime: Path
) -> None:
    open_models().load("m", "good", SERVE)
    (path,) = runtime.glob("*.socket")
    for text in (b"", b"{", b"[]\n", b"{}\n", b'{"folder": 1}\n', b"\xff\n"):
        connection = connect(path)
        assert connection is not None
        with connection:
            connection.sendall(text)
    assert open_models().load("m", "good", SERVE) == {"signatures": {}}
    assert imports(site) == 1


def test_programs_run_warm_too(site: Path, tmp_path: Path, said: list[str]) -> None:
    from tests.verify.fake_tensorflow import write_fake_tensorflow

    (site / "tensorflow.py").unlink()
    write_fake_tensorflow(site)
    project = tmp_path / "project"
    project.mkdir()
    script = project / "export.py"
    script.write_text(
        "import atexit, random, sys, threading, tensorflow as tf\n"
        "tf.saved_model.save(repr(sys.argv) + __name__ + str(random.random()), 'out')\n"
        "atexit.register(tf.saved_model.save, 'late', 'out')\n"
        "threading.Thread(target=lambda: tf.saved_model.save('thread', 'out')).start()\n",
        encoding="utf-8",
    )

    def run(number: int) -> Program:
        root = tmp_path / f"scratch{number}"
        root.mkdir()
        workshop = Workshop(root, Path(sys.executable), timeout=10.0, warm=WarmServers(said.append))
        return run_program(workshop, read_entry(script), folder=project, room="old", copy_limit=10_000)

    seen = set()
    for number in range(2):
        program = run(number)
        assert program.outcome is not None
        assert program.outcome.how == "ended"
        texts = [Path(one.snapshot, "saved_model.pb").read_text(encoding="utf-8") for one in program.exports]
        assert texts[1:] == ["thread", "late"]
        seen.add(texts[0])
    assert len(seen) == 2
    assert said == []
    assert stop_servers() == 1


def test_the_folder_may_have_a_long_name(
    open_models: Callable[..., ModelServer], said: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / ("x" * 150)))
    open_models().load("m", "good", SERVE)
    assert (stop_servers(), said) == (1, [])


def test_the_end_of_a_server_is_not_that_of_its_workers(open_models: Callable[..., ModelServer]) -> None:
    models = open_models()
    models.load("m", "good", SERVE)
    assert stop_servers() == 1
    assert models.load("n", "good", SERVE) == {"signatures": {}}


def test_once_there_is_time_tensorflow_hub_is_imported_for_models_only(
    open_models: Callable[..., ModelServer], site: Path, tmp_path: Path, said: list[str]
) -> None:
    (site / "tensorflow_hub.py").write_text("import os; here = os.getpid()", encoding="utf-8")

    def has_hub() -> bool:
        models = open_models()
        found: bool = facts(models)["hub"]
        models.close()
        time.sleep(0.6)  # that is a pause
        return found

    assert not has_hub()
    assert comes_true(has_hub)
    models = open_models()
    worker = models.workshop.launch(tmp_path, tmp_path / "tmp")  # as for a program
    models.workshop.greet(worker)
    worker.child.send({"job": "describe", "model": "m", "path": "facts", "tags": [], "device": ""})
    answer = worker.child.receive(time.monotonic() + 10)
    worker.close()
    assert '\'{"hub": false' in str(answer)
    assert imports(site) == 1
    (site / "tensorflow_hub.py").write_text("import os; here = 'new'", encoding="utf-8")
    assert open_models().load("m", "good", SERVE) == {"signatures": {}}
    assert imports(site) == 2
    assert (stop_servers(), said) == (1, [])


def test_a_server_that_is_stuck_is_killed(open_models: Callable[..., ModelServer], runtime: Path) -> None:
    open_models().load("m", "good", SERVE)
    (path,) = runtime.glob("*.socket")
    connection = connect(path)
    assert connection is not None
    with connection:
        pid = int.from_bytes(connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)[:4], sys.byteorder)
    os.kill(pid, signal.SIGSTOP)
    assert stop_servers(seconds=0.5) == 1
    assert comes_true(
        lambda: not Path(f"/proc/{pid}/cmdline").exists() or not Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    assert servers(runtime) == []


# The pipes of the request stay in the socket of the server, so that whoever reads them goes on and closes nothing.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_server_that_imports_for_ever_takes_no_time_from_the_worker_that_is_started_instead(
    open_models: Callable[..., ModelServer],
    site: Path,
    said: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hang = "import sys, time\nif 'main.py' in sys.argv[0] and '--serve' in sys.argv: time.sleep(600)\n"
    (site / "tensorflow.py").write_text(hang + textwrap.dedent(TENSORFLOW), encoding="utf-8")
    monkeypatch.setattr("hublint.verify.warm._LONGEST_START", 4.0)
    models = open_models()
    models.workshop.start_timeout = 2.0
    assert models.load("m", "good", SERVE) == {"signatures": {}}
    assert said == ["starting TensorFlow without a warm server (the server could not import TensorFlow)"]
    # It ends by itself, and with it what waits for an answer.
    assert comes_true(lambda: [one.name for one in threading.enumerate()].count("hublint answers") == 1)
    assert stop_servers() == 0


@pytest.mark.parametrize(
    "name", ["PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "NPY_PROMOTION_STATE", "TF_USE_LEGACY_KERAS"]
)
def test_what_is_read_while_tensorflow_is_imported_has_a_server_of_its_own(
    name: str, open_models: Callable[..., ModelServer], site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(name, raising=False)
    open_models().load("m", "good", SERVE)
    monkeypatch.setenv(name, "python")
    open_models().load("m", "good", SERVE)
    assert imports(site) == 2


@pytest.mark.parametrize("text", ["soon", "-1", "nan"])
def test_what_is_no_idle_time_is_told(
    text: str, open_models: Callable[..., ModelServer], said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBLINT_WARM_IDLE", text)
    assert open_models().load("m", "good", SERVE) == {"signatures": {}}
    reason = f"HUBLINT_WARM_IDLE has to be a number of seconds, not '{text}'"
    assert said == [f"starting TensorFlow without a warm server ({reason})"]


def test_a_hublint_below_a_worker_starts_no_server(
    open_models: Callable[..., ModelServer], runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUBLINT_RUN", "that of the worker")
    assert open_models().load("m", "good", SERVE) == {"signatures": {}}
    assert not runtime.exists()


def test_where_there_is_no_accelerator_those_who_want_one_need_no_other_server(
    open_models: Callable[..., ModelServer],
    site: Path,
    runtime: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("hublint.verify.warm.has_accelerators", lambda: False)
    assert facts(open_models())["environment"]["CUDA_VISIBLE_DEVICES"] == ""
    open_models(accelerators=True).greet()
    assert (imports(site), len(servers(runtime))) == (1, 1)
    monkeypatch.setattr("hublint.verify.warm.has_accelerators", lambda: True)
    open_models().load("m", "good", SERVE)
    assert (imports(site), len(servers(runtime))) == (2, 2)


def test_where_there_is_an_accelerator_it_is_not_used_by_a_fork(
    open_models: Callable[..., ModelServer], runtime: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hublint.verify.session.has_accelerators", lambda: True)
    open_models(accelerators=True).greet()
    assert not runtime.exists()


def test_the_command_line_ends_servers(
    open_models: Callable[..., ModelServer], capsys: pytest.CaptureFixture[str]
) -> None:
    open_models().load("m", "good", SERVE)
    assert main(["runtime", "stop"]) == 0
    assert capsys.readouterr().out == "1 server ended.\n"
    assert stop_servers() == 0
