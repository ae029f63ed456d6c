"""What models' files hold, for programs.

The document is an object with `schema` (1; it grows when a name goes or changes its meaning, not when one is added) and
`models`, a list with an object for each target in the order given:

- `target`: as it was given; `path`: the folder or file that was read, null if there is none; `error`: a sentence on why
  nothing could be read, else null, and then the following are missing: `notes`: sentences on how it was found.
- `form`: tf1, tf1-hub, tf2, keras-savedmodel, keras-zip, keras-hdf5, unknown; `bytes`; `files`: path and bytes of each.
- `graphs`, of a SavedModel: `tags`, `tensorflow_version`, `nodes` (how many), `functions` (how many, in its library),
  `operations` (how many nodes of each), `signatures` and `assets` (name, tensor).
  A signature has `method`, `inputs` and `outputs`; a tensor has `dtype`, `shape` (null for an unknown rank, in it null
  for an unknown size), `tensor` (its name in the graph) and `encoding` (dense, sparse or composite).
- In each graph `restored_functions`: by the way to it (`encoder.__call__`) the `arguments`, their `defaults`, and
  `traces`: `inputs` and `outputs` (tensors) and `constants` (arguments that are Python values, as Python writes them).
- `variables`, the largest first: `name`, `key`, `dtype`, `shape`, `bytes`; `variable_bytes`: of all.
- `optimizer`: null, or `keys` of its variables, their `bytes`, the `evidence`.
- `keras`: null, or `version`, `backend`, `model_class`, `layers`, `custom`, `lambdas`, `training_config`.
- `notable_operations`: `kind`, `operation`, `count`, `functions`.
- `damage`: `file` and `reason`.
- `findings`: `code`, `name`, `message`, `detail`, `url`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from hublint.output.model_text import restored_functions
from hublint.savedmodel.notable import notable_ops

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.registry import Registry
    from hublint.rule import Finding
    from hublint.savedmodel.contents import Contents, Graph, ObjectNode, Trace
    from hublint.savedmodel.model import Signature, TensorInfo

__all__ = ["SCHEMA", "Told", "render"]

SCHEMA: Final = 1


class Told(NamedTuple):
    """What is told of one target: the model and its findings, or why there is none."""

    target: str
    path: str | None = None
    error: str | None = None
    notes: tuple[str, ...] = ()
    model: Contents | None = None
    findings: tuple[Finding, ...] = ()


def render(told: Iterable[Told], rules: Registry) -> Iterator[str]:
    """Yield the document; `rules` gives the findings' names and references."""
    import json

    document = {"schema": SCHEMA, "models": [_document(one, rules) for one in told]}
    yield json.dumps(document, indent=2)
    yield "\n"


def _document(told: Told, rules: Registry) -> dict[str, Any]:
    document: dict[str, Any] = {"target": told.target, "path": told.path, "error": told.error}
    model = told.model
    if model is None:
        return document
    return {
        **document,
        "notes": list(told.notes),
        "form": model.form,
        "bytes": model.bytes,
        "files": [file._asdict() for file in model.files],
        "graphs": [_graph(graph) for graph in model.graphs],
        "variables": [
            {name: getattr(variable, name) for name in ("name", "key", "dtype", "shape", "bytes")}
            for variable in model.largest_variables()
        ],
        "variable_bytes": sum(variable.bytes for variable in model.variables),
        "optimizer": model.optimizer and model.optimizer._asdict(),
        "keras": model.keras and model.keras._asdict(),
        "notable_operations": [
            {"kind": one.kind, "operation": one.op, "count": one.nodes, "functions": one.functions}
            for one in notable_ops(model.graphs)
        ],
        "damage": [damage._asdict() for damage in model.damage],
        "findings": [_finding(finding, rules) for finding in told.findings],
    }


def _graph(graph: Graph) -> dict[str, Any]:
    operations: dict[str, int] = {}
    for node in graph.nodes:
        operations[node.op] = operations.get(node.op, 0) + 1
    functions = restored_functions(graph) if graph.objects else {}
    return {
        "tags": sorted(graph.tags),
        "tensorflow_version": graph.tensorflow_version,
        "nodes": len(graph.nodes),
        "functions": len(graph.functions),
        "operations": dict(sorted(operations.items())),
        "signatures": {key: _signature(signature) for key, signature in graph.public_signatures.items()},
        "restored_functions": {way: _function(node) for way, node in functions.items()},
        "assets": [asset._asdict() for asset in graph.assets],
    }


def _signature(signature: Signature) -> dict[str, Any]:
    return {
        "method": signature.method,
        "inputs": _tensors(signature.inputs),
        "outputs": _tensors(signature.outputs),
    }


def _tensors(tensors: dict[str, TensorInfo]) -> dict[str, Any]:
    return {
        name: {"dtype": info.dtype, "shape": info.shape, "tensor": info.name, "encoding": info.encoding}
        for name, info in tensors.items()
    }


def _function(node: ObjectNode) -> dict[str, Any]:
    return {
        "arguments": node.arguments,
        "defaults": {name: repr(value) for name, value in node.defaults.items()},
        "traces": [_trace(trace) for trace in node.traces],
    }


def _trace(trace: Trace) -> dict[str, Any]:
    return {
        "inputs": _tensors(trace.inputs),
        "constants": {name: repr(value) for name, value in trace.constants.items()},
        "outputs": _tensors(trace.outputs),
    }


def _finding(finding: Finding, rules: Registry) -> dict[str, Any]:
    rule = rules.by_code.get(finding.code)
    return {
        "code": finding.code,
        "name": rule.name if rule is not None else None,
        "message": finding.message,
        "detail": finding.detail,
        "url": rule.references[0] if rule is not None and rule.references else None,
    }
