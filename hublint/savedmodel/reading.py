"""Reads all that the files of a SavedModel hold, also of one that is damaged, or made to do harm."""

from __future__ import annotations

import os
import re
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from hublint.savedmodel.bundle import read_bundle
from hublint.savedmodel.contents import Asset, Contents, Damage, Graph, StoredFile
from hublint.savedmodel.descriptors import MessageError, decode
from hublint.savedmodel.file import UnreadableError, read_file
from hublint.savedmodel.graph import NodeReader
from hublint.savedmodel.keras import keras_part, metadata_of_objects, read_metadata
from hublint.savedmodel.keras_files import read_keras_file
from hublint.savedmodel.model import (
    COLLECTION_DEF,
    GRAPH_DEF,
    META_GRAPH,
    OBJECT_GRAPH_DEF,
    SavedModelError,
    outline,
    read_description,
    read_signature,
)
from hublint.savedmodel.objects import read_objects
from hublint.savedmodel.optimizer import find_optimizer
from hublint.savedmodel.wire import Splitter, WireError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.savedmodel.contents import Form, KerasPart, StoredVariable

__all__ = ["read_contents"]

_MODEL = "saved_model.pb"
_TEXT_MODEL = "saved_model.pbtxt"
_KERAS = "keras_metadata.pb"
_HUB_MODULE = "tfhub_module.pb"
_ASSETS = b"saved_model_assets"
_ANY_LIST = 5  # field of a CollectionDef
_MOST_FILES = 100_000
_MOST_GRAPHS = 100
_MOST_DAMAGE = 100
_LONGEST_NAME = 255  # as file systems have it
_LARGEST_METADATA = 64 * 2**20
_SIGNS = {".S": "/", "..": "."}
_ESCAPED = re.compile(r"\.[.S]")


def read_contents(path: Path) -> Contents:
    """Read all that the files of a model hold, without TensorFlow: the folder of a SavedModel, or a file of Keras.

    A damaged model is read as far as it goes, and its `damage` says what is missing. Files that are made to exhaust
    memory or time are read up to limits that no real model reaches, and `damage` says so.

    Raises:
        SavedModelError: there is no such folder or file.
    """
    if path.is_file():
        return read_keras_file(path)
    if not path.is_dir():
        raise SavedModelError(f"{path}: is no folder; name the folder of a SavedModel")
    return _Reading(path).contents()


class _Reading:
    """One model while it is read: its folder, and the damage that was found so far."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._damage: dict[str, str] = {}

    def contents(self) -> Contents:
        """Read everything."""
        files = self._files()
        graphs = self._graphs()
        variables = self._variables(graphs)
        keras = self._keras(graphs)
        return Contents(
            path=str(self._folder),
            form=self._form(graphs, keras),
            graphs=graphs,
            variables=variables,
            files=files,
            keras=keras,
            optimizer=find_optimizer(graphs, variables, keras),
            damage=tuple(Damage(file, reason) for file, reason in self._damage.items()),
        )

    def _damaged(self, file: str, reason: str) -> None:
        """Note the damage of a file, once, and of a number of files that anybody will read of."""
        if len(self._damage) < _MOST_DAMAGE:
            self._damage.setdefault(file, reason)

    def _files(self) -> tuple[StoredFile, ...]:
        """List all files; links are listed as files of their own size, and not followed into other folders."""
        found: list[StoredFile] = []
        for folder, folders, names in os.walk(self._folder):
            folders.sort()
            for name in sorted(names):
                path = Path(folder, name)
                try:
                    size = path.stat().st_size
                except OSError:
                    size = 0
                found.append(StoredFile(path.relative_to(self._folder).as_posix(), size))
                if len(found) == _MOST_FILES:
                    self._damaged(".", f"holds more than {_MOST_FILES} files; the rest is not listed")
                    return tuple(found)
        return tuple(found)

    def _graphs(self) -> tuple[Graph, ...]:
        try:
            data = memoryview(read_description(self._folder))
        except SavedModelError as error:
            if (self._folder / _TEXT_MODEL).is_file() and not (self._folder / _MODEL).exists():
                self._damaged(_TEXT_MODEL, "is in the text form, which is not read")
            elif not (self._folder / _MODEL).exists():
                self._damaged(_MODEL, "is missing")
            else:
                self._damaged(_MODEL, str(error).partition(f"{_MODEL}: ")[2])
            return ()
        splitter = Splitter()
        graphs: list[Graph] = []
        try:
            for meta_graph in islice(splitter.embedded(data, META_GRAPH), _MOST_GRAPHS):
                graph = self._graph(meta_graph, splitter)
                self._check_assets(graph)
                graphs.append(graph)
            if len(graphs) == _MOST_GRAPHS:
                self._damaged(_MODEL, f"holds {_MOST_GRAPHS} graphs or more; the rest is not read")
        except (WireError, MessageError) as error:
            self._damaged(_MODEL, f"is damaged or no SavedModel ({error})")
        if not graphs:
            self._damaged(_MODEL, "holds no graph")
        return tuple(graphs)

    def _graph(self, meta_graph: memoryview, splitter: Splitter) -> Graph:
        message = outline(meta_graph, splitter)
        files = [*message.asset_file_def, *_collected_assets(meta_graph, splitter)]
        assets = tuple(Asset(asset.filename, asset.tensor_info.name) for asset in files)
        graph = Graph(
            tags=frozenset(message.meta_info_def.tags),
            tensorflow_version=message.meta_info_def.tensorflow_version,
            signatures={key: read_signature(value) for key, value in sorted(message.signature_def.items())},
            assets=assets,
            collections=tuple(sorted(_keys(meta_graph, splitter))),
        )
        nodes = NodeReader(splitter)
        try:
            for graph_def in splitter.embedded(meta_graph, GRAPH_DEF):
                nodes.read(graph_def)
            objects = list(splitter.embedded(meta_graph, OBJECT_GRAPH_DEF))
            if objects:
                graph = graph._replace(objects=read_objects(b"".join(objects), splitter, assets))
        except (WireError, MessageError) as error:
            self._damaged(_MODEL, f"is damaged ({error})")
        return graph._replace(nodes=tuple(nodes.nodes), functions=tuple(nodes.functions))

    def _check_assets(self, graph: Graph) -> None:
        for asset in graph.assets:
            way = PurePosixPath("assets", asset.name)
            if ".." in way.parts or "\\" in asset.name or PurePosixPath(asset.name).is_absolute():
                self._damaged(_MODEL, f"names an asset outside of its folder: {asset.name[:_LONGEST_NAME]!r}")
            elif not _is_file(self._folder / way):
                self._damaged(str(way)[:_LONGEST_NAME], "is missing")
            if len(self._damage) == _MOST_DAMAGE:
                break

    def _variables(self, graphs: tuple[Graph, ...]) -> tuple[StoredVariable, ...]:
        folder = self._folder / "variables"
        if not (folder / "variables.index").exists():
            if any(_has_variables(graph) for graph in graphs) or _shards(folder):
                self._damaged("variables/variables.index", "is missing")
            return ()
        bundle = read_bundle(folder / "variables")
        for name, reason in bundle.damage.items():
            self._damaged(f"variables/{name}", reason)
        graph = next((graph for graph in graphs if graph.objects), None)
        if graph is None:
            return bundle.variables
        slots = {
            (owner, slot.variable, slot.name): slot.slot_variable
            for owner, node in enumerate(graph.objects)
            for slot in node.slots
        }
        return tuple(one._replace(number=_object_of(graph, one.key, slots)) for one in bundle.variables)

    def _keras(self, graphs: tuple[Graph, ...]) -> KerasPart | None:
        path = self._folder / _KERAS
        if path.exists():
            try:
                return keras_part(read_metadata(read_file(path, most=_LARGEST_METADATA)))
            except UnreadableError as error:
                self._damaged(_KERAS, str(error))
            except (WireError, MessageError) as error:
                self._damaged(_KERAS, f"is damaged ({error})")
            return None
        metadata = [told for graph in graphs for told in metadata_of_objects(graph.objects)]
        return keras_part(metadata) if metadata else None

    def _form(self, graphs: tuple[Graph, ...], keras: KerasPart | None) -> Form:
        if (self._folder / _HUB_MODULE).exists():
            return "tf1-hub"
        if keras is not None or (self._folder / _KERAS).exists():
            return "keras-savedmodel"
        if not graphs:
            return "unknown"
        return "tf2" if any(graph.objects for graph in graphs) else "tf1"


def _object_of(graph: Graph, key: str, slots: dict[tuple[int, int, str], int]) -> int | None:
    """Return the number of the object that a checkpoint's key names; None if it names none.

    `slots` are all of the graph, by the numbers of the optimizer and the variable, and the slot's name.

    A key is a way of attributes, as in `layer/kernel/.ATTRIBUTES/VARIABLE_VALUE`, or, for what an optimizer keeps, the
    way to the variable, the way to the optimizer and the slot: `kernel/.OPTIMIZER_SLOT/optimizer/m/.ATTRIBUTES/...`.
    """
    way, found, _ = key.partition("/.ATTRIBUTES/")
    if not found:
        return None
    variable, slotted, slot = way.partition("/.OPTIMIZER_SLOT/")
    number = _walk(graph, variable)
    if not slotted:
        return number
    optimizer, _, name = slot.rpartition("/")
    owner = _walk(graph, optimizer)
    if number is None or owner is None:
        return None
    return slots.get((owner, number, name))


def _walk(graph: Graph, way: str) -> int | None:
    # Within an attribute's name, a slash is written ".S" and a dot is doubled.
    return graph.number(*(_ESCAPED.sub(lambda pair: _SIGNS[pair[0]], part) for part in way.split("/")))


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # no file can have such a name
        return False


def _keys(meta_graph: memoryview, splitter: Splitter) -> list[str]:
    """Return the names of the collections."""
    return [
        str(name, "utf-8", "backslashreplace")
        for entry in splitter.embedded(meta_graph, COLLECTION_DEF)
        for name in splitter.embedded(entry, 1)
    ]


def _collected_assets(meta_graph: memoryview, splitter: Splitter) -> Iterator[Any]:
    """Yield the asset files that TensorFlow 1 keeps in a collection, each packed as a message of any kind."""
    for entry in splitter.embedded(meta_graph, COLLECTION_DEF):
        if any(name == _ASSETS for name in splitter.embedded(entry, 1)):
            for collection in splitter.embedded(entry, 2):
                for listed in splitter.embedded(collection, _ANY_LIST):
                    for packed in splitter.embedded(listed, 1):
                        for asset in splitter.embedded(packed, 2):
                            yield decode("tensorflow.AssetFileDef", asset)


def _has_variables(graph: Graph) -> bool:
    return any(node.kind == "variable" for node in graph.objects) or "variables" in graph.collections


def _shards(folder: Path) -> bool:
    return any(folder.glob("variables.data-*"))
