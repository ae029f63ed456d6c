"""Whether values that stand in one call certainly have the same shape, told from how they are written.

TensorFlow 1's `tf.where(condition, x, y)` takes `x` and `y` of one shape, and a condition of that shape, a vector that
chooses whole rows, or a single value; TensorFlow 2's broadcasts all three. They differ for the vector alone (and for
what TensorFlow 1 refuses), so that it is enough to know that a condition is none: it is computed, element by element,
from something that has the shape of `x` or `y`, or it is a single value, or these are.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from hublint.source.types import canonical

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source

# What is computed element by element, from all of the tensors that are given.
_ELEMENTWISE: Final = frozenset(
    [
        "abs", "acos", "add", "asin", "atan", "atan2", "ceil", "clip_by_value", "cos", "divide", "div", "equal", "erf",
        "exp", "expm1", "floor", "floordiv", "floormod", "greater", "greater_equal", "is_finite", "is_inf", "is_nan",
        "less", "less_equal", "log", "log1p", "logical_and", "logical_not", "logical_or", "logical_xor", "maximum",
        "minimum", "mod", "multiply", "neg", "negative", "not_equal", "pow", "reciprocal", "rint", "round", "rsqrt",
        "sigmoid", "sign", "sin", "sqrt", "square", "squared_difference", "subtract", "tan", "tanh", "truediv", "elu",
        "leaky_relu", "relu", "relu6", "softplus", "softsign",
    ]
)  # fmt: skip
# What has the shape of its first argument, whatever else is given.
_LIKE_FIRST: Final = frozenset(
    [
        "cast", "identity", "ones_like", "stop_gradient", "to_double", "to_float", "to_int32", "to_int64",
        "zeros_like",
    ]
)  # fmt: skip
# What makes a tensor of the shape that is given first.
_FROM_SHAPE: Final = frozenset({"fill", "ones", "zeros"})
_REDUCTIONS: Final = frozenset({"reduce_all", "reduce_any", "reduce_max", "reduce_mean", "reduce_min", "reduce_sum"})
_MODULES: Final = ("", "math", "nn")
_MOST_STEPS: Final = 4

_SINGLE: Final = "single"
"""The shape of what has no dimensions."""


def chooses_elements(source: Source, condition: ast.expr, branches: list[ast.expr]) -> bool:
    """Tell whether a condition certainly chooses single elements of one of two branches, or one of them as a whole."""
    shapes = Shapes(source)
    exact = [shapes.exact(branch) for branch in branches]
    return _SINGLE in {shapes.exact(condition), *exact} or not shapes.within(condition).isdisjoint(filter(None, exact))


class Shapes:
    """What is known of the shapes of expressions in a file, each told by an expression that has it."""

    def __init__(self, source: Source) -> None:
        """Begin knowing nothing."""
        self._source: Source = source

    def exact(self, node: ast.expr, steps: int = _MOST_STEPS) -> str | None:
        """Return what has the very shape of an expression; None where that is not known."""
        if _is_number(node) or self._is_reduced(node):
            return _SINGLE
        parts = self._operands(node)
        if parts is None:
            value = self._assigned(node) if steps else None
            known = self.exact(value, steps - 1) if value is not None else None
            return known or _named(node)
        found = {self.exact(part, steps) for part in parts} - {_SINGLE}
        return found.pop() if len(found) == 1 else None if found else _SINGLE

    def within(self, node: ast.expr, steps: int = _MOST_STEPS) -> set[str]:
        """Return things that an expression has at least as many dimensions as."""
        parts = self._operands(node)
        if parts is not None:
            return set().union(*(self.within(part, steps) for part in parts)) - {_SINGLE}
        value = self._assigned(node) if steps else None
        found = self.within(value, steps - 1) if value is not None else set()
        name = self.exact(node, steps)
        return found | ({name} if name is not None else set())

    def _operands(self, node: ast.expr) -> list[ast.expr] | None:
        """Return what an expression is computed from, element by element; None where it is computed otherwise."""
        if isinstance(node, ast.UnaryOp):
            return [node.operand]
        if isinstance(node, ast.BinOp) and not isinstance(node.op, ast.MatMult):
            return [node.left, node.right]
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], _COMPARISONS):
            return [node.left, *node.comparators]
        if not isinstance(node, ast.Call) or any(isinstance(part, ast.Starred) for part in node.args):
            return None
        name = self._called(node)
        values = [*node.args, *(keyword.value for keyword in node.keywords if keyword.arg not in _SETTINGS)]
        if name in _ELEMENTWISE and all(keyword.arg for keyword in node.keywords):
            return values if len(node.args) <= _MOST_TENSORS.get(name, 2) else None
        if name in _LIKE_FIRST and values:
            return values[:1]
        if name in _FROM_SHAPE and values and isinstance(values[0], ast.Call) and self._called(values[0]) == "shape":
            of = [*values[0].args, *(keyword.value for keyword in values[0].keywords)]
            return of[:1] or None
        return None

    def _is_reduced(self, node: ast.expr) -> bool:
        """Tell whether a call reduces a tensor to a single value, or makes one of a number."""
        if not isinstance(node, ast.Call) or node.keywords:
            return False
        name = self._called(node)
        if name == "constant" and node.args:
            return _is_number(node.args[0]) and len(node.args) <= 2
        return name in _REDUCTIONS and len(node.args) == 1

    def _called(self, call: ast.Call) -> str:
        """Return the short name of a function of TensorFlow, in whichever module of these it is read; or nothing."""
        names = {canonical(name) for name in self._source.resolve(call.func)}
        if len(names) != 1:
            return ""
        module, _, name = (
            names.pop().removeprefix("tensorflow").removeprefix(".").removeprefix("compat.v1.").rpartition(".")
        )
        return name if module in _MODULES else ""

    def _assigned(self, node: ast.expr) -> ast.expr | None:
        """Return the one value that a name has been given, if nothing that the value is made of has changed since."""
        if not isinstance(node, ast.Name):
            return None
        bindings = list(self._source.scope(node).visible(node.id, node))
        if len(bindings) != 1 or bindings[0].kind != "assign" or not isinstance(bindings[0].value, ast.expr):
            return None
        binding, value = bindings[0], bindings[0].value
        if binding.line >= node.lineno:
            return None
        for name in _names(value):
            scope = self._source.scope(node).owner(name.id)
            made = scope.bindings.get(name.id, []) if scope is not None else []
            if len(made) > 1 or any(one.line > binding.line for one in made):
                return None
        return value


_COMPARISONS: Final = (ast.Eq, ast.Gt, ast.GtE, ast.Lt, ast.LtE, ast.NotEq)
_SETTINGS: Final = frozenset({"alpha", "dtype", "name", "optimize"})
# How many of the arguments by position are tensors; a name may stand behind them.
_MOST_TENSORS: Final[dict[str | None, int]] = {"clip_by_value": 3}


def _is_number(node: ast.expr) -> bool:
    """Tell whether an expression is a number: `1.0`, `-1`, `float("inf")`, `np.nan`."""
    if isinstance(node, ast.UnaryOp):
        return _is_number(node.operand)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id in {"float", "int", "bool"}
    if isinstance(node, ast.Attribute):
        return (
            isinstance(node.value, ast.Name) and node.value.id in {"np", "numpy"} and node.attr in {"inf", "nan", "pi"}
        )
    return isinstance(node, ast.Constant) and isinstance(node.value, (bool, int, float))


def _named(node: ast.expr) -> str | None:
    """Return what tells an expression apart that gives the same whenever it is read; None for all others."""
    if any(isinstance(part, (ast.Await, ast.Call, ast.NamedExpr)) for part in ast.walk(node)):
        return None
    inner = node
    while isinstance(inner, (ast.Attribute, ast.Subscript)):
        inner = inner.value
    return ast.dump(node) if isinstance(inner, ast.Name) else None


def _names(node: ast.expr) -> Iterator[ast.Name]:
    return (part for part in ast.walk(node) if isinstance(part, ast.Name))


__all__ = ["Shapes", "chooses_elements"]
