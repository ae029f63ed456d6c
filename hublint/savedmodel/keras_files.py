"""The files that Keras stores a model in: `.keras` archives (Keras 3 and 2.12 and later) and HDF5 files (every Keras).

What is certain, because it is read where Keras writes it: versions, the model's class, its layers, the configuration of
its training, names, types and shapes of all weights, and which of them are an optimizer's. What is not:

- the backend, which only HDF5 files name;
- classes of one's own in HDF5 files, where a class is known by its name alone: a class that is called as one of Keras's
  own is taken for it, and one that does not pass on the configuration of `Layer` is missed;
- weights in `.npz` form, or in a group so large that HDF5 keeps it in a heap of its own: these are not listed.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from typing import IO, TYPE_CHECKING, Any, Final, NamedTuple

from hublint.savedmodel.archive import open_zip
from hublint.savedmodel.contents import Contents, Damage, KerasPart, Optimizer, StoredFile, StoredVariable
from hublint.savedmodel.hdf5 import SIGNATURE, Hdf5, Hdf5Error, read_hdf5
from hublint.savedmodel.keras import keras_classes
from hublint.savedmodel.model import SavedModelError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["part_of_config", "read_keras_file"]

_LONGEST_JSON: Final = 64_000_000
_LARGEST_DEFLATED: Final = 256_000_000
_WEIGHTS: Final = "model.weights.h5"
_LOCAL_HEADER: Final = 30
_MOST_NODES: Final = 2_000_000
_KERAS_PACKAGES: Final = frozenset({"keras", "tf_keras", "keras_core"})


def read_keras_file(path: Path) -> Contents:
    """Read a model of Keras from its file, without Keras and without running anything of it.

    What is damaged is told in the answer, with all that could be read nevertheless.

    Raises:
        SavedModelError: the file cannot be read at all.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            files = (StoredFile(path.name, size),)
            file.seek(0)
            start = file.read(len(SIGNATURE))
            if start == SIGNATURE or path.suffix.lower() != ".keras":
                return _of_hdf5(path, file, size)._replace(files=files)
            return _of_zip(path, file)._replace(files=files)
    except OSError as error:
        raise SavedModelError(f"{path}: cannot be read: {error.strerror or error}") from None


# HDF5 files.


def _of_hdf5(path: Path, file: IO[bytes], size: int) -> Contents:
    name = path.name
    try:
        hdf5 = read_hdf5(file)
    except Hdf5Error as error:
        return Contents(str(path), "keras-hdf5", damage=(Damage(name, f"is no HDF5 file: {error}"),))
    damage = list(_hdf5_damage(name, hdf5, size))
    variables = tuple(_variables(hdf5, "model_weights"))
    optimizer = _optimizer(hdf5, "optimizer_weights", name)
    part = KerasPart(
        version=hdf5.attribute("keras_version") or hdf5.attribute("keras_version", "model_weights") or "",
        backend=hdf5.attribute("backend") or hdf5.attribute("backend", "model_weights") or "",
        training_config=bool(hdf5.attribute("training_config")),
    )
    text = hdf5.attribute("model_config")
    if text is not None:
        config, reason = _json(text)
        part = part_of_config(config, part, legacy=True)
        damage += [Damage(name, f"has a model_config that is no JSON ({reason})")] if reason else []
    elif not damage:
        damage.append(
            Damage(name, "holds no model_config: it is no whole model of Keras but weights, or something else")
        )
    return Contents(str(path), "keras-hdf5", variables=variables, keras=part, optimizer=optimizer, damage=tuple(damage))


def _hdf5_damage(name: str, hdf5: Hdf5, size: int) -> Iterator[Damage]:
    if hdf5.end > size:
        yield Damage(name, f"is cut off: it has {size:,} of its {hdf5.end:,} bytes")
    elif hdf5.problem:
        yield Damage(name, f"is damaged: {hdf5.problem}")


def _variables(hdf5: Hdf5, prefix: str = "") -> Iterator[StoredVariable]:
    """Yield every weight; `name` is its way without the group that all of a model's are in."""
    names = {group.path: group.attributes.get("name") for group in hdf5.groups}
    for dataset in hdf5.datasets:
        way = dataset.path
        above, _, last = way.rpartition("/")
        owner = names.get(above)  # Keras 3 writes what a layer is called beside its numbered variables
        if prefix:
            name = way.removeprefix(f"{prefix}/")
        elif owner and above.endswith("vars") and not way.startswith("optimizer/"):
            name = f"{owner}/{last}"
        else:
            name = way
        yield StoredVariable(way, name, dataset.dtype, dataset.shape, dataset.bytes)


def _optimizer(hdf5: Hdf5, group: str, file: str) -> Optimizer | None:
    own = [dataset for dataset in hdf5.datasets if dataset.path.startswith(f"{group}/")]
    if not own:
        return None
    keys = tuple(dataset.path for dataset in own)
    return Optimizer(keys, sum(dataset.bytes for dataset in own), f"{group} in {file}")


# Zip archives.


class _Archive(NamedTuple):
    """An open `.keras` archive: the file, its table of contents, and what has been found wrong with it so far."""

    file: IO[bytes]
    opened: zipfile.ZipFile
    damage: list[Damage]

    def text(self, name: str) -> Any:
        """Return the JSON of a member; None where it cannot be read, which is remembered."""
        try:
            with self.opened.open(name) as member:
                data = member.read(_LONGEST_JSON + 1)
        except KeyError:
            self.damage.append(Damage(name, "is missing from the archive"))
            return None
        except (OSError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            self.damage.append(Damage(name, f"cannot be read ({error})"))
            return None
        if len(data) > _LONGEST_JSON:
            self.damage.append(Damage(name, f"is larger than {_LONGEST_JSON:,} bytes"))
            return None
        config, reason = _json(data)
        if reason:
            self.damage.append(Damage(name, f"is no JSON ({reason})"))
        return config

    def weights(self) -> Hdf5 | None:
        """Return what the weights hold; None where they cannot be read, which is remembered."""
        try:
            info = self.opened.getinfo(_WEIGHTS)
        except KeyError:
            if "model.weights.npz" not in self.opened.namelist():
                self.damage.append(Damage(_WEIGHTS, "is missing from the archive"))
            return None
        try:
            if info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1:
                # Read in place: gigabytes of weights are passed over, not copied.
                return read_hdf5(self.file, _data_start(self.file, info))
            if info.file_size > _LARGEST_DEFLATED:
                self.damage.append(Damage(_WEIGHTS, "is compressed and too large to be unpacked for a look"))
                return None
            with self.opened.open(info) as member:
                return read_hdf5(io.BytesIO(member.read(_LARGEST_DEFLATED)))
        except Hdf5Error as error:
            self.damage.append(Damage(_WEIGHTS, f"is no HDF5 file: {error}"))
        except (OSError, RuntimeError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError) as error:
            self.damage.append(Damage(_WEIGHTS, f"cannot be read ({error})"))
        return None


def _data_start(file: IO[bytes], info: zipfile.ZipInfo) -> int:
    """Return where the bytes of a member begin: behind a header of its own, whose name and extras vary in length."""
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) != _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise zipfile.BadZipFile("its header is damaged")
    name, extra = int.from_bytes(header[26:28], "little"), int.from_bytes(header[28:30], "little")
    return info.header_offset + _LOCAL_HEADER + name + extra


def _of_zip(path: Path, file: IO[bytes]) -> Contents:
    nothing = Contents(str(path), "keras-zip")
    try:
        opened = open_zip(file)
    except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
        reason = f"is no zip archive, or one that is cut off ({error})"
        return nothing._replace(damage=(Damage(path.name, reason),))
    with opened:
        archive = _Archive(file, opened, [])
        metadata, config = archive.text("metadata.json"), archive.text("config.json")
        version = metadata.get("keras_version") if isinstance(metadata, dict) else None
        compiled = config.get("compile_config") if isinstance(config, dict) else None
        part = KerasPart(version=str(version or ""), training_config=bool(compiled))
        if config is not None:
            part = part_of_config(config, part)
        hdf5 = archive.weights()
        variables: tuple[StoredVariable, ...] = ()
        optimizer = None
        if hdf5 is not None:
            size = opened.getinfo(_WEIGHTS).file_size
            archive.damage.extend(_hdf5_damage(_WEIGHTS, hdf5, size))
            variables = tuple(_variables(hdf5))
            optimizer = _optimizer(hdf5, "optimizer", _WEIGHTS)
        return nothing._replace(variables=variables, keras=part, optimizer=optimizer, damage=tuple(archive.damage))


def _json(text: str | bytes) -> tuple[Any, str]:
    """Return the value of a JSON text, and why it has none."""
    try:
        return json.loads(text), ""
    except (ValueError, RecursionError) as error:
        return None, str(error) if isinstance(error, ValueError) else "it is too deeply nested"


# What a configuration says.


def part_of_config(config: Any, part: KerasPart | None = None, *, legacy: bool = False) -> KerasPart:
    """Return what the configuration of a model says of it, over what is known already.

    Args:
        config: the value of its JSON: `config.json` of a `.keras` archive, `model_config` of an HDF5 file.
        part: what is known from elsewhere.
        legacy: whether classes are known by their names alone, as in HDF5 files.
    """
    part = part or KerasPart()
    if not isinstance(config, dict):
        return part
    layers: list[str] = []
    custom: list[str] = []
    lambdas: list[str] = []
    for node, owner, listed in _nodes(config):
        name = str(node["class_name"])
        inner = node.get("config")
        settings = inner if isinstance(inner, dict) else {}
        if listed and not isinstance(settings.get("layers"), list):
            layers.append(name.rpartition(">")[2])
        if name == "__lambda__" or (name == "Lambda" and _is_bytecode(settings.get("function"))):
            lambdas.append(owner)
        foreign = _foreign_name(node) if not legacy else _foreign_layer(node)
        if foreign:
            custom.append(foreign)
    return part._replace(
        model_class=str(config.get("class_name") or ""),
        layers=tuple(layers),
        custom=tuple(dict.fromkeys(custom)),
        lambdas=tuple(dict.fromkeys(lambdas)),
    )


def _nodes(config: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, bool]]:
    """Yield every object of a configuration that says its class.

    With it come the name of the layer that it belongs to, and whether it is one of a model's list of layers.
    """
    waiting: list[tuple[Any, str, bool]] = [(config, "", False)]
    visited = 0
    while waiting:
        value, owner, listed = waiting.pop()
        visited += 1
        if visited > _MOST_NODES:
            return
        if isinstance(value, dict):
            inner = value.get("config")
            if "class_name" in value:
                if (listed or _is_layer(value)) and isinstance(inner, dict):
                    owner = str(inner.get("name") or owner)  # what is below belongs to it
                yield value, owner, listed
            # What it was trained with is no part of the model: `compile_config` may be anything.
            children = [(key, child) for key, child in value.items() if key != "compile_config"]
            for key, child in reversed(children):
                if key == "layers" and isinstance(child, list):
                    waiting += [(layer, owner, True) for layer in reversed(child)]
                else:
                    waiting.append((child, owner, False))
        elif isinstance(value, list):
            waiting += [(child, owner, False) for child in reversed(value)]


def _is_layer(node: dict[str, Any]) -> bool:
    """Tell whether an object is a layer: of all that Keras configures, these alone say whether they are trained."""
    inner = node.get("config")
    return isinstance(inner, dict) and "trainable" in inner


def _is_bytecode(function: object) -> bool:
    """Tell whether a Lambda layer of Keras 2 has the code of a function, not only its name."""
    return isinstance(function, list) and bool(function) and isinstance(function[0], str)


def _foreign_name(node: dict[str, Any]) -> str:
    """Return the name of a class or function that is not one of Keras; nothing for Keras's own."""
    name, module, registered = str(node["class_name"]), node.get("module"), node.get("registered_name")
    if name.startswith("__") or "module" not in node:
        return ""
    if module == "builtins":
        function = node.get("config")
        return function if name == "function" and isinstance(function, str) else ""
    if isinstance(registered, str) and ">" in registered:
        return registered
    if module is None:
        return name if registered else ""  # a class of the program that stored it
    return "" if str(module).partition(".")[0] in _KERAS_PACKAGES else f"{module}.{name}"


def _foreign_layer(node: dict[str, Any]) -> str:
    """Return the name of a layer's class that is not one of Keras, where classes are known by their names alone."""
    name = str(node["class_name"])
    if ">" in name:
        return name
    return name if _is_layer(node) and name not in keras_classes() else ""
