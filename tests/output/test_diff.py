from __future__ import annotations

import itertools
import re
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.output import diff
from hublint.source.edit import Edit, apply
from hublint.source.text import Text

if TYPE_CHECKING:
    from pathlib import Path

LINES = st.lists(st.sampled_from(["a", "b", "", "\ta", "é", "\x0c", "x = 1", "\u2028"]), max_size=30)


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, list[Edit]]:
    """Return a text and edits of whole lines or parts of them that do not overlap."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    data = newline.join(draw(LINES)).encode()
    starts = [*Text(data).line_starts, len(data)]
    places = sorted(draw(st.lists(st.sampled_from(starts), max_size=6, unique=True)))
    edits = [
        Edit(
            start, draw(st.sampled_from([start, end])), newline.join(draw(LINES)) + draw(st.sampled_from(["", newline]))
        )
        for start, end in itertools.pairwise(places)
    ]
    return data, edits


def lines_of(data: bytes) -> list[str]:
    lines = re.split(r"\r\n|\n|\r", data.decode())
    return lines if lines[-1] else lines[:-1]


@given(edited())
def test_the_hunks_of_any_fix_turn_the_old_lines_into_the_new(case: tuple[bytes, list[Edit]]) -> None:
    data, edits = case
    old, new = lines_of(data), lines_of(apply(data, edits))
    result: list[str] = []
    at = 0
    for line in diff.of_edits(Text(data), edits):
        header = re.fullmatch(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", line)
        if header is not None:
            begin = int(header[1]) - (header[2] != "0")
            result += old[at:begin]
            at = begin
            assert int(header[3]) - (header[4] != "0") == len(result)
            continue
        if line[0] in " -":
            assert old[at] == line[1:]
            at += 1
        if line[0] in " +":
            result.append(line[1:])
    assert result + old[at:] == new


@pytest.mark.skipif(shutil.which("patch") is None, reason="the program patch is not installed")
@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"a\nb\nc\n", b"a\nB\nc\n"),
        (b"a\nb", b"a\nB"),
        (b"a\r\nb\r\n", b"a\r\nB\r\n"),
        ("# coding: utf-8\n'é'\nb\n".encode(), "# coding: utf-8\n'é'\nB\n".encode()),
    ],
    ids=["plain", "no last newline", "CRLF", "UTF-8"],
)
def test_patch_takes_a_whole_diff(tmp_path: Path, before: bytes, after: bytes) -> None:
    (tmp_path / "a.py").write_bytes(before)
    text = "".join(diff.render(before, after, "a.py"))
    subprocess.run(["patch", "--binary", "-p0"], cwd=tmp_path, input=text.encode(), check=True, capture_output=True)  # noqa: S607
    assert (tmp_path / "a.py").read_bytes() == after


def test_a_diff_is_text_whatever_the_encoding_of_the_file() -> None:
    before, after = (f"# coding: latin-1\n'é'{end}\n".encode("latin-1") for end in ("", "; x"))
    assert list(diff.render(before, after, "a.py"))[-2:] == ["-'é'\n", "+'é'; x\n"]
