"""Runs a model and takes down how it behaves: loads it in every way, calls it, trains it further, saves it again.

A worker does it, piece by piece, so that a piece that crashes or hangs costs no other. What it answers is data from a
process that runs other people's models: it is validated, and what does not fit is told as trouble.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec

from hublint.behaviour import (
    Attempt,
    Behaviour,
    Device,
    FunctionRun,
    InputWanted,
    Resaving,
    TrainingRun,
    Trouble,
)
from hublint.savedmodel import SavedModelError, read_saved_model
from hublint.verify.inputs import CannotGenerateError, plan_calls
from hublint.verify.session import AnswerError, first_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from hublint.savedmodel import TensorInfo
    from hublint.verify.session import ModelServer

__all__ = ["PARTS", "Part", "list_devices", "observe"]

Part = Literal["loads", "functions", "training", "resaving"]
PARTS: tuple[Part, ...] = ("loads", "functions", "training", "resaving")

_Answer = TypeVar("_Answer")
_MOST_FUNCTIONS = 64
_SHARE = 0.5  # of a job's time in which a function is tried with ever other inputs
_MOST_HANGS = 2  # each costs all the time that a job may take
_TRYING = "trying"  # where the worker writes what it is about to call a function with
_LONGEST_NOTE = 1000


class _Callable(msgspec.Struct, forbid_unknown_fields=True):
    """What a worker lists as something that can be called."""

    name: str
    kind: Literal["signature", "function"]
    wanted: tuple[InputWanted, ...]


class _Machine(msgspec.Struct, forbid_unknown_fields=True):
    """What a worker says of where it runs."""

    keras: str
    devices: tuple[Device, ...]


def list_devices(server: ModelServer) -> tuple[Device, ...]:
    """Return the devices that TensorFlow sees in a server's worker.

    Raises:
        VerifyError: there is no interpreter that can run it.
        AnswerError: TensorFlow cannot tell.
    """
    return _machine(server).devices


def observe(
    server: ModelServer,
    path: Path,
    *,
    tags: frozenset[str],
    device: str = "CPU:0",
    seed: int = 0,
    parts: Iterable[Part] = PARTS,
) -> Behaviour:
    """Run a model on one device.

    Args:
        server: runs it.
        path: the folder of a SavedModel, or a `.keras` or `.h5` file.
        tags: the tags to load it by; not looked at for a file.
        device: where to load and call it, as TensorFlow names it.
        seed: what its inputs are made from.
        parts: what to try.

    Raises:
        VerifyError: there is no interpreter that can run it.
    """
    observer = _Observer(server, path, tags=tags, device=device, seed=seed)
    return observer.observe(frozenset(parts))


class _Observer:
    """One observation under way: what all its jobs have in common, and the trouble so far."""

    def __init__(self, server: ModelServer, path: Path, *, tags: frozenset[str], device: str, seed: int) -> None:
        self._server = server
        self._path = path
        self._tags = tags
        self._job = {
            "job": "probe",
            "path": str(path.resolve()),
            "form": "keras" if path.is_file() else "saved_model",
            "tags": sorted(tags),
            "device": device,
            "seed": seed,
            "patience": server.workshop.timeout * _SHARE,
        }
        self._device, self._seed = device, seed
        self._trouble: list[Trouble] = []
        self._calls: dict[str, list[list[dict[str, Any]]]] = {}

    def observe(self, parts: frozenset[Part]) -> Behaviour:
        """Try the parts, in order."""
        try:
            machine = _machine(self._server)
        except AnswerError as error:
            self._take_down("devices", error)
            machine = _Machine("", ())
        else:
            if self._device not in {device.name for device in machine.devices}:
                there = ", ".join(device.name for device in machine.devices)
                message = f"there is no device {self._device} here, only {there}"
                self._trouble.append(Trouble("devices", "failed", message))
        runnable = not self._trouble
        loads = self._loads() if runnable and "loads" in parts else ()
        functions = self._functions(call="functions" in parts) if runnable and parts - {"loads"} else ()
        training = self._ask("training", TrainingRun) if runnable and "training" in parts else None
        resaving = self._ask("resaving", Resaving) if runnable and "resaving" in parts else None
        return Behaviour(
            device=self._device,
            tensorflow=self._server.tensorflow,
            keras=machine.keras,
            seed=self._seed,
            loads=loads,
            functions=functions,
            training=training,
            resaving=resaving,
            trouble=tuple(self._trouble),
        )

    def _loads(self) -> tuple[Attempt, ...]:
        found = []
        for way in self._ask("loads", tuple[str, ...]) or ():
            attempt = self._ask("loads", Attempt, item=way)
            if attempt is not None:
                found.append(attempt)
        return tuple(found)

    def _functions(self, *, call: bool) -> tuple[FunctionRun, ...]:
        """List what can be called, plan how, and call it if wanted; training and saving again need the plan too."""
        listed = self._ask("functions", tuple[_Callable, ...]) or ()
        declared = self._declared()
        found = []
        for number, one in enumerate(listed):
            if number >= _MOST_FUNCTIONS:
                reason = f"only the first {_MOST_FUNCTIONS} functions of a model are called"
                found.append(FunctionRun(one.name, one.kind, skipped=reason, wanted=one.wanted))
                continue
            try:
                self._calls[one.name] = plan_calls(one.wanted, seed=self._seed)
            except CannotGenerateError as error:
                found.append(FunctionRun(one.name, one.kind, skipped=str(error), wanted=one.wanted))
                continue
            if not call:
                continue
            run = self._ask("functions", FunctionRun, item=one.name, declared=declared)
            if run is not None:
                found.append(run)
        return tuple(found)

    def _declared(self) -> dict[str, dict[str, Any]]:
        """Return what the signatures declare for their outputs, read from the model's own description."""
        if not self._path.is_dir():
            return {}
        try:
            graphs = read_saved_model(self._path).meta_graphs
        except SavedModelError:
            return {}
        graph = next((one for one in graphs if one.tags == self._tags), None)
        signatures = graph.public_signatures if graph is not None else {}
        return {
            f"signatures[{key!r}]": {name: _spec(info) for name, info in signature.outputs.items()}
            for key, signature in signatures.items()
            if all(info.encoding == "dense" for info in signature.outputs.values())
        }

    def _ask(self, part: Part, kind: type[_Answer], *, item: str | None = None, **more: Any) -> _Answer | None:
        """Have a piece done; what keeps it from being done is trouble, and None."""
        if sum(trouble.how == "hung" for trouble in self._trouble) >= _MOST_HANGS:
            message = f"not tried: {_MOST_HANGS} others were still running when their time was up"
            self._trouble.append(Trouble(part if item is None else f"{part}: {item}", "failed", message))
            return None
        scratch = self._server.scratch(part)
        job = {**self._job, "part": part, "item": item, "scratch": str(scratch), "calls": self._calls, **more}
        try:
            answer = self._server.ask(job)
            return msgspec.convert(answer, kind)
        except AnswerError as error:
            self._take_down(part if item is None else f"{part}: {item}", error, _trying(scratch))
        except msgspec.ValidationError as error:
            message = f"the answer cannot be understood: {first_line(str(error))}"
            self._trouble.append(Trouble(part if item is None else f"{part}: {item}", "garbled", message))
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
        return None

    def _take_down(self, part: str, error: AnswerError, inputs: str = "") -> None:
        self._trouble.append(Trouble(part, error.how, str(error), error.details, inputs))


def _machine(server: ModelServer) -> _Machine:
    try:
        return msgspec.convert(server.machine(), _Machine)
    except msgspec.ValidationError as error:
        raise AnswerError(f"the devices cannot be understood: {first_line(str(error))}", str(error)) from None


def _trying(scratch: Path) -> str:
    """Return what a worker that is gone was calling a function with, if it says so."""
    path = scratch / _TRYING
    try:
        if not path.is_file():
            return ""
        with path.open(encoding="utf-8", errors="replace") as note:
            return first_line(note.read(_LONGEST_NOTE))
    except OSError:
        return ""


def _spec(info: TensorInfo) -> dict[str, Any]:
    return {"dtype": info.dtype, "shape": None if info.shape is None else list(info.shape)}
