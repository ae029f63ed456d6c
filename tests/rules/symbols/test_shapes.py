"""Whether a condition certainly chooses single elements: told from code, and held against what the code computes."""

from __future__ import annotations

import ast
import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hublint.source.source import Source
from hublint_rules.symbols.shapes import chooses_elements

if TYPE_CHECKING:
    from collections.abc import Callable

    from hypothesis.strategies import DrawFn

SHAPES = ((), (2,), (3,), (2, 2), (2, 3), (3, 2))
NAMES = ("a", "b", "c")


def chooses(code: str) -> bool:
    """Tell what is said of the last `tf.where` of a program."""
    source = Source(f"import numpy as np\nimport tensorflow as tf\n{code}\n".encode())
    call = [node for node in ast.walk(source.tree) if isinstance(node, ast.Call) and "where" in ast.dump(node.func)][-1]
    return chooses_elements(source, call.args[0], call.args[1:])


@pytest.mark.parametrize(
    "code",
    [
        "tf.where(x > 0, x, y)",
        "tf.where(0 < x, y, 2 * x + 1)",
        "tf.where(tf.less(x, y), z, y)",
        "tf.where(tf.logical_and(tf.is_nan(x[0]), m), tf.zeros_like(x[0], tf.float32, name='n'), y)",
        "tf.where(tf.math.greater(self.x, 0.0), y, tf.ones(tf.shape(self.x)))",
        "tf.where(c, np.inf, y)",
        "tf.where(c, y, -1)",
        "tf.where(c, y, tf.constant(0.5, tf.float32))",
        "tf.where(tf.reduce_any(m), x, y)",
        "m = tf.equal(x, 3)\nn = tf.logical_not(m)\ntf.where(n, tf.nn.relu(x), y)",
        "def f(x):\n    m = x > 0\n    return tf.where(m, tf.identity(x), y)",
    ],
)
def test_single_elements(code: str) -> None:
    assert chooses(code)


@pytest.mark.parametrize(
    "code",
    [
        "tf.where(c, x, y)",
        "tf.where(c > 0, x, y)",
        "tf.where(f(x) > 0, x, y)",
        "tf.where(x[0] > 0, x, y)",
        "tf.where(x[f()] > 0, x[f()], y)",
        "tf.where(x > 0, tf.gather(x, [0]), tf.reshape(x, [1]))",
        "tf.where(tf.reduce_any(m, 1), x, y)",
        "tf.where(tf.reduce_any(m, keepdims=True), x, y)",
        "tf.where(tf.matmul(x, y) > 0, x, y)",
        "tf.where(x @ y > 0, x, y)",
        "tf.where(0 < x < 1, x, y)",
        "tf.where(tf.greater(*x), x, y)",
        "tf.where(tf.bitcast(x, tf.uint8) > 3, x, y)",
        "tf.where(c, tf.constant(0.5, tf.float32, [3]), y)",
        "tf.where(other.greater(x, 0), x, y)",
        "m = x > 0\nx = x[0]\ntf.where(m, x, y)",
        "if y:\n    m = x > 0\nelse:\n    m = rows\ntf.where(m, x, y)",
        "for x in y:\n    if z:\n        tf.where(m, x, y)\n    m = x > 0",
        "for z in y:\n    m = x > 0\n    x = f(z)\n    tf.where(m, x, y)",
    ],
)
def test_what_may_be_rows(code: str) -> None:
    assert not chooses(code)


# What the code computes, as far as its shapes go


class Tensor:
    """Something of a shape, which is broadcast as TensorFlow does."""

    def __init__(self, *shape: int) -> None:
        self.shape = shape

    def __add__(self, other: object) -> Tensor:
        mine, others = self.shape, shape_of(other)
        longest = max(len(mine), len(others))
        pairs = list(zip(*((1,) * (longest - len(shape)) + shape for shape in (mine, others)), strict=True))
        if any(one != two and 1 not in {one, two} for one, two in pairs):
            raise ValueError
        return Tensor(*(max(pair) if min(pair) else 0 for pair in pairs))

    __radd__ = __mul__ = __rmul__ = __gt__ = __lt__ = __add__

    def __neg__(self) -> Tensor:
        return self


def shape_of(value: object) -> tuple[int, ...]:
    """Return the shape of a tensor or a number."""
    return value.shape if isinstance(value, Tensor) else ()


def whole(value: object, *_: object) -> Tensor:
    """Give what has the shape of a value."""
    return Tensor(*shape_of(value))


def both(one: object, two: object) -> Tensor:
    """Give what is computed from two values, element by element."""
    return whole(one) + two


def reduced(value: object, axis: int | None = None) -> Tensor:
    """Give what is left when a value is reduced."""
    if axis is None:
        return Tensor()
    if not shape_of(value):
        raise ValueError
    return Tensor(*shape_of(value)[1:])


def tensorflow(where: Callable[[object, object, object], object]) -> SimpleNamespace:
    """Return the functions that programs call, with one that chooses."""
    return SimpleNamespace(
        **dict.fromkeys(("abs", "exp", "cast", "ones_like", "shape", "fill"), whole),
        **dict.fromkeys(("maximum", "less"), both),
        reduce_sum=reduced,
        gather=reduced,
        float32="float32",
        where=where,
    )


def first(condition: object, x: object, y: object) -> tuple[bool, tuple[int, ...]]:
    """Tell whether TensorFlow 1 chooses rows, and the shape of what it chooses.

    Held against `tf.where` of 1.15 and `tf.compat.v1.where` of 2.21, for all shapes of up to two dimensions.
    """
    by, shape = shape_of(condition), shape_of(x)
    rows = len(by) == 1 < len(shape) and by == shape[:1]
    if shape != shape_of(y) or not (rows or by in {(), shape}):
        raise ValueError
    return rows, shape


def second(condition: object, x: object, y: object) -> tuple[bool, tuple[int, ...]]:
    """Tell the same of TensorFlow 2, which never chooses rows."""
    return False, (both(x, y) + condition).shape


@st.composite
def expressions(draw: DrawFn, names: tuple[str, ...], depth: int = 3) -> str:
    """Return an expression of a few tensors."""
    kinds = ["name", "name", "number"] if not depth else ["name", "number", "unary", "binary", "call", "other"]
    kind = draw(st.sampled_from(kinds))
    if kind == "name":
        return draw(st.sampled_from(names))
    if kind == "number":
        return draw(st.sampled_from(["1.0", "-2", "np.pi"]))
    inner = draw(expressions(names, depth - 1))
    if kind == "unary":
        return draw(st.sampled_from(["-({})", "tf.abs({})", "tf.exp({})", "tf.cast({}, tf.float32)"])).format(inner)
    if kind == "other":
        others = ["tf.ones_like({})", "tf.reduce_sum({})", "tf.reduce_sum({}, 0)", "tf.fill(tf.shape({}), 3.0)"]
        return draw(st.sampled_from([*others, "tf.gather({}, 0)"])).format(inner)
    other = draw(expressions(names, depth - 1))
    forms = ["({} + {})", "({} * {})", "({} > {})"] if kind == "binary" else ["tf.maximum({}, {})", "tf.less({}, {})"]
    return draw(st.sampled_from(forms)).format(inner, other)


@st.composite
def programs(draw: DrawFn) -> str:
    """Return a program that assigns a few names, some of them anew, and chooses at its end."""
    lines = [
        f"{draw(st.sampled_from((*NAMES, 'm', 'n')))} = {draw(expressions(NAMES, 2))}"
        for _ in range(draw(st.integers(0, 3)))
    ]
    known = (*NAMES, *sorted({line[0] for line in lines}))
    condition, x, y = (draw(expressions(known)) for _ in range(3))
    return "\n".join([*lines, f"chosen = tf.where({condition}, {x}, {y})"])


@settings(max_examples=1000, deadline=None)
@given(programs(), st.lists(st.sampled_from(SHAPES), min_size=3, max_size=3))
def test_whatever_runs_in_tensorflow_1_chooses_the_same_in_2(program: str, shapes: list[tuple[int, ...]]) -> None:
    assume(chooses(program))
    chosen: list[object] = []
    for where in (first, second):
        names: dict[str, Any] = {name: Tensor(*shape) for name, shape in zip(NAMES, shapes, strict=True)}
        try:
            exec(program, {"np": math, "tf": tensorflow(where)}, names)  # noqa: S102 - it was made above
        except ValueError:
            assume(bool(chosen))  # TensorFlow 1 does not run it
            raise
        chosen.append(names["chosen"])
    assert chosen[0] == chosen[1]
