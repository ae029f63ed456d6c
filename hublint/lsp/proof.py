"""Runs `hublint verify` for the editor, as a process that can be ended with all that it started.

Programs run with the rights of the user: whoever starts a proof has made sure that the user asked for it and trusts
what is run.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import hublint
from hublint.lsp.verdicts import ResultError, read_result
from hublint.output.columns import harmless
from hublint.source.text import SourceError, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.lsp.verdicts import Place, Proved

__all__ = ["Options", "Proof", "ProofCancelledError", "ProofError", "unsaved", "unsaved_cells"]

_HOME: Final = Path(hublint.__file__).resolve().parents[1]
"""Where Python finds this very hublint. The program's own folder may hold a `json.py` that is not Python's."""

# As `python -m hublint`, but wherever this hublint lies: `-m` does not look in the working directory where
# `PYTHONSAFEPATH` is set, and what `PYTHONPATH` says reaches the program, whose packages are not hublint's.
_PROGRAM: Final = (
    "import sys; sys.path[:] = [sys.argv.pop(1), *filter(None, sys.path)]; "
    "from hublint.cli import main; sys.exit(main())"
)
# An editor may bring hublint with it, and start it with a Python of whose packages nothing is to be used.
_ISOLATION: Final = (*(["-I"] if sys.flags.isolated else []), *(["-S"] if sys.flags.no_site else []))

_POLL: Final = 0.02
_PATIENCE: Final = 2.0  # seconds that a run has to end by itself when it is asked to
_LAST_PATIENCE: Final = 5.0  # seconds that the system has to end what is killed
_LARGEST_RESULT: Final = 64 * 1000 * 1000
_LARGEST_REPORT: Final = 4 * 1000 * 1000
_LONGEST_LINE: Final = 4096
_LIMIT: Final = 65536  # bytes that are read ahead
_MOST_LINES: Final = 20
_ERROR: Final = "hublint: error: "
_STEP: Final = " ..."
_AGAIN: Final = "Again: "
_FAILED: Final = 2
_WITHOUT_TENSORFLOW: Final = "verify needs TensorFlow to run programs with"
_NO_TENSORFLOW: Final = (
    "there is no TensorFlow to run the program with: make a runtime that has it with "
    "`hublint runtime create tf2.21`, or choose an interpreter that has it in hublint's settings"
)


class ProofError(Exception):
    """Nothing was found out; the text says why, in one sentence for the user."""


class ProofCancelledError(ProofError):
    """It was cancelled."""


class Options(NamedTuple):
    """How to run `hublint verify`; what is left out is as it is there.

    Attributes:
        runtime: the name of a runtime, or the absolute path of an interpreter.
        timeout: the seconds that the program may run, and each thing that is tried of a model.
        devices: where to try models: `cpu`, `gpu:0`.
        arguments: what the program finds in `sys.argv`.
        prefer: the path of the interpreter to use where no runtime is named and it has TensorFlow.
        others: other options of `hublint verify`, as they are written on the command line.
    """

    runtime: str = ""
    timeout: float | None = None
    devices: tuple[str, ...] = ()
    arguments: tuple[str, ...] = ()
    prefer: str = ""
    others: tuple[str, ...] = ()


def unsaved(path: Path, shown: bytes) -> str | None:
    """Return why a file cannot be verified as the editor shows it: a sentence, or None if it can.

    It is the file that runs, in its own folder among its neighbours, so it has to be what the editor shows.

    Args:
        path: the file.
        shown: the text in the editor, in UTF-8. How its lines end makes no difference.
    """
    try:
        saved = Text(path.read_bytes()).utf8
    except (OSError, SourceError):
        return f"{path.name} is not saved as it is shown, and it is the file that runs: save it first"
    if saved.splitlines() == shown.removeprefix(b"\xef\xbb\xbf").splitlines():
        return None
    return f"{path.name} has changes that are not saved, and it is the file that runs: save it first"


def unsaved_cells(path: Path, shown: Sequence[str]) -> str | None:
    """Return the same for a notebook.

    Args:
        path: the file.
        shown: the texts of its code cells in the editor, in order.
    """
    try:
        cells: Any = json.loads(path.read_bytes())["cells"]
        saved = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return f"{path.name} is not saved as it is shown, and it is the file that runs: save it first"
    if [text.splitlines() for text in saved] == [text.splitlines() for text in shown]:
        return None
    return f"{path.name} has changes that are not saved, and it is the file that runs: save it first"


class Proof:
    """One run of `hublint verify`.

    Args:
        target: what to verify: the absolute path of a program or a model, or the handle of a model.
        options: how.
        at: the line that loads the model, if it is one.
        progress: told what is being done, in a few words.
        command: how hublint is started.
    """

    def __init__(
        self,
        target: Path | str,
        options: Options | None = None,
        *,
        at: Place | None = None,
        progress: Callable[[str], None] = lambda _text: None,
        command: Sequence[str] = (sys.executable, *_ISOLATION, "-c", _PROGRAM, str(_HOME)),
    ) -> None:
        """Prepare the run; nothing is started."""
        self._target = str(target)
        self._options = options or Options()
        self._at = at
        self._progress = progress
        self._command = tuple(command)
        self._process: asyncio.subprocess.Process | None = None
        self._transport: asyncio.SubprocessTransport | None = None
        self._reading: asyncio.Future[tuple[bytes, None, int]] | None = None
        self._ending: asyncio.Task[None] | None = None
        self._cancelled = Event()
        self._done: asyncio.Event | None = None
        self._said: deque[str] = deque(maxlen=_MOST_LINES)
        self._scratch: str | None = None

    async def run(self) -> Proved:
        """Verify; to be called once.

        If the task is cancelled, so is the run: all its processes are gone before the task ends.

        Raises:
            ProofError: nothing could be found out.
            ProofCancelledError: somebody called `cancel` or `kill`.
        """
        self._done = asyncio.Event()
        try:
            with tempfile.TemporaryDirectory(prefix="hublint-editor-", ignore_cleanup_errors=True) as scratch:
                self._scratch = scratch
                return await self._run(Path(scratch, "report.txt"))
        finally:
            self._done.set()

    async def cancel(self) -> None:
        """End the run and all that it started; return once all of it is gone."""
        self._cancelled.set()
        if self._process is not None:
            await self._end()
        if self._reading is not None:  # should something still hold the other ends of the pipes
            self._reading.cancel()
        if self._done is not None:
            await self._done.wait()

    def kill(self) -> None:
        """Have the run end, for when there is no time to wait until it has: the server itself ends.

        The run takes down what it started, and its scratch folder. It will be killed should that take too long: by
        itself, for it sees that the server has gone. On Windows nobody can be asked.
        """
        self._cancelled.set()
        if self._process is not None and self._process.returncode is None:
            (_ask_to_end if hasattr(os, "killpg") else _kill)(self._process)
        if self._scratch is not None:
            shutil.rmtree(self._scratch, ignore_errors=True)

    async def _run(self, report: Path) -> Proved:
        self._stop_if_cancelled()
        process = await self._start(report)
        self._reading = asyncio.gather(self._result(process), self._listen(process), process.wait())
        try:
            printed, _, status = await self._reading
        except asyncio.CancelledError:
            self._stop_if_cancelled()
            raise  # it is this task that somebody wants to end
        finally:
            try:
                await self._end()
            finally:
                if self._transport is not None:
                    self._transport.close()
        self._stop_if_cancelled()
        return self._read(status, printed, report)

    def _stop_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise ProofCancelledError("the verification was cancelled")

    async def _start(self, report: Path) -> asyncio.subprocess.Process:
        loop = asyncio.get_running_loop()
        try:
            # As `asyncio.create_subprocess_exec` does, which keeps the transport to itself.
            self._transport, protocol = await loop.subprocess_exec(
                lambda: asyncio.subprocess.SubprocessStreamProtocol(_LIMIT, loop),
                *self._command,
                *self._arguments(report),
                cwd=_HOME,
                # It is closed when the server ends, however that comes, and then so does the run.
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                # A group of its own, on whatever system.
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
            )
        except OSError as error:
            raise ProofError(f"hublint verify could not be started: {error.strerror or error}") from None
        process = self._process = asyncio.subprocess.Process(self._transport, protocol, loop)
        if self._cancelled.is_set():  # while it started
            await self._end()
        return process

    @property
    def again(self) -> str:
        """The command that a person types to do the same in a terminal."""
        return shlex.join(["hublint", "verify", self._target, *self._chosen()])

    def _arguments(self, report: Path) -> list[str]:
        ours = ["--output-format", "json", "--report", str(report), "--progress", "--end-with-input"]
        return ["verify", self._target, *ours, *self._chosen()]

    def _chosen(self) -> list[str]:
        """Return the options that say how, as words of a command line."""
        options = self._options
        words: list[str] = []
        if options.runtime:
            words += ["--runtime", options.runtime]
        elif options.prefer:
            words += ["--prefer", options.prefer]
        if options.timeout is not None:
            words += ["--timeout", f"{options.timeout:g}"]
        for device in options.devices:
            words += ["--device", device]
        words += options.others
        return [*words, "--", *options.arguments] if options.arguments else words

    async def _result(self, process: asyncio.subprocess.Process) -> bytes:
        printed = bytearray()
        while data := await _stream(process.stdout).read(65536):
            if len(printed) <= _LARGEST_RESULT:
                printed += data
        return bytes(printed)

    async def _listen(self, process: asyncio.subprocess.Process) -> None:
        """Hand on what the run says it is doing, and keep the rest."""
        rest = b""
        while data := await _stream(process.stderr).read(65536):
            *lines, rest = (rest + data).split(b"\n")
            for line in lines:
                self._hear(line)
            rest = rest[:_LONGEST_LINE]
        self._hear(rest)

    def _hear(self, line: bytes) -> None:
        text = harmless(line[:_LONGEST_LINE].decode(errors="replace").strip())
        if text.endswith(_STEP):
            self._progress(text.removesuffix(_STEP))
        elif text:
            self._said.append(text)

    def _read(self, status: int, printed: bytes, report: Path) -> Proved:
        if status not in {0, 1}:
            raise ProofError(self._reason(status))
        if len(printed) > _LARGEST_RESULT:
            raise ProofError(f"the result of hublint verify has more than {_LARGEST_RESULT // 1000**2} MB")
        try:
            document = json.loads(printed)
            return read_result(document, folder=_HOME, at=self._at, report=_text(report))
        except (ValueError, RecursionError, ResultError) as error:
            raise ProofError(f"hublint verify gave no result that can be read: {error}") from None

    def _reason(self, status: int) -> str:
        """Say why a run gave nothing."""
        errors = [line.removeprefix(_ERROR) for line in self._said if line.startswith(_ERROR)]
        if status == _FAILED and errors:
            return _NO_TENSORFLOW if errors[-1].startswith(_WITHOUT_TENSORFLOW) else errors[-1]
        last = f": {self._said[-1]}" if self._said else ""
        return f"hublint verify ended unexpectedly (status {status}){last}"

    async def _end(self) -> None:
        """Make sure that nothing of the run is left, once for all who wait for it."""
        if self._ending is None:
            self._ending = asyncio.ensure_future(self._end_once())
        cancelled: asyncio.CancelledError | None = None
        while not self._ending.done():
            try:
                await asyncio.shield(self._ending)
            except asyncio.CancelledError as error:
                cancelled = error
        self._ending.result()
        if cancelled is not None:
            raise cancelled

    async def _end_once(self) -> None:
        process = self._process
        if process is None or process.returncode is not None:
            return
        _ask_to_end(process)
        if await _ended(process, _PATIENCE):
            return
        _kill(process)
        await _ended(process, _LAST_PATIENCE)


async def _ended(process: asyncio.subprocess.Process, seconds: float) -> bool:
    """Wait until a process has ended; tell whether it has."""
    deadline = time.monotonic() + seconds
    # In some releases of Python `wait` returns only once its pipes are closed, which others may hold.
    while process.returncode is None and time.monotonic() < deadline:  # noqa: ASYNC110 - it tells no event
        await asyncio.sleep(_POLL)
    return process.returncode is not None


def _ask_to_end(process: asyncio.subprocess.Process) -> None:
    """Ask a run to end as Ctrl-C does; then it takes down what it started, and its scratch folder."""
    with contextlib.suppress(OSError):  # it has just ended
        # Whoever was started in the background of a shell ignores the signal of Ctrl-C itself.
        process.send_signal(getattr(signal, "CTRL_BREAK_EVENT", signal.SIGTERM))


def _kill(process: asyncio.subprocess.Process) -> None:
    """Kill a run with its group; on Windows, with all its descendants."""
    if not hasattr(os, "killpg"):
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(process.pid)],  # noqa: S607 - Windows has it on its path
                capture_output=True,
                timeout=_LAST_PATIENCE,
                check=False,
            )
        return
    # On Linux a keeper ends what runs in sessions of its own. Elsewhere it has to be found before it loses its parent.
    others = [] if sys.platform == "linux" else _descendants(process.pid)
    with contextlib.suppress(OSError):
        os.killpg(process.pid, signal.SIGKILL)
    for number in others:
        with contextlib.suppress(OSError):
            os.kill(number, signal.SIGKILL)


def _descendants(parent: int) -> list[int]:
    """Return the numbers of the processes below one, as `ps` tells them."""
    try:
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid="],  # noqa: S607 - where it is differs
            capture_output=True,
            text=True,
            timeout=_LAST_PATIENCE,
            check=True,
        ).stdout
        pairs = [(int(number), int(above)) for number, above in (line.split() for line in listed.splitlines())]
    except (OSError, subprocess.SubprocessError, ValueError):
        return []
    found = [parent]
    for one in found:  # which grows
        found += [number for number, above in pairs if above == one and number not in found]
    return found[1:]


def _stream(stream: asyncio.StreamReader | None) -> asyncio.StreamReader:
    if stream is None:
        raise ValueError("the stream is no pipe")
    return stream


def _text(report: Path) -> str:
    """Return the report, without how to make it again, which tells our own options."""
    try:
        with report.open(encoding="utf-8") as file:
            text = file.read(_LARGEST_REPORT)
    except (OSError, ValueError):
        return ""
    return "\n".join(line for line in text.splitlines() if not line.startswith(_AGAIN)) + "\n"
