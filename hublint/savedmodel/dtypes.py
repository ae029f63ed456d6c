"""The names of TensorFlow's element types by their numbers in `types.proto`."""

from __future__ import annotations

__all__ = ["dtype_name"]

_NAMES = {
    1: "float32",
    2: "float64",
    3: "int32",
    4: "uint8",
    5: "int16",
    6: "int8",
    7: "string",
    8: "complex64",
    9: "int64",
    10: "bool",
    11: "qint8",
    12: "quint8",
    13: "qint32",
    14: "bfloat16",
    15: "qint16",
    16: "quint16",
    17: "uint16",
    18: "complex128",
    19: "float16",
    20: "resource",
    21: "variant",
    22: "uint32",
    23: "uint64",
    24: "float8_e5m2",
    25: "float8_e4m3fn",
    29: "int4",
    30: "uint4",
}
_FIRST_REFERENCE = 100  # a TensorFlow 1 reference variable's type is its element type plus this


def dtype_name(number: int) -> str:
    """Name an element type as TensorFlow does; reference types end in `_ref`, an unknown one is `dtype N`."""
    if number > _FIRST_REFERENCE and number - _FIRST_REFERENCE in _NAMES:
        return _NAMES[number - _FIRST_REFERENCE] + "_ref"
    return _NAMES.get(number, f"dtype {number}")
