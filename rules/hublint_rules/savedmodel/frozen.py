"""What is frozen at a place: the nodes that callers know by name, and the SavedModel that would hold the same."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.savedmodel.skeleton import Writer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hublint.rule import Source

_PLACEHOLDERS = {f"{root}placeholder" for root in ("tensorflow.", "tensorflow.compat.v1.")}


class Frozen(NamedTuple):
    """The names of the nodes that a frozen graph takes and gives, as far as the file shows them."""

    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    def told(self) -> str:
        """Return the nodes as a sentence names them; nothing where none is known."""
        parts = [
            f"the {what}{'s' if len(names) > 1 else ''} {', '.join(f'`{name}`' for name in names)}"
            for what, names in (("input", self.inputs), ("output", self.outputs))
            if names
        ]
        return f", with {' and '.join(parts)}" if parts else ""


def of(source: Source, call: ast.Call, nodes: ast.expr | None) -> Frozen:
    """Return what a call freezes; `nodes` is its list of output nodes."""
    return Frozen(_placeholders(source, call), tuple(_texts(source, nodes)) if nodes is not None else ())


def _placeholders(source: Source, call: ast.Call) -> tuple[str, ...]:
    """Return the names that placeholders in the same scope are given."""
    home = source.scope(call)
    found: list[str] = []
    for made in source.index.calls.values():
        if source.scope(made) is home and not _PLACEHOLDERS.isdisjoint(source.resolve(made.func)):
            name = argument(made, 2, "name")
            if isinstance(name, ast.Constant) and isinstance(name.value, str):
                found.append(name.value)
    return tuple(dict.fromkeys(found))


def _texts(source: Source, node: ast.expr) -> list[str]:
    """Return the texts in a list that is written out; in one text they are parted by commas."""
    if isinstance(node, ast.Name):
        bindings = list(source.scope(node).visible(node.id, node))
        value = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else None
        return _texts(source, value) if isinstance(value, (ast.List, ast.Tuple, ast.Constant)) else []
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [part.strip() for part in node.value.split(",")]
    elements = node.elts if isinstance(node, (ast.List, ast.Tuple)) else []
    texts = [element.value for element in elements if isinstance(element, ast.Constant)]
    return [text for text in texts if isinstance(text, str)] if len(texts) == len(elements) else []


def export(source: Source, call: ast.Call, frozen: Frozen) -> str:
    """Write the export of a frozen GraphDef as a SavedModel."""
    write = Writer(source, call.func)
    tf = write.tf
    parent = source.parents.get(call)
    target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
    graph_def = source.code(target) if isinstance(target, (ast.Name, ast.Attribute)) else "frozen_graph_def"
    imported = f'lambda: {tf}.graph_util.import_graph_def({graph_def}, name="")'
    return (
        f"{write.head}"
        "# Behind the graph and the session, where code runs eagerly:\n"
        + write.bracketed(f"graph = {tf}.compat.v1.wrap_function(", [imported, "[]"], ")")
        + f"serving_default = graph.prune({_tensors(frozen.inputs)}, {_tensors(frozen.outputs)})\n"
        + write.save("serving_default", "export_dir")
    )


def by_public_names(source: Source, call: ast.Call, frozen: Frozen) -> str:
    """Write what `freeze_graph` does with the names that TensorFlow has in public."""
    write = Writer(source, call.func)
    tf = write.tf
    model, meta, checkpoint = (
        argument(call, at, name)
        for at, name in ((13, "input_saved_model_dir"), (12, "input_meta_graph"), (3, "input_checkpoint"))
    )
    written = argument(call, 7, "output_graph")
    if reads_saved_model(call):
        load = [f"{tf}.compat.v1.saved_model.load(sess, {_tags(source, call)}, {_code(source, model, 'export_dir')})"]
    else:
        path = _code(source, checkpoint, "checkpoint")
        graph = _code(source, meta, "") if _given(meta) else _joined(checkpoint, f"{path} + ")
        load = [
            f"saver = {tf}.compat.v1.train.import_meta_graph({graph}, clear_devices=True)",
            f"saver.restore(sess, {path})",
        ]
    nodes = f"[{', '.join(map(_quoted, frozen.outputs))}]" if frozen.outputs else "output_node_names"
    freeze = f"frozen_graph_def = {tf}.compat.v1.graph_util.convert_variables_to_constants("
    file = _code(source, written, "output_graph")
    lines = [
        *load,
        *write.bracketed(freeze, ["sess", "sess.graph.as_graph_def()", nodes], ")").splitlines(),
        f'{tf}.io.write_graph(frozen_graph_def, "", {file}, as_text=False)',
    ]
    head = f"{write.head}with {tf}.Graph().as_default(), {tf}.compat.v1.Session() as sess:\n"
    return head + write.indented(lines)


def reads_saved_model(call: ast.Call) -> bool:
    """Tell whether a call of `freeze_graph` reads a SavedModel and no checkpoint."""
    return _given(argument(call, 13, "input_saved_model_dir"))


def reads_meta_graph(call: ast.Call) -> bool:
    """Tell whether a call of `freeze_graph` imports the graph that was saved with the checkpoint."""
    return _given(argument(call, 12, "input_meta_graph"))


def _tags(source: Source, call: ast.Call) -> str:
    tags = argument(call, 14, "saved_model_tags")
    if tags is None:
        return '["serve"]'
    known = _texts(source, tags)
    return f"[{', '.join(map(_quoted, known))}]" if known else f'{source.code(tags)}.split(",")'


def _code(source: Source, node: ast.expr | None, otherwise: str) -> str:
    return source.code(node) if node is not None else otherwise


def _joined(checkpoint: ast.expr | None, otherwise: str) -> str:
    """Return the path of a checkpoint's meta graph."""
    if isinstance(checkpoint, ast.Constant) and isinstance(checkpoint.value, str):
        return _quoted(f"{checkpoint.value}.meta")
    return f'{otherwise}".meta"'


def _quoted(text: str) -> str:
    return repr(text) if '"' in text or "\\" in text else f'"{text}"'


def _given(node: ast.expr | None) -> bool:
    return node is not None and not (isinstance(node, ast.Constant) and not node.value)


def _tensors(nodes: Sequence[str]) -> str:
    """Return a dict of a signature's names and the tensors of some nodes."""
    if not nodes:
        return '{"...": "...:0"}'
    return "{" + ", ".join(f"{_quoted(node.rpartition('/')[2])}: {_quoted(f'{node}:0')}" for node in nodes) + "}"


__all__ = ["Frozen", "by_public_names", "export", "of", "reads_meta_graph", "reads_saved_model"]
