"""Arguments are moved as a `Change` says: judged by calling real functions with the signatures, before and after."""

from __future__ import annotations

import ast
import inspect
import io
import tokenize
from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.source.edit import apply
from hublint.source.source import Source
from hublint.tfapi.change import Change
from hublint.tfapi.table import Parameter
from hublint_rules.symbols.calls import Moved, bind, moved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def signature(text: str) -> tuple[Parameter, ...]:
    """Return the parameters of `(a, b=1, *, c=None)`."""
    function: Any = eval(f"lambda {text.strip('()')}: None")  # noqa: S307 - the tests' own text
    found = []
    for one in inspect.signature(function).parameters.values():
        star = "*" if one.kind is one.VAR_POSITIONAL else "**" if one.kind is one.VAR_KEYWORD else ""
        default = None if one.default is one.empty else repr(one.default)
        found.append(Parameter(one.name, default, one.kind is one.KEYWORD_ONLY, star))
    return tuple(found)


def the_call(source: Source) -> ast.Call:
    """Return the call of `target` in a file."""
    (call,) = (
        node
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "target"
    )
    return call


def spelled(text: str) -> str:
    return text.replace("tensorflow.", "tf.")


def answer(code: str, change: Change, old: str, new: str | None) -> Moved | None:
    source = Source(code.encode())
    return moved(source, the_call(source), change, signature(old), signature(new) if new is not None else None, spelled)


def rewritten(code: str, change: Change, old: str, new: str | None) -> str | None:
    """Return a file after its one call has been moved; None where it cannot be."""
    made = answer(code, change, old, new)
    return None if made is None else apply(code.encode(), made.edits).decode()


RATE = Change("t", keywords={"keep_prob": "rate"}, values={"keep_prob": "1 - _"})
DROPOUT = ("(x, keep_prob=None, noise_shape=None, seed=None, name=None)",
           "(x, rate, noise_shape=None, seed=None, name=None)")  # fmt: skip
SUM = Change("t", keywords={"reduction_indices": "axis", "keep_dims": "keepdims"})
SUMS = ("(input_tensor, axis=None, keepdims=None, name=None, reduction_indices=None, keep_dims=None)",
        "(input_tensor, axis=None, keepdims=False, name=None)")  # fmt: skip
CAST = Change("t", adds={"dtype": "tensorflow.float32"})
CASTS = ("(x, name='a')", "(x, dtype, name=None)")
LOST = Change("t", drops=frozenset({"b"}))
LOSTS = ("(a, b=1, c=2)", "(a, c=2)")
ORDER = ("(a, b=None, c=None)", "(a, c=None, b=None)")


@pytest.mark.parametrize(
    ("change", "signatures", "before", "after"),
    [
        # Values, by number where both are, else by expression.
        (RATE, DROPOUT, "target(x, 0.9)", "target(x, rate=0.1)"),
        (RATE, DROPOUT, "target(x, keep_prob=0.9)", "target(x, rate=0.1)"),
        (RATE, DROPOUT, "target(x, keep_prob=p)", "target(x, rate=1 - p)"),
        (RATE, DROPOUT, "target(x, p.q(0))", "target(x, rate=1 - p.q(0))"),
        (RATE, DROPOUT, "target(x, 1 - p)", "target(x, rate=1 - (1 - p))"),
        (RATE, DROPOUT, "target(x, (p + 1))", "target(x, rate=1 - (p + 1))"),
        (RATE, DROPOUT, "target(x, -0.5)", "target(x, rate=1.5)"),
        (RATE, DROPOUT, "target(x, 1)", "target(x, rate=0)"),
        (RATE, DROPOUT, "target(x, .5)", "target(x, rate=0.5)"),
        (RATE, DROPOUT, "target(x, 1e-3)", "target(x, rate=0.999)"),
        (RATE, DROPOUT, "target(x, p if q else r)", "target(x, rate=1 - (p if q else r))"),
        (RATE, DROPOUT, "target(x, lambda: p)", "target(x, rate=1 - (lambda: p))"),
        (RATE, DROPOUT, "target(x, 0.75, None, 7)", "target(x, rate=0.25, noise_shape=None, seed=7)"),
        (RATE, DROPOUT, "target(x)", "target(x)"),
        (RATE, DROPOUT, "target(x, inf)", "target(x, rate=1 - inf)"),
        (RATE, DROPOUT, "target(x, nan)", "target(x, rate=1 - nan)"),
        (RATE, DROPOUT, "target(x, _1)", "target(x, rate=1 - _1)"),
        (RATE, DROPOUT, "target(x, True)", "target(x, rate=1 - True)"),
        # Keywords.
        (SUM, SUMS, "target(x, 1, keep_dims=True)", "target(x, 1, keepdims=True)"),
        (SUM, SUMS, "target(x, reduction_indices=[1])", "target(x, axis=[1])"),
        (SUM, SUMS, "target(x, 1, True)", "target(x, 1, True)"),
        (SUM, SUMS, "target(x, None, None, 'a', [1], True)", None),
        (SUM, SUMS, "target(x, 1, reduction_indices=[1])", None),
        (SUM, SUMS, "target(keep_dims = True, input_tensor = x)", "target(keepdims = True, input_tensor = x)"),
        # What is added.
        (CAST, CASTS, "target(x)", "target(x, tf.float32)"),
        (CAST, CASTS, "target(x,)", "target(x, tf.float32,)"),
        (CAST, CASTS, "target((x))", "target((x), tf.float32)"),
        (CAST, CASTS, "target(x, 'n')", "target(x, name='n', dtype=tf.float32)"),
        (CAST, CASTS, "target(x, name='n')", "target(x, name='n', dtype=tf.float32)"),
        (CAST, CASTS, "target(\n    x,  # é\n)", "target(\n    x, tf.float32,  # é\n)"),
        (CAST, CASTS, "target()", "target(dtype=tf.float32)"),
        # What goes.
        (LOST, LOSTS, "target(1, 2, 3)", "target(1, c=3)"),
        (LOST, LOSTS, "target(1, b=2)", "target(1)"),
        (LOST, LOSTS, "target(b=2)", "target()"),
        (LOST, LOSTS, "target(b=2, a=1)", "target(a=1)"),
        (LOST, LOSTS, "target(b=2,)", "target()"),
        (LOST, LOSTS, "target(\n    1,\n    b=2,\n    c=3,\n)", "target(\n    1,\n    c=3,\n)"),
        (LOST, LOSTS, "target(\n    1,\n    b=2,  # two\n)", "target(\n    1,  # two\n)"),
        (LOST, LOSTS, "target(\n    1,  # one\n    b=2,\n)", None),
        (Change("t", drops=frozenset("bc")), LOSTS, "target(b=1,  # one\n    c=2)", None),
        (Change("t", drops=frozenset("bc")), LOSTS, "target(b=1,\n    c=2)", "target()"),
        (LOST, LOSTS, "target(1, b=[  # two\n    2])", None),
        (LOST, LOSTS, "target(1, b='#')", "target(1)"),
        (Change("t", drops=frozenset({"a"})), ("(a, b=1)", "(b=1)"), "target(1, 2)", "target(b=2)"),
        (Change("t", drops=frozenset("ab"), adds={"d": "4"}), ("(a, b=1)", "(d)"), "target(1, b=2)", "target(d=4)"),
        # What is refused, unless it is None.
        (Change("t", refuses=frozenset({"b"})), LOSTS, "target(1, b=2)", None),
        (Change("t", refuses=frozenset({"b"})), LOSTS, "target(1, b=None)", "target(1)"),
        (Change("t", refuses=frozenset({"b"})), LOSTS, "target(1, None, 3)", "target(1, c=3)"),
        # Another order: no more keywords than are needed.
        (Change("t"), ORDER, "target(1, 2)", "target(1, b=2)"),
        (Change("t"), ORDER, "target(1, 2, 3)", "target(1, b=2, c=3)"),
        (Change("t"), ORDER, "target(1)", "target(1)"),
        (Change("t"), ORDER, "target(1, b=2)", "target(1, b=2)"),
        (Change("t"), ("(a, b)", "(a, *, b)"), "target(1, 2)", "target(1, b=2)"),
        (Change("t"), ("(a, b)", "(a)"), "target(1, 2)", None),
        (Change("t"), ("(a, b)", "(**k)"), "target(1, 2)", "target(a=1, b=2)"),
        (Change("t"), ("(a, b)", None), "target(1, 2)", "target(1, 2)"),
        (Change("t", keywords={"b": "c"}), ("(a, b)", None), "target(1, 2)", "target(1, 2)"),
        (Change("t", keywords={"b": "c"}), ("(a, b)", None), "target(1, b=2)", "target(1, c=2)"),
        # Calls whose arguments are not all there to be seen.
        (SUM, SUMS, "target(*x)", None),
        (SUM, SUMS, "target(x, **y)", None),
        (Change("t"), ORDER, "target(*x)", None),
        (Change("t"), (ORDER[0], ORDER[0]), "target(*x, **y)", "target(*x, **y)"),
        (Change("t"), ORDER, "target(1, 2, 3, 4)", None),
        (Change("t"), ORDER, "target(1, d=4)", None),
        (Change("t"), ORDER, "target(1, a=4)", None),
        (Change("t"), ("(_sentinel=None, a=None)", "(a)"), "target(1)", None),
        (Change("t"), ("(_sentinel=None, a=None)", "(a)"), "target(a=1)", "target(a=1)"),
        (CAST, CASTS, "target(i for i in x)", None),
        (CAST, CASTS, "target((i for i in x))", "target((i for i in x), tf.float32)"),
        # Offsets are those of bytes.
        (SUM, SUMS, "'日本', target('模', keep_dims='型')", "'日本', target('模', keepdims='型')"),
        # An argument of a form that no keyword takes.
        (Change("t"), ORDER, "target(1, (y := 2))", "target(1, b=(y := 2))"),
    ],
)  # fmt: skip
def test_examples(change: Change, signatures: tuple[str, str | None], before: str, after: str | None) -> None:
    assert rewritten(f"{before}\n", change, *signatures) == (None if after is None else f"{after}\n")


def test_a_walrus_without_brackets_gets_them_or_the_call_stays() -> None:
    after = rewritten("target(1, y := 2)\n", Change("t"), *ORDER)
    assert after in {None, "target(1, b=(y := 2))\n"}


@pytest.mark.parametrize(
    "before", ["target(1, (2  # two\n))\n", "target(1, (  # two\n2))\n", "target(1, (\n# two\n(2)))\n"]
)
def test_a_comment_in_an_arguments_brackets(before: str) -> None:
    after = rewritten(before, Change("t"), *ORDER)
    assert after in {None, before.replace("1, (", "1, b=(")}


def test_what_was_done_is_told() -> None:
    made = answer("target(x, 0.5, keep=1, seed=2)\n", Change(
        "t", keywords={"keep_prob": "rate", "keep": "kept"}, values={"keep_prob": "1 - _"}, adds={"d": "3"}
    ), "(x, keep_prob, seed=None, keep=None)", "(x, rate, kept=None, seed=None, d=None)")  # fmt: skip
    assert made is not None
    assert made.keywords == (("keep", "kept"),)
    assert made.positions == ("rate",)
    assert made.values == ("rate", "d")


def test_a_value_whose_name_stays_is_not_converted_twice() -> None:
    scaled = Change("t", values={"scale": "0.5 * _"})
    signatures = "(scale, name=None)", "(scale, name=None)"
    once = rewritten("target(scale=p)\n", scaled, *signatures)
    assert once == "target(scale=0.5 * p)\n"
    assert rewritten(once, scaled, *signatures) == once


def test_a_second_time_nothing_is_moved() -> None:
    """What is written is no use of the old symbol; read as one, it is refused or stays."""
    once = rewritten("target(x, keep_prob=0.5)\n", RATE, *DROPOUT)
    assert once is not None
    assert rewritten(once, RATE, *DROPOUT) in {None, once}


def test_an_expression_that_cannot_be_written_refuses_the_call() -> None:
    source = Source(b"target(x)\n")
    old, new = (signature(one) for one in CASTS)
    assert moved(source, the_call(source), CAST, old, new, lambda _: None) is None


def test_without_the_old_parameters_only_the_name_can_change() -> None:
    source = Source(b"target(x, 1)\n")
    assert moved(source, the_call(source), Change("t"), None, None, spelled) == Moved(())
    for change in (SUM, RATE, CAST, LOST, Change("t", refuses=frozenset({"b"}))):
        assert moved(source, the_call(source), change, None, None, spelled) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("target(1, 2)", ["a", "b"]),
        ("target(1, c=2)", ["a", "c"]),
        ("target()", []),
        ("target(1, 2, 3)", None),
        ("target(1, a=2)", None),
        ("target(*x)", None),
        ("target(**x)", None),
        ("target(d=2)", None),
    ],
)
def test_bind(text: str, names: list[str] | None) -> None:
    given = bind(the_call(Source(text.encode())), signature("(a, b=1, *, c=2)"))
    assert (None if given is None else [one.name for one in given]) == names


# The property: any signatures, any change, any call, any layout.

VALUES = {"x": 0.5, "y": [0.25, 4.0], "é": 2.0, "f": lambda *a, **k: float(len(a) + 2 * len(k)), "p": 8.0}
NUMBERS = ["3", "0.25", "(4)", "x", "x + p", "-x", "f(1, (2), k=x)", "y[0]", "((x))", "x if p else é", "-0.5", "é",
           "(\n x  # in, (brackets\n )", "(x\n)", "f(\n1,\n)", "0x10", "1_0", "( x )", "1e2"]  # fmt: skip
OTHERS = [
    "None",
    "'é,(#'",
    "[x, p]",
    "(x, p)",
    "{'a': x}",
    "not x",
    "[i for i in y]",
    '"""a\n# b"""',
    "y",
    "x < p",
    "b''",
]
GAPS = [", ", ",", " , ", ",\n    ", ",  # é, (\n    ", "\n, ", ", \\\n  "]
OPENS = ["", " ", "\n    ", "  # open)\n    ", "\n"]
CLOSES = ["", ",", " ", "\n", ",\n", ",  # last, )\n", "  # last\n"]
LEADS = ["", "'日本', ", "é = ", "if x:\n  é = ", "# 模型\n\n", "'''\n模'''; "]
NAMES = "abcdefgh"


class Case(NamedTuple):
    """A call of a function and what it is to become."""

    code: str
    change: Change
    old: tuple[Parameter, ...]
    new: tuple[Parameter, ...] | None
    numeric: frozenset[str]
    commented: bool


@st.composite
def cases(draw: st.DrawFn) -> Case:
    names = draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1, max_size=6))
    plain = draw(st.integers(0, len(names)))
    old = tuple(Parameter(name, "None", at >= plain) for at, name in enumerate(names))
    some = st.frozensets(st.sampled_from(names), max_size=2)
    drops = draw(some)
    refuses = draw(some) - drops
    fresh = iter("klmnopqr")
    keywords = {name: next(fresh) for name in names if name not in drops and draw(st.booleans())}
    lasting = [keywords.get(name, name) for name in names if name not in drops | refuses]
    values = {
        name: draw(st.sampled_from(["1 - _", "0.5 * _", "f(_, 1)", "f(_, _)"]))
        for name in names
        # A value that changes while its name stays could not be told from one that has been changed already.
        if name in keywords and name not in drops | refuses and draw(st.booleans())
    }
    adds = {name: draw(st.sampled_from(["7", "f(x)"])) for name in ("s", "t") if draw(st.integers(0, 3)) == 0}
    order = draw(st.permutations([*lasting, *adds])) if draw(st.booleans()) else [*lasting, *adds]
    new_plain = draw(st.integers(0, len(order)))
    new = tuple(Parameter(name, "None", at >= new_plain) for at, name in enumerate(order))
    if draw(st.integers(0, 3)) == 0:
        new = (*new, Parameter("more", star="**"))
    given = draw(st.lists(st.sampled_from(names), unique=True, max_size=len(names)))
    by_position = draw(st.integers(0, plain))
    arguments = []
    for at, name in enumerate([*names[:by_position], *(one for one in given if one not in names[:by_position])]):
        value = draw(st.sampled_from(NUMBERS if name in values else NUMBERS + OTHERS))
        value = "None" if name in refuses and draw(st.integers(0, 4)) else value
        mark = draw(st.sampled_from(["=", " = "]))
        arguments.append(value if at < by_position else f"{name}{mark}{value}")
    text = draw(st.sampled_from(OPENS))
    for at, argument in enumerate(arguments):
        text += argument + (draw(st.sampled_from(GAPS)) if at + 1 < len(arguments) else "")
    close = draw(st.sampled_from(CLOSES))
    text += close if arguments else close.replace(",", "", 1)
    code = f"{draw(st.sampled_from(LEADS))}target({text}), 'ü'  # end\n"
    return Case(code, Change("t", keywords, values, adds, drops, refuses), old, new, frozenset(values), "#" in text)


def called(code: str, parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Run a file whose `target` is a function with such parameters; return what it was given."""
    plain = [f"{one.name}=None" for one in parameters if not one.star and not one.keyword_only]
    named = [f"{one.name}=None" for one in parameters if one.keyword_only]
    rest = [f"**{one.name}" for one in parameters if one.star == "**"]
    text = ", ".join([*plain, *(["*"] if named else []), *named, *rest])
    pretended: Callable[..., None] = eval(f"lambda {text}: None")  # noqa: S307 - the tests' own text
    seen: list[dict[str, Any]] = []

    def target(*arguments: Any, **keywords: Any) -> None:
        bound = dict(inspect.signature(pretended).bind(*arguments, **keywords).arguments)
        seen.append({**bound, **bound.pop("more", {})})

    exec(compile(code, "<case>", "exec"), {**VALUES, "target": target})  # noqa: S102 - the tests' own text
    assert len(seen) == 1
    return seen[0]


def wanted(was: dict[str, Any], change: Change) -> dict[str, Any] | None:
    """Return what a change makes of the arguments, by its definition; None where it refuses one."""
    found: dict[str, Any] = {}
    for name, value in was.items():
        if name in change.refuses:
            if value is not None:
                return None
        elif name not in change.drops:
            template = change.values.get(name)
            here = value if template is None else eval(template, {**VALUES, "_": value})  # noqa: S307
            found[change.keywords.get(name, name)] = here
    for name, text in change.adds.items():
        found.setdefault(name, eval(text, dict(VALUES)))  # noqa: S307
    return found


def comments(code: str) -> Counter[str]:
    return Counter(
        token.string for token in tokenize.generate_tokens(io.StringIO(code).readline) if token.type == tokenize.COMMENT
    )


@given(cases())
def test_every_argument_lands_where_the_change_says(case: Case) -> None:
    source = Source(case.code.encode())
    call = the_call(source)
    made = moved(source, call, case.change, case.old, case.new, spelled)
    was = called(case.code, case.old)
    expected = wanted(was, case.change)
    if made is None:
        # It may refuse only what the change refuses, and what would lose or move a comment.
        assert expected is None or case.commented
        return
    assert expected is not None
    after = apply(case.code.encode(), made.edits).decode()
    now = called(after, case.new or ())
    assert now.keys() == expected.keys()
    assert all(now[name] == pytest.approx(expected[name]) for name in expected if name in _numbers(case))
    assert all(now[name] == expected[name] for name in expected if name not in _numbers(case))
    assert comments(after) == comments(case.code)
    # Nothing outside the brackets is touched.
    start, end = source.span(call)
    opened = source.span(call.func)[1]
    assert all(opened < edit.start <= edit.end < end for edit in made.edits)
    assert start < opened
    if (
        was.keys() <= {one.name for one in case.new or ()}
        and expected == was
        and not case.change.adds
        and in_place(case)
    ):
        assert made.edits == ()


def _numbers(case: Case) -> set[str]:
    return {case.change.keywords.get(name, name) for name in case.numeric}


def in_place(case: Case) -> bool:
    """Tell whether a call can stand as it is, because nothing of the change concerns its signature."""
    change = case.change
    same = [p for p in case.old if not p.star] == [p for p in case.new or () if not p.star]
    return same and not (change.keywords or change.values or change.drops or change.refuses)
