"""Takes down the exports of a program: who called what with which arguments, and a copy of what was written."""

from __future__ import annotations

import glob
import inspect
import os
import re
import reprlib
import shutil
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Callable, Dict, Iterator, List, Optional, Tuple

if TYPE_CHECKING:
    import types

_HERE = os.path.dirname(os.path.abspath(__file__))
_MOST_ARGUMENTS = 16
_LONGEST_ARGUMENT = 120
_LONGEST_TEXT = 1000
_ADDRESS = re.compile(r" at 0x[0-9a-f]+")  # of an object in memory, which is another one each time
_MODEL_FILES = ("saved_model.pb", "saved_model.pbtxt", "tfhub_module.pb")

Place = Tuple[str, int]
Arguments = Tuple[Tuple[Any, ...], Dict[str, Any]]


class Recorder:
    """What the wrapped calls share: where the program may write, and what it has exported so far.

    Args:
        job: the `capture` job: `folder` is the program's own, `temporary` the one for temporary files, `outside` takes
            what the program writes to other places, unless it runs `in_place`, and `snapshots` our copies.
        say: tells the parent.
    """

    def __init__(self, job: Dict[str, Any], say: Callable[..., None]) -> None:
        self.folder: str = os.path.realpath(job["folder"])
        self.outside: str = os.path.realpath(job["outside"])
        self.in_place: bool = job["in_place"]
        self.own = (self.folder, self.outside, os.path.realpath(job["temporary"]))
        self.snapshots = job["snapshots"]
        self.redirected: Dict[str, str] = {}
        self.say = say
        self.count = 0
        self.depth = threading.local()
        self.lock = threading.Lock()

    def place(self, path: Any) -> Any:
        """Return where to write instead of to `path`: there, if that is the program's own folder, else aside.

        It is the folder of `path` that is exchanged for another one, so that what is written side by side stays so.
        """
        text = os.fsdecode(path)
        if self.in_place or self._is_inside(text):
            return path
        key = self._key(text)
        folder, name = os.path.split(key)
        if key in self.redirected or not name or folder.endswith(":"):  # the root of a disk or of a bucket
            return self.place_folder(text)
        return os.path.join(self.place_folder(folder), name)

    def place_folder(self, path: Any) -> Any:
        """As `place`, of a folder that is to hold what is written."""
        text = os.fsdecode(path)
        if self.in_place or self._is_inside(text):
            return path
        key = self._key(text)
        with self.lock:
            place = next(self._instead(key), None)
            if place is None:
                place = os.path.join(self.outside, str(len(self.redirected)), os.path.basename(key) or "folder")
                self.redirected[key] = place
        os.makedirs(place, exist_ok=True)
        return place

    def find(self, path: Any) -> Any:
        """Return where to load `path` from: what the program has written in its stead, if it has."""
        try:
            key = self._key(os.fsdecode(path))
        except TypeError:  # no path at all
            return path
        found = (place for place in self._instead(key) if os.path.exists(place) or _files(place))
        return next(found, path)

    def _instead(self, key: str) -> Iterator[str]:
        """Yield the places for a path in the folders that stand for those above it, the nearest first."""
        folder, rest = key, ""
        while folder:
            if folder in self.redirected:
                yield os.path.join(self.redirected[folder], rest) if rest else self.redirected[folder]
            shorter, name = os.path.split(folder)
            if not name:
                return
            folder, rest = shorter, os.path.join(name, rest) if rest else name

    def as_written(self, path: Any) -> str:
        """Return a path as the program wrote it, of which it may have got another one from us."""
        text = os.fsdecode(path)
        for written, instead in list(self.redirected.items()):
            if text == instead or text.startswith(instead + os.sep):
                return written + text[len(instead) :]
        return text

    def _is_inside(self, text: str) -> bool:
        if "://" in text:
            return False
        real = os.path.realpath(text)
        return any(real == folder or real.startswith(folder + os.sep) for folder in self.own)

    def _is_temporary(self, text: str) -> bool:
        return "://" not in text and os.path.realpath(text).startswith(self.own[2] + os.sep)

    @staticmethod
    def _key(text: str) -> str:
        return text.rstrip("/") if "://" in text else os.path.abspath(text)

    def owns(self, name: str) -> bool:
        """Tell whether a file of code is one of the program's own."""
        real = os.path.realpath(name)
        return real.startswith(self.folder + os.sep) and not _is_library(real[len(self.folder) :], name)

    def caller(self) -> Place:
        """Return the file and line, in the program's own folder if possible, that made the current call."""
        frame: Optional[types.FrameType] = sys._getframe(1)  # noqa: SLF001 - inspect.stack reads every source
        nearest: Optional[Place] = None
        while frame is not None:
            name = frame.f_code.co_filename
            if self.owns(name):
                return os.path.realpath(name), frame.f_lineno or 0
            if nearest is None and not os.path.realpath(name).startswith(_HERE) and not _is_library(name):
                nearest = os.path.realpath(name), frame.f_lineno or 0
            frame = frame.f_back
        return nearest or ("", 0)

    def record(
        self,
        api: str,
        kind: str,
        paths: Tuple[Any, Any],
        call: Callable[[], Any],
        arguments: Dict[str, str],
        *,
        returns_place: bool = False,
    ) -> Any:
        """Make an export call; if it is the outermost one, tell the parent what came of it.

        Args:
            api: the name of the call.
            kind: `model` for what can be loaded without the program; of that a copy is kept. Else what it is.
            paths: where the program says to write, and where it is written.
            call: makes the call.
            arguments: what the program passes.
            returns_place: whether the call makes a folder in the second path, and returns the path of that.
        """
        if getattr(self.depth, "value", 0):
            return call()
        name, line = self.caller()
        with self.lock:
            self.count += 1
            number = "%d-%d" % (os.getpid(), self.count)
        written = self.as_written(paths[0])
        about: Dict[str, Any] = {
            "number": number,
            "api": api,
            "file": name,
            "line": line,
            "path": written[:_LONGEST_TEXT],
        }
        self.say(event="saving", **about)
        started = time.perf_counter()
        try:
            result = self.within(call)
        except BaseException as error:
            message = "%s: %s" % (type(error).__name__, text_of(error))
            self.say(event="failed", message=message[:_LONGEST_TEXT], **about)
            raise
        seconds = round(time.perf_counter() - started, 6)
        if returns_place and result is None:
            self.say(event="failed", message="", **about)  # as when there is nothing to save yet
            return result
        place = os.fsdecode(result if returns_place else paths[1])
        about.update(
            event="export",
            kind=kind,
            seconds=seconds,
            arguments=arguments,
            redirected=written != os.fsdecode(paths[1]),
            temporary=self._is_temporary(written),
        )
        if kind == "model":
            self._keep(about, place)
        else:
            saved = os.fsdecode(result) if isinstance(result, (str, bytes)) else place
            self.say(bytes=sum(_sizes(_files(saved) or _files(place))), snapshot="", error=None, **about)
        return result

    def within(self, call: Callable[[], Any]) -> Any:
        """Make a call that is a part of an export, so that nothing in it is another one."""
        if getattr(self.depth, "value", 0):
            return call()
        self.depth.value = 1
        try:
            return call()
        finally:
            self.depth.value = 0

    def _keep(self, about: Dict[str, Any], place: str) -> None:
        """Copy what a call has written, and tell; a folder of several models counts as so many exports."""
        parts = [""]
        if os.path.isdir(place) and not _holds_model(place):
            found = sorted(name for name in os.listdir(place) if os.path.isdir(os.path.join(place, name)))
            parts = [name for name in found if _holds_model(os.path.join(place, name))] or parts
        for index, part in enumerate(parts):
            snapshot = os.path.join(self.snapshots, "%s-%d" % (about["number"], index))
            source = os.path.join(place, part) if part else place
            error = None
            try:
                if os.path.isdir(source):
                    shutil.copytree(source, snapshot)
                else:
                    os.mkdir(snapshot)
                    shutil.copy(source, snapshot)
            except (OSError, shutil.Error) as problem:
                error = ("the export could not be copied: %s" % problem)[:_LONGEST_TEXT]
            path = os.path.join(about["path"], part) if part else about["path"]
            self.say(**dict(about, path=path, snapshot=snapshot, bytes=0, error=error))


def _holds_model(folder: str) -> bool:
    return any(os.path.exists(os.path.join(folder, name)) for name in _MODEL_FILES)


def _is_library(name: str, spelled: str = "") -> bool:
    """Tell whether a file is installed or, as code that is made at run time (`<string>`), is none."""
    parts = name.replace("\\", "/")
    installed = "/site-packages/" in parts or "/dist-packages/" in parts or "/lib/python" in parts
    return installed or (spelled or name).startswith("<")


def described(original: Callable[..., Any], args: Tuple[Any, ...], kwargs: Dict[str, Any]) -> Dict[str, str]:
    """Return the arguments of a call by the names of the parameters, each as a short text."""
    try:
        given: Dict[str, Any] = dict(inspect.signature(original).bind_partial(*args, **kwargs).arguments)
    except (TypeError, ValueError):
        given = {str(index): value for index, value in enumerate(args)}
    given.update(given.pop("kwargs", None) or {})
    given.pop("self", None)
    return {name: _short(value) for name, value in list(given.items())[:_MOST_ARGUMENTS]}


def text_of(error: BaseException) -> str:
    """Return what an exception says, which may be one of the program's own making."""
    try:
        return str(error)
    except Exception:
        return "(its text cannot be written)"


class _Short(reprlib.Repr):
    """Texts of values, whatever they are: deep and long ones are cut, and none raises."""

    def __init__(self) -> None:
        super().__init__()
        self.maxstring = self.maxother = _LONGEST_ARGUMENT


def _short(value: Any) -> str:
    try:
        text = " ".join(_ADDRESS.sub("", _Short().repr(value)).split())
    except Exception:
        text = "<%s>" % type(value).__name__
    return text if len(text) <= _LONGEST_ARGUMENT else text[: _LONGEST_ARGUMENT - 3] + "..."


def _files(path: str) -> List[str]:
    """Return the files of a checkpoint or of weights, which are one file, a folder or several of the same prefix."""
    if os.path.isdir(path):
        return [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    if os.path.isfile(path):
        return [path]
    prefix = glob.escape(path)
    return [name for ending in (".index", ".data-*", ".meta") for name in glob.glob(prefix + ending)]


def _sizes(files: List[str]) -> List[int]:
    sizes = []
    for name in files:
        try:
            sizes.append(os.path.getsize(name))
        except OSError:  # removed since, as old checkpoints are
            continue
    return sizes
