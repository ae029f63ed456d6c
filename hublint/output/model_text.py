"""What a model's files hold, as a terminal shows it."""

from __future__ import annotations

import textwrap
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple

from hublint.output import count
from hublint.output.columns import harmless
from hublint.savedmodel.model import shape_text
from hublint.savedmodel.notable import notable_ops
from hublint.savedmodel.words import FORMS, size_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hublint.rule import Finding
    from hublint.savedmodel.contents import Contents, Graph, KerasPart, ObjectNode, StoredVariable, Trace
    from hublint.savedmodel.model import Signature, TensorInfo

__all__ = ["Detail", "findings_text", "render", "restored_functions", "summary", "wrapped"]

_KINDS: Final = {"custom": "is none of TensorFlow's own"}
_WIDEST: Final = 48
_WIDEST_OF_ALL: Final = 1000
_FEW: Final = 8
_LABEL: Final = 14
_LINE: Final = 110
_LONGEST_WAY: Final = 1000


class Detail(NamedTuple):
    """How much is shown: all of it, or so many of the largest variables; and whether tensors are named."""

    everything: bool = False
    largest: int = 10
    tensors: bool = False

    @property
    def few(self) -> int | None:
        """How many of anything are shown but of the variables; None for all."""
        return None if self.everything else _FEW

    @property
    def variables(self) -> int | None:
        """How many variables are shown; None for all."""
        return None if self.everything else self.largest

    def cell(self, text: str) -> str:
        """Return a name as it is shown in a column: on one line, harmless, and no wider than a column may be."""
        shown = harmless(text)
        widest = _WIDEST_OF_ALL if self.everything else _WIDEST
        return shown if len(shown) <= widest else shown[: widest - 1] + "…"


def render(shown: str, model: Contents, notes: Iterable[str], detail: Detail) -> Iterator[str]:
    """Yield the lines, each with its newline, that describe a model.

    Args:
        shown: what the user calls it.
        model: what its files hold.
        notes: sentences on how it was found.
        detail: how much to show.
    """
    yield f"{harmless(shown)}\n"
    yield f"  {_headline(model)}\n"
    for note in notes:
        yield wrapped("  note: ", harmless(note))
    for damage in model.damage:
        yield wrapped("  damage: ", f"{harmless(damage.file)} {harmless(damage.reason)}")
    for graph in model.graphs:
        yield from _graph(graph, detail, several=len(model.graphs) > 1)
    if model.keras is not None:
        yield from _keras(model.keras, detail)
    yield from _variables(model, detail)
    rest = [*_assets(model, detail), *_operations(model, detail)]
    if rest:
        yield "\n"
        yield from rest


def summary(shown: str, model: Contents) -> str:
    """Return one line that describes a model, without a newline."""
    graph = model.serving()
    parts = [_headline(model)]
    if graph is not None:
        parts += [f"tags {_tags(graph)}", count(len(graph.public_signatures), "signature")]
    parts.append(count(len(model.variables), "variable"))
    return f"{harmless(shown)}: {', '.join(parts)}"


def _headline(model: Contents) -> str:
    what = FORMS[model.form]
    if model.form == "keras-hdf5" and model.path.endswith(".keras"):
        what += " in spite of its name"
    written = []
    versions = sorted({graph.tensorflow_version for graph in model.graphs if graph.tensorflow_version})
    if versions:
        written.append(f"TensorFlow {Detail().cell(' and '.join(versions))}")
    if model.keras is not None and model.keras.version:
        written.append(f"Keras {Detail().cell(model.keras.version)}")
    size = f"{size_text(model.bytes)} in {count(len(model.files), 'file')}"
    return ", ".join(filter(None, (what, f"written by {' and '.join(written)}" if written else "", size)))


def _tags(graph: Graph) -> str:
    return Detail().cell(" ".join(sorted(graph.tags))) or "(none)"


# Tables.


def _table(rows: Sequence[Sequence[str]], indent: str, right: frozenset[int] = frozenset()) -> Iterator[str]:
    """Yield rows with aligned columns, those of `right` on the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (
            cell.rjust(width) if position in right else cell.ljust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
            if width
        )
        yield f"{indent}{'  '.join(cells)}".rstrip() + "\n"


def _more(number: int, noun: str, indent: str = "    ") -> Iterator[str]:
    if number > 0:
        yield f"{indent}and {count(number, f'more {noun}')}; --all shows all\n"


def _labelled(label: str, text: str) -> str:
    return wrapped(f"  {label:<{_LABEL}}", text)


def wrapped(lead: str, text: str) -> str:
    """Write a sentence in lines that a terminal shows whole, the later ones below where the first begins.

    Args:
        lead: what stands before it.
        text: the sentence.
    """
    indent = " " * len(lead)
    lines = textwrap.wrap(
        text,
        _LINE,
        initial_indent=lead,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines or [lead.rstrip()]) + "\n"


# Graphs.


def _graph(graph: Graph, detail: Detail, *, several: bool) -> Iterator[str]:
    tags = f"{_tags(graph)}"
    yield "\n"
    yield _labelled("graph" if several else "tags", tags)
    size = f"{count(len(graph.nodes), 'node')} in the graph and {count(len(graph.functions), 'function')}"
    yield _labelled("operations", size)
    signatures = list(graph.public_signatures.items())
    if not signatures:
        yield _labelled("signatures", "none")
    else:
        yield "\n"
        yield f"  {count(len(signatures), 'signature')}\n"
        for key, signature in signatures[: detail.few]:
            yield from _signature(key, signature, detail)
        yield from _more(len(signatures) - len(signatures[: detail.few]), "signature")
    if graph.objects:
        yield from _functions(graph, detail)


def _signature(key: str, signature: Signature, detail: Detail) -> Iterator[str]:
    method = signature.method.rpartition("/")[2]
    yield f"    {detail.cell(key)}{f' ({detail.cell(method)})' if method and method != 'predict' else ''}\n"
    rows = [*_tensors("in", signature.inputs, detail), *_tensors("out", signature.outputs, detail)]
    if rows:
        yield from _table(rows, "      ")
    left = sum(len(tensors) - len(list(tensors)[: detail.few]) for tensors in (signature.inputs, signature.outputs))
    yield from _more(left, "tensor", "      ")


def _tensors(side: str, tensors: dict[str, TensorInfo], detail: Detail) -> Iterator[list[str]]:
    for number, (name, info) in enumerate(list(tensors.items())[: detail.few]):
        tensor = [detail.cell(info.name)] if detail.tensors else []
        yield [
            side if number == 0 else "",
            detail.cell(name),
            _dtype(info, detail),
            _shape(info.shape, detail),
            *tensor,
        ]


def _dtype(info: TensorInfo, detail: Detail) -> str:
    return detail.cell(info.dtype if info.encoding == "dense" else f"{info.encoding} {info.dtype}")


def _shape(shape: tuple[int | None, ...] | None, detail: Detail) -> str:
    return detail.cell(shape_text(shape))


# What a restored object can do.


def restored_functions(graph: Graph, *, everything: bool = True) -> dict[str, ObjectNode]:
    """Return the functions of the restored object by the way to them, the root's own first, by all their names.

    Args:
        graph: a graph with objects.
        everything: whether to include those of its parts, and those whose names begin with an underscore.
    """
    found: dict[str, ObjectNode] = {}
    seen, queue = {0}, deque([("", 0)])
    while queue:
        way, number = queue.popleft()
        for name, child in graph.objects[number].children.items():
            if child >= len(graph.objects) or (child in seen and way):
                continue
            seen.add(child)
            below = f"{way}.{name}" if way else name
            node = graph.objects[child]
            if node.kind == "function":
                if everything or name == "__call__" or not name.startswith("_"):
                    found[below] = node
            elif everything and child and len(below) <= _LONGEST_WAY:  # a chain of objects has ever longer ways
                queue.append((below, child))
    return found


def _functions(graph: Graph, detail: Detail) -> Iterator[str]:
    functions = restored_functions(graph, everything=detail.everything)
    yield "\n"
    if not functions:
        yield _labelled("functions", "none: the restored object cannot be called but by its signatures")
        return
    yield f"  {count(len(functions), 'function')} of the restored object\n"
    for name, node in list(functions.items())[: detail.few]:
        traces = count(len(node.traces), "trace") if node.traces else "no trace"
        yield f"    {detail.cell(name)}({_arguments(node, detail)})  {traces}\n"
        rows = [_trace(trace, detail) for trace in node.traces[: detail.few]]
        if any(any(row) for row in rows):
            yield from _table(rows, "      ")
        yield from _more(len(node.traces) - len(rows), "trace", "      ")
    yield from _more(len(functions) - len(list(functions)[: detail.few]), "function")


def _arguments(node: ObjectNode, detail: Detail) -> str:
    arguments = [
        f"{argument}={node.defaults[argument]!r}" if argument in node.defaults else argument
        for argument in node.arguments
    ]
    return detail.cell(", ".join(arguments))


def _trace(trace: Trace, detail: Detail) -> list[str]:
    tensors = ", ".join(f"{name}: {info}" for name, info in trace.inputs.items())
    constants = ", ".join(f"{name}={value!r}" for name, value in trace.constants.items())
    outputs = ", ".join(f"{f'{name}: ' if name else ''}{info}" for name, info in trace.outputs.items())
    return [detail.cell(tensors), detail.cell(constants), f"-> {detail.cell(outputs)}" if outputs else ""]


# Keras, variables, and the rest.


def _keras(keras: KerasPart, detail: Detail) -> Iterator[str]:
    yield "\n"
    backend = f" on {harmless(keras.backend)}" if keras.backend else ""
    compiled = "compiled" if keras.training_config else "not compiled"
    yield _labelled("Keras", f"{harmless(keras.model_class) or 'no class of a model'}{backend}, {compiled}")
    if keras.layers:
        yield _labelled("layers", f"{len(keras.layers)}: {_counted(keras.layers, detail)}")
    for label, names in (("own classes", keras.custom), ("bytecode in", keras.lambdas)):
        if names:
            yield _labelled(label, _listed(names, detail))


def _counted(names: Sequence[str], detail: Detail) -> str:
    """Write each name once, with how often it comes, the most frequent first."""
    counts: dict[str, int] = {}
    for name in names:
        counts[name] = counts.get(name, 0) + 1
    most = sorted(counts.items(), key=lambda item: -item[1])
    return _listed([f"{number} {name}" if number > 1 else name for name, number in most], detail)


def _listed(names: Sequence[str], detail: Detail) -> str:
    shown = [detail.cell(name) for name in names[: detail.few]]
    left = len(names) - len(shown)
    return ", ".join(shown) + (f" and {left} more" if left else "")


def _variables(model: Contents, detail: Detail) -> Iterator[str]:
    total = sum(variable.bytes for variable in model.variables)
    yield "\n"
    if not model.variables:
        yield _labelled("variables", "none")
    else:
        variables = model.largest_variables()[: detail.variables]
        part = ", the largest:" if 0 < len(variables) < len(model.variables) else ""
        yield f"  {count(len(model.variables), 'variable')}, {size_text(total)}{part}\n"
        if variables:
            yield from _table([_variable(variable, total, detail) for variable in variables], "    ", frozenset({3, 4}))
        yield from _more(len(model.variables) - len(variables), "variable")
    twice = model.stored_twice()
    if twice:
        copies = size_text(sum(copy.bytes for _, copy in twice))
        yield _labelled("stored twice", f"{count(len(twice), 'variable')}, {copies}")
    if model.optimizer is not None:
        own = model.optimizer
        share = f" or {_percent(own.bytes, total)}" if total else ""
        state = f"{count(len(own.keys), 'variable')}, {size_text(own.bytes)}{share}" if own.keys else "no variables"
        yield _labelled("optimizer", f"{state} ({harmless(own.evidence)})")


def _variable(variable: StoredVariable, total: int, detail: Detail) -> list[str]:
    return [
        detail.cell(variable.name),
        detail.cell(variable.dtype),
        _shape(variable.shape, detail),
        size_text(variable.bytes),
        _percent(variable.bytes, total),
    ]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %" if whole else ""


def _assets(model: Contents, detail: Detail) -> Iterator[str]:
    sizes = {file.path: file.bytes for file in model.files}
    names = dict.fromkeys(asset.name for graph in model.graphs for asset in graph.assets)
    if names:
        texts = [
            f"{name} ({size_text(sizes[f'assets/{name}']) if f'assets/{name}' in sizes else 'missing'})"
            for name in names
        ]
        yield _labelled("assets", _listed(texts, detail))


def _operations(model: Contents, detail: Detail) -> Iterator[str]:
    notable = notable_ops(model.graphs)
    for number, one in enumerate(notable[: detail.few]):
        places = _listed([name or "the graph itself" for name in one.functions], detail)
        times = f"{one.nodes} times " if one.nodes > 1 else ""
        label = "notable" if number == 0 else ""
        yield _labelled(label, f"{detail.cell(one.op)} {_KINDS.get(one.kind, one.kind)} ({times}in {places})")
    yield from _more(len(notable) - len(notable[: detail.few]), "operation", " " * (2 + _LABEL))


def findings_text(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield the lines that tell what the rules say of a model."""
    if findings:
        yield "\n"
        yield f"  {count(len(findings), 'finding')}\n"
    for finding in findings:
        lead = f"    {finding.code} "
        yield wrapped(lead, harmless(finding.message))
        for number, line in enumerate((finding.detail or "").splitlines()[:_FEW]):
            yield wrapped(f"{' ' * len(lead)}{' ' if number else '='} ", harmless(line))
