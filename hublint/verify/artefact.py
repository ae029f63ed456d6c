"""What an export is, as its files show."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.verify.report import ExportKind

__all__ = ["Artefact", "look_at"]

_ZIP, _HDF5 = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"


class Artefact(NamedTuple):
    """What lies in the copy of an export: the path to load, what it is, in which format, and its size."""

    path: Path
    kind: ExportKind
    format: str
    bytes: int


def look_at(folder: Path) -> Artefact:
    """Tell what the copy of an export is: a folder with a model in it, or with the one file that was written.

    Raises:
        OSError: it is no folder, cannot be read, or holds a link, which no copy of ours does.
    """
    size = _size(folder)
    names = {path.name for path in folder.iterdir()}
    if names & {"saved_model.pb", "saved_model.pbtxt"}:
        if "tfhub_module.pb" in names:
            return Artefact(folder, "hub-module", "TF1 Hub module", size)
        return Artefact(folder, "savedmodel", "SavedModel", size)
    if {"config.json", "metadata.json"} <= names:
        return Artefact(folder, "keras-file", "Keras folder", size)
    if len(names) == 1 and (folder / next(iter(names))).is_file():
        path = folder / next(iter(names))
        with path.open("rb") as file:
            start = file.read(8)
        if start.startswith(_ZIP) and path.suffix == ".keras":
            return Artefact(path, "keras-file", "Keras zip", size)
        if start == _HDF5:
            return Artefact(path, "keras-file", "HDF5", size)
        return Artefact(path, "other", path.suffix.lstrip("."), size)
    return Artefact(folder, "other", "", size)


def _size(folder: Path) -> int:
    if folder.is_symlink():
        raise OSError("it is a link")
    size, waiting = 0, [folder]
    while waiting:
        for path in list(waiting.pop().iterdir()):
            if path.is_symlink():
                raise OSError("it holds a link")
            if path.is_dir():
                waiting.append(path)
            else:
                size += path.stat().st_size
    return size
