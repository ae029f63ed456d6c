from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hublint.lsp.documents import difference
from hublint.lsp.positions import ENCODINGS, Encoding, Lines

LETTERS = "ab é中😀\t\x0c\x0b\x1c\x85\u2028\r\n"
encodings = st.sampled_from(ENCODINGS)


def split(text: str) -> list[str]:
    """Split a text as the protocol says, letter by letter."""
    lines, at = [""], 0
    while at < len(text):
        end = "\r\n" if text.startswith("\r\n", at) else text[at] if text[at] in "\r\n" else ""
        if end:
            lines.append("")
        else:
            lines[-1] += text[at]
        at += len(end) or 1
    return lines


def width(text: str, encoding: Encoding) -> int:
    return {
        "utf-8": len(text.encode()),
        "utf-16": sum(2 if ord(letter) > 0xFFFF else 1 for letter in text),
        "utf-32": len(text),
    }[encoding]


@given(st.text(LETTERS), encodings)
@example("", "utf-8")
@example("\r\n", "utf-16")
def test_every_letter_has_the_line_and_the_units_that_the_protocol_gives_it(text: str, encoding: Encoding) -> None:
    lines = Lines(text.encode())
    expected = [
        (row, width(line[:at], encoding)) for row, line in enumerate(split(text)) for at in range(len(line) + 1)
    ]
    offsets = [lines.offset(*place, encoding) for place in expected]
    assert [lines.place(offset, encoding) for offset in offsets] == expected
    assert offsets == sorted(offsets)


@given(st.text(LETTERS), st.integers(-2, 30), st.integers(-2, 30), encodings)
def test_a_position_outside_is_moved_into_the_text(text: str, line: int, character: int, encoding: Encoding) -> None:
    utf8 = text.encode()
    lines = Lines(utf8)
    offset = lines.offset(line, character, encoding)
    assert 0 <= offset <= len(utf8)
    utf8[:offset].decode()  # never inside a letter
    rows = split(text)
    if line >= len(rows):
        assert offset == len(utf8)
    elif line >= 0:
        row, units = lines.place(offset, encoding)
        assert row == line
        assert units <= max(0, character)


@pytest.mark.parametrize(("character", "expected"), [(0, 0), (1, 0), (2, 4), (3, 5)])
def test_a_position_inside_a_surrogate_pair_is_that_of_its_letter(character: int, expected: int) -> None:
    assert Lines("😀a".encode()).offset(0, character, "utf-16") == expected


def test_a_form_feed_ends_no_line() -> None:
    lines = Lines(b"a\x0cb\x0bc\ntf\n")
    assert lines.starts == [0, 6, 9]
    assert lines.place(6, "utf-16") == (1, 0)


ODD_TEXT = st.text(st.sampled_from("a\r\né🎉"), max_size=8)


@given(ODD_TEXT, ODD_TEXT, ODD_TEXT, ODD_TEXT)
def test_a_text_that_is_sent_whole_is_taken_for_what_changed_in_it(
    before: str, one: str, other: str, behind: str
) -> None:
    old, new = ((before + middle + behind).encode() for middle in (one, other))
    start, end, replacement = difference(old, new)
    assert old[:start] + replacement + old[end:] == new
    for part in (old[:start], old[start:end], old[end:], replacement):
        part.decode()
    for text, at in ((old, start), (old, end), (new, start), (new, start + len(replacement))):
        assert text[at - 1 : at + 1] != b"\r\n" or at == 0
