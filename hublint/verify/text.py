"""A report as the terminal shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.verify.report import Comparison, Export, Problem, Program, Report, SignatureReport, VariablesReport

__all__ = ["render"]

_LAST_OUTPUT = 5  # lines of a program's output to show where it crashed, exited or hung


def render(report: Report) -> str:
    """Write a report as aligned lines of text, without a newline at the end."""
    lines = []
    programs = [("old", report.old), ("new", report.new)] if report.new is not None else [("", report.old)]
    width = max(len(_call_place(export)) for export in _exports(report)) if _exports(report) else 0
    api_width = max((len(export.api) for export in _exports(report)), default=0)
    for label, program in programs:
        if program is not None:
            problems = [problem for problem in report.program_problems if (problem.side or "") == label]
            lines += _program(label, program, problems, width, api_width)
    for comparison in report.comparisons:
        lines += ["", *_comparison(comparison, comparing=report.new is not None)]
    return "\n".join([*lines, "", _runtimes(report), _summary(report)])


def _runtimes(report: Report) -> str:
    """Say which TensorFlow ran what; in one phrase, if it is one for all."""
    users: dict[str, list[str]] = {}
    for user, program in (("old", report.old), ("new", report.new)):
        if program is not None and program.runtime is not None:
            users.setdefault(str(program.runtime), []).append(user)
    users.setdefault(str(report.runtime), []).append("both models" if report.new is not None else "the models")
    if len(users) == 1:
        return f"{report.runtime}."
    return "; ".join(f"{' and '.join(names)}: {runtime}" for runtime, names in users.items()) + "."


def _exports(report: Report) -> list[Export]:
    programs = [report.old] if report.new is None else [report.old, report.new]
    return [export for program in programs for export in program.exports if export.api]


def _call_place(export: Export) -> str:
    return f"{export.file}:{export.line}"


def _program(label: str, program: Program, problems: list[Problem], width: int, api_width: int) -> list[str]:
    margin = f"{label:<5}" if label else ""
    indent = " " * (len(margin) + 2)
    if program.outcome is None:
        return [f"{margin}{program.name} (SavedModel)"]
    lines = [f"{margin}{program.name}"]
    lines += [
        f"{indent}{_call_place(export):<{width}}  {export.api:<{api_width}}  {export.path!r}"
        for export in program.exports
    ]
    for problem in problems:
        lines.append(f"{indent}! {problem.message}")
        if problem.kind not in {"raised", "exported-nothing"}:  # an exception says more than what was printed before
            lines += [f"{indent}  | {line}" for line in problem.details.splitlines()[-_LAST_OUTPUT:]]
    return lines + [f"{indent}note: {note}" for note in program.notes]


def _comparison(comparison: Comparison, *, comparing: bool) -> list[str]:
    paths = [export.path for export in (comparison.old, comparison.new) if export is not None]
    lines = [" -> ".join(dict.fromkeys(paths))]
    lines += _remarks("  ", comparison.problems, comparison.notes)
    width = max((len(signature.key) for signature in comparison.signatures), default=0)
    for signature in comparison.signatures:
        lines.append(f"  {signature.key:<{width}}  {signature.text}")
        if signature.calls:
            lines.append(f"  {'':<{width}}  {_calls(signature, comparing=comparing)}")
        lines += _remarks(f"  {'':<{width}}  ", signature.problems, signature.notes)
    if comparison.variables is not None:
        lines.append(f"  {_variables(comparison.variables)}")
        lines += _remarks("    ", comparison.variables.problems, comparison.variables.notes)
    return lines


def _calls(signature: SignatureReport, *, comparing: bool) -> str:
    calls = _count(signature.calls, "call")
    if not comparing:
        return f"{calls} answered"
    kinds = {problem.kind for problem in signature.problems}
    distance = "" if kinds & {"values", "output-shape", "random"} else ", equal outputs"  # of strings and bools
    # What could be measured beside a random output says nothing of it.
    if signature.max_abs is not None and "random" not in kinds:
        distance = f", max abs difference {signature.max_abs:.3g}"
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


def _summary(report: Report) -> str:
    programs = [report.old] if report.new is None else [report.old, report.new]
    ran = sum(program.outcome is not None for program in programs)
    counts = [(ran, "program"), (len(programs) - ran, "SavedModel")]
    what = " and ".join(_count(count, noun) for count, noun in counts if count)
    if ran:
        exports = [_count(len(program.exports), "export") for program in programs if program.outcome is not None]
        what += f", {exports[0]} each" if len(set(exports)) == 1 and ran > 1 else f", {' and '.join(exports)}"
    problems = len(report.problems)
    if report.new is None:
        verdict = _count(problems, "problem") if problems else "it works"
        return f"{what}, {_count(report.calls, 'call')}: {verdict}."
    verdict = _count(problems, "difference or failure", "differences or failures") if problems else "they agree"
    if report.other_paths:
        verdict += f", {'and' if problems else 'but'} the export paths differ"
    return f"{what}: {verdict}."


def _count(number: int, noun: str, plural: str = "") -> str:
    return f"{number} {noun if number == 1 else plural or noun + 's'}"
