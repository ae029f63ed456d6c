"""What was found out before, kept from one run to the next in one SQLite file per user.

An answer is kept under three things, and is given back only where all of them are the same:

- a *kind*: who asks, such as `check`;
- what else *decides*: bytes that stand for all that the answer depends on besides the file (rules, target, versions);
- a *file*: its path and its bytes.

That the bytes are the same is seen without reading them where the file's size, its inode and both its times are: the
system sets the time of change, and nobody else. Where that time is too near to when the file was looked at for two
writes to be told apart, or is not kept to the nanosecond, or does not exist (Windows), the bytes are read and compared
by their digest; so are those of a file that was touched, or checked out anew.

    cache = Cache(folder())
    look = cache.look("check", decides, path)
    if look.value is None:
        answer, read = ...                       # and the digest of the bytes that the answer was found for
        cache.keep("check", decides, look, read, answer)
    cache.close()

`get` and `put` keep what belongs to no file, by a key alone.

Nothing that goes wrong here is an error: what is busy, full, not writable or another user's is not used, and what is
damaged is begun anew. Each row is sealed with a checksum, so that damage that SQLite does not see is seen here. Answers
are bytes, which nobody executes; who asks decodes them. What has not been used for the longest time goes when the file
has grown too large. A connection must not be open when the process forks: `close` ends it, and the next question opens
another. What is kept is written by `close`; see `is_full`.
"""

# ruff: noqa: PTH100, PTH103, PTH108, PTH110, PTH112, PTH116, PTH117, PTH118, PTH120, PTH123 - thousands of paths are asked for, as text

from __future__ import annotations

import os
import struct
import time
import zlib
from typing import TYPE_CHECKING, Final, NamedTuple, TypeVar

from hublint.files import FileError, read_bytes

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["VARIABLE", "Cache", "Look", "digest", "folder", "settled", "state_of"]

VARIABLE: Final = "HUBLINT_CACHE_DIR"
"""The variable of the environment that names the folder, where no option does."""

LAYOUT: Final = 1
"""The number of the tables' layout. Files of another layout have another name, so that two releases do not fight."""

MOST_BYTES: Final = 256 * 1024 * 1024
MOST_WAITING: Final = 16 * 1024 * 1024
"""How many bytes of answers wait to be written."""

PATIENCE: Final = 0.05
"""Seconds to wait for another process that writes."""

RACY: Final = 2_000_000_000
"""Nanoseconds after a change in which another one may leave the same time; no file system counts more than two seconds
as one."""

_DAY: Final = 86_400
_OVERHEAD: Final = 256  # bytes of a row without its value
_MOST_FOLDERS: Final = 2_000  # whose rows are in memory
_DIGEST: Final = 16
_STATE: Final = struct.Struct("<qqqQ")

_T = TypeVar("_T")


def folder(given: Path | None = None) -> str | None:
    """Return the folder of the cache: the one that is given, or that the environment names, or the user's own.

    None where there is none, as for a user without a home.
    """
    if given is not None:
        return os.path.abspath(given)
    named = os.environ.get(VARIABLE)
    if named:
        return os.path.abspath(named)
    try:
        from platformdirs import user_cache_path

        own = os.fspath(user_cache_path("hublint", appauthor=False))
    except (OSError, RuntimeError, KeyError):
        return None
    # Without a home the `~` stays, and would be a folder in the working directory.
    return own if os.path.isabs(own) else None


def digest(data: bytes) -> bytes:
    """Return what stands for the bytes of a file."""
    from hashlib import blake2b

    return blake2b(data, digest_size=_DIGEST).digest()


def state_of(status: os.stat_result) -> bytes:
    """Return what is different as soon as anybody has written to a file, or put another one in its place."""
    return _STATE.pack(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino & 0xFFFF_FFFF_FFFF_FFFF)


def settled(status: os.stat_result, now: int) -> bool:
    """Tell whether any change of a file from `now` on will show in its state.

    A time of change without nanoseconds comes from a file system that counts seconds, maybe on a machine with another
    clock; and on Windows it is the time of creation.
    """
    changed = status.st_ctime_ns
    return os.name != "nt" and changed % 1_000_000_000 != 0 and changed < now - RACY


class Look(NamedTuple):
    """What is known of a file.

    Attributes:
        path: its absolute path.
        value: the answer that was kept for these very bytes; None where there is none.
        state: its state when it was looked at; empty where it could not be seen.
        when: the time at which it was looked at.
        data: its bytes, where they had to be read.
    """

    path: str
    value: bytes | None
    state: bytes
    when: int
    data: bytes | None = None


class _Row(NamedTuple):
    """What is kept of one file; no state where only its bytes tell that it is still the same."""

    state: bytes
    digest: bytes
    value: bytes

    def seal(self, name: bytes, of_key: int) -> int:
        """Return the checksum of all that the row says; `of_key` is that of the other columns."""
        return zlib.crc32(self.value, zlib.crc32(self.digest, zlib.crc32(self.state, zlib.crc32(name, of_key))))

    @property
    def is_shaped(self) -> bool:
        """Whether the parts have their lengths: the checksum does not tell where one ends."""
        return len(self.state) in {0, _STATE.size} and len(self.digest) in {0, _DIGEST}


_Key = tuple[str, bytes, bytes]
"""What all rows of a folder share: the kind, what decides, and the folder."""


class Cache:
    """The answers of one user."""

    def __init__(self, folder: str | None, most_bytes: int = MOST_BYTES) -> None:
        """Use a folder, which is made once there is something to keep; None for a cache that keeps nothing."""
        self._file = None if folder is None else os.path.join(folder, f"answers-{LAYOUT}.sqlite3")
        self._most_bytes = most_bytes
        self._connection: sqlite3.Connection | None = None
        # By kind, what decides and folder: the rows by name, as they are read; and those that are to be written.
        self._known: dict[_Key, dict[bytes, _Row]] = {}
        self._waiting: dict[tuple[str, bytes, bytes, bytes], _Row] = {}
        self._waiting_bytes = 0
        self._used: set[_Key] = set()

    @property
    def usable(self) -> bool:
        """Whether it is still of any use."""
        return self._file is not None

    @property
    def is_full(self) -> bool:
        """Whether so much waits to be written that it is time to `close`."""
        return self._waiting_bytes > MOST_WAITING

    # Answers about files.

    def look(self, kind: str, decides: bytes, path: str) -> Look:
        """Look at the file at an absolute path, and at what is kept of it."""
        head, tail = os.path.split(path)
        return self.look_in(kind, decides, os.fsencode(head), path, os.fsencode(tail))

    def look_in(self, kind: str, decides: bytes, folder: bytes, path: str, name: bytes) -> Look:
        """Look at a file whose path is taken apart already, as it is for who looks at thousands."""
        when = time.time_ns()
        try:
            status = os.stat(path)
        except OSError:
            return Look(path, None, b"", when)
        state = state_of(status)
        key = kind, decides, folder
        rows = self._known.get(key)
        if rows is None:
            if len(self._known) >= _MOST_FOLDERS:
                self._known.clear()
            rows = self._known[key] = self._rows(key)
        row = rows.get(name)
        if row is None:
            return Look(path, None, state, when)
        if row.state == state:
            return Look(path, row.value, state, when)
        try:
            data = read_bytes(path)
        except FileError:
            return Look(path, None, state, when)
        if digest(data) != row.digest:
            return Look(path, None, state, when, data)
        look = Look(path, row.value, state, when, data)
        self.keep(kind, decides, look, row.digest, row.value)
        return look

    def keep(self, kind: str, decides: bytes, look: Look, read: bytes, value: bytes) -> None:
        """Keep the answer for a file.

        Args:
            kind: who asks.
            decides: all else that the answer depends on.
            look: the file as it was before anybody read it for the answer.
            read: the digest of the bytes that the answer is for.
            value: the answer.
        """
        if self._file is None:
            return
        state = b""
        try:
            status = os.stat(look.path)
        except OSError:
            return
        # Only of a file that did not change meanwhile it is known that its state is that of the bytes that were read.
        if settled(status, look.when) and state_of(status) == look.state:
            state = look.state
        head, tail = os.path.split(look.path)
        row = _Row(state, read, value)
        known = self._known.get((kind, decides, os.fsencode(head)), {}).get(os.fsencode(tail))
        if known != row:
            self._keep((kind, decides, os.fsencode(head), os.fsencode(tail)), row)

    @staticmethod
    def state(path: str) -> bytes:
        """Return the state of a file as it is now; empty where it cannot be seen."""
        try:
            return state_of(os.stat(path))
        except OSError:
            return b""

    # Answers about anything.

    def get(self, kind: str, key: bytes) -> bytes | None:
        """Return what was kept under a key."""
        row = self._rows((kind, key, b"")).get(b"")
        return None if row is None else row.value

    def put(self, kind: str, key: bytes, value: bytes) -> None:
        """Keep something under a key."""
        if self._file is not None:
            self._keep((kind, key, b"", b""), _Row(b"", b"", value))

    def drop(self) -> None:
        """Forget what waits to be written, as one must whose answers turn out not to be for what decides."""
        self._waiting, self._waiting_bytes = {}, 0
        self._known.clear()

    def close(self) -> None:
        """Write what waits, and end the connection; the next question opens another."""
        self._write()
        self._disconnect()

    # Rows.

    def _rows(self, key: _Key) -> dict[bytes, _Row]:
        """Return the rows of a folder, without those that are damaged."""
        of_key, today = _seal_of(key), _today()

        def read(connection: sqlite3.Connection) -> dict[bytes, _Row]:
            rows: dict[bytes, _Row] = {}
            for name, state, read, value, seal, used in connection.execute(_SELECT, key):
                row = _Row(state, read, value)
                try:
                    sound = row.is_shaped and seal == row.seal(name, of_key)
                except TypeError:  # not even bytes
                    sound = False
                if sound:
                    rows[name] = row
                    if used != today:
                        self._used.add(key)
            return rows

        return self._ask(read, {}, making=False)

    def _keep(self, key: tuple[str, bytes, bytes, bytes], row: _Row) -> None:
        self._waiting[key] = row
        self._waiting_bytes += len(row.value) + _OVERHEAD
        known = self._known.get(key[:3])
        if known is not None:
            known[key[3]] = row

    def _write(self) -> None:
        waiting, self._waiting, self._waiting_bytes = self._waiting, {}, 0
        used, self._used = self._used, set()
        if not waiting and not used:
            return
        today = _today()

        def write(connection: sqlite3.Connection) -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(_TOUCH, ((today, *key) for key in used))
            connection.executemany(
                _INSERT,
                ((*key, *row, row.seal(key[3], _seal_of(key[:3])), today) for key, row in waiting.items()),
            )
            self._shrink(connection)
            connection.execute("COMMIT")

        self._ask(write, None, making=bool(waiting))

    def _shrink(self, connection: sqlite3.Connection) -> None:
        """Throw away what was not used for longest until what is left is small enough, all of it if need be."""
        if _bytes(connection) <= self._most_bytes:
            return
        days = [day for (day,) in connection.execute("SELECT DISTINCT used FROM answers ORDER BY used")]
        for day in days:
            connection.execute("DELETE FROM answers WHERE used = ?", (day,))
            if _bytes(connection) <= self._most_bytes * 3 // 4:
                return

    # The file.

    def _ask(self, work: Callable[[sqlite3.Connection], _T], otherwise: _T, *, making: bool) -> _T:
        """Return what `work` makes of the connection, or something else where there is none; never fails."""
        if self._file is None or (self._connection is None and not making and not os.path.exists(self._file)):
            return otherwise
        try:
            import sqlite3
        except ImportError:  # there are Pythons that are built without
            self._file = None
            return otherwise
        for _ in range(2):
            try:
                return work(self._connected(self._file))
            except (OSError, _UnusableError):
                self._disconnect()
                break
            except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
                self._disconnect()
                sound = any(reason in str(error) for reason in _OF_THE_MOMENT) or _is_kept_from_us(self._file, error)
                if not sound and not _remove(self._file):
                    break
        # Without it, from here on: whoever was in the way a moment ago may be a moment later, and waiting adds up.
        self._file = None
        return otherwise

    def _connected(self, file: str) -> sqlite3.Connection:
        if self._connection is not None:
            return self._connection
        import sqlite3

        made = not os.path.exists(file)
        if made:
            _make_folder(os.path.dirname(file))
        elif hasattr(os, "geteuid") and os.stat(file).st_uid != os.geteuid():
            raise _UnusableError
        connection = sqlite3.connect(file, timeout=PATIENCE, isolation_level=None)
        self._connection = connection
        connection.execute("PRAGMA synchronous=NORMAL")  # with a log, all that a power cut takes is the last answers
        (layout,) = connection.execute("PRAGMA user_version").fetchone()
        if layout == LAYOUT:
            return connection
        if layout != 0:
            raise sqlite3.DatabaseError(layout)
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(_TABLE)
        connection.execute(f"PRAGMA user_version={LAYOUT}")
        connection.execute("COMMIT")
        return connection

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            import sqlite3

            try:
                connection.close()
            except sqlite3.Error:  # what was to be written at the end was not
                return


# What SQLite says where nothing is wrong with the file; whatever else it says is for a damage of some kind.
_OF_THE_MOMENT: Final = ("locked", "is full", "unable to open", "out of memory", "interrupted")


def _is_kept_from_us(file: str, error: Exception) -> bool:
    """Tell whether SQLite may not write to a file since the system forbids it, and not since a damaged file says so."""
    writable = os.access(file, os.W_OK) and os.access(os.path.dirname(file), os.W_OK)
    return "readonly" in str(error) and not writable


class _UnusableError(Exception):
    """The file belongs to somebody else."""


_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS answers (kind TEXT, decides BLOB, folder BLOB, name BLOB, state BLOB, digest BLOB, "
    "value BLOB, seal INTEGER, used INTEGER, PRIMARY KEY (kind, decides, folder, name)) WITHOUT ROWID"
)
_SELECT: Final = (
    "SELECT name, state, digest, value, seal, used FROM answers WHERE kind = ? AND decides = ? AND folder = ?"
)
_TOUCH: Final = "UPDATE answers SET used = ? WHERE kind = ? AND decides = ? AND folder = ?"
_INSERT: Final = "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"


def _seal_of(key: _Key) -> int:
    kind, decides, folder = key
    return zlib.crc32(b"%b\0%b\0%b\0" % (kind.encode(), decides, folder))


def _today() -> int:
    return time.time_ns() // 1_000_000_000 // _DAY


def _bytes(connection: sqlite3.Connection) -> int:
    """Return how many bytes of the file are in use."""
    numbers = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "freelist_count")]
    (page,) = connection.execute("PRAGMA page_size").fetchone()
    used: int = (numbers[0] - numbers[1]) * page
    return used


# What tells backup programs and git to pass the folder by.
_MARKS: Final = {
    "CACHEDIR.TAG": "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds the cache of hublint.\n",
    ".gitignore": "# This folder holds the cache of hublint.\n*\n",
}


def _make_folder(folder: str) -> None:
    """Make the folder of the cache, unless it is there."""
    if os.path.isdir(folder):
        return
    os.makedirs(folder, mode=0o700, exist_ok=True)
    for name, text in _MARKS.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)


def _remove(file: str) -> bool:
    """Remove a file that is no use any more, and its log; tell whether it is gone."""
    for path in (file, f"{file}-wal", f"{file}-shm"):
        try:
            os.unlink(path)
        except FileNotFoundError:
            continue
        except OSError:
            return False
    return True
