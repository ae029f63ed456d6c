"""What stands below a node is looked up, and has to be what `ast.walk` finds, in its order."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from hublint.source.source import Source

SOURCES = sorted((Path(__file__).parents[2] / "hublint" / "source").glob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_what_stands_below_each_node_is_what_ast_walk_finds(path: Path) -> None:
    source = Source(path.read_bytes())

    for node in ast.walk(source.tree):
        if not isinstance(node, (ast.stmt, ast.expr)):
            continue
        below = list(ast.walk(node))
        assert source.below(node, ast.Name) == [one for one in below if isinstance(one, ast.Name)]
        calls = [one for one in below if isinstance(one, (ast.Call, ast.withitem, ast.Assign))]
        assert source.below(node, ast.Call, ast.withitem, ast.Assign) == calls


def test_a_node_of_another_tree_is_walked() -> None:
    source = Source(b"first(1)\n")
    other = ast.parse("second(2)")

    (call,) = source.below(other, ast.Call)

    assert ast.unparse(call) == "second(2)"


def test_what_a_function_returns_is_its_own() -> None:
    source = Source(b"def outer():\n    def inner():\n        return 1\n    return lambda: inner()\n")
    outer = source.tree.body[0]
    inner = outer.body[0]  # type: ignore[attr-defined]

    assert [ast.unparse(one) for one in source.index.returns[outer]] == ["return lambda: inner()"]
    assert [ast.unparse(one) for one in source.index.returns[inner]] == ["return 1"]
