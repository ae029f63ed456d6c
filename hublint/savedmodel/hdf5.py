"""HDF5 files, as much of them as the models of Keras take: groups, text attributes, and what datasets would hold.

Follows the HDF5 file format specification, version 3.0: superblocks 0 to 3, object headers 1 and 2, groups that are
symbol tables or lists of links, and attributes in the object header. That is all that h5py writes, unless it is asked
for its newest format and a group holds many members; such a group is named as unread. No dataset's values are read.
"""

from __future__ import annotations

import math
from typing import IO, TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["Dataset", "Group", "Hdf5", "Hdf5Error", "read_hdf5"]

SIGNATURE: Final = b"\x89HDF\r\n\x1a\n"
_MOST_OBJECTS: Final = 100_000
_MOST_BYTES: Final = 256_000_000
_LONGEST_TEXT: Final = 128_000_000
_LONGEST_NAME: Final = 1024
_LONGEST_PATH: Final = 2048
_MOST_DIMENSIONS: Final = 32  # HDF5's own limit
_LARGEST_DATASET: Final = 2**63  # no file system has room for more
_DATASPACE, _LINK_INFO, _DATATYPE, _LINK, _ATTRIBUTE, _CONTINUATION, _SYMBOL_TABLE = 1, 2, 3, 6, 12, 16, 17
_INTEGER, _FLOAT, _STRING, _ENUM, _VARIABLE = 0, 1, 3, 8, 9


class Hdf5Error(ValueError):
    """The bytes are no HDF5 file, or not a whole one."""


class Dataset(NamedTuple):
    """One dataset: its way from the root, its element type by NumPy's name, its shape and size."""

    path: str
    dtype: str
    shape: tuple[int, ...]
    bytes: int


class Group(NamedTuple):
    """One group: its way from the root (empty for the root itself) and those of its attributes that are one text."""

    path: str
    attributes: dict[str, str]


class Hdf5(NamedTuple):
    """What a file holds.

    `end` is the size that the file says it has; a smaller one has been cut off. `unread` are the ways of groups whose
    members are kept in a form that is not read, and `problem` says why the reading ended before its time, if it did.
    """

    end: int
    groups: tuple[Group, ...]
    datasets: tuple[Dataset, ...]
    unread: tuple[str, ...] = ()
    problem: str = ""

    def attribute(self, name: str, group: str = "") -> str | None:
        """Return the text of a group's attribute."""
        return next((one.attributes.get(name) for one in self.groups if one.path == group), None)


def read_hdf5(file: IO[bytes], start: int = 0) -> Hdf5:
    """Read what an HDF5 file holds.

    Args:
        file: a file that can seek.
        start: where in it the HDF5 file begins.

    Raises:
        Hdf5Error: it is no HDF5 file. What is wrong further inside is told in the answer.
    """
    reader = _Reader(file, start)
    root = reader.superblock()
    walk = _Walk(reader)
    problem = ""
    try:
        walk.run(root)
    except (Hdf5Error, RecursionError, OverflowError) as error:
        problem = str(error) or type(error).__name__
    return Hdf5(reader.end, tuple(walk.groups), tuple(walk.datasets), tuple(walk.unread), problem)


class _Reader:
    """Reads bytes at the addresses that the file speaks of."""

    def __init__(self, file: IO[bytes], start: int) -> None:
        self._file = file
        self._start = start
        self._left = _MOST_BYTES
        self.offset_size = self.length_size = 8
        self.end = 0

    def at(self, address: int, size: int) -> bytes:
        """Return `size` bytes at an address.

        Raises:
            Hdf5Error: there are not so many, or it would be too much to read.
        """
        self.spend(size)
        try:
            self._file.seek(self._start + address)
            data = self._file.read(size)
        except (OSError, OverflowError, ValueError) as error:
            raise Hdf5Error(f"byte {address:,} cannot be read ({error})") from None
        if len(data) != size:
            raise Hdf5Error(f"it ends before byte {address + size:,}")
        return data

    def spend(self, size: int) -> None:
        """Count bytes that are read, or that are kept once more.

        Raises:
            Hdf5Error: these and all before are too much.
        """
        self._left -= size
        if self._left < 0:
            raise Hdf5Error("it describes more than can be read")

    def superblock(self) -> int:
        """Read the superblock; return the address of the root group's header."""
        start = self.at(0, 16)
        if start[:8] != SIGNATURE:
            raise Hdf5Error("it does not begin as an HDF5 file does")
        version = start[8]
        if version in {0, 1}:
            self.offset_size, self.length_size = start[13], start[14]
            position = 24 if version == 0 else 28
        elif version in {2, 3}:
            self.offset_size, self.length_size = start[9], start[10]
            position = 12
        else:
            raise Hdf5Error(f"its superblock has the unknown version {version}")
        if self.offset_size not in {2, 4, 8} or self.length_size not in {2, 4, 8}:
            raise Hdf5Error("its superblock is damaged")
        offsets = _Bytes(self.at(position, 6 * self.offset_size), self)
        base, _, end, fourth = (offsets.offset() for _ in range(4))
        self.end = end
        self._start += base
        if version in {2, 3}:
            return fourth
        offsets.offset()  # behind the driver's block, the root's entry: its name, then its header
        return offsets.offset()

    def undefined(self, address: int) -> bool:
        """Tell whether an address says that there is nothing."""
        return address == (1 << 8 * self.offset_size) - 1


class _Bytes:
    """A part of the file, read from its beginning on.

    Raises:
        Hdf5Error: from every method, where it is shorter than it should be.
    """

    def __init__(self, data: bytes, reader: _Reader) -> None:
        self.data = data
        self.position = 0
        self._reader = reader

    def take(self, size: int) -> bytes:
        """Return the next bytes."""
        end = self.position + size
        if end > len(self.data):
            raise Hdf5Error("a part of it is shorter than it says")
        taken = self.data[self.position : end]
        self.position = end
        return taken

    def number(self, size: int) -> int:
        """Return the next unsigned number."""
        return int.from_bytes(self.take(size), "little")

    def offset(self) -> int:
        """Return the next address."""
        return self.number(self._reader.offset_size)

    def length(self) -> int:
        """Return the next length."""
        return self.number(self._reader.length_size)

    @property
    def left(self) -> int:
        """How many bytes are left."""
        return len(self.data) - self.position


class _Datatype(NamedTuple):
    """An element type: its class, the bits that say more, the size of an element, and NumPy's name for it."""

    kind: int
    bits: int
    size: int
    name: str


class _Walk:
    """Goes through all objects of a file."""

    def __init__(self, reader: _Reader) -> None:
        self.reader = reader
        self.groups: list[Group] = []
        self.datasets: list[Dataset] = []
        self.unread: list[str] = []
        self._heaps: dict[int, dict[int, bytes]] = {}

    def run(self, root: int) -> None:
        """Read the object at an address and all below it; a group that has been read already is not read again."""
        waiting = [("", root)]
        seen: set[int] = set()
        while waiting:
            path, address = waiting.pop()
            if address in seen:
                continue
            seen.add(address)
            if len(seen) + len(waiting) > _MOST_OBJECTS or len(path) > _LONGEST_PATH:
                raise Hdf5Error("it has too many objects, or too long names")
            members = self._object(path, address)
            prefix = f"{path}/" if path else ""
            waiting += [(prefix + name, member) for name, member in reversed(members)]

    def _object(self, path: str, address: int) -> list[tuple[str, int]]:
        """Read one object; return the names and addresses of its members."""
        attributes: dict[str, str] = {}
        members: list[tuple[str, int]] = []
        shape: tuple[int, ...] | None = None
        datatype: _Datatype | None = None
        for kind, flags, data in self._messages(address):
            if flags & 2 and kind != _ATTRIBUTE:
                continue  # shared: what stands here is where to find it
            message = _Bytes(data, self.reader)
            if kind == _DATASPACE:
                shape = _dataspace(message)
            elif kind == _DATATYPE:
                datatype = _datatype(message)
            elif kind == _ATTRIBUTE:
                attributes.update(self._attribute(message))
            elif kind == _SYMBOL_TABLE:
                members += self._symbol_table(message)
            elif kind == _LINK:
                members += _link(message)
            elif kind == _LINK_INFO and self._is_dense(message):
                self.unread.append(path)
        if datatype is None:
            self.groups.append(Group(path, attributes))
        elif shape is not None:
            name = attributes.get("dtype", datatype.name)[:20]  # Keras stores bfloat16 as uint16 and says so
            size = math.prod(shape) * datatype.size
            if size >= _LARGEST_DATASET:
                raise Hdf5Error("a dataset of it is larger than any file")
            self.datasets.append(Dataset(path, name, shape, size))
        return members

    # Object headers.

    def _messages(self, address: int) -> Iterator[tuple[int, int, bytes]]:
        """Yield each message of an object header: its kind, flags and data."""
        start = self.reader.at(address, 16)
        if start[:4] == b"OHDR":
            yield from self._new_messages(address, start)
        elif start[0] == 1:
            yield from self._old_messages(address + 16, int.from_bytes(start[8:12], "little"))
        else:
            raise Hdf5Error(f"at byte {address:,} is no object")

    def _old_messages(self, address: int, size: int) -> Iterator[tuple[int, int, bytes]]:
        blocks = [(address, size)]
        for at, length in blocks:  # grows while it is gone through
            if len(blocks) > _MOST_OBJECTS:
                raise Hdf5Error("an object's header never ends")
            block = _Bytes(self.reader.at(at, length), self.reader)
            while block.left >= 8:
                kind, data_size, flags = block.number(2), block.number(2), block.number(1)
                block.take(3)
                data = block.take(data_size)
                if kind == _CONTINUATION:
                    blocks.append(self._continuation(data))
                else:
                    yield kind, flags, data

    def _new_messages(self, address: int, start: bytes) -> Iterator[tuple[int, int, bytes]]:
        flags = start[5]
        skip = 6 + (16 if flags & 0x20 else 0) + (4 if flags & 0x10 else 0)
        width = 1 << (flags & 3)
        size = int.from_bytes(self.reader.at(address + skip, width), "little")
        blocks = [(address + skip + width, size)]
        for number, (at, length) in enumerate(blocks):
            if len(blocks) > _MOST_OBJECTS:
                raise Hdf5Error("an object's header never ends")
            block = _Bytes(self.reader.at(at, length), self.reader)
            if number:
                block.take(4)  # OCHK; its checksum follows at the end
                block.data = block.data[:-4]
            while block.left >= (6 if flags & 4 else 4):
                kind, data_size, message_flags = block.number(1), block.number(2), block.number(1)
                block.take(2 if flags & 4 else 0)
                data = block.take(data_size)
                if kind == _CONTINUATION:
                    blocks.append(self._continuation(data))
                else:
                    yield kind, message_flags, data

    def _continuation(self, data: bytes) -> tuple[int, int]:
        message = _Bytes(data, self.reader)
        return message.offset(), message.length()

    # Members of groups.

    def _symbol_table(self, message: _Bytes) -> list[tuple[str, int]]:
        tree, heap = message.offset(), message.offset()
        header = _Bytes(self.reader.at(heap, 8 + 2 * self.reader.length_size + self.reader.offset_size), self.reader)
        if header.take(8)[:4] != b"HEAP":
            raise Hdf5Error(f"at byte {heap:,} are no names")
        size = header.length()
        header.length()
        names = self.reader.at(header.offset(), size)
        members: list[tuple[str, int]] = []
        waiting, seen = [tree], {tree}
        while waiting:
            node = waiting.pop()
            if self.reader.at(node, 4) == b"SNOD":
                members += self._symbols(node, names)
            else:
                children = [child for child in self._children(node) if child not in seen]
                seen.update(children)
                waiting += reversed(children)
            if len(seen) + len(members) > _MOST_OBJECTS:
                raise Hdf5Error("a group has too many members")
        return members

    def _children(self, node: int) -> list[int]:
        offset_size, length_size = self.reader.offset_size, self.reader.length_size
        head = self.reader.at(node, 8)
        if head[:4] != b"TREE" or head[4] != 0:
            raise Hdf5Error(f"at byte {node:,} is no list of members")
        number = int.from_bytes(head[6:8], "little")
        position = node + 8 + 2 * offset_size
        data = _Bytes(self.reader.at(position, number * (offset_size + length_size)), self.reader)
        children = []
        for _ in range(number):
            data.length()
            children.append(data.offset())
        return children

    def _symbols(self, node: int, names: bytes) -> Iterator[tuple[str, int]]:
        number = int.from_bytes(self.reader.at(node + 6, 2), "little")
        width = 2 * self.reader.offset_size + 24
        data = _Bytes(self.reader.at(node + 8, number * width), self.reader)
        for _ in range(number):
            at, address = data.offset(), data.offset()
            data.take(24)
            if not self.reader.undefined(address):
                name = names[at : at + _LONGEST_NAME].partition(b"\0")[0]
                yield name.decode(errors="replace"), address

    def _is_dense(self, message: _Bytes) -> bool:
        """Tell whether a group's members are in a heap of their own."""
        flags = message.number(2) >> 8
        message.take(8 if flags & 1 else 0)
        return not self.reader.undefined(message.offset())

    # Attributes.

    def _attribute(self, message: _Bytes) -> dict[str, str]:
        """Return an attribute with its name, if its value is one text."""
        version, flags = message.number(1), message.number(1)
        sizes = [message.number(2) for _ in range(3)]
        if version not in {1, 2, 3} or (version > 1 and flags & 3):
            return {}
        message.take(1 if version == 3 else 0)
        padded = [-(-size // 8) * 8 if version == 1 else size for size in sizes]
        name, datatype_data, dataspace_data = (
            message.take(width)[:size] for width, size in zip(padded, sizes, strict=True)
        )
        datatype = _datatype(_Bytes(datatype_data, self.reader))
        shape = _dataspace(_Bytes(dataspace_data, self.reader))
        if shape != ():
            return {}
        text = None
        if datatype.kind == _STRING:
            text = message.take(datatype.size)
        elif datatype.kind == _VARIABLE and datatype.bits & 0xF == 1:
            length, heap, index = message.number(4), message.offset(), message.number(4)
            text = b"" if length == 0 else self._global_heap(heap).get(index, b"")[:length]
            self.reader.spend(len(text))  # for many attributes may share one long text
        if text is None:
            return {}
        return {name.rstrip(b"\0").decode(errors="replace"): text.rstrip(b"\0").decode(errors="replace")}

    def _global_heap(self, address: int) -> dict[int, bytes]:
        """Return what a collection of values of any length holds, by their numbers."""
        known = self._heaps.get(address)
        if known is not None:
            return known
        head = _Bytes(self.reader.at(address, 8 + self.reader.length_size), self.reader)
        if head.take(8)[:4] != b"GCOL":
            raise Hdf5Error(f"at byte {address:,} are no values")
        size = head.length()
        if size > _LONGEST_TEXT:
            raise Hdf5Error(f"at byte {address:,} is a text of {size:,} bytes")
        data = _Bytes(self.reader.at(address + 8 + self.reader.length_size, size - len(head.data)), self.reader)
        found: dict[int, bytes] = {}
        while data.left >= 8 + self.reader.length_size:
            index = data.number(2)
            data.take(6)
            length = data.length()
            if index == 0:
                break  # what is left is free
            found[index] = data.take(length)
            data.take(min(-length % 8, data.left))
        self._heaps[address] = found
        return found


def _dataspace(message: _Bytes) -> tuple[int, ...] | None:
    """Return a shape; None for that of nothing at all."""
    version, rank, _, kind = (message.number(1) for _ in range(4))
    if version == 1:
        message.take(4)
    elif version != 2:
        raise Hdf5Error(f"a shape has the unknown version {version}")
    elif kind == 2:
        return None
    if rank > _MOST_DIMENSIONS:
        raise Hdf5Error(f"a shape has {rank} dimensions")
    return tuple(message.length() for _ in range(rank))


def _datatype(message: _Bytes) -> _Datatype:
    kind = message.number(1) & 0xF
    bits = message.number(3)
    size = message.number(4)
    if kind == _ENUM:
        return _Datatype(kind, bits, size, "bool" if size == 1 else f"enum{8 * size}")
    names = {_INTEGER: f"{'int' if bits & 8 else 'uint'}{8 * size}", _FLOAT: f"float{8 * size}"}
    return _Datatype(kind, bits, size, names.get(kind, "string" if kind in {_STRING, _VARIABLE} else f"class {kind}"))


def _link(message: _Bytes) -> list[tuple[str, int]]:
    """Return the member that a link leads to, if it leads to one in this file."""
    version, flags = message.number(1), message.number(1)
    if version != 1:
        raise Hdf5Error(f"a link has the unknown version {version}")
    kind = message.number(1) if flags & 8 else 0
    message.take(8 if flags & 4 else 0)
    message.take(1 if flags & 0x10 else 0)
    name = message.take(message.number(1 << (flags & 3)))
    return [(name.decode(errors="replace"), message.offset())] if kind == 0 else []
