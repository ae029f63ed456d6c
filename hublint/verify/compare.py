"""Calls the signatures of two exports on the very same inputs, and says how the answers differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from hublint.savedmodel import SavedModelError, read_contents, read_saved_model
from hublint.verify.inputs import CannotGenerateError, InputSet, plan_inputs
from hublint.verify.report import Call, Comparison, Problem, SignatureReport, VariablesReport
from hublint.verify.session import AnswerError
from hublint.verify.structure import compare_interfaces, compare_tags, pair_names, pair_signatures
from hublint.verify.tolerance import Tolerance, arithmetic

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.savedmodel import Signature
    from hublint.savedmodel.contents import Graph, Node
    from hublint.verify.report import Export
    from hublint.verify.report import Side as SideName
    from hublint.verify.session import ModelServer
    from hublint.verify.tolerance import Arithmetic, Bound

__all__ = ["Side", "compare_exports", "describe_difference", "inputs_text"]

_MOST_NAMES = 4  # of variables, in one note
_TOLERANCE = Tolerance()


class Side(NamedTuple):
    """One of two exports: what was exported, where it lies, who loads and calls it, and on which device.

    Without a device TensorFlow chooses.
    """

    server: ModelServer
    export: Export
    folder: Path
    device: str = ""


class _Loaded(NamedTuple):
    """One side's export, read and loaded under a name of ours."""

    server: ModelServer
    model: str
    graph: Graph

    def called(self, key: str) -> _Function:
        return _Function(self.server, self.model, key, self.graph.public_signatures[key])


class _Function(NamedTuple):
    """A signature of a model that is loaded."""

    server: ModelServer
    model: str
    key: str
    signature: Signature

    def call(self, inputs: InputSet, names: dict[str, str], save: str) -> dict[str, Any]:
        arrays = {name: plan.as_job() for name, plan in inputs.arrays.items()}
        return self.server.call(self.model, self.key, arrays, names, save)


def compare_exports(old: Side, new: Side, *, name: str, tolerance: Tolerance = _TOLERANCE, seed: int = 0) -> Comparison:
    """Load two exports and compare all that a caller of their signatures can see.

    Args:
        old: the one to hold the other against.
        new: the other.
        name: a name of this comparison's own.
        tolerance: how far apart two numbers may be.
        seed: what the inputs are made from.
    """
    left, problems = _open(old, model=f"{name}-old", name="old")
    right, more = _open(new, model=f"{name}-new", name="new")
    problems += more
    if left is None or right is None:
        return Comparison(old.export, new.export, (), tuple(problems))
    problems += compare_tags(left.graph, right.graph)
    signatures, counterparts = left.graph.public_signatures, right.graph.public_signatures
    pairs, more = pair_signatures(signatures, counterparts)
    problems += more
    computed = arithmetic(node.op for side in (old, new) for node in _nodes(side.folder))
    reports = tuple(
        _compare_signature(left.called(key), right.called(counterpart), _Measuring(tolerance, computed), seed)
        for key, counterpart in pairs
    )
    if not signatures and not counterparts:
        problems.append(Problem("not-called", "neither export has a signature, so there is nothing to call"))
    compared = Comparison(old.export, new.export, reports, tuple(problems))
    try:
        return compared._replace(variables=_compare_variables(left, right, tolerance))
    except AnswerError as error:
        return compared._replace(notes=(f"the variables could not be compared: {error}",))


def _nodes(folder: Path) -> tuple[Node, ...]:
    """Return the nodes of the graph that a server would load, its functions' too."""
    graph = read_contents(folder).serving()
    return graph.nodes if graph is not None else ()


def _compare_variables(old: _Loaded, new: _Loaded, tolerance: Tolerance) -> VariablesReport | None:
    """Compare by value, because the two forms of SavedModels name variables differently.

    A problem is only what a signature needs and has another value. Variables may come and go: optimizers' slots and
    counters are not exported again, and layers may divide their weights otherwise, which the outputs judge.

    Raises:
        AnswerError: a model's variables cannot be read.
    """
    left, right = (
        {**side.server.place(side.model), "signatures": list(side.graph.public_signatures)} for side in (old, new)
    )
    bound = tolerance.of("float32", "elementwise")
    # The newer side reads both: a checkpoint of an older TensorFlow is one that a newer one reads.
    answer = new.server.compare_variables(left, right, rtol=bound.rtol, atol=bound.atol)
    if not answer["old"] and not answer["new"]:
        return None
    problems, notes = [], []
    for pair in answer["different"]:
        names = [pair[side]["name"] for side in ("old", "new")]
        which = f"{names[0]!r}" if names[0] == names[1] else f"{names[0]!r} of old, {names[1]!r} of new,"
        text = f"variable {which} {describe_difference(pair['measure'], 'old', 'new', '', bound)}"
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


def _open(side: Side, *, model: str, name: SideName) -> tuple[_Loaded | None, list[Problem]]:
    export, folder = side.export, side.folder
    if export.error is not None:
        return None, [Problem("unreadable-export", export.error, name)]
    try:
        graph = read_saved_model(folder).serving()
    except SavedModelError as error:
        text = str(error).replace(str(folder), export.path)
        message = f"the {name} export cannot be read: {text}"
        return None, [Problem("unreadable-export", message, name)]
    try:
        side.server.load(model, str(folder), graph.tags, side.device)
    except AnswerError as error:
        message = f"the {name} export cannot be loaded: {error}"
        return None, [Problem("load-failed", message, name, details=error.details)]
    return _Loaded(side.server, model, graph), []


def _compare_signature(old: _Function, new: _Function, measuring: _Measuring, seed: int) -> SignatureReport:
    signature, counterpart = old.signature, new.signature
    problems = compare_interfaces(signature, counterpart)
    report = SignatureReport(old.key, str(signature), 0, None, (), (), new_text=str(counterpart))
    names = pair_names(signature.inputs, counterpart.inputs)
    fits = len(names) == len(signature.inputs) == len(counterpart.inputs) and all(
        signature.inputs[name].dtype == counterpart.inputs[other].dtype for name, other in names.items()
    )
    if not fits:
        note = "new was not called, because its inputs are not those of old"
        return report._replace(problems=tuple(problems), notes=(note,))
    try:
        alternatives = plan_inputs(signature, seed=seed)
    except CannotGenerateError as error:
        problems.append(Problem("not-called", f"{error}, so the outputs were not compared"))
        return report._replace(problems=tuple(problems))
    trials = _Trials(old, new, names, measuring)
    for sets in alternatives:
        for inputs in sets:
            trials.run(inputs)
        if any(call.old_error is None for call in trials.tried):
            break
    problems += trials.problems()
    compared = [call for call in trials.tried if call.old_error is None and call.new_error is None]
    refused = [call for call in trials.tried if call.old_error is not None]
    return report._replace(
        calls=len(compared),
        max_abs=max((call.max_abs for call in compared if call.max_abs is not None), default=None),
        max_rel=max((call.max_rel for call in compared if call.max_rel is not None), default=None),
        tried=tuple(trials.tried),
        problems=tuple(problems),
        notes=_notes(refused, len(trials.tried), "old") if compared else (),
    )


class _Measuring(NamedTuple):
    """What decides how far two outputs may be apart."""

    tolerance: Tolerance
    computed: Arithmetic

    def bound(self, dtype: str) -> Bound:
        return self.tolerance.of(dtype, self.computed)


class _Trials:
    """The calls of one pair of signatures, and the worst that they showed of each output."""

    def __init__(self, old: _Function, new: _Function, inputs: dict[str, str], measuring: _Measuring) -> None:
        self._old, self._new, self._inputs, self._measuring = old, new, inputs, measuring
        self._outputs = pair_names(old.signature.outputs, new.signature.outputs)
        self._random: dict[str, str] = {}
        self._different: dict[str, tuple[float, str, str]] = {}
        self._new_refuses: list[tuple[Call, str]] = []
        self._old_details = ""
        self.tried: list[Call] = []

    def run(self, inputs: InputSet) -> None:
        """Make one call of each side, and a second of old: what differs from itself cannot be compared."""
        try:
            answer = self._old.call(inputs, {}, "first")
        except AnswerError as error:
            self._old_details = self._old_details or error.details
            self.tried.append(Call(_plan_text(inputs), str(error)))
            return
        try:
            self._new.call(inputs, self._inputs, "new")
        except AnswerError as error:
            call = Call(answer["inputs"], None, str(error))
            self._new_refuses.append((call, error.details))
            self.tried.append(call)
            return
        try:
            self._old.call(inputs, {}, "second")
            itself = self._measure(self._old.server.kept("second"), {name: name for name in self._outputs})
            others = self._measure(self._new.server.kept("new"), self._outputs)
        except AnswerError as error:
            self.tried.append(Call(answer["inputs"], str(error)))
            return
        finally:
            for server in (self._old.server, self._new.server):
                server.forget(["first", "second", "new"])
        self._judge(answer["inputs"], itself, others)

    def _judge(self, inputs: dict[str, str], itself: dict[str, Any], others: dict[str, Any]) -> None:
        values = inputs_text(inputs)
        furthest: dict[str, float] = {}
        for name, measure in others.items():
            bound = self._bound(name)
            if not itself[name]["equal"]:
                self._random[name] = describe_difference(itself[name], "one call", "the next", values, bound)
                continue
            for kind in ("max_abs", "max_rel"):
                if measure[kind] is not None:
                    furthest[kind] = max(furthest.get(kind, 0.0), measure[kind])
            if not measure["equal"]:
                how_far = measure["max_abs"] if measure["max_abs"] is not None else float("inf")
                text = f"output {name!r} " + describe_difference(measure, "old", "new", values, bound)
                known = self._different.get(name)
                if known is None or how_far > known[0]:
                    kind = "values" if measure["left_shape"] == measure["right_shape"] else "shape"
                    self._different[name] = (how_far, text, kind)
        self.tried.append(Call(inputs, None, None, **furthest))

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

    def _measure(self, kept: Path, outputs: dict[str, str]) -> dict[str, dict[str, Any]]:
        """Hold the first call of old against another one, output by output."""
        pairs = [(name, other, *self._bound(name)) for name, other in outputs.items()]
        return self._old.server.compare(self._old.server.kept("first"), kept, pairs)

    def _bound(self, output: str) -> Bound:
        info = self._old.signature.outputs.get(output)
        return self._measuring.bound("float32" if info is None else info.dtype)


def describe_difference(measure: dict[str, Any], left: str, right: str, inputs: str, bound: Bound) -> str:
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
        text += f", max rel {measure['max_rel']:.3g}" if measure["max_rel"] is not None else ""
    return f"{text} ({bound})"


def inputs_text(inputs: dict[str, str]) -> str:
    """Write a call's inputs as the arguments they are."""
    return ", ".join(f"{name} = {value}" for name, value in inputs.items())


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
