"""A conversation with one worker: starting it, giving it jobs, and telling what became of them."""

from __future__ import annotations

import functools
import re
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from hublint.savedmodel.words import size_text
from hublint.verify.child import Child, End
from hublint.verify.environment import child_environment, has_accelerators
from hublint.verify.limits import Limits
from hublint.verify.process import KeptProcess, PlainProcess
from hublint.verify.report import Outcome, Runtime
from hublint.verify.runtime import VerifyError, worker_command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from hublint.verify.process import Ending, Process
    from hublint.verify.warm import WarmServers

__all__ = ["AnswerError", "ModelServer", "Worker", "Workshop", "events", "first_line", "last_lines"]

_FRAME = re.compile(r'^  File "(?P<file>.+)", line (?P<line>\d+) in ', re.MULTILINE)
_LAST_LINES = 12
# What TensorFlow logs on its own account, in its own format and in absl's. Its fatal lines (F) say why a process died.
_LOG = re.compile(
    r"""\d{4}-\d\d-\d\d\ \d\d:\d\d:\d\d\.\d+:\ [IWE]\ \S+:\d+\]
    |   [IWE]\d{4}\ \d\d:\d\d:[\d.]+\s+\d+\ \S+:\d+\]
    |   WARNING:\ All\ log\ messages\ before\ absl::InitializeLog
    |   To\ enable\ the\ following\ instructions:\ .*rebuild\ TensorFlow
    """,
    re.VERBOSE,
)


class AnswerError(Exception):
    """A job for a model failed: the text is one line, `details` all there is.

    `how` is `failed` if the job raised, else how it ended the process.
    """

    def __init__(self, message: str, details: str, how: Ending | Literal["failed"] = "failed") -> None:
        super().__init__(message)
        self.details = details
        self.how = how


class Workshop:
    """The scratch folder of one verification, or of one of its interpreters, and what its workers are started with.

    Args:
        root: an empty folder, for this workshop alone.
        interpreter: the interpreter that has TensorFlow.
        timeout: the seconds that a program, and each job for a model, may take.
        start_timeout: the seconds that a worker may take to import TensorFlow.
        limits: what each worker may use. Default: most of what the machine has.
        warm: starts workers that need not import TensorFlow; without it, each is a process of its own.
        accelerators: whether its workers see the machine's accelerators.
        logical_cpus: into how many devices the CPU is split, where a machine has nothing else to try several with.
    """

    def __init__(
        self,
        root: Path,
        interpreter: Path,
        *,
        timeout: float,
        start_timeout: float = 180.0,
        limits: Limits | None = None,
        warm: WarmServers | None = None,
        accelerators: bool = False,
        logical_cpus: int = 1,
    ) -> None:
        self.root = root.resolve()
        self.interpreter = interpreter
        self.timeout = timeout
        self.start_timeout = start_timeout
        self.limits = limits or Limits.of_this_machine()
        self.warm = warm
        self.accelerators = accelerators
        self.logical_cpus = logical_cpus
        self.runtime = Runtime(str(interpreter), "", "")
        self._workers = 0

    def beside(self, name: str, interpreter: Path) -> Workshop:
        """Return a workshop for another interpreter, in a folder of its own below this one's."""
        root = self.root / f"{name}-runtime"
        root.mkdir()
        return Workshop(
            root,
            interpreter,
            timeout=self.timeout,
            start_timeout=self.start_timeout,
            accelerators=self.accelerators,
            logical_cpus=self.logical_cpus,
            limits=self.limits,
            warm=self.warm,
        )

    def start(
        self,
        folder: Path,
        temporary: Path,
        meanwhile: Callable[[], object] | None = None,
        variables: Mapping[str, str] | None = None,
    ) -> Worker:
        """Start a worker with `folder` as its working directory, and wait until it has imported TensorFlow.

        That takes seconds, in which `meanwhile` is called. `variables` are added to its environment.

        Raises:
            VerifyError: the interpreter does not start, is too old or has no TensorFlow.
        """
        worker = self.launch(folder, temporary, variables)
        try:
            if meanwhile is not None:
                meanwhile()
        except BaseException:
            worker.close()
            raise
        self.greet(worker)
        return worker

    def launch(
        self, folder: Path, temporary: Path, variables: Mapping[str, str] | None = None, *, models: bool = False
    ) -> Worker:
        """Start a worker, but do not wait for it: it has to be greeted before it gets a job.

        With `models` it is only to load models, so that it may have imported more than a program must find imported.

        Raises:
            VerifyError: the interpreter does not start.
        """
        self._workers += 1
        temporary.mkdir(parents=True, exist_ok=True)
        trouble = self.root / f"trouble-{self._workers}"
        environment = {
            **child_environment(self.interpreter, temporary, accelerators=self.accelerators),
            **(variables or {}),
        }
        start = functools.partial(self._start, trouble, folder, environment, models=models)
        return Worker(start, trouble, self)

    def _start(
        self, trouble: Path, folder: Path, environment: Mapping[str, str], *, models: bool, warm: bool
    ) -> Process:
        """Start the process of a worker.

        Raises:
            VerifyError: the interpreter does not start.
        """
        settings = {
            "scratch": str(self.root),
            "trouble": str(trouble),
            "models": models,
            **self.limits._asdict(),
        }
        # Whether an accelerator's library bears a fork of the process that has loaded it is not known.
        if warm and self.warm is not None and not (self.accelerators and has_accelerators()):
            process = self.warm.start(self.interpreter, settings, folder=folder, environment=environment)
            if process is not None:
                return process
        command = worker_command(self.interpreter, str(trouble))
        try:
            if sys.platform != "linux":
                return PlainProcess(command, folder=folder, environment=environment)
            return KeptProcess.start(command, settings, folder=folder, environment=environment)
        except OSError as error:
            raise VerifyError(f"{self.interpreter}: cannot be started: {error.strerror}") from None

    def greet(self, worker: Worker) -> None:
        """Wait until a worker has imported TensorFlow; close it if it cannot.

        Raises:
            VerifyError: the interpreter is too old or has no TensorFlow.
        """
        try:
            self.runtime = self._runtime(worker)
        except BaseException:
            worker.close()
            raise

    def _runtime(self, worker: Worker) -> Runtime:
        deadline = time.monotonic() + self.start_timeout
        python = ""
        while True:
            message = worker.child.receive(deadline)
            if isinstance(message, End):
                if worker.start_again():
                    deadline = time.monotonic() + self.start_timeout  # the server has used up the other one
                    continue
                last = last_lines(worker.child.output.text(), 1)
                if message.how == "hung":
                    reason = f"did not import TensorFlow within {self.start_timeout:g} s"
                elif message.how not in {"exited", "crashed"}:
                    what = worker.outcome(message).message
                    reason = f"{what} while it imported TensorFlow; allow it more with --limit"
                elif python:
                    reason = f"ends while it imports TensorFlow{_colon(last)}"
                else:
                    reason = f"is no Python 3.7 or newer{_colon(last)}"
                raise VerifyError(f"{self.interpreter}: {reason}")
            if message["event"] == "hello":
                python = message["python"]
                worker.network = message["network"]
            elif message["event"] == "unusable":
                raise VerifyError(f"{self.interpreter}: cannot import TensorFlow: {first_line(message['message'])}")
            elif message["event"] == "ready":
                return Runtime(str(self.interpreter), python, message["tensorflow"])


class Worker:
    """A started worker: its process, and the file that tells where it was when it crashed or hung.

    `network` says why it has a network although it should have none, once it has been greeted.
    """

    def __init__(self, start: Callable[..., Process], trouble: Path, workshop: Workshop) -> None:
        self._start = start
        self._process: Process = start(warm=True)
        self.child = Child(self._process, most_output=workshop.limits.output)
        self.network: str | None = None
        self._trouble = trouble
        self._workshop = workshop

    def start_again(self) -> bool:
        """If a server was to make this worker and has not, start a process of its own; tell whether that was so."""
        process = self._process
        if not isinstance(process, KeptProcess) or process.accepted:
            return False
        if self._workshop.warm is not None:
            self._workshop.warm.give_up(process.refusal or "the server could not import TensorFlow")
        self.child.close()
        self._process = self._start(warm=False)
        self.child = Child(self._process, most_output=self._workshop.limits.output)
        return True

    def close(self) -> None:
        """End the worker and all that it started."""
        self.child.close()

    def outcome(self, end: End, within: Path | None = None) -> Outcome:
        """Tell how the worker ended, and at which file and line in the folder `within`, as far as that is known."""
        frames = self._frames(within or self._workshop.root)
        file, line = frames[0] if frames else ("", 0)
        details = last_lines(self.child.output.text(), _LAST_LINES)
        return Outcome(end.how, self._what_happened(end), file, line, details)

    def _what_happened(self, end: End) -> str:
        limits = self._workshop.limits
        if end.how == "exited":
            return f"exit status {end.status}"
        if end.how == "crashed":
            return f"killed by {end.signal}"
        if end.how == "hung":
            return f"still running after {self._workshop.timeout:g} s, killed"
        if end.how == "out of memory":
            return f"used {size_text(end.used or 0)} where {size_text(limits.memory)} are allowed, killed"
        if end.how == "too many processes":
            return f"{end.used} at one time where {limits.processes} are allowed, killed"
        if end.how == "too much output":
            return f"wrote more than {size_text(limits.output)}, killed"
        if end.used is None:
            return "the disk that the scratch folder is on is all but full, killed"
        return f"wrote {size_text(end.used)} where {size_text(limits.disk)} are allowed"

    def _frames(self, within: Path) -> list[tuple[str, int]]:
        try:
            text = self._trouble.read_text(encoding="utf-8", errors="replace")
        except OSError:
            return []
        frames = [(frame["file"], int(frame["line"])) for frame in _FRAME.finditer(text)]
        return [frame for frame in frames if Path(frame[0]).is_relative_to(within)]


def events(worker: Worker, deadline: float) -> Iterator[dict[str, Any] | End]:
    """Yield what a worker says until it ends; the last item is how it ended."""
    while True:
        message = worker.child.receive(deadline)
        yield message
        if isinstance(message, End):
            return


class ModelServer:
    """Loads models and calls their signatures in one worker, which is started anew when a model brings it down.

    Both models run in one process, so that differences between processes do not count as differences of models.
    The worker is started at once, and imports TensorFlow while the programs run.
    """

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._folder = workshop.root / "models"
        self._folder.mkdir(exist_ok=True)
        self._worker: Worker | None = workshop.launch(self._folder, self._folder / "tmp", models=True)
        self._greeted = False
        self._machine: dict[str, Any] | None = None
        self._models: dict[str, dict[str, Any]] = {}
        self._loaded: set[str] = set()

    @property
    def tensorflow(self) -> str:
        """The release of TensorFlow that the worker has; empty until it was greeted."""
        return self.workshop.runtime.tensorflow

    def close(self) -> None:
        """End the worker."""
        if self._worker is not None:
            self._worker.close()
            self._worker = None
        self._greeted = False
        self._machine = None
        self._loaded.clear()

    def greet(self) -> Worker:
        """Return the worker, once it has imported TensorFlow.

        Raises:
            VerifyError: the interpreter does not start, is too old or has no TensorFlow.
        """
        if self._worker is None:
            self._worker = self.workshop.launch(self._folder, self._folder / "tmp", models=True)
        if not self._greeted:
            self.workshop.greet(self._worker)
            self._greeted = True
        return self._worker

    def machine(self) -> dict[str, Any]:
        """Return what the worker says of its Keras and its devices, once it has set them up.

        Raises:
            VerifyError: the interpreter does not start, is too old or has no TensorFlow.
            AnswerError: TensorFlow cannot set up its devices.
        """
        if self._machine is None:
            self._machine = self._answer({"job": "devices", "logical_cpus": self.workshop.logical_cpus})
        return self._machine

    def ask(self, job: Mapping[str, Any]) -> Any:
        """Have the worker do a job, after it has set up its devices.

        Raises:
            VerifyError: the interpreter does not start, is too old or has no TensorFlow.
            AnswerError: the job raises, or brings the worker down.
        """
        self.machine()
        return self._answer(job)

    def scratch(self, name: str) -> Path:
        """Make an empty folder for what a job writes."""
        return Path(tempfile.mkdtemp(prefix=f"{name}-", dir=self._folder))

    def load(self, model: str, path: str, tags: frozenset[str], device: str = "") -> dict[str, Any]:
        """Load a SavedModel under a name of ours, and return its signatures as the loaded object has them.

        With a device (`CPU:1`) it is loaded and called there, else where TensorFlow puts it.

        Raises:
            AnswerError: TensorFlow cannot load it.
        """
        self._models[model] = {"path": path, "tags": sorted(tags), "device": device}
        return self._load(model)

    def call(
        self, model: str, signature: str, inputs: Mapping[str, Any], names: Mapping[str, str], save: str
    ) -> dict[str, Any]:
        """Call a signature with inputs made of a plan, and keep the outputs under the name `save`.

        Raises:
            AnswerError: the model refuses the inputs, or brings the worker down.
        """
        if model not in self._loaded:
            self._load(model)
        return self._ask(
            {
                "job": "call",
                "model": model,
                "signature": signature,
                "inputs": inputs,
                "names": dict(names),
                "save": str(self.kept(save)),
            }
        )

    def kept(self, name: str) -> Path:
        """Return the file of the outputs that a call kept under a name."""
        return self._folder / f"{name}.npz"

    def compare(
        self, left: Path, right: Path, outputs: list[tuple[str, str, float, float]]
    ) -> dict[str, dict[str, Any]]:
        """Measure how the kept outputs of two calls differ, of whichever servers.

        Args:
            left: the file of the one.
            right: the file of the other.
            outputs: the name of an output on each side, and its rtol and atol.
        """
        answer: dict[str, dict[str, Any]] = self._ask(
            {"job": "compare", "left": str(left), "right": str(right), "outputs": outputs}
        )["outputs"]
        return answer

    def place(self, model: str) -> dict[str, Any]:
        """Return where a model lies, and the tags of its graph."""
        return {key: self._models[model][key] for key in ("path", "tags")}

    def compare_variables(
        self, old: dict[str, Any], new: dict[str, Any], *, rtol: float, atol: float
    ) -> dict[str, Any]:
        """Hold the variables of two models against each other: each side is a place and its `signatures`' keys.

        Raises:
            AnswerError: their checkpoints cannot be read.
        """
        return self._ask({"job": "variables", "old": old, "new": new, "rtol": rtol, "atol": atol})

    def forget(self, names: list[str]) -> None:
        """Remove kept outputs."""
        for name in names:
            self.kept(name).unlink(missing_ok=True)

    def _load(self, model: str) -> dict[str, Any]:
        answer = self._ask({"job": "describe", "model": model, **self._models[model]})
        self._loaded.add(model)
        return answer

    def _ask(self, job: Mapping[str, Any]) -> dict[str, Any]:
        if self.workshop.accelerators or self.workshop.logical_cpus > 1:
            self.machine()  # devices have to be set up before anything else runs
        answer: dict[str, Any] = self._answer(job)
        return answer

    def _answer(self, job: Mapping[str, Any]) -> Any:
        worker = self.greet()
        worker.child.send(job)
        message = worker.child.receive(time.monotonic() + self.workshop.timeout)
        if isinstance(message, End):
            outcome = worker.outcome(message)
            self.close()
            raise AnswerError(f"TensorFlow {outcome.how}: {outcome.message}", outcome.details, message.how)
        if message["error"] is not None:
            error = message["error"]
            raise AnswerError(f"{error['type']}: {first_line(error['message'])}", error["message"])
        return message["result"]


def first_line(text: str, longest: int = 300) -> str:
    """Return the first line that is not blank, shortened where it is very long."""
    line = next((line.strip() for line in text.splitlines() if line.strip()), "")
    return line if len(line) <= longest else line[: longest - 3] + "..."


def last_lines(text: str, count: int) -> str:
    """Return the last lines that are not blank, without TensorFlow's log unless there is nothing else."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    own = [line for line in lines if _LOG.match(line) is None]
    return "\n".join((own or lines)[-count:])


def _colon(text: str) -> str:
    return f": {text}" if text else ""
