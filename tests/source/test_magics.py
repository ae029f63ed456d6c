"""What is hidden of a cell is what IPython transforms: IPython itself is asked."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from typing import TYPE_CHECKING

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from IPython.core.inputtransformer2 import TransformerManager

from hublint.source import magics
from hublint.source.magics import NeedsIPythonError, WrittenFile, mask, unmask

if TYPE_CHECKING:
    from collections.abc import Callable

WORD = "__hublint_1_"
NEWLINE = re.compile(r"\r\n|\n|\r")


def transformed(cell: str) -> str:
    """Return what IPython runs for a cell; what it cannot tokenize is wrong in it too."""
    try:
        code = str(TransformerManager().transform_cell(cell))  # type: ignore[no-untyped-call]
    except SyntaxError:
        return "("
    # IPython 8.0 put what stands before a name that help is asked of into the next cell.
    return re.sub(r"""get_ipython\(\)\.set_next_input\(('[^']*'|"[^"]*")\);""", "", code)


def parsed(code: str) -> ast.Module | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return ast.parse(code)
        except (SyntaxError, ValueError):
            return None


class Calls(ast.NodeTransformer):
    """Writes one name for each call of IPython, and for each name that stands for one."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if "get_ipython()." in ast.unparse(node.func):
            return ast.Name("hidden", ast.Load())
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        return ast.Name("hidden", node.ctx) if node.id.startswith(WORD) else node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        first = node.values[0]
        return self.visit(first) if isinstance(first, ast.Name) and first.id.startswith(WORD) else node


def shape(code: str, *, masked: bool) -> str:
    """Return a program in which all that is IPython's is one name, and what a magic runs is left out."""
    tree = ast.parse(code)
    for node in ast.walk(tree):
        for field in ("body", "orelse", "finalbody"):
            suite = getattr(node, field, None)
            if masked and isinstance(suite, list):
                rows = {one.lineno for one in suite if ast.unparse(one).startswith(WORD)}
                suite[:] = [one for one in suite if one.lineno not in rows or ast.unparse(one).startswith(WORD)]
    return ast.unparse(ast.fix_missing_locations(Calls().visit(tree)))


LINES = (
    "x = 1",
    "y = 7 % 3",
    "print('50%!?')  # !ls",
    "s = '''a\n!b\n%c'''",
    "z = (1,\n  2)",
    "q = [1 \\\n  , 2]",
    "await f(x)",
    "",
    "   ",
    "# %matplotlib inline?",
    "!ls -l",
    "!!ls",
    "!pip install 'tensorflow==1.15' \\\n    numpy",
    "files = !ls *.py",
    "a, b = %env X",
    "value = %time f(x)",
    "value = %timeit -o f(x)",
    "%matplotlib inline",
    "%cd \\\n  /tmp",
    "%time f(x)",
    "%time y = f(x); g(y)",
    "%time for i in x: f(i)",
    "%time f(x, \\\n  y)",
    "%time",
    "%timeit -n 10 -r3 f(x)",
    "%prun -s cumulative f(x)",
    "%lprun -f f f(x)",
    "?x",
    "x.y?",
    "x??",
    "%time?",
    "np.*load*?",
    "x = !ls {y} $z",
    "def f(x):",
    "if x:",
    "else:",
    "print 'python 2'",
    "x = (",
    "'unclosed",
    "é = '🙂' ; !ls",
    "    !indented",
    "    y = 2",
    "  %%bash",
)
HEADS = ("", "", "", "\n", "  \n\n", "%%time\n", "%%capture out\n", "%%timeit -n 3 x = 1\n", "%%prun\n", "\n%%time\n")
MARGINS = st.sampled_from(["", "", "", "    ", "\t", ">>> "])


@st.composite
def cells(draw: Callable[[st.SearchStrategy[str]], str]) -> str:
    """Write a cell, now and then indented as a whole, with a block, or with a magic at its top."""
    lines = draw(st.lists(st.sampled_from(LINES), max_size=6).map("\n".join))
    if draw(st.sampled_from(["", "", "block"])):
        lines = "if x:\n" + "\n".join(f"    {line}" for line in (lines or "pass").split("\n"))
    margin = draw(MARGINS)
    if margin:
        lines = "\n".join(f"{margin}{line}" for line in lines.split("\n"))
    newline = draw(st.sampled_from(["\n", "\n", "\n", "\r\n"]))
    return (draw(st.sampled_from(HEADS)) + lines + draw(st.sampled_from(["", "\n", "\n\n"]))).replace("\n", newline)


def masked_python(cell: str) -> magics.Masked:
    try:
        masked = mask(cell, WORD)
    except magics.UnreadableError:
        assume(False)  # noqa: FBT003 - that is its only argument
        raise
    assume(masked.python)
    return masked


class TestWhatIPythonSays:
    @given(cells().filter(lambda cell: "%%" not in cell.lstrip()[:2]))
    @example("x = 1\n!ls")
    def test_a_masked_cell_parses_if_what_ipython_makes_of_it_does_and_its_calls_stand_where_the_names_do(
        self, cell: str
    ) -> None:
        masked = masked_python(cell)
        assume(not (parsed(cell) is not None and parsed(transformed(cell)) is None))  # IPython's own defects
        assert (parsed(masked.text) is None) == (parsed(transformed(cell)) is None)
        if parsed(masked.text) is not None:
            assert shape(masked.text, masked=True) == shape(transformed(cell), masked=False)

    @given(cells())
    @example("%%time\n>>>     !indented")
    def test_each_line_keeps_its_number_and_unmasking_gives_the_cell_back(self, cell: str) -> None:
        masked = masked_python(cell)
        assert NEWLINE.findall(masked.text) == NEWLINE.findall(cell)
        assert unmask(cell, masked, masked.text) == cell
        # The same the long way: with a text that has changed in nothing.
        assert unmask(cell, masked._replace(text=masked.text + "\n"), masked.text) in {cell, None}

    @given(cells())
    def test_a_changed_text_is_unmasked_to_a_cell_that_is_masked_to_it(self, cell: str) -> None:
        masked = masked_python(cell)
        lined = masked.text if masked.text.endswith("\n") else masked.text + "\n"
        changed = f"{lined}zz = 1"
        # Only at a cell's end does `x = (\ny?` ask for help.
        if masked.margin is not None and parsed(masked.text) is not None and "?" not in cell:
            back = unmask(cell, masked, changed)
            assert back is not None
            assert mask(back, WORD).text == changed


def text_of(cell: str) -> str:
    masked = mask(cell, WORD)
    assert masked.python
    return masked.text.replace(WORD, "_")


class TestForms:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("!pip install x", "_1__"),
            ("files = !ls", "files = _1__"),
            ("?x\nx?\nx = 1", "_1__\n_2__\nx = 1"),
            ("%matplotlib inline\n%cd /tmp", "_1__\n_2__"),
            ("%time f(x)", "_1__; f(x)"),
            ("%time  f(x)  # why", "_1__; f(x)  # why"),
            ("%timeit -n 10 -r3 f(x); g(x)", "_1__; f(x); g(x)"),
            ("%prun -s cumulative -q f(x)", "_1__; f(x)"),
            ("y = %time f(x)", "y = _1__ or f(x)"),
            ("y = %timeit -o f(x)", "y = _1__"),
            ("%time for i in x: f(i)", "_1__"),
            ("%time f(x, \\\n  y)", "_1__; f(x, \\\n  y)"),
            ("%%time\nf(x)\n!ls", "_1__\nf(x)\n_2__"),
            ("%%timeit -n 3 x = 1\nf(x)", "_1__; x = 1\nf(x)"),
            ("%%capture out\n%%time\nf(x)", "_1__\n_2__\nf(x)"),
            ("!ls \\\n  -l \\\n  x\ny = 1", "(_1__\n\n)\ny = 1"),
            ("if x:\n    !ls\n    y = 1", "if x:\n    _1__\n    y = 1"),
            ("    x = 1\n    !ls\n\n    y", "x = 1\n_1__\n\ny"),
            (">>> x = 1\n... !ls\n", "x = 1\n_1__\n"),
            ("In [3]: x = 1\n   ...: y = 2", "x = 1\ny = 2"),
            (",f a b\n/f a\n;f a", "_1__\n_2__\n_3__"),
            ("x = '''\n!ls\n%time?\n'''", "x = '''\n!ls\n%time?\n'''"),
        ],
    )
    def test_only_what_is_ipythons_is_hidden(self, cell: str, text: str) -> None:
        assert text_of(cell) == text

    @pytest.mark.parametrize("cell", ["%%bash\nls", "\n%%html\n<b>", "%%writefile -a x.py\nx = 1", "%%script x\ny"])
    def test_a_cell_for_another_program_is_no_python(self, cell: str) -> None:
        masked = mask(cell, WORD)
        assert (masked.python, masked.file) == (False, None)

    @pytest.mark.parametrize(
        ("cell", "file"),
        [
            ("%%writefile a/b.py\nx = 1\n", WrittenFile("a/b.py", 19)),
            ("\n%%file 'a b.py'\nx = 1", WrittenFile("a b.py", 17)),
            ("%%writefile a.py", WrittenFile("a.py", 16)),
            ("%%writefile {name}.py\nx = 1\n", None),
            ("%%writefile $name\nx = 1\n", None),
            ("%%writefile\nx = 1\n", None),
            ("%%writefile 'a\nx = 1\n", None),
            ("  %%writefile a.py\n  x = 1\n", None),
        ],
    )
    def test_what_a_cell_writes_is_told_unless_its_name_or_text_is_made_when_it_is_run(
        self, cell: str, file: WrittenFile | None
    ) -> None:
        masked = mask(cell, WORD)
        assert not masked.python
        assert masked.file == file

    @pytest.mark.parametrize(
        ("cell", "words"),
        [
            ("!pip install numpy", set()),
            ("!echo {np.pi} $x", {"np", "pi", "x"}),
            ("%lprun -f f g(np)", {"lprun", "f", "g", "np"}),
            ("np.zeros?", {"np", "zeros"}),
            ("%pip install numpy", set()),
            ("%%memit\nnp.zeros(3)", {"memit", "np", "zeros"}),
            ("%%bash\nnp", set()),
        ],
    )
    def test_names_that_python_may_read_in_what_is_hidden_are_known(self, cell: str, words: set[str]) -> None:
        assert mask(cell, WORD).words == words


class TestPuttingBack:
    def change(self, cell: str, old: str, new: str) -> str | None:
        masked = mask(cell, WORD)
        assert old in masked.text
        return unmask(cell, masked, masked.text.replace(old, new))

    def test_new_lines_get_the_indentation_of_the_whole_cell(self) -> None:
        assert self.change("    x = 1\n    !ls", "x = 1\n", "x = 2\n\nz\n") == "    x = 2\n\n    z\n    !ls"

    def test_a_command_of_several_lines_comes_back_with_all_of_them(self) -> None:
        cell = "  x = 1\n  !ls \\\n    -l\n  y"
        assert self.change(cell, "x = 1\n", "x = 2\nz\n") == "  x = 2\n  z\n  !ls \\\n    -l\n  y"

    def test_lines_with_prompts_change_and_stay_as_many(self) -> None:
        assert self.change(">>> x = 1\n... !ls", "x = 1", "x = 2") == ">>> x = 2\n... !ls"
        assert self.change(">>> x = 1\n... !ls", "x = 1", "x = 2\ny = 3") is None

    def test_what_is_hidden_has_to_be_there_once(self) -> None:
        assert self.change("x = 1\n!ls", f"{WORD}1__", "pass") is None
        assert self.change("x = 1\n!ls", "x = 1", f"{WORD}1__") is None
        assert self.change("x = 1\n!ls \\\n -l", f"({WORD}1__", f"( {WORD}1__") is None


class TestWithoutIPython:
    @pytest.fixture(autouse=True)
    def absent(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "IPython.core", None)
        monkeypatch.delitem(sys.modules, "IPython.core.inputtransformer2", raising=False)
        magics._ipython.cache_clear()

    @pytest.mark.parametrize("cell", ["x = 7 % 3", "'''\n!ls\n'''", "print 'python 2'", "In = 1", ""])
    def test_a_cell_without_anything_of_its_own_is_read(self, cell: str) -> None:
        assert mask(cell, WORD).text == cell

    @pytest.mark.parametrize("cell", ["!ls", "x = 1\n%cd", "  x = 1", ">>> x", "x?", "In [1]: x = 1", "/f x"])
    def test_one_that_may_have_needs_it(self, cell: str) -> None:
        with pytest.raises(NeedsIPythonError):
            mask(cell, WORD)
