"""The dynamic checker: runs programs that export SavedModels, calls the exports, and compares two of them.

TensorFlow runs in child processes only; this package imports none of it.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, cast

from hublint.savedmodel import SavedModelError, read_contents
from hublint.savedmodel.targets import OpenedTarget, open_target
from hublint.verify.compare import Side, compare_exports
from hublint.verify.entry import Entry, is_program, read_entry
from hublint.verify.probing import list_devices, observe
from hublint.verify.program import display, misses_older_tensorflow, run_program
from hublint.verify.report import (
    Call,
    Comparison,
    Export,
    ModelRun,
    Outcome,
    Problem,
    Program,
    Report,
    Runtime,
    SignatureReport,
)
from hublint.verify.runtime import VerifyError, find_interpreter
from hublint.verify.session import AnswerError, ModelServer, Workshop
from hublint.verify.structure import pair_exports
from hublint.verify.text import render
from hublint.verify.tolerance import Tolerance
from hublint.verify.warm import WarmServers, stop_servers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.verify.limits import Limits
    from hublint.verify.report import ExportKind, ProblemKind
    from hublint.verify.report import Side as SideName

__all__ = [
    "Call",
    "Comparison",
    "Export",
    "ModelRun",
    "Outcome",
    "Problem",
    "Program",
    "Report",
    "Runtime",
    "SignatureReport",
    "Tolerance",
    "VerifyError",
    "render",
    "stop_servers",
    "verify",
]

_SIDES: tuple[SideName, SideName] = ("old", "new")
_TOLERANCE = Tolerance()
_COPY_LIMIT = 256 * 1000 * 1000
_LARGEST_SEED = 2**31 - 1  # numpy takes one bit more, and inputs have seeds of their own, counted from this one


def verify(
    target: Path | str,
    *,
    against: Path | str | None = None,
    python: Path | None = None,
    old_python: Path | None = None,
    new_python: Path | None = None,
    other_python: Path | None = None,
    devices: Sequence[str] = (),
    logical_cpus: int = 1,
    seed: int = 0,
    timeout: float = 300.0,
    folder: Path | None = None,
    copy_limit: int = _COPY_LIMIT,
    arguments: Sequence[str] = (),
    in_place: bool = False,
    tolerance: Tolerance = _TOLERANCE,
    limits: Limits | None = None,
    warm: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """Run a target, load what it exports and try all that it promises; or compare two on the same inputs.

    A target is a program (`.py` or `.ipynb`), a function of one (`script.py::function`), or a model: the folder of a
    SavedModel or of a TF-Hub module, an archive of one, a file of Keras, or a handle whose model lies in a cache here.
    Programs run with the rights of the user, so only trusted ones should be given. Each runs in a copy of its folder,
    in a child process without input, and without a GPU where two targets or two runtimes are compared.

    Args:
        target: the program or model to check; the old one, where there are two. A handle has to be a `str`.
        against: what to hold it against; the new one.
        python: the interpreter that loads and calls the models, and runs the programs; it needs TensorFlow. Default:
            the one running hublint.
        old_python: another interpreter to run the old program with, such as one with TensorFlow 1.15. What it exports
            is loaded by `python` nevertheless: a newer TensorFlow reads the models of an older one, not the reverse.
        new_python: likewise for the new program.
        other_python: a second interpreter to run and load the one target with, to be held against the first.
        devices: where to try what a model promises, such as `cpu` and `gpu:0`; two or more are held against the first.
            Default: wherever TensorFlow finds one. Only for one target in one runtime.
        logical_cpus: into how many devices to split the CPU, where a machine has nothing else to try several with.
        seed: what the inputs are made from, from 0 to 2**31 - 1.
        timeout: the most seconds that a program, or one job for a model, may take.
        folder: the working directory of the programs, which lie in it. Default: the folder of each program, or the one
            above its package if it imports from that.
        copy_limit: the most bytes of a program's folder to copy; larger files are left out, and the report says so.
        arguments: what programs find behind their name in `sys.argv`.
        in_place: whether programs run in their folder itself, not in a copy, and write where they want.
        tolerance: how far apart two numbers with a fraction may be.
        limits: what the programs and models may use. Default: most of what the machine has, and no network.
        warm: whether a server that has imported TensorFlow may be used, and started for the next verifications.
        progress: called with a line of text when a step begins.

    Returns:
        What was found. `report.agree` tells whether all is well.

    Raises:
        VerifyError: the verification could not be made: a target that does not exist, no TensorFlow.
    """
    if not timeout > 0:  # NaN is not either
        raise VerifyError(f"a time limit has to be more than 0 s, not {timeout:g}")
    if copy_limit < 0:
        raise VerifyError(f"a copy limit has to be 0 or more, not {copy_limit}")
    if not 0 <= seed <= _LARGEST_SEED:
        raise VerifyError(f"a seed has to be from 0 to {_LARGEST_SEED}, not {seed}")
    if folder is not None and not folder.is_dir():
        raise VerifyError(f"{folder}: {'is no folder' if folder.exists() else 'no such folder'}")
    if other_python is not None and against is not None:
        raise VerifyError("a second interpreter for all is for one target; with two, --old-python is for the old one")
    alone = against is None and other_python is None
    if devices and not alone:
        raise VerifyError("a device is named for one target in one runtime; two are compared on the CPU")
    say = progress or _say_nothing
    with tempfile.TemporaryDirectory(prefix="hublint-", ignore_cleanup_errors=True) as root:
        named = (target,) if against is None else (target, against)
        targets = [_checked(one, folder, Path(root)) for one in named]
        if arguments and not any(isinstance(one, Entry) for one in targets):
            raise VerifyError(f"arguments are for programs, and {target} is none")
        interpreter = find_interpreter(python)
        own = _own_interpreters(targets, old_python, new_python)
        if other_python is not None:
            targets.append(targets[0])
        for one in targets if len(targets) > 1 else ():
            if isinstance(one, OpenedTarget) and not one.path.is_dir():
                raise VerifyError(f"{one.shown}: is a file of Keras, which has no signatures to compare")
        # What is compared runs on the CPU alone: a GPU adds up in another order from one call to the next.
        workshop = Workshop(
            Path(root),
            interpreter,
            timeout=timeout,
            accelerators=alone,
            logical_cpus=logical_cpus,
            limits=limits,
            warm=WarmServers(say) if warm else None,
        )
        servers: list[ModelServer] = []
        try:
            servers.append(ModelServer(workshop))
            if other_python is not None:
                servers.append(ModelServer(workshop.beside("other", find_interpreter(other_python))))
            programs = []
            for number, (entry, room) in enumerate(zip(targets, _SIDES, strict=False)):
                server = servers[min(number, len(servers) - 1)]
                if isinstance(entry, OpenedTarget):
                    programs.append(_model(entry))
                    continue
                say(f"running {display(entry.script)}")
                where = workshop.beside(room, own[room]) if room in own else server.workshop
                # Another interpreter than the program's has to prove usable before a program runs for minutes.
                meanwhile = server.greet if where is not server.workshop else None
                program = run_program(
                    where,
                    entry,
                    folder=folder or entry.folder,
                    room=room,
                    copy_limit=copy_limit,
                    arguments=arguments,
                    in_place=in_place,
                    meanwhile=meanwhile,
                )
                programs.append(program)
            if len(programs) > 1:
                programs = [_with_what_is_not_compared(program) for program in programs]
            there = _chosen(servers[0], devices) if alone and (programs[0].loadable or devices) else ()
            work = _Work(servers, there, bool(devices), seed, tolerance, say)
            comparisons = work.compared(programs)
            models = work.tried(programs[0]) if alone else []
        finally:
            for server in servers:
                server.close()
        programs[0] = _with_advice(programs[0], "--python" if against is None else "--old-python")
        return Report(
            runtime=workshop.runtime._replace(devices=there or ("CPU",)),
            old=programs[0],
            new=programs[1] if len(programs) > 1 else None,
            program_problems=tuple(_program_problems(programs)),
            comparisons=tuple(comparisons),
            models=tuple(models),
            seed=seed,
            new_runtime=servers[1].workshop.runtime if len(servers) > 1 else None,
        )


def _own_interpreters(targets: list[OpenedTarget | Entry], old: Path | None, new: Path | None) -> dict[SideName, Path]:
    """Return the interpreters of those sides that run with one of their own.

    Raises:
        VerifyError: one does not exist, or is for a side that runs no program.
    """
    found = {}
    for side, path, python in zip(_SIDES, (*targets, None), (old, new), strict=False):
        if python is None:
            continue
        option = f"--{side}-python"
        if not isinstance(path, Entry):
            what = "there is only one target" if path is None else f"{path.shown} is a model, and --python loads it"
            raise VerifyError(f"{option} runs the {side} program, but {what}")
        found[side] = find_interpreter(python, option)
    return found


def _with_advice(program: Program, option: str) -> Program:
    """Say how to run a program with the TensorFlow that it was written for, if it ran with a newer one."""
    if not misses_older_tensorflow(program) or program.runtime is None:
        return program
    advice = (
        f"if it was written for an older TensorFlow than {program.runtime.tensorflow}, "
        f"name an interpreter that has that one: {option} PATH"
    )
    return program._replace(notes=(*program.notes, advice))


def _with_what_is_not_compared(program: Program) -> Program:
    """Say which models of a program have no signatures that could be held against another program's."""
    notes = [
        f"{export.path!r} is a Keras file, which has no signatures to compare"
        for export in program.loadable
        if not export.is_callable
    ]
    return program._replace(notes=(*program.notes, *dict.fromkeys(notes)))


def _model(opened: OpenedTarget) -> Program:
    """Return a model that was named as if a program had just exported it."""
    name = display(opened.path) if opened.shown == str(opened.path) else opened.shown
    kind: ExportKind = "savedmodel" if opened.path.is_dir() else "keras-file"
    export = Export(name, snapshot=str(opened.path.resolve()), kind=kind)
    return Program(name, None, 0.0, (export,), notes=opened.notes)


class _Work(NamedTuple):
    """What is done with the exports of programs, once all have run."""

    servers: list[ModelServer]
    devices: Sequence[str]
    named: bool  # whether these are the user's choice, and not all there are
    seed: int
    tolerance: Tolerance
    say: Callable[[str], None]

    def tried(self, program: Program) -> list[ModelRun]:
        """Try each model of the only program on each device."""
        server = self.servers[0]
        found = []
        for export in program.loadable:
            self.say(f"trying {export.path}")
            path = Path(export.snapshot)
            try:
                contents = read_contents(path)
            except SavedModelError as error:
                text = str(error).replace(export.snapshot, export.path)
                found.append(ModelRun(export, None, (), (Problem("unreadable-export", text),)))
                continue
            if contents.form == "unknown":
                found.append(ModelRun(export, contents._replace(path=export.path), ()))
                continue
            graph = contents.serving()
            tags = graph.tags if graph is not None else frozenset()
            behaviours = tuple(
                observe(server, path, tags=tags, device=device, seed=self.seed) for device in self.devices
            )
            found.append(ModelRun(export, contents._replace(path=export.path), behaviours))
        return found

    def compared(self, programs: list[Program]) -> list[Comparison]:
        """Compare the exports of two programs, or those of the only one on all devices that are named."""
        old = programs[0]
        if len(programs) > 1:
            pairs = [(*pair, "", "") for pair in pair_exports(old.models, programs[1].models)]
        else:
            first, *others = self.devices if self.named else [""]
            pairs = [(export, export, first, other) for export in old.models for other in others]
        found = []
        for number, (left, right, *places) in enumerate(pairs):
            if left is None or right is None:
                found.append(_unpaired(left, right))
                continue
            self.say(f"comparing {left.path}")
            sides = (
                Side(server, export, Path(export.snapshot), place)
                for server, export, place in zip(
                    (self.servers[0], self.servers[-1]), (left, right), places, strict=True
                )
            )
            compared = compare_exports(*sides, name=str(number), tolerance=self.tolerance, seed=self.seed)
            found.append(compared._replace(devices=tuple(places) if any(places) else ()))
        return found


def _chosen(server: ModelServer, named: Sequence[str]) -> tuple[str, ...]:
    """Return the devices to try models on: those that are named, as TensorFlow writes them, else all there are.

    Raises:
        VerifyError: there is no such device.
    """
    try:
        there = [device.name for device in list_devices(server)]
    except AnswerError as error:
        if named:
            message = f"{server.workshop.interpreter}: TensorFlow cannot set up its devices: {error}"
            raise VerifyError(message) from None
        return ("CPU:0",)  # where trying anything will show the same trouble
    chosen = []
    for name in named:
        kind, _, number = name.upper().partition(":")
        device = f"{kind}:{number or 0}"
        if device not in there:
            raise VerifyError(f"there is no device {name} here, only {', '.join(there)}")
        chosen.append(device)
    return tuple(dict.fromkeys(chosen)) or tuple(there)


def _unpaired(old: Export | None, new: Export | None) -> Comparison:
    if old is not None:
        message = f"new has no counterpart of the export to {old.path!r}"
        return Comparison(old, None, (), (Problem("missing-export", message, "new"),))
    path = new.path if new is not None else ""
    return Comparison(None, new, (), (Problem("extra-export", f"new exports to {path!r}, which old does not", "new"),))


def _program_problems(programs: list[Program]) -> list[Problem]:
    sides: tuple[SideName | None, ...] = _SIDES if len(programs) > 1 else (None,)
    found = []
    for side, program in zip(sides, programs, strict=True):
        outcome = program.outcome
        if outcome is None:
            continue
        if outcome.how != "ended":
            place = f" at {outcome.place}" if outcome.place else ""
            kind = cast("ProblemKind", outcome.how.replace(" ", "-"))
            found.append(Problem(kind, f"{outcome.how}{place}: {outcome.message}", side, details=outcome.details))
        if not (program.loadable if side is None else program.models):
            found.append(Problem("exported-nothing", _instead_of_models(program), side))
    return found


def _instead_of_models(program: Program) -> str:
    """Say what a program has exported that exports nothing that could be called."""
    if not program.exports:
        return "exported nothing"
    counts = Counter(export.kind for export in program.exports)
    listed = ", ".join(f"{number} {_NAMES[kind][number > 1]}" for kind, number in counts.items())
    return f"exported nothing that can be tried here, only {listed}"


_NAMES: dict[ExportKind, tuple[str, str]] = {
    "savedmodel": ("SavedModel", "SavedModels"),
    "hub-module": ("Hub module", "Hub modules"),
    "keras-file": ("Keras file", "Keras files"),
    "checkpoint": ("checkpoint", "checkpoints"),
    "weights": ("set of weights", "sets of weights"),
    "other": ("file in another format", "files in other formats"),
}


def _checked(target: Path | str, folder: Path | None, scratch: Path) -> OpenedTarget | Entry:
    """Return a program as what is to run of it, and a model as where it lies; what is packed is unpacked for that.

    Raises:
        VerifyError: it is neither.
    """
    if is_program(Path(target)):
        entry = read_entry(Path(target))
        if folder is not None and not entry.script.is_relative_to(folder.resolve()):
            raise VerifyError(f"{target}: is not in {folder}, the folder that programs are to run in")
        if folder is not None and not entry.path.is_relative_to(folder.resolve()):
            raise VerifyError(f"{target}: imports from its own package, so {folder} has to be {entry.path} or above it")
        return entry
    try:
        return open_target(target, scratch)
    except SavedModelError as error:
        hint = "; a program is a .py or .ipynb file" if "is no model" in str(error) else ""
        raise VerifyError(f"{error}{hint}") from None


def _say_nothing(_text: str) -> None:
    pass
