"""Where values come from: each way that is followed, each that is not, and texts against what Python makes of them."""

from __future__ import annotations

import ast
import os.path
import re
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.source.source import Source
from hublint_rules.origins import calls_of_result, known_texts, only_origins, origins, texts


def source_of(code: str) -> Source:
    return Source(textwrap.dedent(code).encode())


def asked(source: Source) -> ast.expr:
    """Return the argument of the last call of `ask`."""
    calls = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "ask"]
    return max(named, key=lambda call: call.lineno).args[0]


def spelled(code: str) -> set[str | None]:
    """Return where the argument of `ask` comes from, as code."""
    source = source_of(code)
    return {None if origin is None else ast.unparse(origin) for origin in origins(source, asked(source))}


def parts(code: str) -> set[tuple[str | None, ...]]:
    source = source_of(code)
    return {found for _, found in texts(source, asked(source))}


class TestOrigins:
    def test_a_name_is_what_it_was_assigned_last(self) -> None:
        assert spelled("x = 1\nx = make()\nask(x)") == {"make()"}

    def test_a_name_is_each_of_what_it_may_have_been_assigned(self) -> None:
        assert spelled("x = one()\nif c:\n    x = two()\nask(x)") == {"one()", "two()"}

    def test_names_are_followed_through_names_and_walruses(self) -> None:
        assert spelled("x = make()\ny = x\nask(z := y)") == {"make()"}

    def test_both_sides_of_a_choice_count(self) -> None:
        assert spelled("x = one() if c else two()\nask(x or three())") == {"one()", "two()", "three()"}

    def test_an_imported_name_is_itself(self) -> None:
        assert spelled("from a import b\nask(b)") == {"b"}

    def test_an_attribute_of_a_module_is_itself(self) -> None:
        assert spelled("import a\nask(a.b)") == {"a.b"}

    def test_what_nobody_assigns_is_not_to_be_seen(self) -> None:
        assert spelled("ask(x)") == {None}
        assert spelled("ask(x.y)") == {None}

    def test_neither_are_targets_of_loops_and_with_and_parts_of_what_is_unpacked(self) -> None:
        assert spelled("for x in y:\n    ask(x)") == {None}
        assert spelled("with a() as x:\n    ask(x)") == {None}
        assert spelled("x, y = a()\nask(x)") == {None}

    def test_nor_are_parameters(self) -> None:
        assert spelled("def f(x):\n    ask(x)") == {None}

    def test_a_default_is_one_of_what_a_parameter_can_be(self) -> None:
        assert spelled("def f(w, x=make(), *, y=1):\n    ask(x)") == {None, "make()"}
        assert spelled("def f(w, x=make(), *, y=1):\n    ask(y)") == {None, "1"}
        assert spelled("def f(w, x=make(), *, y=1):\n    ask(w)") == {None}
        assert spelled("def f(x=None):\n    ask(x)") == {None}

    def test_a_function_of_the_file_is_what_it_returns(self) -> None:
        code = """
            def make(c):
                def inner():
                    return four()
                if c:
                    return one()
                return two()
            ask(make(3))
        """
        assert spelled(code) == {"one()", "two()"}

    def test_a_function_that_returns_nothing_gives_nothing_to_see(self) -> None:
        assert spelled("def f():\n    return\nask(f())") == {None}

    def test_an_instance_of_a_class_of_the_file_is_its_call(self) -> None:
        assert spelled("class A:\n    pass\nask(A(1))") == {"A(1)"}

    def test_a_function_that_calls_itself_ends(self) -> None:
        assert None in spelled("def f():\n    return f()\nask(f())")

    def test_an_attribute_of_self_is_what_the_class_sets(self) -> None:
        code = """
            class A:
                def __init__(self):
                    self.x = None
                    self.y: int = one()
                def late(self):
                    self.x = two()
                def use(self):
                    ask({})
        """
        assert spelled(code.format("self.x")) == {"two()"}
        assert spelled(code.format("self.y")) == {"one()"}
        assert spelled(code.format("self.z")) == {None}

    def test_a_name_that_is_none_at_first_counts_for_what_else_it_is(self) -> None:
        code = """
            model = None
            def load():
                global model
                model = make()
            def use():
                ask(model)
        """
        assert spelled(code) == {"make()"}
        assert spelled("x = None\nask(x)") == {"None"}

    def test_only_origins_wants_to_see_all_of_them(self) -> None:
        source = source_of("def f(x=make()):\n    ask(x)")
        assert only_origins(source, asked(source)) == []
        source = source_of("x = make()\nask(x)")
        assert [ast.unparse(origin) for origin in only_origins(source, asked(source))] == ["make()"]

    def test_the_calls_of_a_result_are_those_of_nothing_else(self) -> None:
        source = source_of("""
            model = make()
            model(1)
            alias = model
            alias(2)
            other = make()
            other(3)
            either = model if c else other
            either(4)
            model.method(5)
            def f(model):
                model(6)
        """)
        made = next(call for call in source.index.calls.values() if ast.unparse(call) == "make()")
        assert {ast.unparse(call) for call in calls_of_result(source, made)} == {"model(1)", "alias(2)"}


class TestTexts:
    @pytest.mark.parametrize(
        ("expression", "expected"),
        [
            ("'a'", {("a",)}),
            ("1", {(None,)}),
            ("f'a/{NAME}/{x}'", {("a/name/", None)}),
            ("f'{NAME!s}{NAME!r}{NAME:>9}'", {("name", None)}),
            ("'a' + NAME + x", {("aname", None)}),
            ("'%s/%d%%' % (NAME, 3)", {(None, "/", None)}),
            ("'{}/{0}'.format(NAME)", {(None, "/", None)}),
            ("'{{{}}}'.format(NAME)", {(None,)}),
            ("'{:{}}'.format(NAME, 9)", {(None,)}),
            ("'-'.join(['a', x, NAME])", {("a-", None, "-name")}),
            ("'-'.join(x)", {(None,)}),
            ("os.path.join('a', NAME, x)", {("a/name/", None)}),
            ("os.path.join('a/', 'b')", {("a/b",)}),
            ("os.path.join('a', '/b')", {("/b",)}),
            ("os.path.join('a', *x)", {(None,)}),
            ("str(NAME)", {("name",)}),
            ("{'k': 'a', 'l': 'b'}['k']", {("a",)}),
            ("{'k': 'a', 'l': 'b'}[x]", {("a",), ("b",)}),
            ("{'k': 'a'}['l']", {("a",)}),
            ("{}['l']", {(None,)}),
            ("['a', 'b'][0]", {("a",), ("b",)}),
            ("x['a']", {(None,)}),
            ("'a' if x else NAME", {("a",), ("name",)}),
            ("NAME.upper()", {(None,)}),
            ("b'a'", {(None,)}),
            ("''", {("",)}),
        ],
    )
    def test_of(self, expression: str, expected: set[tuple[str | None, ...]]) -> None:
        assert parts(f"import os\nNAME = 'name'\nask({expression})") == expected

    def test_too_many_are_none(self) -> None:
        four = str({number: str(number) for number in range(4)})
        assert len(parts(f"x = {four}[y]\nask(x + x + x)")) == 64
        five = str({number: str(number) for number in range(5)})
        assert parts(f"x = {five}[y]\nask(x + x + x)") == {(None,)}

    def test_they_come_with_where_they_were_read(self) -> None:
        source = source_of("A = 'a'\nB = 'b'\nask(A if c else B)")
        assert [(origin.lineno, found) for origin, found in texts(source, asked(source))] == [(1, ("a",)), (2, ("b",))]

    @pytest.mark.parametrize(
        ("expression", "expected"),
        [("'a'", ["a"]), ("'a' if c else 'b'", ["a", "b"]), ("'a' if c else x", []), ("'a' + x", []), ("''", [""])],
    )
    def test_known_ones_are_whole_and_certain(self, expression: str, expected: list[str]) -> None:
        source = source_of(f"ask({expression})")
        assert known_texts(source, asked(source)) == expected


# Python's own idea of an expression: some names with texts, one of which comes from where nobody sees it.
_BEFORE = """\
import os.path

FIRST = "https://tfhub.dev"
SECOND = FIRST + "/google"
HIDDEN = "".join(reversed("hidden"))
EITHER = "a" if len(HIDDEN) > 3 else "b"
"""
_NAMES = ("FIRST", "SECOND", "HIDDEN", "EITHER")


def _nested(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    pair = st.tuples(inner, inner)
    names = st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES))
    percent = st.sampled_from(["%s/%s", "%s%%%s", "a%sb%s", "%-5s%.2s"])
    braces = st.sampled_from(["{}/{}", "{1}{0}", "{{}}{}{}", "a{!s}{{{}", "{:>9}}}{}", "{0:{1}}"])
    return st.one_of(
        pair.map(lambda two: f"({two[0]} + {two[1]})"),
        pair.map(lambda two: f"({two[0]} if len({two[1]}) % 2 else {two[1]})"),
        pair.map(lambda two: f"({two[0]} or {two[1]})"),
        pair.map(lambda two: f"os.path.join({two[0]}, {two[1]})"),
        pair.map(lambda two: f"{{'a': {two[0]}, 'b': {two[1]}}}['b']"),
        pair.map(lambda two: f"[{two[0]}, {two[1]}][-1]"),
        inner.map(lambda one: f"str({one})"),
        # What stands in a field is not seen: `os.path.join` takes for granted that it is neither empty nor absolute.
        st.tuples(percent, names).map(lambda found: f"({found[0]!r} % ({found[1][0]}, {found[1][1]}))"),
        st.tuples(braces, names).map(lambda found: f"{found[0]!r}.format({found[1][0]}, {found[1][1]})"),
        st.tuples(st.sampled_from(["", "/", "-"]), pair).map(lambda f: f"{f[0]!r}.join([{f[1][0]}, {f[1][1]}])"),
    )


_CONSTANT = st.text("ab5/%{}-", max_size=5).map(repr)
_FORMATTED = st.tuples(st.sampled_from(_NAMES), st.sampled_from(_NAMES), st.sampled_from(["", "!s", "!r", ":>9"])).map(
    lambda found: f"f'a{{{found[0]}}}/{{{{{{{found[1]}{found[2]}}}}}}}'"
)
EXPRESSIONS = st.recursive(_CONSTANT | st.sampled_from(_NAMES) | _FORMATTED, _nested, max_leaves=6)


@given(EXPRESSIONS)
def test_what_python_makes_of_an_expression_is_one_of_its_texts(expression: str) -> None:
    code = f"{_BEFORE}made = {expression}\nask(made)\n"
    meanings: dict[str, object] = {"ask": lambda _: None}
    try:
        exec(compile(code, "program", "exec"), meanings)  # noqa: S102  (what is compared with is Python itself)
    except ValueError:
        return  # a width that is no number
    made = meanings["made"]
    assert isinstance(made, str)
    source = source_of(code)
    found = {parts for _, parts in texts(source, asked(source))}
    patterns = ["".join(".*" if part is None else re.escape(part) for part in parts) for parts in found]
    assert any(re.fullmatch(pattern, made, re.DOTALL) for pattern in patterns), (made, found)
    known = known_texts(source, asked(source))
    assert not known or made in known


def test_paths_are_joined_as_python_joins_them() -> None:
    pieces = ["", "a", "/a", "a/", "/"]
    for first in pieces:
        for second in pieces:
            for third in pieces:
                code = f"import os\nask(os.path.join({first!r}, {second!r}, {third!r}))"
                assert parts(code) == {(os.path.join(first, second, third),)}  # noqa: PTH118  (what is compared with)
