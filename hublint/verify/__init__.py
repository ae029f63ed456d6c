"""The dynamic checker: runs programs that export SavedModels, calls the exports, and compares two of them.

TensorFlow runs in child processes only; this package imports none of it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, cast

from hublint.savedmodel import SavedModelError, is_saved_model, read_saved_model
from hublint.verify.compare import Tolerance, compare_exports, probe_export
from hublint.verify.program import display, misses_older_tensorflow, run_program
from hublint.verify.report import (
    Call,
    Comparison,
    Export,
    Outcome,
    Problem,
    Program,
    Report,
    Runtime,
    SignatureReport,
)
from hublint.verify.runtime import VerifyError, find_interpreter
from hublint.verify.session import ModelServer, Workshop
from hublint.verify.structure import pair_exports
from hublint.verify.text import render
from hublint.verify.warm import WarmServers, stop_servers

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.limits import Limits
    from hublint.verify.report import ProblemKind, Side

__all__ = [
    "Call",
    "Comparison",
    "Export",
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

_SIDES: tuple[Side, Side] = ("old", "new")
_TOLERANCE = Tolerance()
_COPY_LIMIT = 256 * 1000 * 1000


def verify(
    target: Path,
    *,
    against: Path | None = None,
    python: Path | None = None,
    old_python: Path | None = None,
    new_python: Path | None = None,
    timeout: float = 300.0,
    folder: Path | None = None,
    copy_limit: int = _COPY_LIMIT,
    tolerance: Tolerance = _TOLERANCE,
    limits: Limits | None = None,
    warm: bool = True,
    progress: Callable[[str], None] | None = None,
) -> Report:
    """Run a target, load what it exports and call it; with `against`, compare two targets on the same inputs.

    A target is a program (`.py`) or the folder of a SavedModel. Programs run with the rights of the user, so only
    trusted ones should be given. Each runs in a copy of its folder, in a child process without a GPU and without input.

    Args:
        target: the program or SavedModel to check; the old one, where there are two.
        against: what to hold it against; the new one.
        python: the interpreter that loads and calls the models, and runs the programs; it needs TensorFlow. Default:
            the one running hublint.
        old_python: another interpreter to run the old program with, such as one with TensorFlow 1.15. What it exports
            is loaded by `python` nevertheless: a newer TensorFlow reads the models of an older one, not the reverse.
        new_python: likewise for the new program.
        timeout: the most seconds that a program, or one job for a model, may take.
        folder: the working directory of the programs, which lie in it. Default: the folder of each program.
        copy_limit: the most bytes of a program's folder to copy; larger files are left out, and the report says so.
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
    if folder is not None and not folder.is_dir():
        raise VerifyError(f"{folder}: {'is no folder' if folder.exists() else 'no such folder'}")
    targets = [target] if against is None else [target, against]
    for path in targets:
        _check_target(path, folder)
    interpreter = find_interpreter(python)
    own = _own_interpreters(targets, old_python, new_python)
    say = progress or _say_nothing
    with tempfile.TemporaryDirectory(prefix="hublint-", ignore_cleanup_errors=True) as root:
        servers = WarmServers(say) if warm else None
        workshop = Workshop(Path(root), interpreter, timeout=timeout, limits=limits, warm=servers)
        server = ModelServer(workshop)
        try:
            programs = []
            for path, room in zip(targets, _SIDES, strict=False):
                if path.is_dir():
                    programs.append(_saved_model(path))
                    continue
                say(f"running {display(path)}")
                place = folder or path.parent
                where = workshop.beside(room, own[room]) if room in own else workshop
                # Another interpreter than the program's has to prove usable before a program runs for minutes.
                meanwhile = server.greet if where is not workshop else None
                program = run_program(where, path, folder=place, room=room, copy_limit=copy_limit, meanwhile=meanwhile)
                programs.append(program)
            comparisons = _compare(server, programs, tolerance, say)
        finally:
            server.close()
        programs[0] = _with_advice(programs[0], "--python" if against is None else "--old-python")
        return Report(
            runtime=workshop.runtime,
            old=programs[0],
            new=programs[1] if len(programs) > 1 else None,
            program_problems=tuple(_program_problems(programs)),
            comparisons=tuple(comparisons),
        )


def _own_interpreters(targets: list[Path], old: Path | None, new: Path | None) -> dict[Side, Path]:
    """Return the interpreters of those sides that run with one of their own.

    Raises:
        VerifyError: one does not exist, or is for a side that runs no program.
    """
    found = {}
    for side, path, python in zip(_SIDES, (*targets, None), (old, new), strict=False):
        if python is None:
            continue
        option = f"--{side}-python"
        if path is None or path.is_dir():
            what = "there is only one target" if path is None else f"{path} is a SavedModel, and --python loads it"
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


def _saved_model(folder: Path) -> Program:
    name = display(folder)
    return Program(name, None, 0.0, (Export(name, snapshot=str(folder.resolve())),))


def _compare(
    server: ModelServer, programs: list[Program], tolerance: Tolerance, say: Callable[[str], None]
) -> list[Comparison]:
    if len(programs) == 1:
        found = []
        for number, export in enumerate(programs[0].exports):
            say(f"calling {export.path}")
            found.append(probe_export(server, export, Path(export.snapshot), model=str(number)))
        return found
    found = []
    for number, (old, new) in enumerate(pair_exports(programs[0].exports, programs[1].exports)):
        if old is None or new is None:
            found.append(_unpaired(old, new))
            continue
        say(f"comparing {old.path}")
        sides = (old, Path(old.snapshot)), (new, Path(new.snapshot))
        found.append(compare_exports(server, *sides, name=str(number), tolerance=tolerance))
    return found


def _unpaired(old: Export | None, new: Export | None) -> Comparison:
    if old is not None:
        message = f"new has no counterpart of the export to {old.path!r}"
        return Comparison(old, None, (), (Problem("missing-export", message, "new"),))
    path = new.path if new is not None else ""
    return Comparison(None, new, (), (Problem("extra-export", f"new exports to {path!r}, which old does not", "new"),))


def _program_problems(programs: list[Program]) -> list[Problem]:
    sides: tuple[Side | None, ...] = _SIDES if len(programs) > 1 else (None,)
    found = []
    for side, program in zip(sides, programs, strict=True):
        outcome = program.outcome
        if outcome is None:
            continue
        if outcome.how != "ended":
            place = f" at {outcome.file}:{outcome.line}" if outcome.file else ""
            kind = cast("ProblemKind", outcome.how.replace(" ", "-"))
            found.append(Problem(kind, f"{outcome.how}{place}: {outcome.message}", side, details=outcome.details))
        if not program.exports:
            found.append(Problem("exported-nothing", "exported nothing", side))
    return found


def _check_target(path: Path, folder: Path | None) -> None:
    if path.is_dir():
        if not is_saved_model(path):
            raise VerifyError(f"{path}: holds no saved_model.pb; name the folder of a SavedModel, or a program (.py)")
        try:
            read_saved_model(path)
        except SavedModelError as error:
            raise VerifyError(str(error)) from None
        return
    if not path.exists():
        raise VerifyError(f"{path}: no such file or folder")
    if not path.is_file():
        raise VerifyError(f"{path}: is no regular file")
    if path.suffix != ".py":
        hint = f"; name its folder, {path.parent}" if path.name.startswith("saved_model.pb") else ""
        raise VerifyError(f"{path}: is neither a program (.py) nor the folder of a SavedModel{hint}")
    try:
        path.open("rb").close()
    except OSError as error:
        raise VerifyError(f"{path}: cannot be read: {error.strerror}") from None
    if folder is not None and not path.resolve().is_relative_to(folder.resolve()):
        raise VerifyError(f"{path}: is not in {folder}, the folder that programs are to run in")


def _say_nothing(_text: str) -> None:
    pass
