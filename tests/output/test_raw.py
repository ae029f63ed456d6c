from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from hublint.output import FileReport
from hublint.output.raw import Region, Replacement, raw
from hublint.rule import Edit, Fix
from hublint.source.edit import apply
from hublint.source.text import Text
from tests.output.reports import TEXTS, at, edits, finding, notebook, spans


def sliced(text: str, region: Region) -> str:
    return text[at(text, region.row, region.column) : at(text, region.end_row, region.end_column)]


def replaced(text: str, replacements: list[Replacement]) -> str:
    """Return a text with replacements made, the last one first, so that the regions of the others stay right."""
    for region, content in reversed(replacements):
        text = (
            text[: at(text, region.row, region.column)] + content + text[at(text, region.end_row, region.end_column) :]
        )
    return text


class TestFiles:
    @given(st.data())
    def test_a_region_holds_the_text_of_the_finding(self, data: st.DataObject) -> None:
        text = data.draw(TEXTS)
        read = Text(text.encode())
        start, end = data.draw(spans(read.utf8.decode()))
        one = finding(read, (start, end))
        region = raw(FileReport(Path("a.py"), text.encode(), [one])).region(one)
        assert sliced(read.utf8.decode(), region).encode() == read.utf8[start:end]

    @given(st.data())
    def test_replacements_make_what_the_edits_make(self, data: st.DataObject) -> None:
        text = data.draw(TEXTS)
        read = Text(text.encode())
        made = data.draw(edits(read.utf8.decode()))
        stored = raw(FileReport(Path("a.py"), text.encode(), []))
        replacements = stored.replacements(Fix("safe", "Do it", (*made, *made)))
        assert replaced(read.utf8.decode(), replacements).encode() == apply(read.utf8, made)

    def test_edits_that_touch_are_one(self) -> None:
        edits = (Edit(0, 0, "new"), Edit(0, 3, "x"), Edit(3, 4, "y"), Edit(5, 5, "z"))
        stored = raw(FileReport(Path("a.py"), b"abcdef", []))
        assert stored.replacements(Fix("safe", "Do it", edits)) == [
            Replacement(Region(1, 1, 1, 5), "newxy"),
            Replacement(Region(1, 6, 1, 6), "z"),
        ]

    def test_a_file_that_is_no_text_has_places_and_no_replacements(self) -> None:
        one = finding(Text(b"x"), (0, 0), code="HUB901")
        stored = raw(FileReport(Path("a.py"), b"# coding: no-such\n", [one]))
        assert stored.region(one) == Region(1, 1, 1, 1)
        assert stored.replacements(Fix("safe", "Do it", (Edit(0, 1, ""),))) == []

    def test_columns_count_the_characters_of_other_encodings(self) -> None:
        data = "# coding: latin-1\nx = 'é'; tf.loud()\n".encode("latin-1")
        read = Text(data)
        start = read.utf8.index(b"tf.loud")
        one = finding(read, (start, start + 7))
        stored = raw(FileReport(Path("a.py"), data, [one]))
        assert stored.encoding == "iso-8859-1"
        assert stored.region(one) == Region(2, 10, 2, 17)


class TestNotebooks:
    @given(st.data(), st.booleans(), st.booleans(), st.sampled_from([None, 0, 1]))
    def test_a_region_holds_the_text_of_the_finding_as_json_writes_it(
        self, data: st.DataObject, listed: bool, escaped: bool, indent: int | None
    ) -> None:
        texts = [data.draw(TEXTS), data.draw(TEXTS)]
        stored = notebook("# first", *texts, listed=listed, escaped=escaped, indent=indent)
        number = data.draw(st.sampled_from([2, 3]))
        read = Text.decoded(texts[number - 2].encode())
        start, end = data.draw(spans(read.utf8.decode()))
        one = finding(read, (start, end), cell=number)
        region = raw(FileReport(Path("a.ipynb"), stored, [one])).region(one)
        written = sliced(stored.decode(), region)
        # What lies between two lines of a list ends one string and begins another.
        assert "".join(json.loads(f'["{written}"]')).encode() == read.utf8[start:end]

    @given(st.data(), st.booleans(), st.booleans())
    def test_replacements_make_what_the_edits_of_cells_make(
        self, data: st.DataObject, listed: bool, escaped: bool
    ) -> None:
        texts = [data.draw(TEXTS), data.draw(TEXTS)]
        stored = notebook(*texts, listed=listed, escaped=escaped)
        read = [Text.decoded(text.encode()) for text in texts]
        made = [edit for number, text in enumerate(read, 1) for edit in data.draw(edits(text.utf8.decode(), number))]
        first = finding(read[0], (0, 0), cell=1)
        replacements = raw(FileReport(Path("a.ipynb"), stored, [first])).replacements(Fix("safe", "Do", tuple(made)))
        document = json.loads(replaced(stored.decode(), replacements))
        for number, (text, cell) in enumerate(zip(read, document["cells"], strict=True), 1):
            expected = apply(text.utf8, [edit for edit in made if edit.cell == number])
            assert "".join(cell["source"]).encode() == text.bom + expected

    def test_all_else_in_the_file_stays_as_it_is(self) -> None:
        stored = notebook("a\nb\nc\n", "d")
        one = finding(Text(b"d"), (0, 1), cell=2)
        fix = Fix("safe", "Do it", (Edit(2, 3, "x\ny", 1),))
        (replacement,) = raw(FileReport(Path("a.ipynb"), stored, [one])).replacements(fix)
        assert replacement.content == 'x\\n",\n    "y'

    def test_what_cannot_be_parsed_is_at_the_line_that_says_so(self) -> None:
        stored = notebook("x = 1\nprint x\n")
        one = finding(Text(b"x = 1\nprint x\n"), (6, 6), cell=1, code="HUB901")._replace(start=0, end=0)
        region = raw(FileReport(Path("a.ipynb"), stored, [one])).region(one)
        assert stored.decode().splitlines()[region.row - 1].strip() == '"print x\\n"'

    def test_an_empty_cell_has_a_place(self) -> None:
        one = finding(Text(b""), (0, 0), cell=1)
        assert raw(FileReport(Path("a.ipynb"), notebook(""), [one])).region(one) == Region(1, 1, 1, 1)
