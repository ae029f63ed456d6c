"""The signatures that a model has, to be shown behind the call that exports or loads it."""

from __future__ import annotations

import os
import stat
import time
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from hublint.output.columns import harmless
from hublint.output.markdown import fenced
from hublint.savedmodel.file import UnreadableError, read_file
from hublint.savedmodel.model import SavedModelError, is_saved_model, parse_saved_model
from hublint.savedmodel.wire import Splitter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from hublint.lsp.exports import ModelCall
    from hublint.lsp.known import Known
    from hublint.savedmodel.model import Signature, TensorInfo

__all__ = ["Hint", "clear_cache", "signature_hints"]

_LONGEST_LABEL: Final = 120
_MOST_IN_TOOLTIP: Final = 20
_MOST_CALLS: Final = 100  # of a file for which models are looked up
_MOST_FOLDERS: Final = 1000  # of what an estimator has exported
_LARGEST_MODEL: Final = 64 * 2**20  # bytes of a saved_model.pb
_LONGEST: Final = 0.2  # seconds for all models of a file
_MOST_CACHED: Final = 64


class Hint(NamedTuple):
    """A text to be shown at a place of the source, which is none of it: after `at` bytes. `tooltip` is Markdown."""

    at: int
    label: str
    tooltip: str


def signature_hints(calls: Sequence[ModelCall], known: Sequence[Known | None], folders: Sequence[Path]) -> list[Hint]:
    """Return the hints of a file: what the last run showed of a call, else the model that lies where its path leads.

    Args:
        calls: the calls of the file.
        known: what is known of each of them.
        folders: what relative paths count from: the file's folder, then those of the workspace.
    """
    hints = []
    deadline = time.monotonic() + _LONGEST
    for call, last in list(zip(calls, known, strict=True))[:_MOST_CALLS]:
        signatures: Mapping[str, Signature] = {}
        origin = ""
        if last is not None and last.verdict.signatures and not last.call_changed:
            signatures = last.verdict.signatures
            origin = f"seen when it was verified ({_time(last.verdict.when)})"
        elif call.path is not None and time.monotonic() < deadline:
            found = _lying_at(call.path, folders)
            if found is not None:
                signatures = found.signatures
                origin = f"of the model in {_code(str(found.folder))}, written {_time(found.written)}"
        if signatures:
            hints.append(Hint(call.end, _label(signatures), _tooltip(signatures, origin)))
    return hints


class _Brief(Splitter):
    """Gives up where it would take longer than anybody waits for a hint: real models have some hundred such parts."""

    MOST: ClassVar[int] = 50_000


class _Found(NamedTuple):
    folder: Path
    written: float
    signatures: dict[str, Signature]


_cache: OrderedDict[tuple[str, int, int], dict[str, Signature]] = OrderedDict()
_lock = Lock()


def clear_cache() -> None:
    """Forget the models that were read."""
    with _lock:
        _cache.clear()


def _lying_at(path: str, folders: Sequence[Path]) -> _Found | None:
    """Return what the model says that a path leads to, if there is one that can be read at once."""
    # Asking another machine for a file takes its time, and on Windows tells it who the user is.
    if "://" in path or path.startswith(("//", "\\\\")):
        return None
    for folder in folders if not os.path.isabs(path) else folders[:1]:  # noqa: PTH117 - Path would ask no less
        try:
            found = _in_folder(folder / path)
        except (OSError, ValueError):
            found = None
        if found is not None:
            return found
    return None


def _in_folder(folder: Path) -> _Found | None:
    """Return what the SavedModel in a folder says, or the newest one there that an estimator has exported.

    Raises:
        OSError: it cannot be read.
        ValueError: there can be no such path.
    """
    if not folder.is_dir():
        return None
    if not is_saved_model(folder):
        with os.scandir(folder) as entries:
            numbers = [
                entry.name for _, entry in zip(range(_MOST_FOLDERS), entries, strict=False) if entry.name.isdecimal()
            ]
        if not numbers:
            return None
        folder /= max(numbers, key=int)
    file = folder / "saved_model.pb"
    status = file.stat()
    if not stat.S_ISREG(status.st_mode) or status.st_size > _LARGEST_MODEL:
        return None
    key = (str(file), status.st_mtime_ns, status.st_size)
    with _lock:
        signatures = _cache.get(key)
        if signatures is not None:
            _cache.move_to_end(key)
    if signatures is None:
        signatures = _read(file)
        with _lock:
            _cache[key] = signatures
            while len(_cache) > _MOST_CACHED:
                _cache.popitem(last=False)
    return _Found(folder, status.st_mtime, signatures)


def _read(file: Path) -> dict[str, Signature]:
    """Return the signatures of a model that a caller sees; none, if it cannot be read at once."""
    try:
        data = read_file(file, most=_LARGEST_MODEL)
        return parse_saved_model(data, _Brief()).serving().public_signatures
    except (SavedModelError, UnreadableError):
        return {}


def _label(signatures: Mapping[str, Signature]) -> str:
    """Write the first signature, and how many there are besides."""
    name, first = next(iter(_in_order(signatures)))
    text = harmless(f"{name}{_text(first)}")
    if len(text) > _LONGEST_LABEL:
        text = f"{text[:_LONGEST_LABEL]}…"
    return f" {text}" + (f" +{len(signatures) - 1} more" if len(signatures) > 1 else "")


def _in_order(signatures: Mapping[str, Signature]) -> list[tuple[str, Signature]]:
    """Put first what TensorFlow calls where nobody names a signature."""
    return sorted(signatures.items(), key=lambda one: one[0] != "serving_default")


def _text(signature: Signature) -> str:
    outputs = [f"{name}: {_tensor(info)}" for name, info in signature.outputs.items()]
    inputs = ", ".join(f"{name}: {_tensor(info)}" for name, info in signature.inputs.items())
    answer = outputs[0] if len(outputs) == 1 else f"({', '.join(outputs)})"
    return f"({inputs})" + (f" -> {answer}" if outputs else "")


def _tensor(info: TensorInfo) -> str:
    kind = "" if info.encoding == "dense" else f"{info.encoding} "
    if info.shape is None:
        return f"{kind}{info.dtype}[...]"
    return f"{kind}{info.dtype}[{', '.join('?' if size is None else str(size) for size in info.shape)}]"


def _tooltip(signatures: Mapping[str, Signature], origin: str) -> str:
    """Write all signatures as a block of code, in which no name of a model is marked up."""
    lines = [harmless(f"{name}{_text(signature)}") for name, signature in _in_order(signatures)]
    if len(lines) > _MOST_IN_TOOLTIP:
        lines[_MOST_IN_TOOLTIP:] = [f"and {len(lines) - _MOST_IN_TOOLTIP} more"]
    head = "Signature" if len(signatures) == 1 else f"{len(signatures)} signatures"
    code = fenced("\n".join(lines), "")
    return f"{head} {origin}\n\n{code}"


def _code(text: str) -> str:
    return f"`{harmless(text).replace('`', '')}`"


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))
