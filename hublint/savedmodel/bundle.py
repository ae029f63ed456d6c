"""The checkpoint of a model: `variables.index`, which names the tensors, and the shards that hold their bytes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NamedTuple

from hublint.savedmodel.contents import StoredVariable
from hublint.savedmodel.descriptors import MessageError, decode
from hublint.savedmodel.dtypes import dtype_name
from hublint.savedmodel.file import UnreadableError, read_file
from hublint.savedmodel.model import shape_of
from hublint.savedmodel.table import TableError, read_table
from hublint.savedmodel.wire import Splitter, WireError, varint

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Bundle", "read_bundle"]

_OBJECT_GRAPH = "_CHECKPOINTABLE_OBJECT_GRAPH"
_LARGEST_INDEX = 64 * 2**20
_LARGEST_ENTRY = 64 * 1024
_LARGEST_OBJECT_GRAPH = 32 * 2**20
_LARGEST_ATTRIBUTE = 64 * 1024
_NODE, _ATTRIBUTE = 1, 2  # fields of a TrackableObjectGraph and of its nodes
_CHECKSUM = 4  # bytes, between the lengths of a tensor's strings and the strings


class Bundle(NamedTuple):
    """The tensors of a checkpoint in the order of their keys, and what is wrong with its files by their names."""

    variables: tuple[StoredVariable, ...]
    damage: dict[str, str]


class _Entry(NamedTuple):
    """Where the bytes of a tensor, or of a slice of one, lie."""

    dtype: str
    shape: tuple[int | None, ...]
    shard: int
    offset: int
    size: int
    checksum: int


def read_bundle(prefix: Path) -> Bundle:
    """Read a checkpoint by the beginning of its files' names: `variables/variables` in a SavedModel."""
    index = prefix.with_name(f"{prefix.name}.index")
    damage: dict[str, str] = {}
    try:
        data = read_file(index, most=_LARGEST_INDEX)
    except FileNotFoundError as error:
        return Bundle((), {index.name: f"cannot be read: {error.strerror}"})
    except UnreadableError as error:
        return Bundle((), {index.name: str(error)})
    entries: dict[bytes, _Entry] = {}
    shards = 0
    try:
        for key, value in read_table(memoryview(data)):
            if key:
                entries[key] = _entry(value)
            else:
                shards = decode("tensorflow.BundleHeaderProto", value).num_shards
    except (TableError, MessageError) as error:
        damage[index.name] = str(error)
    damage.update(_weigh(prefix, entries, shards))
    try:
        names = _names(prefix, entries.pop(_OBJECT_GRAPH.encode(), None), shards)
    except (MessageError, WireError) as error:
        names = {}
        damage.setdefault(_shard(prefix, 0, shards).name, f"holds a damaged description of the objects: {error}")
    return Bundle(tuple(_variables(entries, names)), damage)


def _entry(value: memoryview) -> _Entry:
    if len(value) > _LARGEST_ENTRY:
        raise MessageError("describes a tensor with more than 64 KB")
    message = decode("tensorflow.BundleEntryProto", value)
    shape = shape_of(message.shape) or ()
    return _Entry(dtype_name(message.dtype), shape, message.shard_id, message.offset, message.size, message.crc32c)


def _variables(entries: dict[bytes, _Entry], names: dict[str, str]) -> list[StoredVariable]:
    """Return the tensors; one that is stored in slices has the bytes of all of them."""
    slices: dict[bytes, int] = {}
    for key, entry in entries.items():
        whole = _sliced(key)
        if whole is not None:
            slices[whole] = slices.get(whole, 0) + entry.size
    variables = []
    for key, entry in entries.items():
        if _sliced(key) is None:
            text = str(key, "utf-8", "backslashreplace")
            size = entry.size + slices.get(key, 0)
            variables.append(
                StoredVariable(text, names.get(text, text), entry.dtype, entry.shape, size, entry.checksum)
            )
    return variables


def _sliced(key: bytes) -> bytes | None:
    r"""Return the key of the tensor that a key is of a slice of; None for the key of a tensor.

    The key of a slice is 0, the tensor's key, and the slice, in the encoding of `ordered_code.cc`: a string ends in
    `\x00\x01`, and holds `\x00\xff` for 0 and `\xff\x00` for 255.
    """
    if not key.startswith(b"\x00"):
        return None
    end = key.find(b"\x00\x01", 1)
    return key[1 : end if end > 0 else len(key)].replace(b"\x00\xff", b"\x00").replace(b"\xff\x00", b"\xff")


def _shard(prefix: Path, number: int, shards: int) -> Path:
    return prefix.with_name(f"{prefix.name}.data-{number:05d}-of-{shards:05d}")


def _weigh(prefix: Path, entries: dict[bytes, _Entry], shards: int) -> dict[str, str]:
    """Return the shards that are missing, or end before the tensors that should be in them."""
    ends: dict[int, int] = {}
    damage = {}
    for entry in entries.values():
        if not 0 <= entry.shard < shards or entry.offset < 0 or entry.size < 0:
            return {f"{prefix.name}.index": "is damaged: a tensor lies in no file"}
        ends[entry.shard] = max(ends.get(entry.shard, 0), entry.offset + entry.size)
    for number, end in sorted(ends.items()):
        path = _shard(prefix, number, shards)
        try:
            size = path.stat().st_size
        except OSError:
            damage[path.name] = "is missing"
            continue
        if size < end:
            damage[path.name] = f"is cut off: it has {size} bytes of {end}"
    return damage


def _names(prefix: Path, entry: _Entry | None, shards: int) -> dict[str, str]:
    """Return the variables' own names by their keys, from the description of the objects in the checkpoint."""
    if entry is None or not 0 <= entry.size <= _LARGEST_OBJECT_GRAPH:
        return {}
    shard = _shard(prefix, entry.shard, shards)
    try:
        tensor = memoryview(read_file(shard, most=sys.maxsize, offset=entry.offset, size=entry.size))
    except (FileNotFoundError, UnreadableError, ValueError):  # told already, by the sizes
        return {}
    length, position = varint(tensor, 0)
    graph = tensor[position + _CHECKSUM : position + _CHECKSUM + length]
    splitter = Splitter()
    names = {}
    for node in splitter.embedded(graph, _NODE):
        for attribute in splitter.embedded(node, _ATTRIBUTE):
            if len(attribute) > _LARGEST_ATTRIBUTE:
                raise MessageError("has a name of more than 64 KB")
            message = decode("tensorflow.TrackableObjectGraph.TrackableObject.SerializedTensor", attribute)
            if message.full_name:
                names[message.checkpoint_key] = message.full_name
    return names
