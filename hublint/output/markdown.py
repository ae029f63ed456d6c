"""Markdown that every editor can show: paragraphs, lists and fenced code of short lines, and no HTML.

Some editors render it and some show it as it is, so that it has to read well both ways.
"""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

WIDTH: Final = 100
"""How long a line of prose may be; code that people wrote keeps its own lines."""

_CODE_WIDTH: Final = 88
_SPAN: Final = r"(?<!`)(?P<ticks>`+)(?!`)(?:.+?)(?<!`)(?P=ticks)(?!`)"
_CODE_SPAN: Final = re.compile(_SPAN, re.DOTALL)
# A code span; an address; a dotted name, or one with an underscore, which would be taken for emphasis.
_KEPT: Final = re.compile(
    rf"(?P<span>{_SPAN})"
    r"|(?P<address>https?://[^\s<>`]+)"
    r"|(?<![\w.`])(?:\w+=)?(?:[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+|\w*_\w*)(?![\w`])",
    re.DOTALL,
)
_MARKS: Final = re.compile(r"[\\`*_\[\]<~]|&(?=#?\w+;)")
# What begins something else than text where a line begins, which is anywhere once text is wrapped.
_FIRST: Final = re.compile(r"^([ \t]*)(?:([-+#=>])|(\d+)([.)])(?=\s|$))", re.MULTILINE)


def span(text: str) -> str:
    """Return text as a code span, whatever it holds."""
    text = " ".join(text.split())
    if "`" not in text:
        return f"`{text}`" if text else ""
    fence = "`" * (max(map(len, re.findall(r"`+", text))) + 1)
    return f"{fence} {text} {fence}"


def prose(text: str) -> str:
    """Return a sentence of ours as Markdown: its code spans stay, names become some, and nothing else is a mark."""
    parts: list[str] = []
    at = 0
    for found in _KEPT.finditer(text):
        kept = found.group() if found["span"] or found["address"] else span(found.group())
        parts += (_unmarked(text[at : found.start()]), kept)
        at = found.end()
    parts.append(_unmarked(text[at:]))
    return _begun("".join(parts))


def _unmarked(text: str) -> str:
    return _MARKS.sub(r"\\\g<0>", text)


def _begun(text: str) -> str:
    """Return text whose lines begin with text."""
    return _FIRST.sub(lambda found: f"{found[1]}{found[3] or ''}\\{found[2] or found[4]}", text)


def fenced(code: str, language: str = "python") -> str:
    """Return lines of code as a block; a fence in the code does not end it."""
    fence = "`" * (max((len(run) for run in re.findall(r"`{3,}", code)), default=2) + 1)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


def listed(items: Iterable[str]) -> str:
    """Return Markdown texts as a list, each wrapped below its mark."""
    return "\n".join(f"- {wrapped(item, '  ')}" for item in items)


def wrapped(text: str, indent: str = "") -> str:
    """Break a Markdown paragraph into lines; code spans stay whole, and no line begins with what would be a mark."""
    glued = _CODE_SPAN.sub(lambda found: found.group().replace(" ", "\0"), text)
    lines = textwrap.wrap(
        glued, WIDTH - len(indent), subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )
    return "\n".join((*lines[:1], *map(_begun, lines[1:]))).replace("\0", " ")


def called(name: str, arguments: str) -> str:
    """Return a call as code, over several lines where one would be too long."""
    whole = f"{name}({arguments})"
    if len(whole) <= _CODE_WIDTH:
        return whole
    lines = textwrap.wrap(arguments, _CODE_WIDTH - 4, break_long_words=False, break_on_hyphens=False)
    return "\n".join((f"{name}(", *(f"    {line}" for line in lines), ")"))


__all__ = ["WIDTH", "called", "fenced", "listed", "prose", "span", "wrapped"]
