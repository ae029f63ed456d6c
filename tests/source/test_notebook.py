from __future__ import annotations

import ast
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.source import magics
from hublint.source.notebook import EMPTIES_CELL, LOSES_NAME, REACHES_TOO_FAR, Cell, File, Notebook
from hublint.source.source import Source, SourceError
from tests.source.test_magics import cells as cell_texts


def notebook(*texts: str) -> Notebook:
    """Return a notebook whose code cells have the numbers 1, 3, 5, ...: text stands between them."""
    return Notebook(Cell(number, text) for number, text in zip(range(1, 2 * len(texts), 2), texts, strict=True))


def changed(made: Notebook, old: str, new: str) -> list[str] | None:
    text = made.text.utf8.decode()
    assert old in text
    return made.cells_of(text.replace(old, new).encode())


class TestTheText:
    def test_cells_follow_one_another_each_behind_a_name_with_its_number(self) -> None:
        made = notebook("import tensorflow as tf\n", "!ls\nx = tf.ones(3)")
        assert made.text.utf8.decode().splitlines() == [
            "__hublint_cell_1__",
            "import tensorflow as tf",
            "",
            "__hublint_cell_3__",
            "__hublint_3_1__",
            "x = tf.ones(3)",
        ]
        source = Source(made.text)
        assert [source.resolve(node) for node in ast.walk(source.tree) if isinstance(node, ast.Attribute)] == [
            {"tensorflow.ones"}
        ]

    def test_a_cell_that_does_not_parse_is_left_out_and_the_others_are_read(self) -> None:
        made = notebook("x = 1", "y = (", "print 'old'", "z = 3", "'\ud83d'")
        assert made.text.utf8 == b"__hublint_cell_1__\nx = 1\n__hublint_cell_7__\nz = 3\n"
        reasons = {position: (error.reason, error.line) for position, error in made.unread.items()}
        assert reasons == {
            1: ("does not parse: '(' was never closed", 1),
            2: (
                "Python 2 source (print or exec statement): convert it to Python 3 first, for instance with 2to3",
                1,
            ),
            4: ("holds half a character (a lone surrogate)", None),
        }

    def test_cells_that_would_only_parse_together_do_not(self) -> None:
        made = notebook("x = (1,", "2)", "y = '''", "'''")
        assert (made.text.utf8, sorted(made.unread)) == (b"", [0, 1, 2, 3])

    def test_a_comment_of_a_cell_declares_no_encoding(self) -> None:
        made = notebook("# -*- coding: latin-1 -*-\nx = 'é'")
        assert ast.literal_eval(Source(made.text).tree.body[1].value) == "é"  # type: ignore[attr-defined]

    def test_its_own_words_are_others_where_a_cell_holds_them(self) -> None:
        made = notebook("__hublint_cell_9__\n!ls\n__hublint_1_1__ = 1")
        assert made.text.utf8.decode().splitlines() == [
            "__hublint___cell_1__",
            "__hublint_cell_9__",
            "__hublint___1_1__",
            "__hublint_1_1__ = 1",
        ]
        assert changed(made, "cell_9", "cell_8") == ["__hublint_cell_8__\n!ls\n__hublint_1_1__ = 1"]

    def test_newlines_are_those_of_the_cells(self) -> None:
        assert (
            notebook("x = 1\r\ny", "z").text.utf8 == b"__hublint_cell_1__\r\nx = 1\r\ny\r\n__hublint_cell_3__\r\nz\r\n"
        )

    def test_what_cells_write_is_told_and_no_part_of_it(self) -> None:
        made = notebook("%%writefile é.py\nx = 1\n", "%%bash\nls", "")
        assert made.text.utf8 == b"__hublint_cell_5__\n\n"
        assert made.files == [File(0, "é.py", "x = 1\n", 18)]
        assert not made.unread

    def test_there_may_be_no_cells(self) -> None:
        made = notebook()
        assert (made.text.utf8, made.cells_of(b""), made.cell_offset(0), made.text_offset(0, 0)) == (
            b"",
            [],
            None,
            None,
        )

    def test_cells_that_need_ipython_are_told_where_it_is_not_there(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "IPython.core", None)
        monkeypatch.delitem(sys.modules, "IPython.core.inputtransformer2", raising=False)
        magics._ipython.cache_clear()
        made = notebook("x = 7 % 2", "!without_ipython")
        assert made.needs_ipython == [1]
        assert b"x = 7 % 2" in made.text.utf8


class TestPlaces:
    def test_offsets_lead_to_the_cell_and_back(self) -> None:
        made = notebook("é = 1", "    !ls\n    %time é = f(é)\n")
        text = made.text.utf8
        at = text.index(b"f(")
        assert made.cell_offset(at) == (1, len("    !ls\n    %time é = ".encode()))
        assert made.text_offset(1, len("    !ls\n    %time é = ".encode())) == at
        for hidden in (text.index(b"hublint_cell_3"), text.index(b"hublint_3_1")):
            assert made.cell_offset(hidden) is None
        assert made.text_offset(1, 2) is None
        assert made.text_offset(1, 6) is None
        assert made.text_offset(7, 0) is None
        assert made.cell_offset(text.index(b"__hublint_3_1__")) == (1, 4)
        assert made.cell_offset(text.index(b"__hublint_3_1__") + len("__hublint_3_1__")) == (1, 7)

    @given(st.lists(cell_texts(), max_size=4))
    def test_what_is_not_hidden_is_the_same_in_both(self, texts: list[str]) -> None:
        made = notebook(*texts)
        text = made.text.utf8
        for offset in range(len(text) + 1):
            place = made.cell_offset(offset)
            if place is not None:
                position, at = place
                back = made.text_offset(position, at)
                assert back is not None
                assert made.cell_offset(back) == place
        for position, one in enumerate(made.texts):
            for at in range(len(one.utf8)):
                there, behind = made.text_offset(position, at), made.text_offset(position, at + 1)
                if there is not None and behind == there + 1:
                    assert text[there:behind] == one.utf8[at : at + 1]

    @given(st.lists(cell_texts(), max_size=4))
    def test_cells_that_parse_make_a_text_that_parses_and_is_them_again(self, texts: list[str]) -> None:
        made = notebook(*texts)
        Source(made.text)
        assert made.cells_of(made.text.utf8) == texts
        assert list(made.text.cell_starts) == made.starts_in(made.text.utf8)


class TestChanges:
    def test_a_change_goes_into_its_cell(self) -> None:
        made = notebook("x = 1", "!ls\nx = 2\n", "%%bash\nx = 1", "y = (")
        assert changed(made, "x = 1", "x = 5\nz") == ["x = 5\nz", "!ls\nx = 2\n", "%%bash\nx = 1", "y = ("]

    def test_the_only_line_of_a_cell_may_go(self) -> None:
        made = notebook("x", "y", "z")
        assert changed(made, "y\n", "") == ["x", "", "z"]
        assert changed(made, "z\n", "") == ["x", "y", ""]

    def test_blank_lines_that_a_change_leaves_at_a_cells_end_are_taken_away(self) -> None:
        made = notebook("x = 1\ny", "z\n")
        assert changed(made, "y\n", "y\n\n\n") == ["x = 1\ny", "z\n"]
        assert changed(made, "z\n", "a\n\n\n") == ["x = 1\ny", "a\n"]

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("__hublint_cell_3__\n", ""),
            ("__hublint_cell_3__", "pass"),
            ("__hublint_cell_3__", "    __hublint_cell_3__"),
            ("x = 1\n__hublint_cell_3__\n", "x = 1; "),
            ("__hublint_cell_1__\n", "import os\n__hublint_cell_1__\n"),
            ("x = 1\n", "x = 1"),
            ("x = 1\n", "x = (\n"),
            ("x = 1\n", "x = 1\n__hublint_cell_5__\n"),
            ("__hublint_3_1__", "pass"),
            ("__hublint_3_1__", "f(__hublint_3_1__)"),
            ("__hublint_3_1__", "x = 1; __hublint_3_1__"),
            ("__hublint_3_1__\n", "__hublint_3_1__\n__hublint_3_1__\n"),
            ("__hublint_3_2__; y", "y"),
            ("__hublint_3_2__; y", "__hublint_3_2__\ny"),
            ("x = 1\n", "x = 1\n!ls\n"),
        ],
    )
    def test_one_that_the_cells_cannot_follow_is_refused(self, old: str, new: str) -> None:
        made = notebook("x = 1", "!ls\n%time y = f(x)")
        assert changed(made, old, new) is None
        with pytest.raises(SourceError, match=REACHES_TOO_FAR):
            made.text.changed(made.text.utf8.replace(old.encode(), new.encode()))

    def test_a_magic_may_get_a_line_above_it_but_one_of_the_whole_cell_may_not(self) -> None:
        assert changed(notebook("%time f(x)"), "__hublint_1_", "import os\n__hublint_1_") == ["import os\n%time f(x)"]
        assert changed(notebook("%%time\nf(x)"), "__hublint_1_", "import os\n__hublint_1_") is None

    def test_code_stays_in_each_cell_that_has_some(self) -> None:
        made = notebook("x = 1", "y = 2\n!ls", "z = 3", "import os")
        with pytest.raises(SourceError, match=EMPTIES_CELL):
            made.text.changed(made.text.utf8.replace(b"y = 2\n", b"").replace(b"z = 3", b"z = 3\ny = 2"))
        made.text.changed(made.text.utf8.replace(b"import os", b""))

    @pytest.mark.parametrize(
        "user", ["!echo {np.pi}", "%%memit\nnp.ones(3)", "np.ones?", "print np.ones(3)", "y = %timeit -o np.ones(3)"]
    )
    def test_a_name_stays_that_may_be_of_use_to_what_is_hidden(self, user: str) -> None:
        for line in ("import numpy as np\n", "np = 3\n", "def np(): pass\n", "with f() as np: pass\n"):
            made = notebook(f"{line}x = np.ones(3)", user)
            with pytest.raises(SourceError, match=LOSES_NAME):
                made.text.changed(made.text.utf8.replace(line.encode(), b""))

    def test_other_names_may_go(self) -> None:
        for user in ("!pip install np", "%pip install np", "%%bash\nnp", "%timeit x"):
            made = notebook("import numpy as np\nx = np.ones(3)", user)
            made.text.changed(made.text.utf8.replace(b"import numpy as np\n", b""))
