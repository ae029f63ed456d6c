"""How many bytes: of a variable, and as people read them."""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hublint.savedmodel.contents import ObjectNode

_BYTES: Final = {
    "bfloat16": 2, "bool": 1, "complex128": 16, "complex64": 8, "float16": 2, "float32": 4, "float64": 8, "int16": 2,
    "int32": 4, "int64": 8, "int8": 1, "uint16": 2, "uint32": 4, "uint64": 8, "uint8": 1,
}  # fmt: skip


def variable_bytes(variable: ObjectNode) -> int:
    """Return how many bytes a variable's value takes, 0 where its shape or its type does not tell."""
    if variable.shape is None or None in variable.shape:
        return 0
    return _BYTES.get(variable.dtype, 0) * prod(size for size in variable.shape if size is not None)


def bytes_text(count: int) -> str:
    """Write a number of bytes: `532 bytes`, `7.9 MB`."""
    if count < 1000:
        return "1 byte" if count == 1 else f"{count} bytes"
    size = float(count)
    for unit in ("kB", "MB", "GB"):
        size /= 1000
        if size < 999.5 or unit == "GB":
            return f"{size:.1f} {unit}" if size < 99.95 else f"{size:.0f} {unit}"
    raise AssertionError("the last unit takes every size")


def share_text(part: int, whole: int) -> str:
    """Write a share in percent, and never a small one as 0 %."""
    percent = 100 * part / whole
    return f"{percent:.0f} %" if percent >= 1 else "less than 1 %"
