"""Where a model is that someone names: a folder, a file, an archive, or a handle of TF-Hub or Kaggle."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from hublint.savedmodel.archive import is_archive_name, unpack
from hublint.savedmodel.hub_cache import is_handle, look_up
from hublint.savedmodel.model import SavedModelError, is_saved_model

if TYPE_CHECKING:
    from hublint.savedmodel.archive import Limits

__all__ = ["Kind", "OpenedTarget", "open_target"]

Kind = Literal["saved-model", "tf1-hub", "keras-zip", "keras-hdf5"]
"""The folder of a SavedModel or of a TensorFlow 1 module of TF-Hub; a file of Keras that is a zip or an HDF5 file."""

_KERAS_NAMES: Final = (".keras", ".h5", ".hdf5")
_WEIGHTS_NAME: Final = ".weights.h5"
"""What Keras demands that a file of weights alone is called like."""
_HDF5_START: Final = b"\x89HDF\r\n\x1a\n"
_MOST_NAMED: Final = 5


class OpenedTarget(NamedTuple):
    """A model that is there to be read.

    `path` is its folder, or its file for the models of Keras; `shown` is what the user calls it, and `notes` are
    sentences on what was noticed on the way to it.
    """

    kind: Kind
    path: Path
    shown: str
    notes: tuple[str, ...] = ()


def open_target(target: str | Path, scratch: Path, limits: Limits | None = None) -> OpenedTarget:
    """Find the model that a target names.

    Args:
        target: a path, or the handle of a model that has been downloaded already: the network is never asked. What is
            both is a path.
        scratch: a folder, where a new folder is made for what an archive holds. Whoever calls removes it.
        limits: how much may be unpacked from an archive.

    Raises:
        SavedModelError: there is no model; the text is one sentence that says what is there instead, and what to do.
    """
    shown = str(target)
    path = Path(target)
    if isinstance(target, str) and is_handle(target) and not os.path.lexists(path):
        entry = look_up(target)
        inside = _only_model(entry.folder, shown)
        return inside._replace(notes=(*entry.notes, *inside.notes))
    try:
        if path.is_dir():
            return _folder(path, shown)
        if path.is_file():
            return _archive(path, shown, scratch, limits) if is_archive_name(path.name) else _file(path, shown)
        there = os.path.lexists(path)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or error
        raise SavedModelError(f"{shown}: cannot be read: {reason}") from None
    if path.is_symlink():
        raise SavedModelError(f"{shown}: is a link that leads nowhere; name the folder or file itself")
    raise SavedModelError(f"{shown}: {'is neither a file nor a folder' if there else 'no such file or folder'}")


def _folder(path: Path, shown: str) -> OpenedTarget:
    if is_saved_model(path):
        return OpenedTarget("tf1-hub" if (path / "tfhub_module.pb").is_file() else "saved-model", path, shown)
    inside = [child for child in _children(path) if is_saved_model(child)]
    hint = "name the folder of a SavedModel"
    if inside:
        hint = f"did you mean {' or '.join(str(child) for child in inside[:_MOST_NAMED])}?"
    elif (path / "tfhub_module.pb").is_file():
        hint = "its tfhub_module.pb alone is no module of TF-Hub; fetch it again"
    elif (path / "variables.index").is_file():
        hint = f"it is the variables of a model; name the folder that it is in, {path.parent}"
    elif _weights(path):
        hint = _alone(_weights(path)[0])
    raise SavedModelError(f"{shown}: holds no saved_model.pb; {hint}")


def _children(folder: Path) -> list[Path]:
    return sorted(child for child in folder.iterdir() if child.is_dir())


def _file(path: Path, shown: str) -> OpenedTarget:
    """Say what a file is, by its first bytes; of those that are neither, by its name what it should be."""
    with path.open("rb") as file:
        start = file.read(len(_HDF5_START))
    suffix = path.suffix.lower()
    if start == _HDF5_START:
        return OpenedTarget("keras-hdf5", path, shown)
    if suffix in _KERAS_NAMES:
        return OpenedTarget("keras-zip" if suffix == ".keras" else "keras-hdf5", path, shown)
    if path.name in {"saved_model.pb", "saved_model.pbtxt", "tfhub_module.pb", "keras_metadata.pb"}:
        raise SavedModelError(f"{shown}: is one file of a model; name its folder, {path.parent}")
    raise SavedModelError(
        f"{shown}: is no model; name the folder of a SavedModel, a .keras or .h5 file, or an archive (.tar.gz, .zip)"
    )


def _archive(path: Path, shown: str, scratch: Path, limits: Limits | None) -> OpenedTarget:
    number = sum(1 for _ in scratch.glob("unpacked-*"))
    folder = scratch / f"unpacked-{number}"
    unpack(path, folder, limits)
    return _only_model(folder, shown)


def _only_model(folder: Path, shown: str) -> OpenedTarget:
    """Return the one model in a folder or one folder further down.

    Raises:
        SavedModelError: there is none, or more than one.
    """
    if is_saved_model(folder):
        return _folder(folder, shown)
    found: list[Path] = []
    weights: list[Path] = []
    for place in (folder, *_children(folder)):
        if place != folder and is_saved_model(place):
            found.append(place)
            continue
        alone = _weights(place)
        weights += alone
        files = {file for file in place.iterdir() if file.suffix.lower() in _KERAS_NAMES and file.is_file()}
        # What macOS adds to an archive beside each file is called like it.
        found += sorted(file for file in files.difference(alone) if not file.name.startswith("._"))
    if not found:
        hint = f"; {_alone(weights[0])}" if weights else ""
        raise SavedModelError(f"{shown}: holds no model, neither at its top nor one folder further down{hint}")
    if len(found) > 1:
        names = ", ".join(ascii(str(one.relative_to(folder)))[1:-1] for one in found[:_MOST_NAMED])
        more = "" if len(found) <= _MOST_NAMED else f" and {len(found) - _MOST_NAMED} more"
        raise SavedModelError(f"{shown}: holds {len(found)} models ({names}{more}); unpack it and name one of them")
    (model,) = found
    opened = _folder(model, shown) if model.is_dir() else _file(model, shown)
    return opened._replace(notes=(f"the model is in {ascii(str(model.relative_to(folder)))[1:-1]}", *opened.notes))


def _weights(folder: Path) -> list[Path]:
    """Return the files of a folder that hold the weights of a model of Keras, and nothing else of it."""
    return sorted(file for file in folder.iterdir() if file.name.endswith(_WEIGHTS_NAME) and file.is_file())


def _alone(weights: Path) -> str:
    name = ascii(weights.name)[1:-1]
    return f"its {name} is weights alone: build the model in Keras, load them, and save it as .keras or SavedModel"
