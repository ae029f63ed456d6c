"""Markdown for editors that show plain text alone."""

from __future__ import annotations

import re
from typing import Final

_MARK: Final = re.compile(
    r"(?P<ticks>`+)(?P<code>.+?)(?P=ticks)(?!`)"
    r"|!?\[(?P<text>[^\]]*)\]\((?P<address>[^)\s]*)\)"
    r"|<(?P<link>https?://[^>\s]*)>"
    r"|\*\*(?P<strong>.+?)\*\*"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])",
    re.DOTALL,
)
_FENCE: Final = re.compile(r"^ {0,3}(```+|~~~+)[^`\n]*\n(.*?)(?:^ {0,3}\1[ \t]*$\n?|\Z)", re.DOTALL | re.MULTILINE)
_HEADING: Final = re.compile(r"^ {0,3}#{1,6} +", re.MULTILINE)


def plain_text(markdown: str) -> str:
    """Return what Markdown says, without its marks; code stays as it is."""
    parts: list[str] = []
    at = 0
    for fence in _FENCE.finditer(markdown):
        parts += [_without_marks(markdown[at : fence.start()]), fence[2]]
        at = fence.end()
    parts.append(_without_marks(markdown[at:]))
    return "".join(parts)


def _without_marks(markdown: str) -> str:
    return _MARK.sub(_said, _HEADING.sub("", markdown))


def _said(mark: re.Match[str]) -> str:
    if mark["code"] is not None:
        return mark["code"].strip() or mark["code"]
    if mark["text"] is not None:
        text = _without_marks(mark["text"])
        return text if text == mark["address"] else f"{text} ({mark['address']})"
    if mark["strong"] is not None:
        return _without_marks(mark["strong"])
    return mark["link"] or mark["escaped"]


__all__ = ["plain_text"]
