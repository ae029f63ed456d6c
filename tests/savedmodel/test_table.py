"""The reader of LevelDB's tables against a small writer of them."""

from __future__ import annotations

import contextlib
import itertools
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.savedmodel.table import TableError, read_table
from tests.savedmodel.test_saved_model import varint

MAGIC = struct.pack("<Q", 0xDB4775248B80FB57)
Entries = dict[bytes, bytes]


def block(entries: list[tuple[bytes, bytes]], interval: int = 16) -> bytes:
    """Write a block whose keys share what they can, but for every `interval`th."""
    body, restarts, before = b"", [], b""
    for number, (key, value) in enumerate(entries):
        shared = 0
        if number % interval:
            while shared < min(len(key), len(before)) and key[shared] == before[shared]:
                shared += 1
        else:
            restarts.append(len(body))
        body += varint(shared) + varint(len(key) - shared) + varint(len(value)) + key[shared:] + value
        before = key
    restarts = restarts or [0]
    return body + b"".join(struct.pack("<I", restart) for restart in restarts) + struct.pack("<I", len(restarts))


def table(entries: Entries, size: int = 4, interval: int = 16, compression: int = 0) -> bytes:
    """Write a table with blocks of `size` entries."""
    data = b""
    handles: list[tuple[bytes, bytes]] = []

    def add(content: bytes) -> bytes:
        nonlocal data
        handle = varint(len(data)) + varint(len(content))
        data += content + bytes([compression]) + b"\0\0\0\0"
        return handle

    rows = sorted(entries.items())
    for start in range(0, len(rows), size):
        part = rows[start : start + size]
        handles.append((part[-1][0], add(block(part, interval))))
    footer = add(block([])) + add(block(handles, 1))
    return data + footer.ljust(40, b"\0") + MAGIC


def read(data: bytes) -> Entries:
    return {key: bytes(value) for key, value in read_table(memoryview(data))}


SOME = {b"": b"header", b"layer/bias": b"1", b"layer/kernel": b"22", b"layer/kernel/m": b"", b"z": b"x" * 300}


@given(st.dictionaries(st.binary(max_size=12), st.binary(max_size=200)), st.integers(1, 9), st.integers(1, 5))
def test_what_is_written_is_read(entries: Entries, size: int, interval: int) -> None:
    found = list(read_table(memoryview(table(entries, size, interval))))
    assert [(key, bytes(value)) for key, value in found] == sorted(entries.items())


@given(st.binary(max_size=200))
def test_arbitrary_bytes_give_its_own_error(data: bytes) -> None:
    with pytest.raises(TableError):
        read(data)


@given(st.data())
def test_damaged_tables_give_entries_or_its_own_error(data: st.DataObject) -> None:
    changed = bytearray(table(SOME, 2))
    for _ in range(data.draw(st.integers(1, 4))):
        changed[data.draw(st.integers(0, len(changed) - 9))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(TableError):
        assert all(len(key) < 1000 for key in read(bytes(changed)))


@pytest.mark.parametrize("cut", [0, 1, 47, 48, 60])
def test_a_table_that_is_cut_off_is_told(cut: int) -> None:
    with pytest.raises(TableError, match="cut off or no table"):
        read(table(SOME)[:cut])


def test_a_table_that_lost_its_middle_is_told() -> None:
    whole = table(SOME, 2)
    with pytest.raises(TableError, match="is damaged"):
        read(whole[:10] + whole[-48:])


def test_a_compressed_table_is_told() -> None:
    with pytest.raises(TableError, match="is compressed"):
        read(table(SOME, compression=1))


def test_an_entry_that_runs_past_its_block_is_told() -> None:
    body = varint(0) + varint(1) + varint(1 << 40) + b"k"
    content = body + struct.pack("<II", 0, 1)
    data = content + bytes(5)
    index = block([(b"k", varint(0) + varint(len(content)))], 1)
    footer = varint(0) + varint(0) + varint(len(data)) + varint(len(index))
    with pytest.raises(TableError, match="runs past its block"):
        read(data + index + bytes(5) + footer.ljust(40, b"\0") + MAGIC)


def test_a_block_smaller_than_its_own_index_is_told() -> None:
    content = struct.pack("<I", 1 << 30)
    with pytest.raises(TableError, match="smaller than its own index"):
        read(content + bytes(5) + (varint(0) * 2 + varint(0) + varint(4)).ljust(40, b"\0") + MAGIC)


def test_keys_that_share_a_long_beginning_are_counted() -> None:
    # 60,000 keys of 60,000 bytes in a file of 300 kB.
    first = varint(0) + varint(60_000) + varint(0) + b"k" * 60_000
    body = first + (varint(60_000) + varint(0) + varint(0)) * 60_000
    content = body + struct.pack("<II", 0, 1)
    index = block([(b"k", varint(0) + varint(len(content)))], 1)
    data = content + bytes(5)
    footer = varint(0) + varint(0) + varint(len(data)) + varint(len(index))
    found = read_table(memoryview(data + index + bytes(5) + footer.ljust(40, b"\0") + MAGIC))
    with pytest.raises(TableError, match="more than any model"):
        sum(1 for _ in found)


def test_blocks_that_are_named_again_and_again_are_counted() -> None:
    content = block([(b"k", b"v")])
    data = content + bytes(5)
    entry = varint(0) + varint(1) + varint(2) + b"k" + varint(0) + varint(len(content))
    index = entry * 300_000 + struct.pack("<II", 0, 1)
    footer = varint(0) + varint(0) + varint(len(data)) + varint(len(index))
    found = read_table(memoryview(data + index + bytes(5) + footer.ljust(40, b"\0") + MAGIC))
    with pytest.raises(TableError, match="more than any model"):
        sum(1 for _ in itertools.islice(found, 1_000_000))
