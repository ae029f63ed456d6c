"""Models of TF-Hub and Kaggle on this machine: which folder a handle stands for, and what is wrong with it.

The rules are those of tensorflow_hub 0.16.1 (`resolver.py`, `compressed_module_resolver.py`) and of kagglehub 1.0
(`cache.py`). The network is never asked.
"""

from __future__ import annotations

import hashlib
import os
import re
import socket
import sys
import tempfile
import time
from pathlib import Path
from typing import Final, NamedTuple
from urllib.parse import urlsplit

from hublint.savedmodel.bundle import read_bundle
from hublint.savedmodel.model import SavedModelError, is_saved_model

__all__ = ["CacheEntry", "is_handle", "look_up"]

_URL: Final = re.compile(r"https?://", re.IGNORECASE)
_PART: Final = r"[A-Za-z0-9][A-Za-z0-9._-]*"
_FRAMEWORK: Final = r"(?:tensorflow|tf)[A-Za-z0-9]*|keras"
_KAGGLE_HANDLE: Final = re.compile(
    rf"(?P<owner>{_PART})/(?P<model>{_PART})/(?P<framework>(?i:{_FRAMEWORK}))/(?P<variation>{_PART})"
    r"(?:/(?P<version>[0-9]+))?"
)
_KAGGLE_PATH: Final = re.compile(
    rf"/models/(?P<owner>{_PART})/(?P<model>{_PART})/(?:frameworks/)?(?P<framework>{_PART})/(?:variations/)?"
    rf"(?P<variation>{_PART})(?:/(?:versions/)?(?P<version>[0-9]+))?/?"
)
_LOCK: Final = re.compile(r"(?P<host>.*)\.(?P<process>[0-9]{1,9})\.(?P<task>[0-9a-f]{1,64})")
"""What a lock file says: tensorflow_hub writes `socket.gethostname()`, the process and a random number."""
_MOST_READ: Final = 4096
_MOST_COUNTED: Final = 10_000


class CacheEntry(NamedTuple):
    """A model in a cache: its folder, and what is to be said about how it lies there, in sentences."""

    folder: Path
    notes: tuple[str, ...]


class _Kaggle(NamedTuple):
    """A model's place on Kaggle; `version` is empty where the newest is meant."""

    owner: str
    model: str
    framework: str
    variation: str
    version: str

    def __str__(self) -> str:
        return "/".join(filter(None, self))


def is_handle(text: str) -> bool:
    """Tell whether a text is the handle of a model: an address, or `owner/model/framework/variation` as on Kaggle."""
    return _URL.match(text) is not None or _KAGGLE_HANDLE.fullmatch(text) is not None


def look_up(handle: str) -> CacheEntry:
    """Return the folder that a handle's model was downloaded to.

    Raises:
        SavedModelError: it is not there, or not whole; the text says what is there instead, and what to do.
    """
    kaggle = _kaggle(handle)
    looked: list[str] = []
    if _URL.match(handle) is not None:
        cache, origin = _hub_cache()
        entry = cache / hashlib.sha1(handle.encode(errors="surrogateescape"), usedforsecurity=False).hexdigest()
        if entry.is_dir():
            return _of_hub(handle, entry)
        _refuse_if_begun(handle, entry)
        looked.append(f"{entry} ({origin})")
    if kaggle is not None:
        found = _in_kagglehub(handle, kaggle, looked)
        if found is not None:
            return found
    where = f"on this machine (looked for {' and '.join(looked)})"
    absent = f"is not {where}" if _URL.match(handle) else f"no such file or folder, and no model of this handle {where}"
    raise SavedModelError(f"{handle}: {absent}; {_how_to_get(handle, kaggle)}")


def _kaggle(handle: str) -> _Kaggle | None:
    match = _KAGGLE_HANDLE.fullmatch(handle)
    if _URL.match(handle) is not None:
        try:
            address = urlsplit(handle)
            host = address.hostname
        except ValueError:
            return None
        match = _KAGGLE_PATH.fullmatch(address.path) if host in {"kaggle.com", "www.kaggle.com"} else None
    return None if match is None else _Kaggle(**{name: text or "" for name, text in match.groupdict().items()})


def _how_to_get(handle: str, kaggle: _Kaggle | None) -> str:
    if _URL.match(handle) is None:
        return (
            f'download it with kagglehub.model_download("{kaggle}"), or set KAGGLEHUB_CACHE to the folder that has it'
        )
    return (
        f'download it with tensorflow_hub.resolve("{handle}"), or set TFHUB_CACHE_DIR to the cache that '
        f"it was downloaded to"
    )


# The cache of tensorflow_hub: CACHE/<sha1 of the handle>, beside it .descriptor.txt, .lock and .<task>.tmp.


def _hub_cache() -> tuple[Path, str]:
    """Return tensorflow_hub's cache, and what says that it is there."""
    named = os.environ.get("TFHUB_CACHE_DIR")
    if named:
        return Path(named), "TFHUB_CACHE_DIR"
    return Path(tempfile.gettempdir()) / "tfhub_modules", "the default, for TFHUB_CACHE_DIR is not set"


def _beside(entry: Path, ending: str) -> Path:
    return entry.with_name(entry.name + ending)


def _of_hub(handle: str, entry: Path) -> CacheEntry:
    """Judge an entry of tensorflow_hub's cache that has a folder.

    Raises:
        SavedModelError: there is no whole model in it.
    """
    names = _names(entry)
    if not names:
        _refuse_if_begun(handle, entry)
        raise SavedModelError(f"{handle}: {entry} is empty, as an interrupted download leaves it; {_again(handle)}")
    _require_whole(handle, entry, names, _again(handle))
    notes = []
    descriptor = _read(_beside(entry, ".descriptor.txt"))
    if descriptor is None:
        notes.append(
            f"{entry.name}.descriptor.txt is missing, which tensorflow_hub writes first of all: something else has put "
            f"this model into the cache"
        )
    else:
        named = re.match(r"Module: (.*)", descriptor)
        if named is not None and named[1] != handle:
            notes.append(f"{entry.name}.descriptor.txt says that this is {_one_line(named[1])}")
    lock = _beside(entry, ".lock")
    if os.path.lexists(lock):
        notes.append(f"{lock.name} has been left behind ({_holder(lock)}); it can be deleted")
    notes += [f"{rest.name} has been left behind by a download; it can be deleted" for rest in _unfinished(entry)]
    return CacheEntry(entry, tuple(notes))


def _refuse_if_begun(handle: str, entry: Path) -> None:
    """Say so if a download has been begun and not ended."""
    lock = _beside(entry, ".lock")
    unfinished = _unfinished(entry)
    rest = ""
    if unfinished:
        size = sum(_size(folder) for folder in unfinished)
        rest = f"; {unfinished[0].name} holds the {size:,} bytes that it has so far"
    if os.path.lexists(lock):
        raise SavedModelError(f"{handle}: its download has not ended: {lock} {_holder(lock, advise=True)}{rest}")
    if unfinished:
        raise SavedModelError(
            f"{handle}: its download was interrupted and left {unfinished[0]} behind; delete that folder and "
            f'download again with tensorflow_hub.resolve("{handle}")'
        )


def _holder(lock: Path, *, advise: bool = False) -> str:
    """Say who holds a lock, and whether that process still runs."""
    said = _LOCK.fullmatch((_read(lock) or "").strip())
    since = _age(lock)
    if said is None:
        who, advice = f"does not say which process made it{since}", "delete it if no download is running"
    else:
        who = f"was made by process {said['process']} on {_one_line(said['host'])}{since}"
        alive = _alive(int(said["process"])) if said["host"] == socket.gethostname() else None
        if alive is None:
            advice = "delete it if that process does not run any more"
        elif alive:
            who, advice = f"{who}, and a process of that number is running", "wait for it, or end it if it hangs"
        else:
            who = f"{who}, which does not run any more"
            advice = "delete it, or else the next download waits ten minutes for it"
    return f"{who}; {advice}" if advise else who


def _alive(process: int) -> bool | None:
    """Tell whether a process of this machine runs; None where that cannot be asked without ending it."""
    if sys.platform == "win32":
        return None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return None
    return True


def _age(path: Path) -> str:
    try:
        seconds = time.time() - path.lstat().st_mtime
    except OSError:
        return ""
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= length:
            number = int(seconds // length)
            return f" {number} {unit}{'s' if number > 1 else ''} ago"
    return " less than a minute ago"


def _unfinished(entry: Path) -> list[Path]:
    """Return the folders that downloads of a model have begun in."""
    try:
        return sorted(entry.parent.glob(f"{entry.name}.*.tmp"))
    except OSError:
        return []


def _again(handle: str) -> str:
    return f'delete that folder and download it again with tensorflow_hub.resolve("{handle}")'


# The cache of kagglehub: CACHE/models/<owner>/<model>/<framework>/<variation>/<version>, beside it <version>.complete.


def _in_kagglehub(handle: str, kaggle: _Kaggle, looked: list[str]) -> CacheEntry | None:
    """Return a model's entry in kagglehub's cache; where there is none, add to `looked` where it should be.

    Raises:
        SavedModelError: there is one that is not whole.
    """
    named = os.environ.get("KAGGLEHUB_CACHE")
    origin = "KAGGLEHUB_CACHE" if named else "kagglehub's default"
    cache = Path(named) if named else Path.home() / ".cache" / "kagglehub"
    above = _any_case(cache / "models" / kaggle.owner / kaggle.model, kaggle.framework) / kaggle.variation
    version = kaggle.version or _newest(above)
    entry = above / (version or "*")
    if not version or not entry.is_dir():
        looked.append(f"{entry} ({origin})")
        return None
    again = f'delete that folder and download it again with kagglehub.model_download("{kaggle}")'
    if not _beside(entry, ".complete").exists():
        raise SavedModelError(f"{handle}: {entry} is not complete, says kagglehub, which marks what is; {again}")
    names = _names(entry)
    if not names:
        raise SavedModelError(f"{handle}: {entry} is empty; {again}")
    if not any(name.endswith((".keras", ".h5", ".hdf5")) for name in names):
        _require_whole(handle, entry, names, again)
    notes = () if kaggle.version else (f"the newest version on this machine is {version}; there may be a newer one",)
    return CacheEntry(entry, notes)


def _any_case(folder: Path, name: str) -> Path:
    """Return the folder of a name that people write as `TensorFlow2`, `tensorFlow2` or `tensorflow2`."""
    return next((folder / there for there in _names(folder) if there.lower() == name.lower()), folder / name)


def _newest(folder: Path) -> str:
    versions = [name for name in _names(folder) if name.isdecimal() and (folder / name).is_dir()]
    return max(versions, key=int, default="")


# What both have in common.


def _require_whole(handle: str, entry: Path, names: list[str], again: str) -> None:
    """Refuse a folder that lacks files of its model.

    Raises:
        SavedModelError: it does; the text names them.
    """
    if not is_saved_model(entry):
        holds = ", ".join(_one_line(name) for name in sorted(names)[:5]) + (", ..." if len(names) > 5 else "")
        raise SavedModelError(
            f"{handle}: {entry} holds no saved_model.pb but {holds}, which is what remains when something cleans "
            f"temporary files up; {again}"
        )
    variables = entry / "variables"
    if not _names(variables):
        return  # a model without variables; TensorFlow 1 leaves the folder empty then
    for name, reason in read_bundle(variables / "variables").damage.items():
        raise SavedModelError(f"{handle}: {variables / name} {reason}; {again}")


def _names(folder: Path) -> list[str]:
    try:
        return [child.name for child in folder.iterdir()]
    except OSError:
        return []


def _read(path: Path) -> str | None:
    """Return the beginning of a small text file; None if there is none."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_READ).decode(errors="replace")
    except OSError:
        return None


def _one_line(text: str) -> str:
    """Write a text that a file holds so that it can be neither long nor steer a terminal."""
    shown = "".join(sign if sign.isprintable() else "�" for sign in text)
    return shown if len(shown) <= 100 else shown[:99] + "…"


def _size(folder: Path) -> int:
    """Return the size of what a folder holds, as far as it can be counted in a moment."""
    total = counted = 0
    for above, _, names in os.walk(folder):
        for name in names:
            counted += 1
            if counted > _MOST_COUNTED:
                return total
            try:
                total += Path(above, name).lstat().st_size
            except OSError:
                continue
    return total
