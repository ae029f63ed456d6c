"""Proving a rewrite: the program is run as it is and as it would be, and what both export has to agree."""

from __future__ import annotations

import ast
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from hublint.files import states_requirements
from hublint.source.ipynb import NotebookError, NotebookFile
from hublint.source.notebook import Notebook
from hublint.source.source import Source
from hublint.source.text import SourceError
from hublint.target import project_folders

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hublint.verify import Problem, Report, Runtime

__all__ = ["Proof", "Verdict", "exports", "exports_or_loads", "prove"]

Verdict = Literal["agree", "differ", "elsewhere", "random", "unable", "silent", "requirements"]


class Proof(NamedTuple):
    """What came of running a program as it was and as it would be.

    `verdict` is `agree`; `differ`; `elsewhere` where both export the same, but not to the same path; `random` where the
    program as it was disagrees with itself, and `unable` where it does not run or load here, or has nothing that can be
    called, so that nothing can be held against it; `silent` where it exports nothing when it is run, as a library's
    modules do; or `requirements` where the file states a project's requirements and is not run at all.

    `text` is the whole report, and `reason` one line of it: what differs, or the exact error. `advice` says how a proof
    could be had after all, where that is known. `ran` names what ran the programs and loaded their models, each once,
    `exports` counts the exports that were held against each other, and `seconds` is how long it all took.
    """

    verdict: Verdict
    text: str
    reason: str = ""
    advice: str = ""
    ran: tuple[Runtime, ...] = ()
    exports: int = 0
    seconds: float = 0.0

    @property
    def disproved(self) -> bool:
        """Whether the rewrite was shown not to do the same."""
        return self.verdict in {"differ", "elsewhere"}


def prove(
    path: Path,
    after: bytes,
    *,
    python: Path | None = None,
    old_python: Path | None = None,
    new_python: Path | None = None,
    timeout: float = 300.0,
    progress: Callable[[str], None] | None = None,
) -> Proof:
    """Run the program as it is and as it would be, each in a copy of its folder, and compare what they export.

    The rewritten program stands among links to what lies beside the original, which is not touched.

    Args:
        path: the program as it is.
        after: what it would be.
        python: the interpreter that loads the models of both, and runs the programs. Default: the one running hublint.
        old_python: another interpreter to run the program as it is.
        new_python: another interpreter to run the program as it would be.
        timeout: the most seconds that a program, or one job for a model, may take.
        progress: called with a line of text when a step begins.

    Raises:
        VerifyError: if there is no TensorFlow to run programs with.
    """
    if states_requirements(path):
        return Proof("requirements", "")
    from hublint.verify import VerifyError, render, verify
    from hublint.verify.entry import read_entry
    from hublint.verify.program import misses_older_tensorflow

    try:
        entry = read_entry(path)
    except VerifyError as error:
        if path.suffix != ".ipynb":
            raise
        # It has a line that only IPython runs.
        told = str(error).removeprefix(f"{path}, ")
        return Proof("unable", told, told)
    started = time.monotonic()
    below = entry.script.relative_to(entry.path)  # a module of a package imports from above it
    original = Path(os.path.abspath(path))  # noqa: PTH100 - links stay: programs look beside themselves
    folder = original.parents[len(below.parts) - 1]
    with tempfile.TemporaryDirectory(prefix="hublint-migrate-") as scratch:
        room = Path(scratch).resolve() / folder.name
        rewritten = stand_in(folder, below, room, after)
        report = verify(
            original,
            against=rewritten,
            python=python,
            old_python=old_python,
            new_python=new_python,
            timeout=timeout,
            progress=progress,
        )
    # The scratch folder is gone, and means nothing to the reader. A program that exports beside itself, by a path from
    # the root, exports to the same place on both sides.
    shown: Report = report
    for place in (room, folder.resolve()):
        shown = _renamed(shown, f"{place}{os.sep}", _prefix(folder))
    verdict, text = _verdict(shown), render(shown)
    if verdict == "differ" and {problem.kind for problem in report.problems} <= _OF_VALUES:
        # Weights that are drawn anew in each run differ too: only a second run of the old program tells.
        again = verify(
            original,
            against=original,
            python=python,
            old_python=old_python,
            new_python=old_python,
            timeout=timeout,
            progress=progress,
        )
        if _OF_VALUES & {problem.kind for problem in again.problems}:
            verdict = "random"
            text += "\nA second run of old differs from its first."
    older = verdict == "unable" and misses_older_tensorflow(report.old)
    return Proof(
        verdict,
        text,
        _reason(shown, verdict),
        _ADVICE if older else "",
        ran=_ran(report),
        exports=sum(one.old is not None and one.new is not None for one in report.comparisons),
        seconds=time.monotonic() - started,
    )


def _ran(report: Report) -> tuple[Runtime, ...]:
    """Return what ran the programs and their models, each once, the newest TensorFlow last."""
    programs = [report.old, *([report.new] if report.new is not None else [])]
    runtimes = [*(program.runtime for program in programs), report.runtime]
    return tuple(dict.fromkeys(runtime for runtime in runtimes if runtime is not None))


def stand_in(folder: Path, below: Path, room: Path, after: bytes) -> Path:
    """Make a folder like another one in which one file is other than there, and all else are links to what lies there.

    Args:
        folder: the folder to stand in for.
        below: the file, relative to it.
        room: the new folder.
        after: what the file holds in it.

    Returns:
        The file.
    """
    room.mkdir()
    for part in below.parts:
        for beside in folder.iterdir():
            if beside.name != part:
                (room / beside.name).symlink_to(beside)
        folder, room = folder / part, room / part
        if folder.is_dir():
            room.mkdir()
    room.write_bytes(after)
    return room


_ADVICE: Final = "--runtime tf1.15 --runtime tf2.21 runs a program of TensorFlow 1 as it was with its own"


def _reason(report: Report, verdict: Verdict) -> str:
    """Return in one line what stands against a rewrite, or in the way of its proof."""
    if verdict == "agree":
        return ""
    if verdict == "elsewhere":
        return "; ".join(f"{new!r} in place of {old!r}" for old, new in report.other_paths)
    if verdict == "silent":
        return "it exports nothing when it is run"
    if verdict == "random":
        return "it disagrees with itself from run to run"
    first = next(problem for problem in report.problems if _is_in_the_way(problem) is (verdict == "unable"))
    whose = "as rewritten it " if first.side == "new" and first.kind in _OF_PROGRAMS else ""
    return f"{whose}{first.message}"


_ENDED: Final = frozenset(
    {
        "raised",
        "exited",
        "crashed",
        "hung",
        "out-of-memory",
        "too-many-processes",
        "too-much-output",
        "disk-full",
    }
)
_OF_PROGRAMS: Final = _ENDED | {"exported-nothing"}


_OF_VALUES: Final = frozenset({"values", "variables", "random"})


def _renamed(value: Any, old: str, new: str) -> Any:
    """Return plain data in which one path is written as another one."""
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, tuple):
        parts = [_renamed(part, old, new) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    return value


def _prefix(folder: Path) -> str:
    """Return how a verification writes a folder: as seen from the working directory, if it lies in it."""
    try:
        relative = folder.resolve().relative_to(Path.cwd())
    except ValueError:
        return os.path.join(folder, "")  # noqa: PTH118 - pathlib drops the slash
    return "" if relative == Path() else os.path.join(relative, "")  # noqa: PTH118 - as above


def _verdict(report: Report) -> Verdict:
    if report.agree:
        return "elsewhere" if report.other_paths else "agree"
    kinds = {problem.kind for problem in report.problems}
    if kinds == {"random"}:
        return "random"
    if kinds == {"exported-nothing"} and not report.old.models:
        return "silent"
    if any(problem.side == "old" and problem.kind in _OF_OLD_ALONE for problem in report.problems):
        return "unable"
    # Beside what really differs, a signature that could not be called excuses nothing.
    return "unable" if all(map(_is_in_the_way, report.problems)) else "differ"


_OF_OLD_ALONE: Final = _ENDED | {"unreadable-export", "load-failed"}


def _is_in_the_way(problem: Problem) -> bool:
    """Tell whether a problem only keeps new from being held against old."""
    if problem.kind == "not-called":  # nobody's fault: no value can be made for an input, or there is no signature
        return True
    return problem.side == "old" and problem.kind in {*_OF_OLD_ALONE, "call-failed"}


# What can only be a call of TensorFlow, Keras or TensorFlow Hub where hublint knows whose it is...
_OF_LIBRARIES: Final = frozenset({
    "Builder", "ExportArchive", "KerasLayer", "Module", "ModuleSpec", "SavedModelBuilder", "Saver", "TFSMLayer",
    "export", "export_saved_model", "export_savedmodel", "load", "load_model", "load_module_spec", "save", "save_model",
    "save_weights", "simple_save", "write_out",
})  # fmt: skip
# ... and what counts as one on an object that it does not know.
_OF_MODELS: Final = frozenset({
    "export", "export_saved_model", "export_savedmodel", "save", "save_model", "save_weights", "simple_save",
    "write_out",
})  # fmt: skip
_LIBRARIES: Final = frozenset({"tensorflow", "tensorflow_estimator", "tensorflow_hub", "keras", "tf_keras"})


def exports_or_loads(data: bytes, path: Path) -> bool:
    """Tell whether a program saves, exports or loads a model, as far as its text shows.

    Only such a program is worth a run: of any other, nothing could be compared.
    """
    try:
        return any(
            any(name.partition(".")[0] in _LIBRARIES for name in meanings) or (not meanings and leaf in _OF_MODELS)
            for meanings, leaf in _uses(data, path, _OF_LIBRARIES)
        )
    except (SourceError, NotebookError):
        return False


def exports(data: bytes, path: Path) -> bool:
    """Tell whether a program exports a model, as far as its text shows: not its weights, and not a checkpoint.

    The object whose `save` is called may be unknown, or come from another module of the project, but the program has to
    speak of one of the libraries.

    Raises:
        NotebookError: if it is a notebook that cannot be read.
        SourceError: if it cannot be parsed.
    """
    if not any(library.encode() in data for library in _LIBRARIES):
        return False
    return any(
        not meanings or any(_may_export(name, path) for name in meanings)
        for meanings, _ in _uses(data, path, _OF_MODELS - {"save_weights"})
    )


def _may_export(name: str, path: Path) -> bool:
    """Tell whether a full name that ends as an export's does is a library's, or of one of the project's own modules."""
    package = name.partition(".")[0].partition("(")[0]
    if package in _LIBRARIES:
        return ".train." not in name
    folders = map(Path, project_folders(os.path.abspath(path.parent)))  # noqa: PTH100 - Path.resolve would follow links
    return not package or any((here / f"{package}.py").is_file() or (here / package).is_dir() for here in folders)


def _uses(data: bytes, path: Path, leaves: frozenset[str]) -> Iterator[tuple[frozenset[str], str]]:
    """Yield what each use of one of the names may mean, and the name if it is an attribute's."""
    source = Source(Notebook(NotebookFile(data).cells).text if path.suffix == ".ipynb" else data, path)
    for node, scope in source.uses(leaves):
        meanings = source.resolve(node, scope)
        attribute = node.attr if isinstance(node, ast.Attribute) else ""
        if meanings or attribute:
            yield frozenset(meanings), attribute
