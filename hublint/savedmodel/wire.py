"""Messages in protobuf's wire format, split into their fields without decoding what is inside.

A model's file is one message of up to two gigabytes. It is split here, so that its parts are decoded by the protobuf
library one by one: the whole of it would take many times its size in memory, for a node of two bytes becomes an object.
Follows https://protobuf.dev/programming-guides/encoding/.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Field", "Splitter", "WireError", "varint"]

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10


class WireError(ValueError):
    """The bytes are not a protobuf message."""


class Field(NamedTuple):
    """One field of a message: its number, what a string or an embedded message holds, and all of the field's bytes."""

    number: int
    content: memoryview | None
    whole: memoryview


class Splitter:
    """Splits the messages of one file, up to a number of parts that no real file reaches.

    Attributes:
        MOST: how many fields are read of a file, and how much else is made of them: ResNet50 of Keras 2 takes 105,000,
            a graph of 100,000 nodes 200,000, and all of it half a minute.
    """

    MOST: ClassVar[int] = 3_000_000

    def __init__(self) -> None:
        self._left = self.MOST

    def spend(self, parts: int) -> None:
        """Count what is made of a decoded message, such as the inputs of a node.

        Raises:
            WireError: this and all before are more than any model has.
        """
        self._left -= parts
        if self._left < 0:
            raise WireError("it has more parts than any model; the rest is not read")

    def embedded(self, data: memoryview, number: int) -> Iterator[memoryview]:
        """Yield what each occurrence of one string or embedded message of a message holds.

        Raises:
            WireError: as of `fields`.
        """
        for found, _, begin, end in self._spans(data):
            if found == number and begin >= 0:
                yield data[begin:end]

    def fields(self, data: memoryview) -> Iterator[Field]:
        """Split a message, given without a length in front, into its fields in their order.

        Raises:
            WireError: the bytes are no message, or there are too many fields.
        """
        for number, start, begin, end in self._spans(data):
            yield Field(number, data[begin:end] if begin >= 0 else None, data[start:end])

    def _spans(self, data: memoryview) -> Iterator[tuple[int, int, int, int]]:
        """Yield each field's number, start, where the content of an embedded message begins (else -1), and end."""
        position, end = 0, len(data)
        while position < end:
            self.spend(1)
            start, begin = position, -1
            key = data[position]
            if key < 0x80:
                position += 1
            else:
                key, position = varint(data, position)
            number, kind = key >> 3, key & 7
            if not number:
                raise WireError("a field has the number 0")
            if kind == _BYTES:
                length, begin = varint(data, position)
                position = begin + length
            elif kind == _VARINT:
                _, position = varint(data, position)
            elif kind in {_FIXED64, _FIXED32}:
                position += 8 if kind == _FIXED64 else 4
            else:
                raise WireError(f"field {number} has the unknown wire type {kind}")
            if position > end:
                raise WireError(f"field {number} runs past the end")
            yield number, start, begin, position


def varint(data: memoryview, position: int) -> tuple[int, int]:
    """Return the number of variable length at a position, and the position behind it."""
    if position < len(data) and data[position] < 0x80:  # as most are
        return data[position], position + 1
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
