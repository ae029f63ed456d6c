"""Calls the signatures of one export, or of two on the very same inputs, and says how the answers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hublint.savedmodel import MetaGraph, SavedModelError, Signature, read_saved_model
from hublint.verify.inputs import CannotGenerateError, InputSet, plan_inputs
from hublint.verify.report import Call, Comparison, Problem, SignatureReport, VariablesReport
from hublint.verify.session import AnswerError
from hublint.verify.structure import compare_interfaces, compare_tags, pair_names, pair_signatures

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.verify.report import Export, Side
    from hublint.verify.session import ModelServer

__all__ = ["Tolerance", "compare_exports", "describe_difference", "probe_export"]

_MOST_NAMES = 4  # of variables, in one note


class Tolerance(NamedTuple):
    """How far two numbers with a fraction may be apart: `atol + rtol * abs(old)`. All else has to be equal."""

    rtol: float = 1e-4
    atol: float = 1e-5

    def __str__(self) -> str:
        return f"rtol {self.rtol:g}, atol {self.atol:g}"


class _Side(NamedTuple):
    """One side's export, read and loaded."""

    model: str
    graph: MetaGraph


def probe_export(server: ModelServer, export: Export, folder: Path, *, model: str) -> Comparison:
    """Load an export and call each of its signatures on generated inputs."""
    side, problems = _open(server, export, folder, model=model, side=None)
    if side is None:
        return Comparison(export, None, (), tuple(problems))
    signatures = side.graph.public_signatures
    notes = () if signatures else ("it has no signatures: it was loaded, and nothing was called",)
    reports = tuple(_probe_signature(server, model, key, signature) for key, signature in signatures.items())
    return Comparison(export, None, reports, (), notes)


def compare_exports(
    server: ModelServer, old: tuple[Export, Path], new: tuple[Export, Path], *, name: str, tolerance: Tolerance
) -> Comparison:
    """Load two exports and compare all that a caller of their signatures can see."""
    left, problems = _open(server, *old, model=f"{name}-old", side="old")
    right, more = _open(server, *new, model=f"{name}-new", side="new")
    problems += more
    if left is None or right is None:
        return Comparison(old[0], new[0], (), tuple(problems))
    problems += compare_tags(left.graph, right.graph)
    signatures, counterparts = left.graph.public_signatures, right.graph.public_signatures
    pairs, more = pair_signatures(signatures, counterparts)
    problems += more
    reports = tuple(
        _compare_signature(
            server, (left.model, key, signatures[key]), (right.model, counterpart, counterparts[counterpart]), tolerance
        )
        for key, counterpart in pairs
    )
    if not signatures and not counterparts:
        problems.append(Problem("not-called", "neither export has a signature, so there is nothing to call"))
    compared = Comparison(old[0], new[0], reports, tuple(problems))
    try:
        return compared._replace(variables=_compare_variables(server, left, right, tolerance))
    except AnswerError as error:
        return compared._replace(notes=(f"the variables could not be compared: {error}",))


def _compare_variables(server: ModelServer, old: _Side, new: _Side, tolerance: Tolerance) -> VariablesReport | None:
    """Compare by value, because the two forms of SavedModels name variables differently.

    A problem is only what a signature needs and has another value. Variables may come and go: optimizers' slots and
    counters are not exported again, and layers may divide their weights otherwise, which the outputs judge.

    Raises:
        AnswerError: a model's variables cannot be read.
    """
    left, right = ((side.model, list(side.graph.public_signatures)) for side in (old, new))
    answer = server.compare_variables(left, right, rtol=tolerance.rtol, atol=tolerance.atol)
    if not answer["old"] and not answer["new"]:
        return None
    problems, notes = [], []
    for pair in answer["different"]:
        names = [pair[side]["name"] for side in ("old", "new")]
        which = f"{names[0]!r}" if names[0] == names[1] else f"{names[0]!r} of old, {names[1]!r} of new,"
        text = f"variable {which} {describe_difference(pair['measure'], 'old', 'new', '', tolerance)}"
        if pair["old"]["needed"]:
            problems.append(Problem("variables", text))
        else:
            notes.append(f"{text}; no signature needs it")
    alone = answer["left"]
    rivals = {_kind(one) for one in alone["old"] if one["needed"]} & {
        _kind(one) for one in alone["new"] if one["needed"]
    }
    problems += [
        Problem("variables", f"no variable of new has the value of {one['name']!r} ({_kind(one)}) of old")
        for one in alone["old"]
        if one["needed"] and _kind(one) in rivals
    ]
    for side, other in (("old", "new"), ("new", "old")):
        notes += [
            f"{other} has no counterpart of {one['name']!r} ({_kind(one)}), which the signatures of {side} need"
            for one in alone[side]
            if one["needed"] and _kind(one) not in rivals
        ]
        needless = [one["name"] for one in alone[side] if not one["needed"]]
        if needless:
            notes.append(f"only {side} has {_some(needless)}, which no signature needs")
    return VariablesReport(
        answer["old"], answer["new"], answer["equal"], answer["max_abs"], tuple(problems), tuple(notes)
    )


def _kind(variable: dict[str, Any]) -> str:
    return f"{variable['dtype']} {variable['shape']}"


def _some(names: list[str]) -> str:
    """List names, the first of them if they are many."""
    shown = [repr(name) for name in names[:_MOST_NAMES]]
    if len(names) > _MOST_NAMES:
        shown.append(f"{len(names) - _MOST_NAMES} more")
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _open(
    server: ModelServer, export: Export, folder: Path, *, model: str, side: Side | None
) -> tuple[_Side | None, list[Problem]]:
    whose = f"the {side} export" if side else "the export"
    if export.error is not None:
        return None, [Problem("unreadable-export", export.error, side)]
    try:
        graph = read_saved_model(folder).serving()
    except SavedModelError as error:
        text = str(error).replace(str(folder), export.path)
        return None, [Problem("unreadable-export", f"{whose} cannot be read: {text}", side)]
    try:
        server.load(model, str(folder), graph.tags)
    except AnswerError as error:
        return None, [Problem("load-failed", f"{whose} cannot be loaded: {error}", side, details=error.details)]
    return _Side(model, graph), []


def _probe_signature(server: ModelServer, model: str, key: str, signature: Signature) -> SignatureReport:
    try:
        alternatives = plan_inputs(signature)
    except CannotGenerateError as error:
        return SignatureReport(key, str(signature), 0, None, (), (Problem("not-called", str(error)),))
    tried: list[Call] = []
    details = ""
    for sets in alternatives:
        for number, inputs in enumerate(sets):
            try:
                answer = _call(server, model, key, inputs, {}, f"{model}-{number}")
            except AnswerError as error:
                details = details or error.details
                tried.append(Call(_plan_text(inputs), str(error)))
            else:
                tried.append(Call(answer["inputs"]))
        if any(call.old_error is None for call in tried):
            break
    server.forget([f"{model}-{number}" for number in range(len(alternatives[0]))])
    refused = [call for call in tried if call.old_error is not None]
    answered = len(tried) - len(refused)
    problems: tuple[Problem, ...] = ()
    if not answered:
        problems = (Problem("call-failed", _refusal("it", refused), details=details),)
    notes = _notes(refused, len(tried), "it") if answered else ()
    return SignatureReport(key, str(signature), answered, None, tuple(tried), problems, notes)


def _compare_signature(
    server: ModelServer, old: tuple[str, str, Signature], new: tuple[str, str, Signature], tolerance: Tolerance
) -> SignatureReport:
    key, signature, counterpart = old[1], old[2], new[2]
    problems = compare_interfaces(signature, counterpart)
    text = str(signature)
    names = pair_names(signature.inputs, counterpart.inputs)
    fits = len(names) == len(signature.inputs) == len(counterpart.inputs) and all(
        signature.inputs[name].dtype == counterpart.inputs[other].dtype for name, other in names.items()
    )
    if not fits:
        note = "new was not called, because its inputs are not those of old"
        return SignatureReport(key, text, 0, None, (), tuple(problems), (note,))
    try:
        alternatives = plan_inputs(signature)
    except CannotGenerateError as error:
        problems.append(Problem("not-called", f"{error}, so the outputs were not compared"))
        return SignatureReport(key, text, 0, None, (), tuple(problems))
    trials = _Trials(server, old[:2], new[:2], names, pair_names(signature.outputs, counterpart.outputs), tolerance)
    for sets in alternatives:
        for inputs in sets:
            trials.run(inputs)
        if any(call.old_error is None for call in trials.tried):
            break
    problems += trials.problems()
    compared = [call for call in trials.tried if call.old_error is None and call.new_error is None]
    distances = [call.max_abs for call in compared if call.max_abs is not None]
    refused = [call for call in trials.tried if call.old_error is not None]
    notes = _notes(refused, len(trials.tried), "old") if compared else ()
    return SignatureReport(
        key, text, len(compared), max(distances, default=None), tuple(trials.tried), tuple(problems), notes
    )


class _Trials:
    """The calls of one pair of signatures, and the worst that they showed of each output."""

    def __init__(
        self,
        server: ModelServer,
        old: tuple[str, str],
        new: tuple[str, str],
        inputs: dict[str, str],
        outputs: dict[str, str],
        tolerance: Tolerance,
    ) -> None:
        self._server, self._old, self._new, self._tolerance = server, old, new, tolerance
        self._inputs, self._outputs = inputs, list(outputs.items())
        self._random: dict[str, str] = {}
        self._different: dict[str, tuple[float, str, str]] = {}
        self._new_refuses: list[tuple[Call, str]] = []
        self._old_details = ""
        self.tried: list[Call] = []

    def run(self, inputs: InputSet) -> None:
        """Make one call of each side, and a second of old: what differs from itself cannot be compared."""
        kept = ["first", "second", "new"]
        try:
            answer = _call(self._server, *self._old, inputs, {}, "first")
        except AnswerError as error:
            self._old_details = self._old_details or error.details
            self.tried.append(Call(_plan_text(inputs), str(error)))
            return
        try:
            _call(self._server, *self._new, inputs, self._inputs, "new")
        except AnswerError as error:
            call = Call(answer["inputs"], None, str(error))
            self._new_refuses.append((call, error.details))
            self.tried.append(call)
            return
        try:
            _call(self._server, *self._old, inputs, {}, "second")
            itself = self._measure("first", "second", [(name, name) for name, _ in self._outputs])
            others = self._measure("first", "new", self._outputs)
        except AnswerError as error:
            self.tried.append(Call(answer["inputs"], str(error)))
            return
        finally:
            self._server.forget(kept)
        values = inputs_text(answer["inputs"])
        distance: float | None = None
        for name, measure in others.items():
            if not itself[name]["equal"]:
                self._random[name] = describe_difference(itself[name], "one call", "the next", values, self._tolerance)
                continue
            if measure["max_abs"] is not None:
                distance = max(distance or 0.0, measure["max_abs"])
            if not measure["equal"]:
                how_far = measure["max_abs"] if measure["max_abs"] is not None else float("inf")
                text = f"output {name!r} " + describe_difference(measure, "old", "new", values, self._tolerance)
                known = self._different.get(name)
                if known is None or how_far > known[0]:
                    kind = "values" if measure["left_shape"] == measure["right_shape"] else "shape"
                    self._different[name] = (how_far, text, kind)
        self.tried.append(Call(answer["inputs"], None, None, distance))

    def problems(self) -> list[Problem]:
        """Return what the calls showed."""
        found = [
            Problem(
                "random",
                f"old disagrees with itself on the same inputs, so output {name!r} cannot be compared: it {text}",
                "old",
            )
            for name, text in self._random.items()
        ]
        found += [
            Problem("values" if kind == "values" else "output-shape", text)
            for name, (_, text, kind) in self._different.items()
            if name not in self._random
        ]
        if self._new_refuses:
            call, details = self._new_refuses[0]
            text = f"new refuses what old accepts: {call.new_error}, for {inputs_text(call.inputs)}"
            found.append(Problem("call-failed", text, "new", details=details))
        if all(call.old_error is not None for call in self.tried):
            found.append(Problem("call-failed", _refusal("old", self.tried), "old", details=self._old_details))
        return found

    def _measure(self, left: str, right: str, outputs: list[tuple[str, str]]) -> dict[str, dict[str, Any]]:
        return self._server.compare(left, right, outputs, rtol=self._tolerance.rtol, atol=self._tolerance.atol)


def describe_difference(measure: dict[str, Any], left: str, right: str, inputs: str, tolerance: Tolerance) -> str:
    """Say where an output of `left` and of `right` differ most, and for which inputs; the subject goes before it."""
    where = f" for {inputs}" if inputs else ""
    if measure["left_shape"] != measure["right_shape"]:
        return f"has shape {measure['left_shape']} in {left} and {measure['right_shape']} in {right}{where}"
    at = f" at {measure['index']}" if measure["index"] else ""
    text = f"is {measure['left']} in {left} and {measure['right']} in {right}{at}{where}"
    if measure["size"] > 1:
        text += f"; {measure['differing']} of {measure['size']} values differ"
    if measure["max_abs"] is not None:
        text += f"; max abs difference {measure['max_abs']:.3g}"
    return f"{text} ({tolerance})"


def inputs_text(inputs: dict[str, str]) -> str:
    """Write a call's inputs as the arguments they are."""
    return ", ".join(f"{name} = {value}" for name, value in inputs.items())


def _call(
    server: ModelServer, model: str, signature: str, inputs: InputSet, names: dict[str, str], save: str
) -> dict[str, Any]:
    arrays = {name: plan.as_job() for name, plan in inputs.arrays.items()}
    return server.call(model, signature, arrays, names, save)


def _plan_text(inputs: InputSet) -> dict[str, str]:
    """Describe inputs that were refused, whose values nobody has seen."""
    return {name: f"{plan.dtype} {list(plan.shape)} ({plan.fill})" for name, plan in inputs.arrays.items()}


def _refusal(who: str, refused: list[Call]) -> str:
    count = "the input" if len(refused) == 1 else f"any of the {len(refused)} inputs"
    return f"{who} does not accept {count} that we tried: {refused[0].old_error}, for {inputs_text(refused[0].inputs)}"


def _notes(refused: list[Call], tried: int, who: str) -> tuple[str, ...]:
    if not refused:
        return ()
    first = refused[0]
    return (f"{who} refused {len(refused)} of the {tried} inputs: {first.old_error}, for {inputs_text(first.inputs)}",)
