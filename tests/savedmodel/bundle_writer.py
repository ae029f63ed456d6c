"""Writes a `variables.index`: a table of LevelDB with the places of tensors in their shards."""

from __future__ import annotations

from tests.savedmodel.test_saved_model import field, varint

MAGIC = bytes.fromhex("57fb808b247547db")
TRAILER = bytes(5)  # not compressed, and a checksum that only TensorFlow looks at


def block(entries: dict[bytes, bytes]) -> bytes:
    body = b"".join(
        varint(0) + varint(len(key)) + varint(len(value)) + key + value for key, value in sorted(entries.items())
    )
    return body + bytes(4)


def index(shards: int, *ends: tuple[int, int]) -> bytes:
    """Return an index of so many shards, with a tensor of float32 up to the end of each: `(shard, size)`."""
    entries = {b"": field(1, shards)}
    for shard, size in ends:
        entries[b"tensor %d" % shard] = field(1, 1) + field(3, shard) + field(5, size)
    data = block(entries)
    middle = block({b"~": varint(0) + varint(len(data))})
    body = data + TRAILER + middle + TRAILER
    handles = varint(0) + varint(0) + varint(len(data) + len(TRAILER)) + varint(len(middle))
    return body + handles.ljust(40, b"\0") + MAGIC
