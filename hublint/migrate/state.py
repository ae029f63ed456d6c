"""The state of a campaign: one SQLite database, which is right whenever the process is killed.

What is planned is kept with the digests of what each file was and would be. A file on the disk is therefore known to be
the one or the other, whatever the state says of it, and a campaign that was interrupted goes on from there.
"""

from __future__ import annotations

import os
import re
import sqlite3
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import msgspec

from hublint.files import FileError
from hublint.migrate.record import Record, Repository

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeVar

    from typing_extensions import Self

    T = TypeVar("T")

__all__ = ["DATABASE", "Row", "State"]

DATABASE: Final = "campaign.sqlite"
_FORMAT: Final = 1  # of the database
_LOCK: Final = "lock.sqlite"
_SCHEMA: Final = """
    CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS trees (id INTEGER PRIMARY KEY, root BLOB UNIQUE NOT NULL, repository BLOB NOT NULL);
    CREATE TABLE IF NOT EXISTS files (
        tree INTEGER NOT NULL, path BLOB NOT NULL, shown BLOB NOT NULL, decides TEXT NOT NULL,
        before TEXT NOT NULL, after TEXT NOT NULL, record BLOB NOT NULL, data BLOB, safe BLOB, safely BLOB, start BLOB,
        PRIMARY KEY (tree, path)) WITHOUT ROWID;
"""
_NO_TEXT: Final = re.compile("[\ud800-\udfff]")  # what stands for bytes of a name that are no UTF-8
_READ: Final = "SELECT path, shown, decides, before, after, record, data, safe, safely, start FROM files"


class Row(NamedTuple):
    """What the state knows of one file.

    Attributes:
        path: from the root of its tree, with slashes.
        shown: how messages name it.
        decides: the digest of what its plan was made by besides its bytes.
        before: the digest of its bytes as it was; empty where it could not be read.
        after: the digest of its bytes as it would be, or as `before`.
        record: what is told of it.
        data: what it would be; None where it would stay as it is.
        safe: what its safe fixes alone would make of it, where that matters; None where it would stay as it is.
        safely: what would be told of it then.
        start: what its fixes begin with, where that is not the file itself.
    """

    path: str
    shown: str
    decides: str
    before: str
    after: str
    record: Record
    data: bytes | None = None
    safe: bytes | None = None
    safely: Record | None = None
    start: bytes | None = None


class State:
    """The database of one campaign, which only one process at a time has open.

    Args:
        folder: where it lies, made if it is not there; None for one that is gone when the process ends.

    Raises:
        FileError: if the folder cannot be used, another process has the state open, or it is another version's.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder: Final = folder
        self._lock: sqlite3.Connection | None = None
        try:
            if folder is not None:
                _make(folder)
                self._lock = _locked(folder)
            self._base = sqlite3.connect(":memory:" if folder is None else folder / DATABASE, isolation_level=None)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            known = self._base.execute("PRAGMA user_version").fetchone()[0]
            if known not in (0, _FORMAT):
                self.close()
                raise FileError(folder or "", "is the state of another version of hublint; give another --state")
            self._base.executescript(_SCHEMA)
            self._base.execute(f"PRAGMA user_version = {_FORMAT}")
        except (OSError, sqlite3.Error) as error:
            self.close()
            raise FileError(folder or "", f"cannot be used as the state of a campaign: {error}") from error

    def close(self) -> None:
        """Let go of the database; another process may have it then."""
        for connection in (getattr(self, "_base", None), self._lock):
            if connection is not None:
                connection.close()

    def __enter__(self) -> Self:
        """Have it open for a block of code."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Have what is written in a block of code last as a whole or not at all."""
        self._base.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._base.execute("ROLLBACK")
            raise
        self._base.execute("COMMIT")

    # What is known of the campaign as a whole.

    def fact(self, name: str, kind: type[T]) -> T | None:
        """Return what is noted under a name, or None."""
        found = self._base.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return None if found is None else msgspec.json.decode(found[0], type=kind)

    def note(self, name: str, value: Any) -> None:
        """Note something under a name; what JSON can tell."""
        self._base.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, _encoded(value)))

    def forget(self) -> None:
        """Begin anew: forget all trees and their files."""
        with self.at_once():
            self._base.execute("DELETE FROM trees")
            self._base.execute("DELETE FROM files")

    # Trees. Paths are kept as the bytes that the file system has, which need not be text.

    def tree(self, root: Path, repository: Repository) -> int:
        """Return the number of the tree with that root, and note what is known of it."""
        key = os.fsencode(root)
        found = self._base.execute("SELECT id FROM trees WHERE root = ?", (key,)).fetchone()
        if found is not None:
            self.change_tree(int(found[0]), repository)
            return int(found[0])
        blob = _encoded(repository)
        cursor = self._base.execute("INSERT INTO trees (root, repository) VALUES (?, ?)", (key, blob))
        return int(cursor.lastrowid or 0)

    def change_tree(self, tree: int, repository: Repository) -> None:
        """Note what is known of a tree now."""
        blob = _encoded(repository)
        self._base.execute("UPDATE trees SET repository = ? WHERE id = ?", (blob, tree))

    def trees(self) -> list[tuple[int, Path, Repository]]:
        """Return all trees in the order in which they were noted, each with its root."""
        rows = self._base.execute("SELECT id, root, repository FROM trees ORDER BY id").fetchall()
        return [
            (tree, Path(os.fsdecode(root)), msgspec.json.decode(blob, type=Repository)) for tree, root, blob in rows
        ]

    # Files.

    def put(self, tree: int, row: Row) -> None:
        """Note a file, in place of what was known of it."""
        safely = None if row.safely is None else _packed(_encoded(row.safely))
        values = (tree, os.fsencode(row.path), os.fsencode(row.shown), row.decides, row.before, row.after)
        blobs = (_packed(_encoded(row.record)), _packed(row.data), _packed(row.safe))
        marks = ", ".join("?" * 11)
        self._base.execute(
            f"INSERT OR REPLACE INTO files VALUES ({marks})",  # noqa: S608 - question marks
            (*values, *blobs, safely, _packed(row.start)),
        )

    def change(self, tree: int, path: str, record: Record) -> None:
        """Note what is told of a file now."""
        blob = _packed(_encoded(record))
        self._base.execute("UPDATE files SET record = ? WHERE tree = ? AND path = ?", (blob, tree, os.fsencode(path)))

    def get(self, tree: int, path: str) -> Row | None:
        """Return what is known of a file, or None."""
        found = self._base.execute(f"{_READ} WHERE tree = ? AND path = ?", (tree, os.fsencode(path))).fetchone()
        return None if found is None else _row(found)

    def rows(self, tree: int) -> Iterator[Row]:
        """Yield the files of a tree by path, one at a time: a tree may have more of them than fit into memory."""
        last = b""
        while True:
            query = f"{_READ} WHERE tree = ? AND path > ? ORDER BY path LIMIT 100"
            found = self._base.execute(query, (tree, last)).fetchall()
            yield from map(_row, found)
            if not found:
                return
            last = found[-1][0]

    def records(self, tree: int) -> Iterator[Record]:
        """Yield what is told of the files of a tree, by path."""
        return (row.record for row in self.rows(tree))

    def count(self, tree: int) -> int:
        """Return how many files of a tree are known."""
        return int(self._base.execute("SELECT COUNT(*) FROM files WHERE tree = ?", (tree,)).fetchone()[0])

    def keep_only(self, tree: int, paths: set[str]) -> None:
        """Forget the files of a tree that are no longer there."""
        known = [path for (path,) in self._base.execute("SELECT path FROM files WHERE tree = ?", (tree,))]
        gone = [(tree, path) for path in known if os.fsdecode(path) not in paths]
        self._base.executemany("DELETE FROM files WHERE tree = ? AND path = ?", gone)


def _make(folder: Path) -> None:
    """Make the folder, which git is not to look at."""
    folder.mkdir(parents=True, exist_ok=True)
    ignore = folder / ".gitignore"
    if not ignore.exists():
        ignore.write_text("# Made by `hublint migrate`.\n*\n", encoding="utf-8")


def _locked(folder: Path) -> sqlite3.Connection:
    """Return what holds the folder against other processes: SQLite's own lock, which ends with the process."""
    connection = sqlite3.connect(folder / _LOCK, timeout=0.0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        connection.close()
        raise FileError(folder, "another `hublint migrate` is at work here; wait for it, or give --state") from None
    return connection


def _encoded(value: Any) -> bytes:
    """Return something as JSON, in which what is no text, as a file's name may hold, is replaced."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return msgspec.json.encode(_of_text_alone(msgspec.to_builtins(value)))


def _of_text_alone(value: Any) -> Any:
    if isinstance(value, str):
        return _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, dict):
        return {_of_text_alone(key): _of_text_alone(one) for key, one in value.items()}
    return [_of_text_alone(one) for one in value] if isinstance(value, (list, tuple)) else value


def _packed(data: bytes | None) -> bytes | None:
    return None if data is None else zlib.compress(data, 1)


def _unpacked(data: bytes | None) -> bytes | None:
    return None if data is None else zlib.decompress(data)


def _row(found: tuple[Any, ...]) -> Row:
    path, shown, decides, before, after, record, data, safe, safely, start = found
    return Row(
        os.fsdecode(path),
        os.fsdecode(shown),
        decides,
        before,
        after,
        msgspec.json.decode(zlib.decompress(record), type=Record),
        _unpacked(data),
        _unpacked(safe),
        None if safely is None else msgspec.json.decode(zlib.decompress(safely), type=Record),
        _unpacked(start),
    )
