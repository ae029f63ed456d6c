"""What a verification found, as plain data: programs, exports, calls, problems."""

from __future__ import annotations

from math import isfinite
from os.path import normpath
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

import msgspec

if TYPE_CHECKING:
    from hublint.behaviour import Behaviour
    from hublint.savedmodel.contents import Contents

__all__ = [
    "LEFT_OUT",
    "Call",
    "Comparison",
    "Export",
    "ExportKind",
    "FailedExport",
    "ModelRun",
    "Outcome",
    "Problem",
    "ProblemKind",
    "Program",
    "Report",
    "Runtime",
    "Side",
    "SignatureReport",
    "VariablesReport",
    "jsonable",
]

Side = Literal["old", "new"]

ExportKind = Literal["savedmodel", "hub-module", "keras-file", "checkpoint", "weights", "other"]
"""What an export is, as its files show. The first three are models that can be tried, the first two of which have
signatures to compare; `other` is a model in a form for other programs, such as ONNX."""

ProblemKind = Literal[
    "raised",
    "exited",
    "crashed",
    "hung",
    "out-of-memory",
    "too-many-processes",
    "too-much-output",
    "disk-full",
    "exported-nothing",
    "missing-export",
    "extra-export",
    "unreadable-export",
    "load-failed",
    "tags",
    "missing-signature",
    "extra-signature",
    "method",
    "missing-input",
    "extra-input",
    "input-dtype",
    "input-shape",
    "missing-output",
    "extra-output",
    "output-dtype",
    "output-shape",
    "call-failed",
    "values",
    "random",
    "not-called",
    "variables",
]
"""What can be wrong. The first eight are about a program, the next four about an export, the rest about a signature;
`random` is an old model that disagrees with itself, `not-called` a signature for which no input could be made,
`variables` one whose variables have other values."""


class Runtime(NamedTuple):
    """An interpreter that ran a program, or one that loaded and called the models, and the devices that it used."""

    interpreter: str
    python: str
    tensorflow: str
    devices: tuple[str, ...] = ("CPU",)

    def __str__(self) -> str:
        return f"TensorFlow {self.tensorflow} on {', '.join(self.devices)}, Python {self.python}"


class Outcome(NamedTuple):
    """How a program ended, or a step of loading a model.

    `message` is one line: the exception, the exit status, the signal or the limit that it broke. `details` is the
    traceback or the last output, for who wants to know more. Of a notebook, `line` is the line in `cell`.
    """

    how: Literal[
        "ended",
        "raised",
        "exited",
        "crashed",
        "hung",
        "out of memory",
        "too many processes",
        "too much output",
        "disk full",
    ]
    message: str = ""
    file: str = ""
    line: int = 0
    details: str = ""
    cell: int | None = None

    @property
    def place(self) -> str:
        """The file and line as text; empty where they are not known."""
        return _place(self.file, self.line, self.cell) if self.file else ""


class Export(NamedTuple):
    """One export: the call that made it, or the SavedModel folder that was named.

    `path` is as the program writes it; `snapshot` is our copy, which lives as long as the verification. `temporary`
    says that it went to the folder for temporary files. Of a notebook, `line` is the line in `cell`; cells are counted
    from 1, whatever is in them. `arguments` are what the call was given, by the names of the parameters, as short
    texts. `bytes` counts what was written, `seconds` is how long that took, and `format` says in what form, as far as
    it can be told: `SavedModel`, `Keras zip`, `HDF5`.
    """

    path: str
    api: str = ""
    file: str = ""
    line: int = 0
    redirected: bool = False
    snapshot: str = ""
    error: str | None = None
    temporary: bool = False
    kind: ExportKind = "savedmodel"
    cell: int | None = None
    arguments: dict[str, str] = {}  # noqa: RUF012 - of a named tuple, whose defaults nobody changes
    seconds: float = 0.0
    bytes: int = 0
    format: str = ""

    @property
    def place(self) -> str:
        """The file and line of the call, as text."""
        return _place(self.file, self.line, self.cell)

    @property
    def is_callable(self) -> bool:
        """Whether it is a model that can be loaded and has signatures to call."""
        return self.kind in {"savedmodel", "hub-module"}


class FailedExport(NamedTuple):
    """An export call that raised an exception, which the program may have caught.

    The fields are those of an `Export`; `message` is the exception in one line.
    """

    path: str
    api: str
    file: str
    line: int
    message: str
    cell: int | None = None


class Program(NamedTuple):
    """One of the two things under comparison: a program that ran, or a SavedModel folder.

    Of a folder, `outcome` and `runtime` are None. `failed` are the first exports that did not succeed.
    """

    name: str
    outcome: Outcome | None
    seconds: float
    exports: tuple[Export, ...]
    notes: tuple[str, ...] = ()
    runtime: Runtime | None = None
    failed: tuple[FailedExport, ...] = ()

    @property
    def models(self) -> tuple[Export, ...]:
        """The exports that have signatures, so that they can be held against each other."""
        return tuple(export for export in self.exports if export.is_callable)

    @property
    def loadable(self) -> tuple[Export, ...]:
        """The exports that can be loaded and called: also those that only Keras loads."""
        return tuple(export for export in self.exports if export.is_callable or export.kind == "keras-file")


class Problem(NamedTuple):
    """One thing that is wrong or differs. `message` is a whole sentence, without a full stop."""

    kind: ProblemKind
    message: str
    side: Side | None = None
    export: str = ""
    signature: str = ""
    details: str = ""


class Call(NamedTuple):
    """One set of inputs that was tried, what they were, and what each side said to them (None: it took them)."""

    inputs: dict[str, str]
    old_error: str | None = None
    new_error: str | None = None
    max_abs: float | None = None
    max_rel: float | None = None


class SignatureReport(NamedTuple):
    """One signature and how its calls went; `calls` counts those that were made of both sides and compared.

    `text` is the signature of old, `new_text` that of new.
    """

    key: str
    text: str
    calls: int
    max_abs: float | None
    tried: tuple[Call, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    new_text: str = ""
    max_rel: float | None = None


class VariablesReport(NamedTuple):
    """How the variables of two models compare by their values.

    `old` and `new` count what each model has, `equal` the pairs of the same value, which are at most `max_abs` apart.
    What the signatures need and has other values is a problem. All else is told in the notes.
    """

    old: int
    new: int
    equal: int
    max_abs: float | None
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


class Comparison(NamedTuple):
    """One export of the old side with its counterpart; `new` is None where there is none.

    `variables` is None where neither has any. `devices` are those of the two sides, where they were named.
    """

    old: Export | None
    new: Export | None
    signatures: tuple[SignatureReport, ...]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()
    variables: VariablesReport | None = None
    devices: tuple[str, ...] = ()


class ModelRun(NamedTuple):
    """One model: what its files hold (None if that cannot be read), and how it behaved on each device."""

    export: Export
    contents: Contents | None
    behaviours: tuple[Behaviour, ...]
    problems: tuple[Problem, ...] = ()


class Report(NamedTuple):
    """What a verification found.

    `runtime` is where the models were loaded and called, and `new_runtime` where those of new were, if that is another
    one; each program names the one that it ran in itself. Without a second target `new` is None, and `models` tells of
    each model of the only one. `seed` is what inputs are made from.
    """

    runtime: Runtime
    old: Program
    new: Program | None
    program_problems: tuple[Problem, ...]
    comparisons: tuple[Comparison, ...]
    models: tuple[ModelRun, ...] = ()
    seed: int = 0
    new_runtime: Runtime | None = None

    @property
    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order in which they are told."""
        found = list(self.program_problems)
        found += [problem for model in self.models for problem in model.problems]
        for comparison in self.comparisons:
            found += comparison.problems
            for signature in comparison.signatures:
                found += signature.problems
            if comparison.variables is not None:
                found += comparison.variables.problems
        return tuple(found)

    @property
    def agree(self) -> bool:
        """Whether nothing is wrong: both sides work and agree, or the only program ran and exported.

        What the rules say of its models is not known here.
        """
        return not self.problems

    @property
    def other_paths(self) -> tuple[tuple[str, str], ...]:
        """The paths of exports that one program makes elsewhere than the other one makes their counterparts."""
        pairs = [(one.old, one.new) for one in self.comparisons if one.old is not None and one.new is not None]
        # The folder of a SavedModel has no call that made it, and is named as whoever asks likes it.
        return tuple(
            (old.path, new.path)
            for old, new in pairs
            if old.api and new.api and normpath(old.path) != normpath(new.path)
        )

    @property
    def calls(self) -> int:
        """How many calls were made of both sides and compared, or of the only side and answered."""
        compared = sum(signature.calls for comparison in self.comparisons for signature in comparison.signatures)
        runs = [run for model in self.models for behaviour in model.behaviours for run in behaviour.functions]
        return compared + sum(not tried.error for run in runs for tried in run.tried)

    def to_json(self) -> dict[str, Any]:
        """Return the report as a JSON document's objects, lists, strings and numbers."""
        document: dict[str, Any] = {"agree": self.agree, **jsonable(self)}
        document["problems"] = [jsonable(problem) for problem in self.problems]
        return document


LEFT_OUT: Final = frozenset({"snapshot", "contents"})
"""What is not told as JSON: paths that are gone with the scratch folder, and what `hublint inspect` tells."""


def _place(file: str, line: int, cell: int | None) -> str:
    return f"{file}:{line}" if cell is None else f"{file}:cell {cell}:{line}"


def jsonable(value: Any) -> Any:
    """Turn named tuples into objects, and the numbers that JSON has no notation for into their names.

    What a model's files hold is left out: `hublint inspect` tells it.
    """
    if isinstance(value, msgspec.Struct):
        return jsonable(msgspec.to_builtins(value))
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return {name: jsonable(part) for name, part in value._asdict().items() if name not in LEFT_OUT}
    if isinstance(value, (tuple, list)):
        return [jsonable(part) for part in value]
    if isinstance(value, dict):
        return {name: jsonable(part) for name, part in value.items()}
    if isinstance(value, float) and not isfinite(value):
        return str(value)
    return value
