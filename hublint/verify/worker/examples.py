"""Serialized `tf.train.Example`s made from a plan: what estimators, and models of TFX, take in place of tensors.

They are written byte by byte: protobuf promises no order of the features, and the bytes are to be the same wherever
they are made.
"""

from __future__ import annotations

from typing import Any, Dict, List

from . import arrays

Feature = Dict[str, Any]

_LISTS = {"string": 1, "float32": 2, "int64": 3}  # the field of a `tf.train.Feature` that holds values of a type
_SEQUENCE = 2  # how many steps there are in a feature that may have any number
_LENGTHS = 3  # how many lengths the rows of a ragged feature have
_OTHER_SEED = 1009  # between two features, so that none repeats another
_SHOWN = 3
_DELIMITED = 2  # how protobuf calls a field that begins with its length
np = arrays.np


def make(plan: Dict[str, Any]) -> Any:
    """Make the array of serialized Examples that a plan describes: a plan of strings that has `features`.

    Each feature has a `name`, the `dtype` of its values, the `shape` that they have in one Example, its `kind` and the
    `fill` of its values. A sparse feature has one value, so that it fits a column that takes no more.
    """
    size = int(np.prod(plan["shape"], dtype=np.int64))
    columns = [_column(feature, size, seed) for feature, seed in _seeded(plan)]
    rows = [
        _example({feature["name"]: column[row] for feature, column in zip(plan["features"], columns)})  # noqa: B905
        for row in range(size)
    ]
    return np.array([*rows, None], dtype=object)[:size].reshape(plan["shape"])


def preview(plan: Dict[str, Any]) -> str:
    """Write the Examples of a plan short enough to stand in a message: the first one's first features."""
    parts = []
    for feature, seed in _seeded(plan)[:_SHOWN]:
        name = feature["name"] if feature["name"].isprintable() else repr(feature["name"])
        parts.append("%s=%s" % (name, arrays.preview(_column(feature, 1, seed)[0])))
    if len(plan["features"]) > len(parts):
        parts.append("...")
    size = int(np.prod(plan["shape"], dtype=np.int64))
    text = "tf.train.Example(%s)" % ", ".join(parts)
    return text if not plan["shape"] else "[" + text + (", ..." if size > 1 else "") + "]"


def _seeded(plan: Dict[str, Any]) -> List[Any]:
    return [(feature, plan["seed"] + _OTHER_SEED * place) for place, feature in enumerate(plan["features"])]


def _column(feature: Feature, size: int, seed: int) -> List[Any]:
    """Return the values of a feature in each Example, flat; the first are the same whatever the number of Examples."""
    lengths = [_length(feature, row) for row in range(size)]
    return [
        arrays.make(feature["dtype"], [length], feature["fill"], (seed + 31 * row) % (1 << 32))
        for row, length in enumerate(lengths)
    ]


def _length(feature: Feature, row: int) -> int:
    if feature["kind"] == "sparse":
        return 1
    if feature["kind"] == "ragged":
        return 1 + row % _LENGTHS
    length = 1
    for extent in feature["shape"]:
        length *= _SEQUENCE if extent is None else extent
    return length


def _example(values: Dict[str, Any]) -> bytes:
    """Write an Example, which is a map of Features: `{1: {1: {1: key, 2: feature}, ...}}` as fields and numbers."""
    entries = [
        _field(1, _field(1, name.encode("utf-8")) + _field(2, _feature(values[name]))) for name in sorted(values)
    ]
    return _field(1, b"".join(entries))


def _feature(values: Any) -> bytes:
    if values.dtype.kind == "O":
        return _field(_LISTS["string"], b"".join(_field(1, item) for item in values))
    if values.dtype.kind == "f":
        return _field(_LISTS["float32"], _field(1, values.astype("<f4").tobytes()))
    return _field(_LISTS["int64"], _field(1, b"".join(_varint(int(item)) for item in values)))


def _field(number: int, content: bytes) -> bytes:
    return _varint(number << 3 | _DELIMITED) + _varint(len(content)) + content


def _varint(value: int) -> bytes:
    """Write a number in groups of seven bits, the lowest first; a negative one as its 64 bits."""
    value &= (1 << 64) - 1
    written = bytearray()
    while value > 0x7F:
        written.append(value & 0x7F | 0x80)
        value >>= 7
    written.append(value)
    return bytes(written)
