"""Messages in protobuf's wire format, split into their fields without decoding what is inside.

A model's file is one message of up to two gigabytes. It is split here, so that its parts are decoded by the protobuf
library one by one: the whole of it would take many times its size in memory, for a node of two bytes becomes an object.
Follows https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Field", "Splitter", "WireError", "varint"]

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10
_MOST_FIELDS = 4_000_000  # a few seconds' work; ResNet50 takes 13,000


class WireError(ValueError):
    """The bytes are not a protobuf message."""


class Field(NamedTuple):
    """One field of a message: its number, what a string or an embedded message holds, and all of the field's bytes."""

    number: int
    content: memoryview | None
    whole: memoryview


class Splitter:
    """Splits the messages of one file, up to a number of fields that no real file reaches."""

    def __init__(self, most: int = _MOST_FIELDS) -> None:
        self._left = most

    def embedded(self, data: memoryview, number: int) -> Iterator[memoryview]:
        """Yield what each occurrence of one string or embedded message of a message holds."""
        for field in self.fields(data):
            if field.number == number and field.content is not None:
                yield field.content

    def fields(self, data: memoryview) -> Iterator[Field]:
        """Split a message, given without a length in front, into its fields in their order.

        Raises:
            WireError: the bytes are no message, or there are too many fields.
        """
        position, end = 0, len(data)
        while position < end:
            if not self._left:
                raise WireError("has more parts than any model")
            self._left -= 1
            start = position
            key, position = varint(data, position)
            number, kind = key >> 3, key & 7
            if not number:
                raise WireError("a field has the number 0")
            content: memoryview | None = None
            if kind == _BYTES:
                length, position = varint(data, position)
                content = data[position : position + length]
                position += length
            elif kind == _VARINT:
                _, position = varint(data, position)
            elif kind in {_FIXED64, _FIXED32}:
                position += 8 if kind == _FIXED64 else 4
            else:
                raise WireError(f"field {number} has the unknown wire type {kind}")
            if position > end:
                raise WireError(f"field {number} runs past the end")
            yield Field(number, content, data[start:position])


def varint(data: memoryview, position: int) -> tuple[int, int]:
    """Return the number of variable length at a position, and the position behind it."""
    result = 0
    for index in range(_LONGEST_VARINT):
        try:
            byte = data[position + index]
        except IndexError:
            raise WireError("a number is cut off") from None
        result |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return result, position + index + 1
    raise WireError("a number is longer than ten bytes")
