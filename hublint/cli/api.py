"""`hublint api`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint import engine
from hublint.cli.check import complain
from hublint.session import Session
from hublint.target import LEVEL_CHOICES, parse_target
from hublint.tfapi import columns
from hublint.tfapi.story import UnknownNameError, short, story
from hublint.tfapi.verdict import old_parameters, parameters

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Mapping, Sequence

    from hublint.registry import Registry
    from hublint.rule import Finding
    from hublint.target import Level
    from hublint.tfapi.story import Story
    from hublint.tfapi.table import Parameter

_DESCRIPTION: Final = """\
Tell what became of TensorFlow names: which releases have them, what takes their place on a target, and what hublint
reports and writes.

A name is spelled as it is in code: tf.layers.dense, tensorflow.contrib.slim, tf.compat.v1.Session,
tensorflow.python.framework.ops.name_scope, or without its package: layers.dense. TensorFlow is not needed: the table
was made from the releases themselves.
"""

# More keyword arguments than these say nothing new.
_MOST_KEYWORDS: Final = 6


def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Describe the command."""
    import argparse

    parser = subparsers.add_parser(
        "api",
        help="tell what became of a TensorFlow name",
        description=_DESCRIPTION,
        epilog="Exit status: 0 all names are known, 2 one is not, or an option could not be used.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="+", metavar="NAME", help="a name of TensorFlow's, such as tf.layers.dense")
    parser.add_argument(
        "--target",
        metavar="TARGET",
        help="what the code is to run on, such as tf=2.21,keras=keras3; default: what this folder's code runs on",
    )
    parser.add_argument(
        "--output-format", choices=("text", "json"), default="text", help="text: to be read (default); json: a list"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print what is known of each name and return the exit status."""
    session = Session()
    # A target that is given is the whole question; without one it is about the code of this folder.
    given = arguments.target
    target = parse_target(given) if given is not None else session.target(Path.cwd() / "name.py")()
    known: list[tuple[Story, list[Report]]] = []
    status = 0
    for name in arguments.names:
        try:
            told = story(name, target)
        except UnknownNameError as error:
            complain(str(error))
            status = 2
            continue
        known.append((told, reports(told, session.rules)))
    if arguments.output_format == "json":
        import json

        print(json.dumps([_document(*one) for one in known], indent=2))
    else:
        print("\n".join(_text(*one) for one in known), end="")
    sys.stdout.flush()
    return status


class Report(NamedTuple):
    """What the rules say of one way to write a name."""

    code: str
    use: str
    message: str
    fixes: dict[Level, str]
    """What a fix writes at each level, with its safety; or why there is none."""


# What the rules say of a name: they are asked, with a program that holds it.


def reports(told: Story, rules: Registry) -> list[Report]:
    """Return what the rules report of a name, as it is read and as it is called, and what their fixes write."""
    uses = list(dict.fromkeys(_uses(told)))
    found: dict[tuple[int, str], Report] = {}
    program, first = _program(told, uses)
    for level in sorted(LEVEL_CHOICES, key=told.target.level.__ne__):
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


def _written(program: bytes, finding: Finding) -> str:
    """Return what a finding's fix makes of its line, and what it adds elsewhere."""
    if finding.fix is None:
        return f"no fix: {finding.note}" if finding.note else "no fix"
    start = program.rfind(b"\n", 0, finding.start) + 1
    end = program.index(b"\n", finding.start)
    line = program[start:end]
    beside: list[str] = []
    for edit in sorted(set(finding.fix.edits), reverse=True):
        if start <= edit.start <= edit.end <= end:
            line = line[: edit.start - start] + edit.replacement.encode() + line[edit.end - start :]
        elif edit.replacement.strip():
            beside.insert(0, "; ".join(filter(None, edit.replacement.split("\n"))))
    said = f"`{line.decode()}`" if line != program[start:end] else ""
    there = f"`{'; '.join(beside)}`" if beside else ""
    written = " with ".join(filter(None, (said, there))) or finding.fix.message
    return f"{written} ({finding.fix.applicability})"


# Printing


def _text(told: Story, found: Sequence[Report]) -> str:
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
        if native == compat:
            lines.append(f"    {native if (native or '').startswith('no fix') else f'fix: {native}'}")
        else:
            lines += [f"    fix at level {level}: {text}" for level, text in one.fixes.items()]
    return "\n".join((*lines, ""))


def _document(told: Story, found: Sequence[Report]) -> dict[str, Any]:
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
            {"code": one.code, "use": one.use, "message": one.message, "fixes": dict(one.fixes)} for one in found
        ],
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "default": parameter.default,
        "keyword_only": parameter.keyword_only,
        "star": parameter.star or None,
    }


__all__ = ["Report", "add_parser", "reports", "run"]
