"""What is said of a TensorFlow name: what became of it, and what the rules report and write.

`hublint api` prints it, and an editor shows it beside the code; both ask here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint import engine
from hublint.target import LEVEL_CHOICES
from hublint.tfapi import columns
from hublint.tfapi.story import short
from hublint.tfapi.verdict import old_parameters, parameters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from hublint.registry import Registry
    from hublint.rule import Applicability, Finding
    from hublint.target import Level
    from hublint.tfapi.story import Story
    from hublint.tfapi.table import Parameter

# More keyword arguments than these say nothing new.
_MOST_KEYWORDS: Final = 6


class Rewrite(NamedTuple):
    """What a fix makes of one way to write a name.

    Attributes:
        line: the line as the fix leaves it, nothing where it stays as it is.
        beside: the lines that the fix writes elsewhere, such as an import.
        says: what the fix says that it does, for one that writes nothing.
        applicability: how far it can be trusted; None where there is no fix.
        reason: why there is none, if that is known.
    """

    line: str = ""
    beside: tuple[str, ...] = ()
    says: str = ""
    applicability: Applicability | None = None
    reason: str = ""

    def __str__(self) -> str:
        """Return all of it on one line."""
        if self.applicability is None:
            return f"no fix: {self.reason}" if self.reason else "no fix"
        said = f"`{self.line}`" if self.line else ""
        there = f"`{'; '.join(self.beside)}`" if self.beside else ""
        return f"{' with '.join(filter(None, (said, there))) or self.says} ({self.applicability})"


class Report(NamedTuple):
    """What the rules say of one way to write a name."""

    code: str
    use: str
    message: str
    fixes: dict[Level, Rewrite]
    """What a fix makes of it, by level."""


# What the rules say of a name: they are asked, with a program that holds it.


def reports(told: Story, rules: Registry, levels: Collection[Level] = LEVEL_CHOICES) -> list[Report]:
    """Return what the rules report of a name, as it is read and as it is called, and what their fixes write.

    Args:
        told: what became of the name, and on which target.
        rules: the rules to ask.
        levels: the levels to ask for.
    """
    uses = list(dict.fromkeys(_uses(told)))
    found: dict[tuple[int, str], Report] = {}
    program, first = _program(told, uses)
    for level in sorted(levels, key=told.target.level.__ne__):
        target = told.target._replace(level=level)
        for finding in engine.check(program, rules, target=lambda target=target: target).findings:  # type: ignore[misc]
            row = finding.location.row - first
            if not 0 <= row < len(uses):
                continue
            one = found.setdefault((row, finding.code), Report(finding.code, uses[row], finding.message, {}))
            one.fixes.setdefault(level, _written(program, finding))
    told_of: set[str] = set()
    kept = []
    for (_, _), one in sorted(found.items()):
        # What is said of the plain use need not be said again of each keyword.
        if one.message not in told_of:
            told_of.add(one.message)
            kept.append(one)
    return kept


def _uses(told: Story) -> Iterator[str]:
    """Yield the ways to write a name: as it needs to be called, by position, and with each keyword that is gone."""
    name = _imported(told)[1]
    old = old_parameters(told.verdict.symbol)
    now = parameters(told.native or told.name, told.target)
    old = old or now
    if told.kind not in {"class", "function"} or old is None:
        yield name
        return
    needed = [p.name for p in old if p.default is None and not p.star and not p.keyword_only]
    yield f"{name}({', '.join(needed)})"
    plain = _positional(old, told.keywords)
    if told.verdict.fate == "shared" and len(plain) > len(needed):
        yield f"{name}({', '.join(plain)})"
    names = {p.name for p in now} if now is not None else set()
    gone = [p.name for p in old if not p.star and p.name not in names] if names else []
    if told.verdict.fate in {"shared", "there"} and not (now and any(p.star == "**" for p in now)):
        for keyword in gone[:_MOST_KEYWORDS]:
            at = needed.index(keyword) if keyword in needed else len(needed)
            named = needed[at:] or [keyword]
            yield f"{name}({', '.join((*needed[:at], *(f'{one}={one}' for one in named)))})"


def _positional(old: Sequence[Parameter], renamed: Mapping[str, str]) -> list[str]:
    """Return the arguments that a call can give by position, up to the first that says once more what one has said."""
    given: dict[str, str] = {}
    for parameter in old:
        meant = renamed.get(parameter.name, parameter.name)
        if parameter.keyword_only or parameter.star or meant in given:
            break
        given[meant] = parameter.name
    return list(given.values())


def _imported(told: Story) -> tuple[str, str]:
    """Return the import statement that a name takes, and the name as it is written behind it."""
    if told.verdict.api != "private":
        return "import tensorflow as tf", short(told.name)
    module, _, name = told.name.rpartition(".")
    if told.kind is None:
        return f"from {module} import {name}", name
    package, _, last = module.rpartition(".")
    return f"from {package} import {last}", f"{last}.{name}"


def _program(told: Story, uses: Sequence[str]) -> tuple[bytes, int]:
    """Return a program that holds the uses, and the row of the first."""
    lines = [_imported(told)[0], "", *uses]
    if told.verdict.fate == "shared":
        # What a shared name means depends on which TensorFlow the file is written for: this is TensorFlow 1's alone.
        lines.append("tf.VERSION")
    return "\n".join((*lines, "")).encode(), 3


def _written(program: bytes, finding: Finding) -> Rewrite:
    """Return what a finding's fix makes of its line, and what it adds elsewhere."""
    if finding.fix is None:
        return Rewrite(reason=finding.note or "")
    start = program.rfind(b"\n", 0, finding.start) + 1
    end = program.index(b"\n", finding.start)
    line = program[start:end]
    beside: list[str] = []
    for edit in sorted(set(finding.fix.edits), reverse=True):
        if start <= edit.start <= edit.end <= end:
            line = line[: edit.start - start] + edit.replacement.encode() + line[edit.end - start :]
        elif edit.replacement.strip():
            beside[:0] = filter(None, edit.replacement.split("\n"))
    said = line.decode() if line != program[start:end] else ""
    return Rewrite(said, tuple(beside), finding.fix.message, finding.fix.applicability)


# Writing it down.


def text(told: Story, found: Sequence[Report]) -> str:
    """Return what is known of a name as lines to be read, the answer first."""
    codes = ", ".join(dict.fromkeys(one.code for one in found))
    lines = [f"{told.sentence} ({codes})" if codes else told.sentence]
    width = max((len(fact.label) for fact in told.facts), default=0)
    previous = ""
    for fact in told.facts:
        label = "" if fact.label == previous else fact.label
        lines.append(f"  {label:<{width}}  {fact.text}")
        previous = fact.label
    for one in found:
        lines.append(f"  {one.code} on `{one.use}`: {one.message}")
        native, compat = one.fixes.get("native"), one.fixes.get("compat")
        if native is not None and native == compat:
            lines.append(f"    {native}" if native.applicability is None else f"    fix: {native}")
        else:
            lines += [f"    fix at level {level}: {rewrite}" for level, rewrite in one.fixes.items()]
    return "\n".join((*lines, ""))


def document(told: Story, found: Sequence[Report]) -> dict[str, Any]:
    """Return what is known of a name as JSON has it."""
    return {
        "name": told.name,
        "target": str(told.target),
        "kind": told.kind,
        "fate": told.verdict.fate,
        "sentence": told.sentence,
        "native": told.native,
        "compat": told.compat,
        "needs_keras2": told.keras2,
        "advice": told.verdict.advice or None,
        "releases": {place.name: columns.written(place.releases) for place in told.places},
        "same": {place.name: columns.written(place.releases) for place in told.same},
        "calls": [
            {"where": call.where, "name": call.name, "parameters": [_parameter(one) for one in call.parameters]}
            for call in told.calls
        ],
        "keywords": dict(told.keywords),
        "facts": [{"label": fact.label, "text": fact.text} for fact in told.facts],
        "findings": [
            {
                "code": one.code,
                "use": one.use,
                "message": one.message,
                "fixes": {level: str(rewrite) for level, rewrite in one.fixes.items()},
            }
            for one in found
        ],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "default": parameter.default,
        "keyword_only": parameter.keyword_only,
        "star": parameter.star or None,
    }


__all__ = ["Report", "Rewrite", "document", "reports", "text"]
