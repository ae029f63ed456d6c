"""The protobuf wire format, as much of it as reading a message's fields takes.

Follows https://protobuf.dev/programming-guides/encoding/: a field of an unexpected wire type is passed over as an
unknown field, the last occurrence of a scalar wins, and several occurrences of one embedded message are merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Message", "WireError"]

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_LONGEST_VARINT = 10


class WireError(ValueError):
    """The bytes are not a protobuf message."""


class Message:
    """One message's bytes, read lazily: a field that nobody asks for is stepped over, never decoded.

    Args:
        data: the bytes of the message, without a length in front.
    """

    __slots__ = ("_data",)

    def __init__(self, data: memoryview) -> None:
        self._data = data

    def integer(self, number: int) -> int:
        """Return an unsigned varint field (0 where it is absent)."""
        value = 0
        for field, content in self._fields():
            if field == number and isinstance(content, int):
                value = content
        return value

    def signed(self, number: int) -> int:
        """Return an int64 field, which the wire holds in two's complement (0 where it is absent)."""
        value = self.integer(number)
        return value - (1 << 64) if value >= 1 << 63 else value

    def text(self, number: int) -> str:
        """Return a string field ("" where it is absent)."""
        occurrences = self._occurrences(number)
        return _decode(occurrences[-1]) if occurrences else ""

    def texts(self, number: int) -> tuple[str, ...]:
        """Return a repeated string field."""
        return tuple(_decode(occurrence) for occurrence in self._occurrences(number))

    def has(self, number: int) -> bool:
        """Tell whether an embedded message or string field is present."""
        return bool(self._occurrences(number))

    def message(self, number: int) -> Message:
        """Return an embedded message (an empty one where it is absent)."""
        occurrences = self._occurrences(number)
        if len(occurrences) == 1:
            return Message(occurrences[0])
        return Message(memoryview(b"".join(occurrences)))

    def messages(self, number: int) -> list[Message]:
        """Return a repeated message field."""
        return [Message(occurrence) for occurrence in self._occurrences(number)]

    def mapping(self, number: int) -> dict[str, Message]:
        """Return a `map<string, SomeMessage>` field."""
        return {entry.text(1): entry.message(2) for entry in self.messages(number)}

    def _occurrences(self, number: int) -> list[memoryview]:
        return [content for field, content in self._fields() if field == number and isinstance(content, memoryview)]

    def _fields(self) -> Iterator[tuple[int, int | memoryview | None]]:
        """Yield each field's number and content: an int, the bytes, or None for the fixed-size kinds."""
        data, position, end = self._data, 0, len(self._data)
        while position < end:
            key, position = _varint(data, position)
            number, wire_type = key >> 3, key & 7
            if number == 0:
                raise WireError("a field has number 0")
            if wire_type == _VARINT:
                value, position = _varint(data, position)
                yield number, value
                continue
            if wire_type == _BYTES:
                size, position = _varint(data, position)
            elif wire_type in {_FIXED32, _FIXED64}:
                size = 4 if wire_type == _FIXED32 else 8
            else:
                raise WireError(f"field {number} has the unknown wire type {wire_type}")
            start, position = position, position + size
            if position > end:
                raise WireError(f"field {number} runs past the end")
            yield number, data[start:position] if wire_type == _BYTES else None


def _varint(data: memoryview, position: int) -> tuple[int, int]:
    value = 0
    for index in range(_LONGEST_VARINT):
        if position + index >= len(data):
            raise WireError("a number is cut off at the end")
        byte = data[position + index]
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value & 0xFFFF_FFFF_FFFF_FFFF, position + index + 1
    raise WireError("a number is longer than ten bytes")


def _decode(data: memoryview) -> str:
    try:
        return str(data, "utf-8")
    except UnicodeDecodeError:
        raise WireError("a text is not UTF-8") from None
