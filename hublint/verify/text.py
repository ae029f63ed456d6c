"""A report as the terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.savedmodel.words import FORMS, size_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from hublint.savedmodel.contents import Contents
    from hublint.verify.report import (
        Comparison,
        Export,
        ModelRun,
        Problem,
        Program,
        Report,
        SignatureReport,
        VariablesReport,
    )

__all__ = ["render"]

_LAST_OUTPUT = 5  # lines of a program's output to show where it crashed, exited or hung


def render(report: Report, judged: Sequence[Iterable[str]] = (), table: Sequence[str] = (), findings: int = 0) -> str:
    """Write a report as aligned lines of text, without a newline at the end.

    Args:
        report: what was found.
        judged: for each model of the only target, the lines that say what the rules find in it.
        table: the lines that say what all models promise.
        findings: how many findings the rules have.
    """
    lines = []
    programs = [("old", report.old), ("new", report.new)] if report.new is not None else [("", report.old)]
    width = max(len(export.place) for export in _exports(report)) if _exports(report) else 0
    api_width = max((len(export.api) for export in _exports(report)), default=0)
    for label, program in programs:
        if program is not None:
            problems = [problem for problem in report.program_problems if (problem.side or "") == label]
            lines += _program(label, program, problems, width, api_width)
    for number, model in enumerate(report.models):
        lines += ["", *_model(model), *(judged[number] if number < len(judged) else ())]
    lines += ["", *table] if table else []
    for comparison in report.comparisons:
        lines += ["", *_comparison(comparison)]
    return "\n".join([*lines, "", _runtimes(report), _summary(report, findings)])


def _model(model: ModelRun) -> list[str]:
    """Say what a model is, and how often each of its functions answered."""
    lines = [f"{model.export.path}{_form(model.contents)}"]
    lines += [f"  ! {problem.message}" for problem in model.problems]
    signatures = {}
    graph = model.contents.serving() if model.contents is not None else None
    if graph is not None:
        signatures = {f"signatures[{key!r}]": str(value) for key, value in graph.public_signatures.items()}
    calls: dict[str, list[str]] = {name: [] for name in signatures}
    for behaviour in model.behaviours:
        for run in behaviour.functions:
            answered = sum(not tried.error for tried in run.tried)
            text = run.skipped or f"{answered} of {_count(len(run.tried), 'call')} answered"
            calls.setdefault(run.name, []).append(f"{behaviour.device}: {text}")
        lines += [f"  ! {behaviour.device}: {trouble.part}: {trouble.message}" for trouble in behaviour.trouble]
    for name, answers in calls.items():
        lines.append(f"  {name}  {signatures.get(name, '')}".rstrip())
        lines += [f"    {answer}" for answer in answers]
    return lines


def _form(contents: Contents | None) -> str:
    if contents is None:
        return ""
    graph = contents.serving()
    parts = [FORMS[contents.form]]
    if graph is not None and graph.tensorflow_version:
        parts.append(f"written by TensorFlow {graph.tensorflow_version}")
    parts += [_count(len(contents.variables), "variable"), size_text(contents.bytes)]
    return f"  ({', '.join(parts)})"


def _runtimes(report: Report) -> str:
    """Say which TensorFlow ran what; in one phrase, if it is one for all."""
    users: dict[str, list[str]] = {}
    alone = report.new is None
    for user, program in (("the program" if alone else "old", report.old), ("new", report.new)):
        if program is not None and program.runtime is not None:
            # A program uses what devices it likes: those of its models are told.
            runtime = program.runtime._replace(devices=report.runtime.devices) if alone else program.runtime
            users.setdefault(str(runtime), []).append(user)
    if report.new_runtime is not None:
        users.setdefault(str(report.runtime), []).append("the models of old")
        users.setdefault(str(report.new_runtime), []).append("the models of new")
    else:
        users.setdefault(str(report.runtime), []).append("both models" if report.new is not None else "the models")
    if len(users) == 1:
        return f"{next(iter(users))}."
    return "; ".join(f"{' and '.join(names)}: {runtime}" for runtime, names in users.items()) + "."


def _exports(report: Report) -> list[Export]:
    programs = [report.old] if report.new is None else [report.old, report.new]
    return [export for program in programs for export in _listed(program) if export.api]


def _listed(program: Program) -> list[Export]:
    """Return the models that a program exports, and of each call that saves checkpoints or weights the last one."""
    last = {(export.api, export.place, export.kind): export for export in program.exports if _is_state(export)}
    return [export for export in program.exports if not _is_state(export) or export in last.values()]


def _is_state(export: Export) -> bool:
    return export.kind in {"checkpoint", "weights"}


def _program(label: str, program: Program, problems: list[Problem], width: int, api_width: int) -> list[str]:
    margin = f"{label:<5}" if label else ""
    indent = " " * (len(margin) + 2)
    if program.outcome is None:
        what = "Keras file" if any(export.kind == "keras-file" for export in program.exports) else "SavedModel"
        return [f"{margin}{program.name} ({what})", *(f"{indent}note: {note}" for note in program.notes)]
    lines = [f"{margin}{program.name}"]
    lines += [
        f"{indent}{export.place:<{width}}  {export.api:<{api_width}}  {export.path!r}" for export in _listed(program)
    ]
    for problem in problems:
        lines.append(f"{indent}! {problem.message}")
        if problem.kind not in {"raised", "exported-nothing"}:  # an exception says more than what was printed before
            lines += [f"{indent}  | {line}" for line in problem.details.splitlines()[-_LAST_OUTPUT:]]
    return lines + [f"{indent}note: {note}" for note in program.notes]


def _comparison(comparison: Comparison) -> list[str]:
    paths = [export.path for export in (comparison.old, comparison.new) if export is not None]
    devices = f" (old on {comparison.devices[0]}, new on {comparison.devices[1]})" if comparison.devices else ""
    lines = [" -> ".join(dict.fromkeys(paths)) + devices]
    lines += _remarks("  ", comparison.problems, comparison.notes)
    width = max((len(signature.key) for signature in comparison.signatures), default=0)
    for signature in comparison.signatures:
        lines += _signature(signature, width)
        if signature.calls:
            lines.append(f"  {'':<{width}}  {_calls(signature)}")
        lines += _remarks(f"  {'':<{width}}  ", signature.problems, signature.notes)
    if comparison.variables is not None:
        lines.append(f"  {_variables(comparison.variables)}")
        lines += _remarks("    ", comparison.variables.problems, comparison.variables.notes)
    return lines


def _signature(signature: SignatureReport, width: int) -> list[str]:
    """Write a signature; where new has another one, both, so that what differs stands one above the other."""
    if signature.new_text in {"", signature.text}:
        return [f"  {signature.key:<{width}}  {signature.text}"]
    return [f"  {signature.key:<{width}}  old {signature.text}", f"  {'':<{width}}  new {signature.new_text}"]


def _calls(signature: SignatureReport) -> str:
    calls = _count(signature.calls, "call")
    kinds = {problem.kind for problem in signature.problems}
    distance = "" if kinds & {"values", "output-shape", "random"} else ", equal outputs"  # of strings and bools
    # What could be measured beside a random output says nothing of it.
    if signature.max_abs is not None and "random" not in kinds:
        distance = f", max abs difference {signature.max_abs:.3g}"
        if signature.max_rel:
            distance += f", max rel {signature.max_rel:.3g}"
    return f"{calls} with the same inputs{distance}"


def _variables(report: VariablesReport) -> str:
    """Say how many variables there are, and how many pairs of them have the same value."""
    values = "equal values" if not report.max_abs else f"max abs difference {report.max_abs:.3g}"
    if report.old == report.new == report.equal:
        return f"{_count(report.old, 'variable')}, {values}"
    counts = f"old has {_count(report.old, 'variable')}, new {report.new or 'none'}"
    return f"{counts}; {report.equal} in both, {values}" if report.equal else counts


def _remarks(indent: str, problems: Iterable[Problem], notes: Iterable[str]) -> list[str]:
    return [f"{indent}! {problem.message}" for problem in problems] + [f"{indent}note: {note}" for note in notes]


def _summary(report: Report, findings: int) -> str:
    programs = [report.old] if report.new is None else [report.old, report.new]
    ran = sum(program.outcome is not None for program in programs)
    counts = [(ran, "program"), (len(programs) - ran, "model")]
    what = " and ".join(_count(count, noun) for count, noun in counts if count)
    if ran:
        exports = [_count(len(program.models), "export") for program in programs if program.outcome is not None]
        what += f", {exports[0]} each" if len(set(exports)) == 1 and ran > 1 else f", {' and '.join(exports)}"
    problems = len(report.problems)
    if report.new is None:
        wrong = [_count(number, noun) for number, noun in ((problems, "problem"), (findings, "finding")) if number]
        return f"{what}, {_count(report.calls, 'call')}: {' and '.join(wrong) or 'it works'}."
    verdict = _count(problems, "difference or failure", "differences or failures") if problems else "they agree"
    if report.other_paths:
        verdict += f", {'and' if problems else 'but'} the export paths differ"
    return f"{what}: {verdict}."


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
