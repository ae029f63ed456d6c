"""Operations of a graph that one wants to know of before running it: those that reach out of it, and unknown ones."""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.savedmodel.contents import Graph

__all__ = ["NotableKind", "NotableOp", "known_ops", "notable_ops"]

NotableKind = Literal["runs Python", "reads files", "writes files", "prints", "uses the network", "custom"]

_KINDS: Final[dict[NotableKind, str]] = {
    "runs Python": r"(Eager)?PyFunc(Stateless)?",
    "reads files": (
        r"ReadFile|(Experimental)?MatchingFiles(Dataset)?|FileSystemSetConfiguration|WholeFileReader(V2)?|TextLineReader(V2)?"
        r"|TFRecordReader(V2)?|FixedLengthRecordReader(V2)?|(CSV|TFRecord|TextLine|FixedLengthRecord|Load)Dataset(V2)?"
        r"|InitializeTableFromTextFile(V2)?|LoadAndRemap\w+"
    ),
    "writes files": r"WriteFile|CreateSummaryFileWriter|SaveDataset(V2)?|(Experimental)?DatasetToTFRecord",
    "prints": r"Print(V2)?",
    "uses the network": r"(Try)?Rpc\w*|CreateSummaryDbWriter|GcsConfigure\w+|BigQueryReader|DataServiceDataset(V\d)?",
}
_PATTERNS: Final = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}
_MOST_FUNCTIONS: Final = 100


class NotableOp(NamedTuple):
    """One operation: what makes it notable, how many nodes have it, and in which functions ("" is the graph itself)."""

    kind: NotableKind
    op: str
    nodes: int
    functions: tuple[str, ...]


def notable_ops(graphs: Iterable[Graph]) -> tuple[NotableOp, ...]:
    """Return the notable operations of some graphs, the most notable first.

    What every SavedModel does to its own variables and assets is not notable: `SaveV2`, `RestoreV2`, and a table that
    is initialised from an asset. A `custom` operation is one that no release of TensorFlow registers itself.
    """
    counts: dict[str, int] = {}
    functions: dict[str, dict[str, None]] = {}
    assets = 0
    for graph in graphs:
        assets += len(graph.assets)
        for node in graph.nodes:
            counts[node.op] = counts.get(node.op, 0) + 1
            within = functions.setdefault(node.op, {})
            if len(within) < _MOST_FUNCTIONS:
                within[node.function] = None
    found = []
    for op, count in counts.items():
        kind = _kind(op)
        if kind is None or (op.startswith("InitializeTableFromTextFile") and assets):
            continue
        found.append(NotableOp(kind, op, count, tuple(functions[op])))
    order = [*_KINDS, "custom"]
    return tuple(sorted(found, key=lambda one: (order.index(one.kind), one.op)))


def _kind(op: str) -> NotableKind | None:
    for kind, pattern in _PATTERNS.items():
        if pattern.fullmatch(op):
            return kind
    return None if op in known_ops() else "custom"


@functools.cache
def known_ops() -> frozenset[str]:
    """Return the operations that TensorFlow itself registers, in any of the releases that hublint knows."""
    listed = Path(__file__).with_name("data").joinpath("ops.tsv").read_text(encoding="utf-8")
    return frozenset(line.partition("\t")[0] for line in listed.splitlines())
