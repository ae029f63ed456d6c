"""What `hublint verify` found, as an editor shows it: a verdict for each call that exports, and findings at lines.

The JSON comes from another process and is checked.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

import msgspec

from hublint.output import count
from hublint.output.columns import harmless
from hublint.output.markdown import fenced
from hublint.savedmodel.model import Signature, TensorInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

__all__ = ["Place", "Proved", "Remark", "ResultError", "Verdict", "read_result"]

_LONGEST_REASON: Final = 60
_PREFIX: Final = "signatures['"
_STOPPED: Final = {"raised": "raised ", "exited": "ended with ", "crashed": "crashed: ", "hung": "hung: "}
_ENCODINGS: Final[dict[str, Literal["dense", "sparse", "composite"]]] = {"sparse": "sparse", "ragged": "composite"}


class ResultError(Exception):
    """A document is no result of `hublint verify`; the text says in what."""


class Place(NamedTuple):
    """A line: its file, its row from 1, and in a notebook the cell, counted from 1 among all, whose row it is."""

    file: str
    row: int
    cell: int | None = None


class Remark(NamedTuple):
    """Something that is wrong, and the line to show it at.

    `code` is that of a rule, or what happened to a program in a word: `raised`, `hung`.
    """

    place: Place
    code: str
    message: str
    detail: str = ""
    url: str = ""


class Verdict(NamedTuple):
    """What verifying showed of the models of one call.

    Attributes:
        place: the line of the call.
        state: whether all promises are kept, some are broken, or the call or what it wrote is unusable.
        text: the same in a few words, for a line of its own: `verified on CPU, 12 promises kept`.
        paths: where the models were written, as the program says.
        remarks: what is wrong with them.
        signatures: those of the first model that has any, by name.
        when: the time at which it was found out.
    """

    place: Place
    state: Literal["kept", "broken", "failed"]
    text: str
    paths: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    signatures: dict[str, Signature] = {}  # noqa: RUF012 - of a named tuple, whose defaults nobody changes
    when: float = 0.0


class Proved(NamedTuple):
    """What one run found.

    Attributes:
        agree: whether nothing is wrong.
        summary: all of it in one sentence, without a full stop.
        verdicts: one for each line that exports, in whatever file.
        remarks: all that is wrong: those of the verdicts, and of the program.
        report: all that is to be told, as text of aligned columns.
        when: the time at which it was found out.
        document: all of it as JSON, as `hublint verify --output-format json` prints it.
        folder: what paths in the document count from that are not absolute.
    """

    agree: bool
    summary: str
    verdicts: tuple[Verdict, ...]
    remarks: tuple[Remark, ...]
    report: str
    when: float
    document: Mapping[str, Any]
    folder: Path

    def of(self, path: Path) -> tuple[list[Verdict], list[Remark]]:
        """Return the verdicts and remarks for lines of one file, by whatever links its path leads."""
        real = os.path.realpath(path)
        verdicts = [one for one in self.verdicts if os.path.realpath(one.place.file) == real]
        return verdicts, [one for one in self.remarks if os.path.realpath(one.place.file) == real]

    @property
    def markdown(self) -> str:
        """The report for a view of Markdown, in which nothing of it is marked up."""
        return f"**{_escaped(self.summary)}**\n\n{fenced(self.report, 'text')}\n"


# What of the JSON is read. The rest is of no use here, and may be what it likes.

_Row = Annotated[int, msgspec.Meta(ge=0, le=2**31)]
_Cell = Annotated[int, msgspec.Meta(ge=1, le=2**31)]


class _Location(msgspec.Struct, frozen=True):
    row: _Row


class _Finding(msgspec.Struct, frozen=True):
    code: str
    message: str
    filename: str
    location: _Location
    cell: _Cell | None = None
    detail: str | None = None
    url: str | None = None


class _Export(msgspec.Struct, frozen=True):
    path: str
    api: str
    file: str
    line: _Row
    cell: _Cell | None = None
    error: str | None = None


class _FailedExport(msgspec.Struct, frozen=True):
    path: str
    file: str
    line: _Row
    message: str
    cell: _Cell | None = None


class _Problem(msgspec.Struct, frozen=True):
    kind: str
    message: str
    details: str = ""


class _Outcome(msgspec.Struct, frozen=True):
    how: str
    message: str = ""
    file: str = ""
    line: _Row = 0
    details: str = ""
    cell: _Cell | None = None


class _Program(msgspec.Struct, frozen=True):
    name: str
    outcome: _Outcome | None = None
    exports: tuple[_Export, ...] = ()
    failed: tuple[_FailedExport, ...] = ()


class _Tensor(msgspec.Struct, frozen=True):
    name: str
    dtype: str
    shape: tuple[int | None, ...] | None = None
    form: str = "dense"


class _Output(msgspec.Struct, frozen=True):
    name: str
    declared_dtype: str = ""
    declared_shape: tuple[int | None, ...] | None = None


class _Function(msgspec.Struct, frozen=True):
    name: str
    kind: str
    wanted: tuple[_Tensor, ...] = ()
    outputs: tuple[_Output, ...] = ()


class _Behaviour(msgspec.Struct, frozen=True):
    device: str
    functions: tuple[_Function, ...] = ()


class _Promise(msgspec.Struct, frozen=True):
    code: str
    kept: tuple[bool | None, ...]


class _Model(msgspec.Struct, frozen=True):
    export: _Export
    behaviours: tuple[_Behaviour, ...] = ()
    problems: tuple[_Problem, ...] = ()
    promises: tuple[_Promise, ...] = ()


class _Signature(msgspec.Struct, frozen=True):
    problems: tuple[_Problem, ...] = ()


class _Comparison(msgspec.Struct, frozen=True):
    old: _Export | None
    signatures: tuple[_Signature, ...] = ()
    problems: tuple[_Problem, ...] = ()


class _Result(msgspec.Struct, frozen=True):
    agree: bool
    old: _Program
    findings: tuple[_Finding, ...]
    models: tuple[_Model, ...]
    program_problems: tuple[_Problem, ...] = ()
    comparisons: tuple[_Comparison, ...] = ()


def read_result(
    document: Any, *, folder: Path, at: Place | None = None, report: str = "", when: float | None = None
) -> Proved:
    """Read what `hublint verify --output-format json` printed.

    Args:
        document: the parsed JSON.
        folder: the working directory that it ran in, which the paths of files count from.
        at: the line that loads the model, if it was a model that was verified, and not a program.
        report: the same as text.
        when: the time at which it was found out; now, if it is not given.

    Raises:
        ResultError: it is no such document.
    """
    try:
        result = msgspec.convert(document, type=_Result)
    except msgspec.ValidationError as error:
        raise ResultError(str(error)) from None
    reading = _Reading(result, folder, at, time.time() if when is None else when)
    verdicts = tuple(reading.verdicts())
    remarks = tuple(dict.fromkeys([*reading.of_program(), *(remark for one in verdicts for remark in one.remarks)]))
    summary = reading.summary(verdicts)
    return Proved(result.agree, summary, verdicts, remarks, report, reading.when, document, folder)


class _Failure(NamedTuple):
    """What kept a call from exporting, in short, and as it is to be shown, if it is something wrong."""

    place: Place
    text: str
    remark: Remark | None = None


class _Reading:
    """One document, as it is read."""

    def __init__(self, result: _Result, folder: Path, at: Place | None, when: float) -> None:
        self._result = result
        self._folder = folder
        self._at = at
        self.when = when

    def verdicts(self) -> Iterator[Verdict]:
        """Yield what is said of each line that exports, in the order of the exports."""
        models: dict[Place, list[_Model]] = {}
        for model in self._result.models:
            models.setdefault(self._of_export(model.export), []).append(model)
        failures: dict[Place, list[_Failure]] = {}
        for failure in self._failures():
            failures.setdefault(failure.place, []).append(failure)
        for place in dict.fromkeys([*models, *failures]):
            yield self._verdict(place, models.get(place, []), failures.get(place, []))

    def _failures(self) -> Iterator[_Failure]:
        """Yield what kept calls from exporting, each once: that of the program as a whole the last."""
        program, outcome, whole = self._result.old, self._result.old.outcome, self._failure()
        for export in program.exports:
            if export.error is not None:
                place = self._of_export(export)
                yield _Failure(place, export.error, Remark(place, "unreadable-export", _line(export.error)))
        for model in self._result.models:
            place = self._of_export(model.export)
            for one in model.problems:
                yield _Failure(place, one.message, Remark(place, one.kind, _line(one.message), one.details))
        for failed in program.failed:
            # Where the program has caught it, it is for the user to know, and nothing wrong.
            place = Place(self._path(failed.file), max(1, failed.line), failed.cell)
            if whole is None or place != whole.place:
                yield _Failure(place, failed.message)
        if outcome is not None and outcome.how == "raised" and whole is not None:
            yield _Failure(whole.place, outcome.message, whole)

    def _verdict(self, place: Place, models: list[_Model], failures: list[_Failure]) -> Verdict:
        remarks = [failure.remark for failure in failures if failure.remark is not None]
        remarks += self._differences(place)
        remarks += [
            Remark(place, one.code, _line(one.message), one.detail or "", one.url or "")
            for one in self._result.findings
            if self._of_finding(one, models) == place
        ]
        broken = {remark.code for remark in remarks}
        if broken:
            # One finding may stand for what several promises come to; the report shows a cross for each.
            broken |= {one.code for model in models for one in model.promises if False in one.kept}
        kept = {one.code for model in models for one in model.promises if True in one.kept and False not in one.kept}
        if failures:
            text = f"failed: {_shortened(_line(failures[0].text))}"
        elif broken:
            text = f"{count(len(broken), 'promise')} broken"
        else:
            text = f"{_verified(models)}, {count(len(kept), 'promise')} kept"
        return Verdict(
            place,
            "failed" if failures else "broken" if broken else "kept",
            text,
            tuple(dict.fromkeys(model.export.path for model in models)),
            tuple(dict.fromkeys(remarks)),
            next(filter(None, (_signatures(model) for model in models)), {}),
            self.when,
        )

    def _differences(self, place: Place) -> Iterator[Remark]:
        """Yield what devices or runtimes disagree on."""
        for comparison in self._result.comparisons:
            if comparison.old is not None and self._of_export(comparison.old) == place:
                of_signatures = [problem for one in comparison.signatures for problem in one.problems]
                for problem in (*comparison.problems, *of_signatures):
                    yield Remark(place, problem.kind, _line(problem.message), problem.details)

    def of_program(self) -> Iterator[Remark]:
        """Yield what is wrong with the program as a whole, at the line where it happened or at its first."""
        failed = self._failure()
        if failed is not None:
            yield failed
        for problem in self._result.program_problems:
            # Where it did not come to its end, this is the consequence.
            if problem.kind == "exported-nothing" and failed is None:
                first = Place(self._path(self._result.old.name.partition("::")[0]), 1)
                yield Remark(first, problem.kind, _line(f"the program {problem.message}"), problem.details)

    def _failure(self) -> Remark | None:
        outcome = self._result.old.outcome
        if outcome is None or outcome.how == "ended":
            return None
        name = self._result.old.name.partition("::")[0]
        place = Place(self._path(outcome.file or name), max(1, outcome.line) if outcome.file else 1, outcome.cell)
        how = _STOPPED.get(outcome.how, f"was stopped ({outcome.how}): ")
        code = outcome.how.replace(" ", "-")
        return Remark(place, code, _line(f"the program {how}{outcome.message}").rstrip(": "), outcome.details)

    def summary(self, verdicts: Sequence[Verdict]) -> str:
        """Say in one sentence what came of it."""
        failed = self._failure()
        name = harmless(os.path.basename(self._result.old.name))  # noqa: PTH119 - it may be a handle
        if failed is not None:
            return f"{name}: {failed.message}"
        if not self._result.models:
            problem = next(iter(self._result.program_problems), None)
            return f"{name}: {_line(problem.message) if problem is not None else 'no model was tried'}"
        what = count(len(self._result.models), "model")
        wrong = sum(len(verdict.remarks) for verdict in verdicts)
        if wrong:
            return f"{name}: {what} {_verified(self._result.models)}, {count(wrong, 'problem')} found"
        return f"{name}: {what} {_verified(self._result.models)}, all promises kept"

    def _of_export(self, export: _Export) -> Place:
        if not export.file and self._at is not None:
            return self._at
        return Place(self._path(export.file or export.path), max(1, export.line), export.cell)

    def _of_finding(self, finding: _Finding, models: list[_Model]) -> Place:
        path = self._path(finding.filename)
        if self._at is not None and any(not one.export.file and self._path(one.export.path) == path for one in models):
            return self._at
        return Place(path, max(1, finding.location.row), finding.cell)

    def _path(self, name: str) -> str:
        return os.path.normpath(self._folder / name)


def _verified(models: Iterable[_Model]) -> str:
    names = list(dict.fromkeys(behaviour.device for model in models for behaviour in model.behaviours))
    if not names:
        return "read"
    # The number tells nothing where there is only one of a kind.
    kinds = Counter(name.partition(":")[0] for name in names)
    shown = [name.removesuffix(":0") if kinds[name.partition(":")[0]] == 1 else name for name in names]
    return f"verified on {harmless(', '.join(shown))}"


def _signatures(model: _Model) -> dict[str, Signature]:
    """Return the signatures of a model, as far as they were looked at on its first device."""
    found = {}
    for function in model.behaviours[0].functions if model.behaviours else ():
        if function.kind == "signature" and function.name.startswith(_PREFIX):
            inputs = {
                one.name: TensorInfo("", one.dtype, one.shape, _ENCODINGS.get(one.form, "dense"))
                for one in function.wanted
            }
            outputs = {
                one.name: TensorInfo("", one.declared_dtype, one.declared_shape)
                for one in function.outputs
                if one.declared_dtype
            }
            found[function.name[len(_PREFIX) : -2]] = Signature("", inputs, outputs)
    return found


def _line(text: str) -> str:
    return harmless(" ".join(text.split()))


def _shortened(text: str) -> str:
    """Return the first words of a text."""
    if len(text) <= _LONGEST_REASON:
        return text
    words = text[: _LONGEST_REASON + 1].rpartition(" ")[0].rstrip(" ,;:")
    return f"{words or text[:_LONGEST_REASON]} …"


def _escaped(text: str) -> str:
    return "".join(f"\\{character}" if character in "\\`*_{}[]<>#|~" else character for character in text)
