"""Tables in the format of LevelDB, which `variables.index` is: sorted keys with values, in blocks.

Follows https://github.com/google/leveldb/blob/main/doc/table_format.md. A key shares its beginning with the key before
it, so that a small file can stand for gigabytes of keys; how much is read is therefore counted here.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from hublint.savedmodel.wire import WireError, varint

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["TableError", "read_table"]

_FOOTER = 48
_MAGIC = 0xDB4775248B80FB57
_TRAILER = 5  # behind each block: how it is compressed, and a checksum
_MOST_ENTRIES = 500_000
_LONGEST_KEY = 64 * 1024
_MOST_KEY_BYTES = 128 * 2**20


class TableError(ValueError):
    """The bytes are no table, or not one that can be read."""


def read_table(data: memoryview) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the keys and values of a table in their order.

    Raises:
        TableError: the bytes are no table, a block is compressed, or there is more than any model has.
    """
    if len(data) < _FOOTER or struct.unpack("<Q", data[-8:])[0] != _MAGIC:
        raise TableError("is cut off or no table: its last bytes are not those of one")
    footer = data[-_FOOTER:]
    budget = _Budget()
    try:
        _, _, position = _handle(footer, 0)  # of the block with metadata, which TensorFlow leaves empty
        offset, size, _ = _handle(footer, position)
        for _, value in _entries(_block(data, offset, size), budget):
            offset, size, _ = _handle(value, 0)
            yield from _entries(_block(data, offset, size), budget)
    except WireError as error:
        raise TableError(f"is damaged: {error}") from None


class _Budget:
    """How many more entries and bytes of keys are read."""

    def __init__(self) -> None:
        self._entries = _MOST_ENTRIES
        self._bytes = _MOST_KEY_BYTES

    def spend(self, key_length: int) -> None:
        self._entries -= 1
        self._bytes -= key_length
        if self._entries < 0 or self._bytes < 0 or key_length > _LONGEST_KEY:
            raise TableError("holds more than any model; the rest is not read")


def _handle(data: memoryview, position: int) -> tuple[int, int, int]:
    """Return where a block begins, its size, and the position behind that."""
    offset, position = varint(data, position)
    size, position = varint(data, position)
    return offset, size, position


def _block(data: memoryview, offset: int, size: int) -> memoryview:
    if offset + size + _TRAILER > len(data) - _FOOTER or size < 4:
        raise TableError("is damaged: a block lies outside of the file")
    compression = data[offset + size]
    if compression:
        raise TableError("is compressed, which TensorFlow's own are not, and not read")
    return data[offset : offset + size]


def _entries(block: memoryview, budget: _Budget) -> Iterator[tuple[bytes, memoryview]]:
    """Yield the entries of a block, which ends with the positions of those keys that share nothing."""
    (restarts,) = struct.unpack("<I", block[-4:])
    end = len(block) - 4 - 4 * restarts
    if end < 0:
        raise TableError("is damaged: a block is smaller than its own index")
    key, position = b"", 0
    while position < end:
        shared, position = varint(block, position)
        unshared, position = varint(block, position)
        length, position = varint(block, position)
        if shared > len(key) or position + unshared + length > end:
            raise TableError("is damaged: an entry runs past its block")
        budget.spend(shared + unshared)
        key = key[:shared] + bytes(block[position : position + unshared])
        position += unshared
        yield key, block[position : position + length]
        position += length
