"""The rules as pages and as one table, generated from the rules themselves.

`python -m hublint.catalogue > rules/README.md` writes the table that the repository shows.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hublint.registry import Registry
    from hublint.rule import Applicability, Example, Rule, Severity, Tag

FIXES: Final[dict[Applicability, str]] = {
    "safe": "The fix is safe: `--fix` applies it.",
    "unsafe": "The fix needs a reader's eye: `--fix --unsafe-fixes` applies it.",
    "manual": "There is no fix: the message says what to do.",
}

SEVERITIES: Final[dict[Severity, str]] = {
    "error": "An error: what it reports raises on the target, or is silently wrong there.",
    "warning": "",
    "information": "Advice, which editors show as information: the code works.",
    "hint": "Advice, which editors show as a hint: the code works.",
}

TAGS: Final[dict[Tag, str]] = {
    "deprecated": "Editors strike the name through.",
    "unnecessary": "Editors grey the code out.",
}

# How long a line of a docstring is, which pages show as it stands.
_WIDTH: Final = 116

_HEAD = """\
# The rules

Generated from the rule files by `python -m hublint.catalogue > rules/README.md`: change the rule, not this page.
`hublint rule CODE` prints a rule's whole page: what happens at run time, why the fix is safe or not, and an example.
Editors show findings as warnings, but for those of rules that say otherwise: as errors where the code raises on the
target or is silently wrong there, as information or hints where it works. A deprecated name is struck through.
"""


def headline(rule: Rule) -> str:
    """Return the finding in one sentence: the first line of the rule's docstring."""
    return docstring(rule).partition("\n")[0]


def page(rule: Rule, examples: int | None = None) -> str:
    """Return all that there is to say about a rule, as Markdown; at most so many examples, if a number is given."""
    first, _, prose = docstring(rule).partition("\n")
    parts = [
        f"# {rule.name} ({rule.code})",
        textwrap.fill(
            " ".join(filter(None, (f"Since hublint {rule.since}.", FIXES[rule.applicability], shown_as(rule)))),
            _WIDTH,
            break_long_words=False,
            break_on_hyphens=False,
        ),
        first,
        prose.strip(),
        *(_example(example) for example in rule.examples[:examples]),
    ]
    if rule.references:
        parts.append("## References\n\n" + "\n".join(f"- {reference}" for reference in rule.references))
    return "\n\n".join(filter(None, parts)) + "\n"


def catalogue(rules: Registry) -> str:
    """Return the table of all rules, by family, as Markdown: the text of rules/README.md."""
    families: dict[str, list[Rule]] = {}
    for rule in rules.rules:
        families.setdefault(family(rule), []).append(rule)
    parts = [_HEAD]
    for title, members in families.items():
        lines = [f"## {title}", "", "| Code | Name | Shown as | Fix | Finds |", "| --- | --- | --- | --- | --- |"]
        for rule in members:
            finds = headline(rule).replace("|", "\\|")
            shown = ", ".join((*(() if rule.severity == "warning" else (rule.severity,)), *rule.tags))
            lines.append(f"| {rule.code} | [{rule.name}]({_file(rule)}) | {shown} | {rule.applicability} | {finds} |")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def shown_as(rule: Rule) -> str:
    """Say how editors show a rule's findings, in sentences; nothing where it is as a plain warning."""
    return " ".join(filter(None, (SEVERITIES[rule.severity], *(TAGS[tag] for tag in rule.tags))))


def docstring(rule: Rule) -> str:
    """Return the whole docstring of a rule."""
    # Not inspect.getdoc: without a docstring of its own a rule would show that of its base class.
    return inspect.cleandoc(type(rule).__doc__ or rule.name)


def _example(example: Example) -> str:
    on = f" on `{example.target}`" if example.target else ""
    language = "python" if example.filename is None else "text"
    parts = [f"## Example{on}", f"```{language}\n{example.before.rstrip()}\n```"]
    if example.after is not None:
        parts += ["Fixed:", f"```{language}\n{example.after.rstrip()}\n```"]
    return "\n\n".join(parts)


def family(rule: Rule) -> str:
    """Return the first sentence of what the package that holds a rule says of itself."""
    package = sys.modules.get(type(rule).__module__.rpartition(".")[0])
    return ((package.__doc__ if package is not None else None) or "Other rules").strip().partition("\n")[0].rstrip(".")


def _file(rule: Rule) -> str:
    return type(rule).__module__.replace(".", "/") + ".py"


if __name__ == "__main__":
    from hublint.registry import load

    sys.stdout.write(catalogue(load()))


__all__ = ["FIXES", "catalogue", "docstring", "family", "headline", "page", "shown_as"]
