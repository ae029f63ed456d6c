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


def constant_path(wiring: Wiring, node: Node, position: int) -> str | None:
    """Return the path that an operation is given, None where it is no constant, or an asset."""
    source = wiring.origin(node, position)
    if source is None or source.op != "Const" or not source.text:
        return None
    if not source.function and any(asset.tensor.partition(":")[0] == source.name for asset in wiring.graph.assets):
        return None
    return source.text
