"""Runs a program in a working copy of its folder, and takes down what it exports and how it ends."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hublint.verify.child import End
from hublint.verify.environment import is_secret
from hublint.verify.report import Export, Outcome, Program
from hublint.verify.runtime import VerifyError
from hublint.verify.scratch import copy_folder
from hublint.verify.session import events, first_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
_IMPORTS_TENSORFLOW = re.compile(r"^\s*(?:import|from)\s+(?:tensorflow|keras|tf_keras)\b", re.MULTILINE)


def run_program(
    workshop: Workshop,
    script: Path,
    *,
    folder: Path,
    room: str,
    copy_limit: int,
    meanwhile: Callable[[], object] | None = None,
) -> Program:
    """Run a script as `python script` would in `folder`, but in a copy of that folder.

    What the program writes with relative paths, or next to itself, lands in the copy, where it can use it again. An
    export to any other place is written to the scratch folder instead, and TensorFlow's loaders find it there.

    Args:
        workshop: where and with what to run it.
        script: the program, which lies in `folder`.
        folder: its working directory.
        room: the name of the part of the scratch folder to use.
        copy_limit: the most bytes to copy.
        meanwhile: called before the program runs, while its interpreter starts.

    Raises:
        VerifyError: there is no interpreter that can run it.
    """
    folder, script = folder.resolve(), script.resolve()
    base = workshop.root / room
    work, snapshots = base / "work", base / "exports"
    left_out = copy_folder(folder, work, limit=copy_limit, avoid=workshop.root)
    copy = work / script.relative_to(folder)
    if not copy.exists():
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(script, copy)
    snapshots.mkdir()
    worker = workshop.start(work, base / "tmp", meanwhile, _set_first(script))
    started = time.monotonic()
    try:
        worker.child.send(
            {
                "job": "capture",
                "script": str(copy),
                "arguments": [],
                "folder": str(work),
                "temporary": str(base / "tmp"),
                "outside": str(base / "outside"),
                "snapshots": str(snapshots),
            }
        )
        exports, outcome = _listen(worker, started + workshop.timeout)
    finally:
        worker.close()
    original = _Originals(work, folder)
    notes = []
    if left_out is not None:
        notes.append(f"its folder was copied without {left_out}")
    notes += [
        f"{export.path!r} is outside the program's folder, so the export went to the scratch folder instead"
        for export in exports
        if export.redirected
    ]
    notes += _confinement_notes(worker, workshop, outcome)
    outcome = outcome._replace(file=original(outcome.file), details=original.text(outcome.details))
    return Program(
        name=display(script),
        outcome=outcome,
        seconds=round(time.monotonic() - started, 2),
        exports=tuple(
            export._replace(file=original(export.file), path=original.text(export.path)) for export in exports
        ),
        notes=tuple(notes),
        runtime=workshop.runtime,
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


def _set_first(script: Path) -> dict[str, str]:
    """Return the environment variables that a program sets for TensorFlow before it imports it."""
    text = script.read_text(encoding="utf-8", errors="replace")
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

    def __call__(self, name: str) -> str:
        if name and Path(name).is_relative_to(self._work):
            return display(self._folder / Path(name).relative_to(self._work))
        return name

    def text(self, text: str) -> str:
        """Name them so in a whole text, such as a traceback."""
        return text.replace(str(self._work), str(self._folder))


def _listen(worker: Worker, deadline: float) -> tuple[list[Export], Outcome]:
    exports: list[Export] = []
    finished: dict[str, Any] | None = None
    outcome = Outcome("ended")
    for message in events(worker, deadline):
        if isinstance(message, End):
            outcome = _outcome(worker, message, finished)
        elif message["event"] == "export":
            fields = {name: message[name] for name in Export._fields if name in message}
            exports.append(Export(**fields))
        elif message["event"] == "finished":
            finished = message
        elif message["event"] == "unusable":
            raise VerifyError(f"this TensorFlow's export calls cannot be captured: {message['message']}")
    return exports, outcome


def _outcome(worker: Worker, end: End, finished: dict[str, Any] | None) -> Outcome:
    """Tell how a program ended, from what it said itself and from how its process ended.

    A process may end without a word (`os._exit`, a crash), or otherwise than its last word (a thread that never ends).
    """
    if finished is not None and finished["how"] == "raised":
        summary = f"{finished['type']}: {first_line(finished['message'])}".rstrip(": ")
        return Outcome("raised", summary, finished["file"], finished["line"], finished["traceback"])
    ended = worker.outcome(end)
    if end.how != "exited":
        return ended
    if not end.status:
        return Outcome("ended")
    if finished is not None and finished["how"] == "exited":
        return ended._replace(file=finished["file"], line=finished["line"])
    return ended
