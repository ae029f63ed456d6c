"""Runs a program in a working copy of its folder, and takes down what it exports and how it ends."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hublint.verify.artefact import look_at
from hublint.verify.child import End
from hublint.verify.environment import is_secret
from hublint.verify.events import EventError, Failed, Finished, Saved, Saving, read_event
from hublint.verify.report import Export, FailedExport, Outcome, Program
from hublint.verify.runtime import VerifyError
from hublint.verify.scratch import copy_folder
from hublint.verify.session import events, first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from hublint.verify.entry import Entry
    from hublint.verify.session import Worker, Workshop

__all__ = ["display", "misses_older_tensorflow", "run_program"]

# What the names and modules of older releases, and graphs without graph mode, raise in a newer one.
_OF_OLDER_TENSORFLOW = re.compile(
    r"""AttributeError:\ module\ 'tensorflow[\w.]*'\ has\ no\ attribute
    |   AttributeError:\ .*\ not\ available\ with\ Keras\ 3
    |   ModuleNotFoundError:\ No\ module\ named\ 'tensorflow\.
    |   ImportError:\ cannot\ import\ name\ '\w+'\ from\ 'tensorflow\b
    |   RuntimeError:\ .*\ not\ (compatible\ with|supported\ when)\ eager\ execution
    """,
    re.VERBOSE,
)


_MISSES_NETWORK = re.compile(
    r"""URLError|ConnectionError|gaierror|Connection\ refused|Network\ is\ unreachable|Name\ or\ service\ not\ known
    |   [Nn]ame\ resolution|Could\ not\ resolve|Max\ retries\ exceeded|[Ff]ailed\ to\ connect|URL\ fetch\ failure
    """,
    re.VERBOSE,
)

# A worker has imported TensorFlow before it runs a program that asks for Keras 2 before it does: then what is imported
# from `tensorflow.keras` is that of Keras 3, and only `tf.keras` is Keras 2.
_ASKS_FOR_KERAS_2 = re.compile(
    r"""^[^#\n]*\bTF_USE_LEGACY_KERAS["']\]?\s*[=,]\s*["'](?P<value>1|true)["']""", re.IGNORECASE | re.MULTILINE
)
_CELL = ":cell "  # between the name of a notebook and the number of a cell, where Python takes a file's name
_MOST_EXPORTS = 10_000
_MOST_NOTES = 20
_IMPORTS_TENSORFLOW = re.compile(r"^\s*(?:import|from)\s+(?:tensorflow|keras|tf_keras)\b", re.MULTILINE)


def run_program(
    workshop: Workshop,
    entry: Entry,
    *,
    folder: Path,
    room: str,
    copy_limit: int,
    arguments: Sequence[str] = (),
    in_place: bool = False,
    meanwhile: Callable[[], object] | None = None,
) -> Program:
    """Run a program as `python script` would in `folder`, but in a copy of that folder.

    What the program writes with relative paths, or next to itself, lands in the copy, where it can use it again. An
    export to any other place is written to the scratch folder instead, and TensorFlow's loaders find it there.

    Args:
        workshop: where and with what to run it.
        entry: the program, which lies in `folder`.
        folder: its working directory.
        room: the name of the part of the scratch folder to use.
        copy_limit: the most bytes to copy.
        arguments: what the program finds in `sys.argv`.
        in_place: whether to run it in `folder` itself and let it write where it wants.
        meanwhile: called before the program runs, while its interpreter starts.

    Raises:
        VerifyError: there is no interpreter that can run it.
    """
    folder = folder.resolve()
    base = workshop.root / room
    snapshots = base / "exports"
    snapshots.mkdir(parents=True)
    notes = list(entry.notes)
    if in_place:
        work = folder
        notes.append(f"it ran in {display(folder)} itself, and what it wrote is there")
    else:
        work = base / "work"
        left_out = copy_folder(folder, work, limit=copy_limit, avoid=workshop.root)
        copy = work / entry.script.relative_to(folder)
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(entry.script, copy)
        if left_out is not None:
            notes.append(f"its folder was copied without {left_out}")
    originals = _Originals(work, folder)
    worker = workshop.start(work, base / "tmp", meanwhile, _set_first(entry.text))
    started = time.monotonic()
    try:
        worker.child.send(
            {
                "job": "capture",
                "script": str(work / entry.script.relative_to(folder)),
                "path": str(work / entry.path.relative_to(folder)),
                "module": entry.module,
                "function": entry.function,
                "cells": entry.cells,
                "arguments": list(arguments),
                "folder": str(work),
                "temporary": str(base / "tmp"),
                "outside": str(base / "outside"),
                "snapshots": str(snapshots),
                "in_place": in_place,
            }
        )
        listener = _Listener(snapshots, originals)
        outcome = listener.listen(worker, started + workshop.timeout, work)
    finally:
        worker.close()
    notes += listener.notes(outcome)
    notes += _confinement_notes(worker, workshop, outcome)
    name = display(entry.script)
    return Program(
        name=f"{name}::{entry.function}" if entry.function else name,
        outcome=outcome,
        seconds=round(time.monotonic() - started, 2),
        exports=tuple(listener.exports),
        notes=tuple(notes),
        runtime=workshop.runtime,
        failed=tuple(listener.failed()),
    )


def _confinement_notes(worker: Worker, workshop: Workshop, outcome: Outcome) -> Iterator[str]:
    """Say what a program did without, if it may have failed for that, and what could not be kept from it."""
    if worker.network is not None and not workshop.limits.network:
        yield f"it could reach the network, which this system does not let hublint take away ({worker.network})"
    if outcome.how != "raised":
        return
    if worker.network is None and not workshop.limits.network and _MISSES_NETWORK.search(outcome.message):
        yield "it ran without a network; --allow-network gives it one"
    for name, value in os.environ.items():
        if is_secret(name, value) and re.search(rf"\b{re.escape(name)}\b", outcome.message):
            yield f"the environment variable {name} was kept from it, as is all that may be a secret"


def _set_first(text: str) -> dict[str, str]:
    """Return the environment variables that a program sets for TensorFlow before it imports it."""
    asks, imports = _ASKS_FOR_KERAS_2.search(text), _IMPORTS_TENSORFLOW.search(text)
    if asks is None or (imports is not None and imports.start() < asks.start()):
        return {}
    return {"TF_USE_LEGACY_KERAS": asks["value"]}


def misses_older_tensorflow(program: Program) -> bool:
    """Tell whether a program failed as one does that was written for an older TensorFlow than it ran on."""
    if program.outcome is None or program.runtime is None or program.runtime.tensorflow.startswith("1."):
        return False
    return program.outcome.how == "raised" and _OF_OLDER_TENSORFLOW.match(program.outcome.message) is not None


def display(path: Path) -> str:
    """Write a path as seen from the current directory, if it lies in it."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)


class _Originals:
    """Names the files of a working copy by where they come from."""

    def __init__(self, work: Path, folder: Path) -> None:
        self._work, self._folder = work, folder

    def place(self, name: str) -> tuple[str, int | None]:
        """Return a file's own name, and the number of the cell if it is one of a notebook."""
        file, _, cell = name.rpartition(_CELL)
        if file.endswith(".ipynb") and cell.isdecimal() and len(cell) < 10:
            return self(file), int(cell)
        return self(name), None

    def __call__(self, name: str) -> str:
        if name and Path(name).is_relative_to(self._work):
            return display(self._folder / Path(name).relative_to(self._work))
        return name

    def text(self, text: str) -> str:
        """Name them so in a whole text, such as a traceback."""
        return text.replace(str(self._work), str(self._folder))


class _Listener:
    """Takes down what a program exports, from what its worker says and from the files that it shows for it.

    The worker speaks for the program, and the program may know how to speak for the worker. So each line has to be one
    that a worker writes, each copy has to be one of ours, and what an export is, its files tell.
    """

    def __init__(self, snapshots: Path, originals: _Originals) -> None:
        self.exports: list[Export] = []
        self._snapshots = snapshots
        self._originals = originals
        self._begun: dict[str, Saving] = {}
        self._failed: list[Failed] = []
        self._passed_over = 0
        self._finished: Finished | None = None
        self._seen: set[str] = set()

    def listen(self, worker: Worker, deadline: float, work: Path) -> Outcome:
        """Listen until the program's process ends, and tell how it did.

        Raises:
            VerifyError: the worker cannot wrap the export calls of this TensorFlow.
        """
        for message in events(worker, deadline):
            if isinstance(message, End):
                return self._outcome(worker, message, work)
            try:
                self._take(message)
            except EventError as error:
                return Outcome("crashed", f"sent what is no report of its worker: {first_line(str(error))}")
        raise AssertionError("a worker that has no end")

    def notes(self, outcome: Outcome) -> list[str]:
        """Tell of exports that went elsewhere, and of those that did not succeed, unless that is how it ended."""
        outside = dict.fromkeys(export.path for export in self.exports if export.redirected)
        notes = [
            f"{path!r} is outside the program's folder, so the export went to the scratch folder instead"
            for path in list(outside)[:_MOST_NOTES]
        ]
        notes += [
            f"{saving.api} to {self._originals.text(saving.path)!r} at {self._place(saving)} had not come back when "
            "the program ended"
            for saving in list(self._begun.values())[:_MOST_NOTES]
        ]
        for failed, event in zip(self.failed(), self._failed, strict=True):
            if outcome.how != "raised" or not event.message.startswith(outcome.message[:60]):
                notes.append(f"{failed.api} to {failed.path!r} at {self._place(event)} failed: {failed.message}")
        if self._passed_over:
            notes.append(f"{self._passed_over:,} exports after the first {_MOST_EXPORTS:,} are not listed")
        return notes

    def failed(self) -> Iterator[FailedExport]:
        """Tell of the first exports that did not succeed."""
        for event in self._failed:
            file, cell = self._originals.place(event.file)
            path, message = self._originals.text(event.path), self._originals.text(first_line(event.message))
            yield FailedExport(path, event.api, file, event.line, message, cell)

    def _place(self, event: Saving | Failed) -> str:
        file, cell = self._originals.place(event.file)
        return Export("", file=file, line=event.line, cell=cell).place

    def _take(self, message: Mapping[str, Any]) -> None:
        event = read_event(message)
        if isinstance(event, Saving):
            if len(self._begun) < _MOST_EXPORTS:
                self._begun[event.number] = event
        elif isinstance(event, Failed):
            self._begun.pop(event.number, None)
            if event.message and len(self._failed) < _MOST_NOTES:
                self._failed.append(event)
        elif isinstance(event, Saved):
            self._begun.pop(event.number, None)
            if len(self.exports) < _MOST_EXPORTS:
                self.exports.append(self._export(event))
            else:
                self._passed_over += 1
        elif isinstance(event, Finished):
            if self._finished is not None:
                raise EventError("a program ends once")
            self._finished = event
        else:
            raise VerifyError(f"this TensorFlow's export calls cannot be captured: {first_line(event.message)}")

    def _export(self, saved: Saved) -> Export:
        file, cell = self._originals.place(saved.file)
        export = Export(
            self._originals.text(saved.path),
            saved.api,
            file,
            saved.line,
            redirected=saved.redirected,
            error=None if saved.error is None else self._originals.text(saved.error),
            temporary=saved.temporary,
            cell=cell,
            arguments={name: self._originals.text(text) for name, text in saved.arguments.items()},
            seconds=saved.seconds,
        )
        if saved.kind != "model":
            return export._replace(kind=saved.kind, bytes=saved.bytes)
        snapshot = Path(saved.snapshot)
        if snapshot.parent != self._snapshots or not snapshot.name.startswith(f"{saved.number}-"):
            raise EventError("a copy of an export is not where copies are kept")
        if snapshot.name in self._seen:
            raise EventError("two exports have the same copy")
        self._seen.add(snapshot.name)
        if saved.error is not None:
            return export._replace(snapshot=str(snapshot))
        try:
            found = look_at(snapshot)
        except OSError as error:
            raise EventError(f"a copy of an export is none: {error}") from None
        return export._replace(snapshot=str(found.path), kind=found.kind, format=found.format, bytes=found.bytes)

    def _outcome(self, worker: Worker, end: End, work: Path) -> Outcome:
        """Tell how a program ended, from what it said itself and from how its process ended.

        A process may end without a word (`os._exit`, a crash), or otherwise than its last word (a thread that never
        ends).
        """
        finished = self._finished
        if finished is not None and finished.how == "raised":
            summary = f"{finished.type}: {first_line(finished.message)}".rstrip(": ")
            return self._named(Outcome("raised", summary, finished.file, finished.line, finished.traceback))
        ended = worker.outcome(end, work)
        if end.how != "exited":
            return self._named(ended)
        if not end.status:
            return Outcome("ended")
        if finished is not None and finished.how == "exited":
            return self._named(ended._replace(file=finished.file, line=finished.line))
        return self._named(ended)

    def _named(self, outcome: Outcome) -> Outcome:
        file, cell = self._originals.place(outcome.file)
        return outcome._replace(file=file, cell=cell, details=self._originals.text(outcome.details))
