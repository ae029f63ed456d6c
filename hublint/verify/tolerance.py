"""How far apart two numbers may be and still count as the same: by their type, and by what computed them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["Arithmetic", "Bound", "Tolerance", "arithmetic"]

Arithmetic = Literal["moves", "elementwise", "sums"]
"""What a graph does with numbers: it moves them, computes each from few others, or also adds up many of them, in an
order that differs between releases, devices and batch sizes. What makes much of a small difference, such as a
subtraction, counts with the last."""


class Bound(NamedTuple):
    """Two numbers agree if they are no more than `atol + rtol * abs(old)` apart."""

    rtol: float
    atol: float

    def __str__(self) -> str:
        return f"rtol {self.rtol:g}, atol {self.atol:g}"


# For sums. float32 was measured: 5e-7 between the 1.15 and the 2.21 of a small network, 1e-6 between batch sizes, and a
# hundredfold is left for large ones. float64 often comes from float32 by a cast.
_OF_SUMS: Final = {
    "float64": Bound(1e-5, 1e-7),
    "complex128": Bound(1e-5, 1e-7),
    "float32": Bound(1e-4, 1e-5),
    "complex64": Bound(1e-4, 1e-5),
    "float16": Bound(1e-2, 1e-3),
    "bfloat16": Bound(5e-2, 1e-2),
    "float8_e5m2": Bound(0.25, 0.1),
    "float8_e4m3fn": Bound(0.25, 0.1),
}
_CLOSER_IF_ELEMENTWISE: Final = 10


class Tolerance(NamedTuple):
    """How far two numbers with a fraction may be apart; all else has to be equal.

    Args:
        rtol: the relative part for all types; None for that of each type.
        atol: the absolute part for all types; None for that of each type.
    """

    rtol: float | None = None
    atol: float | None = None

    def of(self, dtype: str, computed: Arithmetic = "sums") -> Bound:
        """Return the bound for numbers of a type that a graph has computed."""
        bound = _OF_SUMS.get(dtype, _OF_SUMS["float32"])
        if computed == "moves":
            bound = Bound(0.0, 0.0)
        elif computed == "elementwise":
            bound = Bound(bound.rtol / _CLOSER_IF_ELEMENTWISE, bound.atol / _CLOSER_IF_ELEMENTWISE)
        return Bound(
            bound.rtol if self.rtol is None else self.rtol,
            bound.atol if self.atol is None else self.atol,
        )


def arithmetic(ops: Iterable[str]) -> Arithmetic:
    """Tell what a graph with these operations does with numbers; what is not known here may add up many of them."""
    ops = set(ops)
    left = ops - _MOVE
    if not left:
        return "moves" if ops else "sums"
    return "sums" if left - _ELEMENTWISE else "elementwise"


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# By what they are registered as. Reading and calling count as moving: what is called has operations of its own.
_MOVE: Final = _names(
    """
    Assert AssignVariableOp BroadcastTo ConcatV2 Const DisableCopyOnRead ExpandDims Fill Gather GatherNd GatherV2
    Identity IdentityN MergeV2Checkpoints NoOp OneHot Pack Pad PadV2 PartitionedCall Placeholder PlaceholderWithDefault
    Range Rank ReadVariableOp Reshape ResourceGather RestoreV2 Reverse ReverseV2 SaveV2 Select SelectV2 Shape
    ShapeN ShardedFilename Size Slice Split SplitV Squeeze StatefulPartitionedCall StaticRegexFullMatch StopGradient
    StridedSlice StringJoin Tile Transpose Unpack VarHandleOp VarIsInitializedOp VariableV2 Where ZerosLike
    OnesLike _Arg _Retval
    """
)
_ELEMENTWISE: Final = _names(
    """
    Abs Add AddV2 Asin Acos Atan BiasAdd Cast Ceil Cos Cosh Div DivNoNan Elu Equal Erf Exp Expm1 Floor FloorDiv
    Greater GreaterEqual LeakyRelu Less LessEqual Log Log1p LogicalAnd LogicalNot LogicalOr Maximum Minimum Mul Neg
    NotEqual RealDiv Reciprocal Relu Relu6 Rint Round Rsqrt Selu Sigmoid Sign Sin Sinh Softplus Softsign Sqrt
    Square Tanh Xdivy Xlogy
    """
)
