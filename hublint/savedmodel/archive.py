"""Archives that hold a model: unpacked into a scratch folder, without trusting anything that they say.

Whatever is unpacked is a folder or a regular file that this module has opened itself, below the scratch folder: links
are resolved among the members and become files, so that no name can lead out by way of one.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import stat
import tarfile
import zipfile
import zlib
from pathlib import PurePosixPath, PureWindowsPath
from typing import IO, TYPE_CHECKING, BinaryIO, Final, NamedTuple, cast

from hublint.savedmodel.model import SavedModelError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Limits", "is_archive_name", "open_zip", "unpack"]

_SUFFIXES: Final = (".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz2", ".tar.xz", ".txz", ".zip")
_CHUNK: Final = 1 << 20
_LONGEST_HEADER: Final = 1 << 20
"""What a member's header may take: long names and times, which tarfile reads whole."""
_LONGEST_LINK: Final = 4096
_MOST_LINKS: Final = 40
"""How many links may lead to one another, as many as Linux follows."""
_DEEPEST: Final = 100
"""How many folders may lie in one another: making and removing deeper ones ends in Python's limit of recursion."""
_LONGEST_CONTENTS: Final = 32_000_000
"""What the table of contents of a zip archive may take, which zipfile reads whole and makes ten times as much of."""
_BLOCK: Final = 512
_YOURSELF: Final = "if you trust it, unpack it yourself and name the folder"
_DAMAGE: Final = (
    tarfile.TarError,
    zipfile.BadZipFile,
    gzip.BadGzipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    UnicodeError,
    ValueError,
)


class Limits(NamedTuple):
    """How much may be unpacked: so many files and folders, of so many bytes together."""

    files: int = 20_000
    bytes: int = 10_000_000_000


def is_archive_name(name: str) -> bool:
    """Tell whether a file's name says that it is an archive that can be unpacked."""
    return name.lower().endswith(_SUFFIXES)


def unpack(archive: Path, folder: Path, limits: Limits | None = None) -> None:
    """Unpack an archive into a new folder.

    Args:
        archive: a tar archive, compressed or not, or a zip archive; its bytes decide which, not its name.
        folder: where to; must not exist yet.
        limits: how much may come out of it.

    Raises:
        SavedModelError: it cannot be unpacked, or not safely; the text is one sentence that names the archive.
    """
    limits = limits or Limits()
    try:
        with archive.open("rb") as file:
            folder.mkdir(parents=True)
            unpacking = _Unpacking(archive, folder, limits)
            if _starts_zip(file):
                _unzip(file, unpacking)
            else:
                _untar(file, unpacking)
            unpacking.make_links()
    except _DAMAGE as error:
        raise SavedModelError(f"{archive}: is damaged or no archive ({_reason(error)}); fetch it again") from None
    except NotImplementedError as error:
        raise SavedModelError(f"{archive}: cannot be unpacked ({error}); {_YOURSELF}") from None
    except OSError as error:
        raise SavedModelError(f"{archive}: cannot be unpacked: {error.strerror or error}") from None


def _reason(error: BaseException) -> str:
    text = " ".join(str(error).split()) or type(error).__name__
    return text if len(text) <= 200 else text[:199] + "…"


class _Unpacking:
    """What has been unpacked so far, and all the checks on what comes next."""

    def __init__(self, archive: Path, folder: Path, limits: Limits) -> None:
        self.archive = archive
        self.folder = folder
        self.limits = limits
        self.members = 0
        self.size = 0
        self.links: dict[PurePosixPath, PurePosixPath] = {}
        self._folders: set[PurePosixPath] = set()

    def refuse(self, why: str) -> SavedModelError:
        """Return the error that says why the archive is not unpacked."""
        return SavedModelError(f"{self.archive}: is not unpacked: {why}")

    def place(self, name: str) -> PurePosixPath:
        """Return where a member goes, relative to the folder.

        Raises:
            SavedModelError: its name leads out of the folder, or cannot be a file's.
        """
        self.members += 1
        self._count(self.members)
        path = PurePosixPath(name)
        if _leads_out(name):
            raise self.refuse(f"its member {_shown(name)} would be written outside of the folder that it goes to")
        if len(path.parts) > _DEEPEST:
            raise self.refuse(f"its member {_shown(name)} lies in more than {_DEEPEST} folders")
        return path

    def _count(self, number: int) -> None:
        if number > self.limits.files:
            raise self.refuse(f"it has more than {self.limits.files:,} members; {_YOURSELF}")

    def add_folder(self, path: PurePosixPath) -> None:
        """Make a folder, and those above it, which an archive need not name.

        Raises:
            SavedModelError: there are too many of them.
        """
        if path not in self._folders:
            self._folders.update([path, *path.parents])
            self._count(len(self._folders))
        (self.folder / path).mkdir(parents=True, exist_ok=True)

    def add_file(self, path: PurePosixPath, content: IO[bytes], size: int | None = None) -> None:
        """Write a file, chunk by chunk, within the limits; with a size, it has to be of that size.

        Raises:
            SavedModelError: there is too much of it.
            EOFError: there is less of it than its header says.
        """
        if size is not None:
            self._reserve(size)
        self.add_folder(path.parent)
        written = 0
        with (self.folder / path).open("wb") as file:
            while chunk := content.read(_CHUNK):
                self.size += len(chunk)
                self._reserve(0)
                written += len(chunk)
                file.write(chunk)
        if size is not None and written != size:
            raise EOFError(f"{_shown(str(path))} has {written:,} of its {size:,} bytes")

    def _reserve(self, size: int) -> None:
        if self.size + size > self.limits.bytes:
            raise self.refuse(f"it holds more than {self.limits.bytes:,} bytes; {_YOURSELF}")

    def add_link(self, path: PurePosixPath, target: PurePosixPath, text: str) -> None:
        """Remember a link; `target` is relative to the folder, as far as that can be said.

        Raises:
            SavedModelError: it leads out of the folder.
        """
        parts: list[str] = []
        for part in target.parts:
            if part != "..":
                parts.append(part)
            elif parts:
                parts.pop()
            else:
                break
        else:
            if parts and not _is_absolute(text):
                self.links[path] = PurePosixPath(*parts)
                return
        raise self.refuse(f"its member {_shown(str(path))} is a link that leads out of it, to {_shown(text)}")

    def make_links(self) -> None:
        """Put in the place of each link the file that it leads to.

        Raises:
            SavedModelError: a link leads to a folder, to itself, nowhere, or through too many others.
        """
        for path, target in self.links.items():
            seen = {path}
            while target in self.links and target not in seen:
                if len(seen) > _MOST_LINKS:
                    raise self.refuse(f"its member {_shown(str(path))} is a link to more than {_MOST_LINKS} others")
                seen.add(target)
                target = self.links[target]  # noqa: PLW2901 - the end of the chain is what is wanted
            source = self.folder / target
            if not source.is_file():
                what = "a folder" if source.is_dir() else "no member of it"
                raise self.refuse(f"its member {_shown(str(path))} is a link to {_shown(str(target))}, which is {what}")
            with source.open("rb") as content:
                self.add_file(path, content)


def _leads_out(name: str) -> bool:
    """Tell whether a member's name leads out of the folder that it is unpacked to, on whatever system."""
    return _is_absolute(name) or ".." in PureWindowsPath(name).parts or "\0" in name


def _is_absolute(name: str) -> bool:
    windows = PureWindowsPath(name)  # both slashes and backslashes separate its parts, and `C:` is a drive
    return bool(windows.drive or windows.root)


def _shown(name: str) -> str:
    """Write a name so that it can be neither long nor steer a terminal."""
    text = ascii(name)
    return text if len(text) <= 100 else text[:99] + "…'"


# Zip archives.


def _starts_zip(file: BinaryIO) -> bool:
    start = file.read(4)
    file.seek(0)
    return start in {b"PK\x03\x04", b"PK\x05\x06"}


def _unzip(file: BinaryIO, unpacking: _Unpacking) -> None:
    with open_zip(file) as opened:
        for info in opened.infolist():
            path = unpacking.place(info.filename)
            if info.flag_bits & 1:
                raise unpacking.refuse(f"its member {_shown(info.filename)} is encrypted; {_YOURSELF}")
            mode = info.external_attr >> 16
            if info.is_dir():
                unpacking.add_folder(path)
            elif stat.S_ISLNK(mode):
                with opened.open(info) as content:
                    text = content.read(_LONGEST_LINK).decode()
                unpacking.add_link(path, path.parent / text, text)
            elif stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
                raise unpacking.refuse(f"its member {_shown(info.filename)} is neither a file nor a folder")
            else:
                with opened.open(info) as content:
                    unpacking.add_file(path, content, info.file_size)


def open_zip(file: IO[bytes]) -> zipfile.ZipFile:
    """Open a zip archive, unless its table of contents alone would fill the memory.

    Raises:
        BadZipFile: it is no zip archive, or its table of contents is too large.
    """
    return zipfile.ZipFile(cast("IO[bytes]", _Sparing(file)))


class _Sparing:
    """A file that gives no more at once than the table of contents of a reasonable archive."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek = file.seek
        self.tell = file.tell
        self.seekable = file.seekable

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes, or all that is left, of which there may not be too many."""
        data = b""
        if size <= _LONGEST_CONTENTS:
            data = self._file.read(_LONGEST_CONTENTS + 1 if size < 0 else size)
        if size > _LONGEST_CONTENTS or len(data) > _LONGEST_CONTENTS:
            raise zipfile.BadZipFile(f"its table of contents takes more than {_LONGEST_CONTENTS:,} bytes")
        return data

    def close(self) -> None:
        """Leave the file to whoever opened it."""


# Tar archives.


def _untar(file: BinaryIO, unpacking: _Unpacking) -> None:
    stream, compressed = _decompressed(file)
    guarded = _Guarded(stream, unpacking)
    # Opened as uncompressed and seekable: of all ways, this alone tells a cut-off archive from one that ends.
    with tarfile.TarFile(fileobj=cast("IO[bytes]", guarded), mode="r", errorlevel=2) as opened:
        while (member := opened.next()) is not None:
            guarded.header_left = None
            _untar_member(opened, member, unpacking)
            opened.members.clear()  # type: ignore[attr-defined] # kept by tarfile, with all that their headers say
            guarded.header_left = _LONGEST_HEADER
        guarded.header_left = None
        guarded.seek(opened.offset)
        end = guarded.read(_BLOCK)
    if any(end) and len(end) == _BLOCK:
        raise tarfile.ReadError(f"what stands at byte {opened.offset:,} is no member")
    if len(end) < _BLOCK and (end or not compressed):
        raise EOFError("it is cut off: its end mark is missing")
    while guarded.read(_CHUNK):  # to the checksum at the very end
        pass


def _untar_member(opened: tarfile.TarFile, member: tarfile.TarInfo, unpacking: _Unpacking) -> None:
    path = unpacking.place(member.name)
    if member.isdir():
        unpacking.add_folder(path)
    elif member.issym():
        unpacking.add_link(path, path.parent / member.linkname, member.linkname)
    elif member.islnk():
        unpacking.add_link(path, PurePosixPath(member.linkname), member.linkname)
    elif not member.isreg():
        raise unpacking.refuse(f"its member {_shown(member.name)} is a device or a pipe, which no model has")
    else:
        _ask_python(member, unpacking)
        content = opened.extractfile(member)
        if content is not None:
            with content:
                unpacking.add_file(path, content, member.size)


def _ask_python(member: tarfile.TarInfo, unpacking: _Unpacking) -> None:
    """Let Python's own filter, where this Python has one, say what it thinks of a member too."""
    data_filter: Callable[[tarfile.TarInfo, str], object] | None = getattr(tarfile, "data_filter", None)
    if data_filter is None:
        return
    try:
        data_filter(member, str(unpacking.folder))
    except tarfile.TarError as error:
        raise unpacking.refuse(_reason(error)) from None


def _decompressed(file: BinaryIO) -> tuple[IO[bytes], bool]:
    """Return the stream of a tar archive, and whether it has been decompressed on the way."""
    start = file.read(6)
    file.seek(0)
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file, mode="rb")), True
    if start.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.BZ2File(file, "rb")), True
    if start.startswith(b"\xfd7zXZ\0"):
        return cast("IO[bytes]", lzma.LZMAFile(file, "rb")), True
    return file, False


class _Guarded:
    """A stream that gives tarfile no more at once than a header needs, and no more in all than the limit.

    Files are read in chunks anyway; but tarfile reads the names and attributes that stand before a file whole, and an
    archive may say that they take gigabytes.

    Attributes:
        header_left: how much the header that is being read may still take; None while it is something else.
    """

    def __init__(self, stream: IO[bytes], unpacking: _Unpacking) -> None:
        self._stream = stream
        self._unpacking = unpacking
        headers = unpacking.limits.files * 4 * _BLOCK
        self._most = unpacking.limits.bytes + headers + _LONGEST_HEADER
        self.header_left: int | None = _LONGEST_HEADER

    def read(self, size: int = -1) -> bytes:
        """Read at most `size` bytes, of which there may not be too many."""
        if self.header_left is not None:
            self.header_left -= size
        if not 0 <= size <= _LONGEST_HEADER or (self.header_left is not None and self.header_left < 0):
            raise self._unpacking.refuse("it has a header of more than a megabyte")
        self._check(self._stream.tell() + size)
        return self._stream.read(size)

    def seek(self, position: int, whence: int = os.SEEK_SET) -> int:
        """Go to a position, which for a compressed stream means to decompress all before it."""
        if whence == os.SEEK_SET:
            self._check(position)
        return self._stream.seek(position, whence)

    def tell(self) -> int:
        """Return the position."""
        return self._stream.tell()

    def _check(self, position: int) -> None:
        if position > self._most:
            raise self._unpacking.refuse(f"it holds more than {self._unpacking.limits.bytes:,} bytes; {_YOURSELF}")
