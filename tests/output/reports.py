"""Findings for tests of the formats, and what reads a region of a file as the formats mean it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from hublint.output import FileReport
from hublint.rule import Edit, Finding, Fix, Location
from hublint.source.text import Text
from tests.cli import pack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.registry import Registry

SCHEMAS = Path(__file__).parent / "schemas"
NEWLINE = re.compile(r"\r\n|\n|\r")

RULES: Registry = pack.load()

# Text as files hold it: newlines of all kinds, tabs, characters of one to four bytes, and what escapes are made of.
CHARACTERS = st.one_of(
    st.sampled_from(
        ["\n", "\r", "\r\n", "\t", " ", '"', "\\", "%", ":", ",", "é", "日", "🙂", "👩‍🚀", "\ufeff", "\x0c", "a"]
    ),
    st.characters(exclude_categories=["Cs"]),
)
TEXTS = st.lists(CHARACTERS, max_size=40).map("".join)


def finding(
    text: Text,
    span: tuple[int, int],
    *,
    message: str = "is wrong; write better",
    code: str = "TST001",
    fix: Fix | None = None,
    cell: int | None = None,
    filename: str = "a.py",
) -> Finding:
    """Return a finding at a span, in bytes, of a text."""
    start, end = (Location(*text.position(offset)) for offset in span)
    return Finding(filename, start, end, code, message, *span, fix, cell=cell)


def report(text: str, *spanned: str, path: str = "a.py", **options: Any) -> FileReport:
    """Return a file with a finding at each of some pieces of its text, where they first stand."""
    data = text.encode()
    read = Text(data)
    spans = [(start, start + len(piece.encode())) for piece in spanned for start in [read.utf8.index(piece.encode())]]
    return FileReport(Path(path), data, [finding(read, span, filename=path, **options) for span in spans])


def notebook(*cells: str, listed: bool = True, escaped: bool = False, indent: int | None = 1) -> bytes:
    """Return a notebook with these code cells, whose source is a list of lines or one string."""
    document = {
        "cells": [
            {
                "cell_type": "code",
                "metadata": {},
                "outputs": [],
                "source": [line.decode() for line in text.encode().splitlines(keepends=True)] if listed else text,
            }
            for text in cells
        ],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    return json.dumps(document, indent=indent, ensure_ascii=escaped).encode()


def at(text: str, row: int, column: int) -> int:
    """Return the index of the character at a place: rows end as Python's do, columns count code points."""
    starts = [0, *(newline.end() for newline in NEWLINE.finditer(text))]
    return starts[row - 1] + column - 1


@st.composite
def spans(draw: st.DrawFn, text: str) -> tuple[int, int]:
    """Draw a span of a text, in bytes of its UTF-8, that splits no character and no newline."""
    cuts = [index for index in range(len(text) + 1) if text[max(0, index - 1) : index + 1] != "\r\n"]
    first, last = sorted((draw(st.sampled_from(cuts)), draw(st.sampled_from(cuts))))
    return len(text[:first].encode()), len(text[:last].encode())


@st.composite
def edits(draw: st.DrawFn, text: str, cell: int | None = None) -> list[Edit]:
    """Draw edits of a text that do not overlap; an insertion may stand where a replacement begins."""
    number: int = draw(st.integers(0, 3))
    ends = sorted({end for _ in range(number) for end in draw(spans(text))})
    pairs: Iterable[tuple[int, int]] = zip(ends[::2], ends[1::2], strict=False)
    drawn = [Edit(start, end, draw(TEXTS), cell) for start, end in pairs]
    doubled: bool = draw(st.booleans())
    if drawn and doubled:
        drawn.append(Edit(drawn[0].start, drawn[0].start, draw(TEXTS.filter(bool)), cell))
    return drawn
