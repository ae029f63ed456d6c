"""Which operations read and write files, and which file it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from hublint.savedmodel.contents import Node
    from hublint_rules.contents.wiring import Wiring

# Each with the position of the input that is the path.
READERS: Final = {
    "CSVDataset": 0,
    "CSVDatasetV2": 0,
    "FixedLengthRecordDataset": 0,
    "FixedLengthRecordDatasetV2": 0,
    "InitializeTableFromTextFile": 1,
    "InitializeTableFromTextFileV2": 1,
    "LoadDataset": 0,
    "MatchingFiles": 0,
    "MatchingFilesDataset": 0,
    "ReadFile": 0,
    "Restore": 0,
    "RestoreSlice": 0,
    "RestoreV2": 0,
    "TFRecordDataset": 0,
    "TFRecordDatasetV2": 0,
    "TextLineDataset": 0,
}
WRITERS: Final = {
    "CreateSummaryDbWriter": 1,
    "CreateSummaryFileWriter": 1,
    "DatasetToTFRecord": 1,
    "MergeV2Checkpoints": 1,
    "Save": 0,
    "SaveDataset": 1,
    "SaveDatasetV2": 1,
    "SaveSlices": 0,
    "SaveV2": 0,
    "WriteFile": 0,
}
# `tf.data.TextLineDataset(paths)` is a dataset of paths, and for each of them a call of a function that reads it.
_PATHS_OF_DATASETS: Final = ("TensorDataset", "TensorSliceDataset")
_CALLS_FOR_EACH: Final = ("FlatMapDataset", "InterleaveDataset", "MapDataset", "ParallelMapDatasetV2")


def constant_path(wiring: Wiring, node: Node, position: int) -> str | None:
    """Return the path that an operation is given, None where it is no constant, or an asset."""
    origin = wiring.origin(node, position)
    source = origin.node
    if origin.argument:
        source = _path_of_dataset(wiring, node.function)
    if source is None or source.op != "Const" or not source.text:
        return None
    if not source.function and any(asset.tensor.partition(":")[0] == source.name for asset in wiring.graph.assets):
        return None
    return source.text


def is_from_caller(wiring: Wiring, node: Node, position: int) -> bool:
    """Tell whether a path is an argument of whoever calls the model: of a signature, or of a restored function."""
    origin = wiring.origin(node, position)
    if origin.node is not None:
        fed = not origin.node.function and origin.node.op.startswith("Placeholder")
        return fed and origin.node.name in wiring.arguments[""]
    return bool(origin.argument) and origin.argument in wiring.arguments.get(node.function, ())


def _path_of_dataset(wiring: Wiring, function: str) -> Node | None:
    """Return the constant that a dataset hands to a function, if only one dataset calls it, and with one constant."""
    callers = wiring.callers.get(function, [])
    if len(callers) != 1 or callers[0].op not in _CALLS_FOR_EACH:
        return None
    dataset = wiring.origin(callers[0], 0).node
    if dataset is None or dataset.op not in _PATHS_OF_DATASETS or len(dataset.inputs) != 1:
        return None
    return wiring.origin(dataset, 0).node
