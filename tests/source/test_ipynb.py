"""A notebook's file stays byte for byte, but for the lines that change."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.source.ipynb import NotebookError, NotebookFile, why_unusable
from hublint.source.notebook import Cell

if TYPE_CHECKING:
    from collections.abc import Callable

PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}


OLDER = "is no notebook: it has no list of cells, but one of a format before 4, which Jupyter converts when it saves it"


def rewritten(data: bytes, *texts: tuple[int, str]) -> bytes:
    return NotebookFile(data).with_cells(Cell(*text) for text in texts)


class TestReading:
    def test_code_cells_have_their_numbers_among_all_cells(self) -> None:
        cells = [
            {"cell_type": "markdown", "source": "# x"},
            {"cell_type": "code", "source": ["a\n", "b"]},
            {"cell_type": "raw", "source": "c"},
            {"cell_type": "code", "source": "d"},
            {"cell_type": "code"},
            "no cell",
        ]
        file = NotebookFile(json.dumps({"cells": cells, "metadata": PYTHON}).encode())
        assert file.language == "python"
        assert file.cells == [Cell(2, "a\nb"), Cell(4, "d"), Cell(5, "")]

    @pytest.mark.parametrize(
        ("metadata", "language"),
        [
            ({}, "python"),
            ({"kernelspec": {"language": "R"}}, "r"),
            ({"language_info": {"name": "julia"}}, "julia"),
            ({"kernelspec": {"name": "x"}, "language_info": {"name": "python"}}, "python"),
            (None, "python"),
        ],
    )
    def test_the_kernel_tells_the_language(self, metadata: Any, language: str) -> None:
        assert NotebookFile(json.dumps({"cells": [], "metadata": metadata}).encode()).language == language

    def test_a_cell_that_an_editor_has_given_another_language_is_no_code_of_it(self) -> None:
        cells = [
            {"cell_type": "code", "source": "ls", "metadata": {"vscode": {"languageId": "shellscript"}}},
            {"cell_type": "code", "source": "x", "metadata": {"vscode": {"languageId": "python"}}},
        ]
        assert NotebookFile(json.dumps({"cells": cells}).encode()).cells == [Cell(2, "x")]

    @pytest.mark.parametrize(
        ("data", "reason"),
        [
            (b"", "is empty, not a notebook"),
            (b" \n", "is empty"),
            (b"x = 1", "is no notebook: no JSON document"),
            (b'{"cells": [\xff]}', "is no notebook: it is not UTF-8 text"),
            (b"[" * 100_000, "is no notebook: no JSON document"),
            (b"[]", "is no notebook: it has no list of cells"),
            (b'{"worksheets": []}', OLDER),
            (b'{"cells": [{"cell_type": "code", "source": 3}]}', "is no notebook: the source of cell 1 is no text"),
            (b'{"cells": [], "metadata": {"language_info": {"name": "R"}}}', "is a notebook in r, not in Python"),
            (b'{"cells": []}', None),
        ],
    )
    def test_what_cannot_be_read_is_told_in_a_sentence(self, data: bytes, reason: str | None) -> None:
        assert why_unusable(data) == reason
        if reason is not None and reason.startswith("is no notebook"):
            with pytest.raises(NotebookError, match=reason):
                NotebookFile(data)


class TestWriting:
    def test_lines_that_stay_keep_their_bytes_in_a_list(self) -> None:
        data = (
            b'{"cells":[{"source":[\r\n  "a\\u00E9\\n" ,\r\n    "b\\/\\n",\r\n  "c"],"cell_type":"code"}],"x":1E5}\r\n'
        )
        assert rewritten(data, (1, "aé\nnew é\nb/\nc\nd")) == data.replace(
            b' ,\r\n    "b\\/', b' ,\r\n    "new \\u00e9\\n" ,\r\n    "b\\/'
        ).replace(b'"c"', b'"c\\n" ,\r\n    "d"')

    def test_and_in_a_string(self) -> None:
        data = '{"cells": [{"cell_type": "code", "source": "é\\u0020a\\nb\\u0009\\n\\ud83d\\ude42 c"}]}'.encode()
        assert rewritten(data, (1, "é a\nB\n🙂 c\n")) == data.replace(b"b\\u0009", b"B").replace(b"42 c", b"42 c\\n")

    def test_a_list_may_begin_or_end_with_what_changes(self) -> None:
        data = b'{"cells": [{"cell_type": "code", "source": ["a\\n", "b\\n", "c"]}]}'
        assert rewritten(data, (1, "b\nc")) == data.replace(b'"a\\n", ', b"")
        assert rewritten(data, (1, "x\na\nb")) == data.replace(b'["a\\n", "b\\n", "c"]', b'["x\\n", "a\\n", "b"]')
        assert rewritten(data, (1, "")) == data.replace(b'["a\\n", "b\\n", "c"]', b"[]")

    def test_a_list_of_one_line_or_none_grows(self) -> None:
        one = b'{"cells": [{"cell_type": "code", "source": [\n   "a"\n  ]}]}'
        assert rewritten(one, (1, "a\nb")) == one.replace(b'"a"', b'"a\\n",\n   "b"')
        compact = b'{"cells":[{"cell_type":"code","source":["a"]}]}'
        assert rewritten(compact, (1, "a\nb")) == compact.replace(b'"a"', b'"a\\n", "b"')
        assert rewritten(compact.replace(b'"a"', b""), (1, "a\nb")) == compact.replace(b'"a"', b'"a\\n", "b"')

    def test_strings_that_are_no_lines_become_lines_where_they_change(self) -> None:
        data = b'{"cells": [{"cell_type": "code", "source": ["a", "b\\nc\\n", "", "d"]}]}'
        assert rewritten(data, (1, "ab\nC\nd")) == data.replace(
            b'["a", "b\\nc\\n", "", "d"]', b'["ab\\n", "C\\n", "d"]'
        )

    def test_the_last_of_equal_keys_is_the_one_that_counts(self) -> None:
        data = b'{"cells": [], "cells": [{"source": "a", "cell_type": "code", "source": "b"}]}'
        assert NotebookFile(data).cells == [Cell(1, "b")]
        assert rewritten(data, (1, "c")) == data.replace(b'"b"', b'"c"')

    def test_what_only_looks_like_a_source_is_not_one(self) -> None:
        data = b'{"source": "a", "cells": [{"outputs": [{"source": "a"}], "cell_type": "code", "source": "a"}, 3]}'
        assert rewritten(data, (1, "b")) == b'"b"'.join(data.rsplit(b'"a"', 1))


SOURCES = st.lists(st.text(st.sampled_from('aé🙂\t"\\/\x7f\u2028\r\n\n'), max_size=5), max_size=5).map("\n".join)
VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), SOURCES),
    lambda inner: st.one_of(st.lists(inner, max_size=2), st.dictionaries(st.sampled_from(["source", "x"]), inner)),
    max_leaves=4,
)
BLANKS = st.sampled_from(["", " ", "\n ", "\r\n\t"])


class Writer:
    """Writes JSON in any layout, in pieces between which the sources of code cells stand."""

    def __init__(self, draw: Callable[[st.SearchStrategy[Any]], Any]) -> None:
        self.draw = draw
        self.escaped = draw(st.booleans())
        self.pieces = [""]
        self.sources: list[str] = []

    def put(self, *texts: str) -> None:
        for text in texts:
            self.pieces[-1] += self.draw(BLANKS) + text

    def value(self, value: Any) -> None:
        self.put(json.dumps(value, ensure_ascii=self.escaped, indent=self.draw(st.sampled_from([None, 1, 4]))))

    def source(self, text: str, *, code: bool) -> None:
        listed = self.draw(st.booleans())
        value = text.encode().decode().splitlines(keepends=True) if listed else text
        if code:
            self.put("")
            self.sources.append(
                json.dumps(value, ensure_ascii=self.escaped, indent=self.draw(st.sampled_from([None, 2])))
            )
            self.pieces.append("")
        else:
            self.value(value)

    def cell(self, kind: str, text: str) -> None:
        members = [("cell_type", kind), ("source", text), ("outputs", self.draw(VALUES)), ("id", "a")]
        self.put("{")
        for position, (key, value) in enumerate(self.draw(st.permutations(members))):
            self.put(*([","] if position else []), f'"{key}"', ":")
            if key == "source":
                self.source(value, code=kind == "code")
            else:
                self.value(value)
        self.put("}")


@given(st.data())
def test_whatever_the_layout_only_the_sources_that_change_do(data: st.DataObject) -> None:
    draw = data.draw
    kinds = draw(st.lists(st.tuples(st.sampled_from(["code", "code", "markdown"]), SOURCES), max_size=4))
    writer = Writer(draw)
    before = draw(st.booleans())
    writer.put("{", *(['"metadata"', ":", "{}", ","] if before else []), '"cells"', ":", "[")
    for position, (kind, text) in enumerate(kinds):
        writer.put(*([","] if position else []))
        writer.cell(kind, text)
    writer.put("]", *([] if before else [",", '"metadata"', ":", "{}"]), "}", draw(BLANKS))
    bom = draw(st.sampled_from(["", "\ufeff"]))
    written = bom + "".join(piece + source for piece, source in zip(writer.pieces, [*writer.sources, ""], strict=True))
    file = NotebookFile(written.encode())
    assert file.with_cells(file.cells) == written.encode()

    new = [cell._replace(text=draw(st.one_of(st.just(cell.text), SOURCES))) for cell in file.cells]
    result = file.with_cells(new).decode()
    at = 0
    for piece, cell, old in zip(writer.pieces, [*new, None], [*writer.sources, None], strict=True):
        lead = bom + piece if at == 0 else piece
        assert result.startswith(lead, at)
        at += len(lead)
        if cell is not None and old is not None:
            value, end = json.JSONDecoder().raw_decode(result, at)
            assert isinstance(value, list) == old.startswith("[")
            assert "".join(value) == cell.text
            assert old != result[at:end] or cell in file.cells
            assert old == result[at:end] or cell not in file.cells
            at = end
    assert at == len(result)
