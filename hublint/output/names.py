"""What is said of a TensorFlow name: what became of it, and what the rules report and write.

`hublint api` prints it, and an editor shows it beside the code; both ask here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint import engine
from hublint.output.markdown import called, fenced, listed, prose, span, wrapped
from hublint.target import LEVEL_CHOICES, dotted
from hublint.tfapi import columns
from hublint.tfapi.story import releases, short, signature
from hublint.tfapi.verdict import FIRST_RELEASE, old_parameters, parameters

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from hublint.registry import Registry
    from hublint.rule import Applicability, Finding
    from hublint.target import Level, Target
    from hublint.tfapi.story import Fact, Story
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


# Beside the code.

# Facts that the sentence and the first item tell.
_TOLD: Final = {"kind", "releases"}
_GRAPH: Final = "in graph mode"

# A name may have a rewrite for each argument that is gone: two show how it goes.
_MOST_REWRITES: Final = 2


def markdown(told: Story, found: Sequence[Report], references: Collection[str] = ()) -> str:
    """Return what is known of a name as an editor shows it.

    Args:
        told: what became of the name.
        found: what the rules report of it, at the level of its target.
        references: the addresses of what can be read about it.
    """
    parts = [wrapped(f"{lead(told)}."), listed(_items(told, found))]
    parts += [fenced(block) for block in (_signatures(told), *_rewrites(told, found)) if block]
    parts.append("\n".join(f"- {reference}" for reference in references))
    return "\n\n".join(filter(None, parts)) + "\n"


def lead(told: Story) -> str:
    """Return the answer in a sentence of Markdown, without a full stop."""
    name, newest = span(short(told.name)), dotted(told.target.tensorflow)
    if is_unchanged(told):
        how = ", called as before" if told.calls else ""
        return f"{name} is unchanged from TensorFlow 1.15 to {newest}: the same in both APIs{how}"
    if told.kind == "module" and told.verdict.fate == "there":
        return f"{name} is a module {prose(told.origin)}; what became of its names is told of each"
    return f"{name} on {on_target(told.target)}: {prose(told.now)}"


def on_target(target: Target) -> str:
    """Return a target in words: `TensorFlow 2.21 with Keras 3`."""
    keras = {"keras2": "Keras 2", "keras3": "Keras 3", "tf_keras": "`tf_keras`"}[target.keras]
    return f"TensorFlow {dotted(target.tensorflow)} with {keras}"


def is_unchanged(told: Story) -> bool:
    """Tell whether a name of TensorFlow 1.15 is on the target what it was, and is called as it was."""
    plain, one = told.verdict.api == "plain", told.verdict.symbol
    if told.verdict.fate != "there" or not plain or one is None or one.kind == "module":
        return False
    if told.target.tensorflow < (2, 0) or not one.columns & FIRST_RELEASE:
        return False
    same = one.same_on(columns.bit(told.target)) == one.name
    return same and old_parameters(one) == parameters(told.name, told.target)


def _items(told: Story, found: Sequence[Report]) -> Iterator[str]:
    short_story = is_unchanged(told) or (told.kind == "module" and told.verdict.fate == "there")
    if not short_story:
        yield f"{_capital(prose(told.origin))}; releases {releases(columns.EVERYWHERE)} were looked at."
    for fact in told.facts:
        # A signature is shown as code; what the sentence has told is not told again.
        known = fact.label in _TOLD or fact.label.startswith("called")
        if known or (short_story and fact.label != "deprecated") or (fact.label == "graph" and _GRAPH in told.now):
            continue
        yield f"{_capital(fact.label)}: {_fact(fact, told)}."
    change = told.verdict.change
    if change is not None and change.safe and told.native == change.to:
        yield "Shown to give the same: both were run on the same inputs, or are the same code."
    for one in found:
        rewrite = one.fixes.get(told.target.level)
        reason = f" No fix: {prose(rewrite.reason)}." if rewrite is not None and rewrite.reason else ""
        if told.verdict.advice and told.verdict.advice in one.message:
            yield f"{one.code} reports it.{reason}"
        else:
            yield f"{one.code}: {prose(one.message)}.{reason}"


def _fact(fact: Fact, told: Story) -> str:
    """Return a fact as Markdown, in which what stands in programs is code."""
    if fact.label == "keywords renamed":
        return ", ".join(f"{span(old)} is {span(new)}" for old, new in told.keywords.items())
    if fact.label == "by position":
        return _BY_POSITION.sub(lambda found: f"was {span(found[1])} and is {span(found[2])}", fact.text)
    if fact.label == "values changed":
        name, _, value = fact.text.partition(" is ")
        return f"{span(name)} is {span(value)}"
    if fact.label in {"arguments added", "without effect", "nothing equal for"}:
        return ", ".join(map(span, fact.text.split(", ")))
    return prose(fact.text)


_BY_POSITION: Final = re.compile(r"was (\w+) and is (\w+)")


def _signatures(told: Story) -> str:
    """Return how the name was called and how it is, or what takes its place; nothing where that is the same."""
    old, *others = told.calls or (None,)
    new = next((call for call in others if old is None or call.parameters != old.parameters), None)
    if old is None or new is None:
        return ""
    lines: list[str] = []
    for call in (old, new):
        lines += (f"# {_release(call.where)}", called(short(call.name), signature(call.parameters)))
    return "\n".join(lines)


def _release(where: str) -> str:
    """Return where a call is made, for a comment: `tf=1.15` is TensorFlow 1.15."""
    release, _, keras = where.removeprefix("tf=").partition(",keras=")
    return f"TensorFlow {release}{' with tf_keras' if keras == 'tf_keras' else ''}"


def _rewrites(told: Story, found: Sequence[Report]) -> Iterator[str]:
    """Yield uses of the name before and after a fix."""
    told_of = 0
    for one in found:
        rewrite = one.fixes.get(told.target.level)
        if rewrite is None or not rewrite.line or told_of == _MOST_REWRITES:
            continue
        told_of += 1
        after = f"# after: {one.code}, {'a safe' if rewrite.applicability == 'safe' else 'an unsafe'} fix"
        yield "\n".join(("# before", one.use, after, *rewrite.beside, rewrite.line))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "default": parameter.default,
        "keyword_only": parameter.keyword_only,
        "star": parameter.star or None,
    }


__all__ = ["Report", "Rewrite", "document", "is_unchanged", "lead", "markdown", "on_target", "reports", "text"]
