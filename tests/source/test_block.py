"""The statements that libcst is asked about, and those that it must not be asked about."""

from __future__ import annotations

import ast
import textwrap
from typing import Any

import libcst as cst
import pytest

from hublint.source.block import Block, BlockError, substitute
from hublint.source.source import Source, SourceError


def block(code: str | bytes, *path: int) -> Block:
    """Return the block of one statement, found by its places in the bodies that hold it."""
    source = Source(code.encode() if isinstance(code, str) else code)
    statement: Any = source.tree
    for at in path or (0,):
        statement = statement.body[at]
    return source.block([statement])


def every_expression_is_found(found: Block) -> int:
    """Check that libcst's node is the same code as the one of `ast`, for all calls and names of a block."""
    count = 0
    for statement in found.statements:
        for node in ast.walk(statement):
            if isinstance(node, (ast.Call, ast.Name, ast.Attribute, ast.Constant, ast.stmt)):
                if isinstance(node, ast.Constant) and isinstance(found.source.parents.get(node), ast.JoinedStr):
                    continue  # a piece of an f-string's text is no expression of its own
                twin = found.node(node)
                if isinstance(node, ast.expr):
                    ours = ast.dump(ast.parse(f"({found.source.code(node)})"))
                    theirs = ast.dump(ast.parse(f"({cst.Module([]).code_for_node(twin)})"))
                    assert ours == theirs
                count += 1
    return count


class TestNodes:
    @pytest.mark.parametrize(
        "code",
        [
            "x = f(a, b.c)\n",
            "模型 = f('学習', 済み.b)  # 注\n",
            "x = '''\n模型''', f(a)\n",
            "x = f(\n    a,\n\tb,\n\n    # c\n    d(e)\n)\n",
            "@a.b(1)\n@c\ndef f(x=g(1), *, y: h = 2) -> i:\n    return j(x)\n",
            "class A(b.C, metaclass=d()):\n    x = e(1)\n\n    def f(self): return self.x(1)\n",
            "with a(1) as b, c(2) as d:\n    b(d)\n",
            "if a(1):\n    b(2)\nelif c(3):\n    d(4)\nelse:\n    e(5)\n",
            "try:\n    a(1)\nexcept b(2) as c:\n    d(3)\nfinally:\n    e(4)\n",
            "x = [a(b) for b in c(1) if d(b)]\n",
            "x = lambda a, b=c(1): d(a)\n",
            "x = a(1) ; y = b(2)\n"[:9] + "\n",
            "x = (a)(1)\n",
            "x = (a + (b(1)))\n",
            "x = a(1) \\\n    + b(2)\n",
            "for a in b(1):\n    c(a)\n",
            "\n\n# top\nx = a(1)\n",
        ],
    )
    @pytest.mark.parametrize("newline", ["\n", "\r\n"])
    def test_every_node_of_ast_has_its_twin(self, code: str, newline: str) -> None:
        assert every_expression_is_found(block(code.replace("\n", newline))) > 0

    @pytest.mark.parametrize("indent", ["    ", "\t", "  "])
    def test_inside_a_suite(self, indent: str) -> None:
        code = f"def f():\n{indent}'''模型'''\n{indent}if a:\n{indent}{indent}x = '模', b(1)\n"
        assert every_expression_is_found(block(code, 0, 1)) > 0
        assert every_expression_is_found(block(code, 0, 1, 0)) > 0

    def test_in_another_encoding(self) -> None:
        found = block("# coding: shift_jis\nx = '表示', f(表)\n".encode("shift_jis"))
        assert every_expression_is_found(found) > 0

    def test_several_statements(self) -> None:
        source = Source(b"a = 1\nb = f(a)\n\nc = g(b)\nd = 1\n")
        found = source.block(source.tree.body[1:3])
        assert source.text.utf8[found.start : found.end] == b"b = f(a)\n\nc = g(b)\n"
        assert len(found.nodes) == 2
        assert every_expression_is_found(found) > 0

    def test_it_is_parsed_once(self) -> None:
        source = Source(b"a = 1\n")
        assert source.block(source.tree.body) is source.block(source.tree.body)


class TestRender:
    def test_what_is_not_changed_comes_out_as_it_was(self) -> None:
        for newline in ("\n", "\r\n"):
            code = "if a:\n\tx = f( 1,2 )  # why\n\n\t# more\n\ty = 2\n".replace("\n", newline)
            source = Source(code.encode())
            suite = source.tree.body[0]
            assert isinstance(suite, ast.If)
            found = source.block(suite.body)
            assert found.render(found.nodes).encode() == source.text.utf8[found.start : found.end]

    def test_a_node_is_exchanged(self) -> None:
        found = block("def f():\n    x = g(1) + g(1)\n", 0, 0)
        statement = found.statements[0]
        assert isinstance(statement, ast.Assign)
        assert isinstance(statement.value, ast.BinOp)
        changed = substitute(found.nodes[0], {found.node(statement.value.right): cst.Name("y")})
        assert found.render([changed]) == "    x = g(1) + y\n"

    def test_new_statements_take_the_indentation_of_the_place(self) -> None:
        found = block("def f():\n  if a:\n    x\n", 0, 0)
        new = cst.parse_statement("with b:\n        c\n")
        assert textwrap.dedent(found.render([new])) == "with b:\n  c\n"
        assert found.render([new]).startswith("  with b:")


HOSTILE = {
    "brackets": "x = " + "[" * 190 + "]" * 190,
    "calls": "x = " + "f(" * 190 + ")" * 190,
    "sum": "x = " + "+".join(["a"] * 900),
    "deep sum": "x = " + "+".join(["a"] * 5_000),
    "and": "x = " + " and ".join(["a"] * 5_000),
    "or of calls": "x = " + " or ".join(["f(1)"] * 900),
    "comparison": "x = " + " < ".join(["a"] * 5_000),
    "attributes": "x = a" + ".b" * 900,
    "deep attributes": "x = a" + ".b" * 100_000,
    "methods": "x = a" + ".b(1)" * 900,
    "deep methods": "x = a" + ".b(1)" * 100_000,
    "subscripts": "x = a" + "[0]" * 900,
    "strings": "x = (" + "'a' " * 5_000 + ")",
    "f-strings": "x = (" + "f'{a}' " * 1_500 + ")",
    "not": "x = " + "not " * 900 + "a",
    "minus": "x = " + "-" * 900 + "a",
    "power": "x = " + "**".join(["a"] * 900),
    "lambda": "x = " + "lambda: " * 190 + "a",
    "conditional": "x = " + "a if b else " * 900 + "a",
    "elif": "if a: pass\n" + "elif a: pass\n" * 900,
    "indentation": "".join(" " * at + "if a:\n" for at in range(95)) + " " * 95 + "pass",
    "dictionaries": "x = " + "{1: " * 190 + "1" + "}" * 190,
    "or pattern": "match x:\n    case " + "|".join(["1"] * 5_000) + ": pass",
    "arguments": "x = f(" + "1, " * 5_000 + ")",
    "targets": "a = " * 5_000 + "1",
    "decorators": "@a\n" * 2_000 + "def f(): pass",
    "with": "with " + ", ".join(["a"] * 2_000) + ": pass",
    "elements": "x = [" + "'a', " * 5_000 + "]",
}


class TestRefused:
    @pytest.mark.parametrize("name", HOSTILE)
    def test_hostile_code_is_a_verdict_and_no_crash(self, name: str) -> None:
        try:
            source = Source(HOSTILE[name].encode() + b"\n")
        except SourceError as error:
            assert "nested" in error.reason or "indentation" in error.reason  # noqa: PT017 - either end is right
            return
        list(source.uses(frozenset({"a", "b"})))
        try:
            found = source.block(source.tree.body)
        except BlockError as error:
            assert str(error)  # noqa: PT017 - as above
        else:
            assert found.render(found.nodes).encode() == source.text.utf8

    @pytest.mark.parametrize("code", ["a = 1; b = 2\n", "if a: b = 1\n"])
    def test_statements_that_share_their_line(self, code: str) -> None:
        source = Source(code.encode())
        first = source.tree.body[0]
        inner = first.body if isinstance(first, ast.If) else [source.tree.body[1]]
        with pytest.raises(BlockError):
            source.block(inner)
        if not isinstance(first, ast.If):
            with pytest.raises(BlockError):
                source.block([first])
