"""Writes small HDF5 files as h5py does: the oldest superblock, symbol tables, object headers of version 1."""

from __future__ import annotations

from typing import Union

Tree = dict[str, Union["Tree", "Weights"]]
"""Members by name: groups are dicts, and may have attributes under the name ""."""

UNDEFINED = b"\xff" * 8
VERSION_1_STRING = bytes.fromhex("13000000")
VARIABLE_STRING = bytes.fromhex("1901000010000000") + bytes.fromhex("1000000001000000") + bytes(8)


class Weights:
    """A dataset of float32, whose values take no room."""

    def __init__(self, *shape: int, attributes: dict[str, str] | None = None) -> None:
        self.shape = shape
        self.attributes = attributes or {}


def number(value: int, size: int = 8) -> bytes:
    return value.to_bytes(size, "little")


def padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 8)


class Writer:
    def __init__(self) -> None:
        self.data = bytearray(96)

    def add(self, data: bytes) -> int:
        """Append a part of the file; return its address."""
        address = len(self.data)
        self.data += padded(data)
        return address

    def file(self, tree: Tree, attributes: dict[str, str]) -> bytes:
        root = self.group(tree, attributes)
        head = b"\x89HDF\r\n\x1a\n" + bytes([0, 0, 0, 0, 0, 8, 8, 0]) + number(4, 2) + number(16, 2) + bytes(4)
        head += bytes(8) + UNDEFINED + number(len(self.data)) + UNDEFINED  # base, free space, end, driver
        head += bytes(8) + number(root) + bytes(24)
        self.data[: len(head)] = head
        return bytes(self.data)

    def group(self, tree: Tree, attributes: dict[str, str]) -> int:
        names = bytearray(8)
        symbols = b""
        for name, member in sorted(tree.items()):
            if isinstance(member, Weights):
                address = self.dataset(member)
            else:
                own = member.get("")
                assert own is None or isinstance(own, Weights)
                below = {key: value for key, value in member.items() if key}
                address = self.group(below, own.attributes if own is not None else {})
            symbols += number(len(names)) + number(address) + bytes(24)
            names += padded(name.encode() + b"\0")
        node = self.add(b"SNOD\x01\0" + number(len(tree), 2) + symbols)
        leaf = self.add(b"TREE\0\0" + number(1, 2) + UNDEFINED * 2 + bytes(8) + number(node) + bytes(8))
        segment = self.add(bytes(names))
        heap = self.add(b"HEAP\0\0\0\0" + number(len(names)) + UNDEFINED + number(segment))
        return self.header([(17, number(leaf) + number(heap)), *self.texts(attributes)])

    def dataset(self, weights: Weights) -> int:
        shape = bytes([1, len(weights.shape), 0, 0]) + bytes(4) + b"".join(map(number, weights.shape))
        float32 = bytes.fromhex("11201f0004000000") + bytes(12)
        return self.header([(1, shape), (3, float32), *self.texts(weights.attributes)])

    def texts(self, attributes: dict[str, str]) -> list[tuple[int, bytes]]:
        return [(12, self.attribute(name, text)) for name, text in attributes.items()]

    def attribute(self, name: str, text: str) -> bytes:
        value = text.encode()
        size = 16 + 16 + len(padded(value)) + 16
        heap = self.add(
            b"GCOL\x01\0\0\0" + number(size) + number(1, 2) + bytes(6) + number(len(value)) + padded(value) + bytes(16)
        )
        shape = bytes([1, 0, 0, 0]) + bytes(4)
        called = name.encode() + b"\0"
        head = bytes([1, 0]) + number(len(called), 2) + number(len(VARIABLE_STRING), 2) + number(len(shape), 2)
        return (
            head
            + padded(called)
            + padded(VARIABLE_STRING)
            + shape
            + number(len(value), 4)
            + number(heap)
            + number(1, 4)
        )

    def header(self, messages: list[tuple[int, bytes]]) -> int:
        """Write an object header in two blocks, as large ones are."""
        blocks = [b"", b""]
        for index, (kind, message) in enumerate(messages):
            data = padded(message)
            blocks[min(index, 1)] += number(kind, 2) + number(len(data), 2) + bytes(4) + data
        if blocks[1]:
            address = self.add(blocks[1])
            blocks[0] += number(16, 2) + number(16, 2) + bytes(4) + number(address) + number(len(blocks[1]))
        return self.add(
            bytes([1, 0]) + number(len(messages), 2) + number(1, 4) + number(len(blocks[0]), 4) + bytes(4) + blocks[0]
        )


def hdf5(tree: Tree, attributes: dict[str, str] | None = None) -> bytes:
    """Return the bytes of an HDF5 file."""
    return Writer().file(tree, attributes or {})
