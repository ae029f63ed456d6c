"""An export whose graph has to stay: `tf.compat.v1` writes it aside, and TensorFlow 2 loads and saves it in its form.

For graphs that are trained, or otherwise used, in the session that exports them. It needs a place that runs eagerly,
which is behind the block of a graph that the code makes itself; `tf.saved_model.save` refuses to work in a graph.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Edit, Fix, NoFix
from hublint.source.use import argument
from hublint_rules.rewrites import export_call, flow
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.names import fresh
from hublint_rules.symbols import judgement
from hublint_rules.symbols.spelling import spell

if TYPE_CHECKING:
    from hublint.rule import Source, Use


def is_reloaded(use: Use) -> bool:
    """Tell whether an export is only a step on the way: what it writes is loaded again and saved by TensorFlow 2."""
    call = use.call
    folder = argument(call, 0 if use.name.endswith("Builder") else 1, "export_dir") if call is not None else None
    if not isinstance(folder, ast.Name):
        return False
    source = use.source
    return any(
        len(other.args) == 1
        and isinstance(other.args[0], ast.Name)
        and other.args[0].id == folder.id
        and source.scope(other).owner(folder.id) is source.scope(folder).owner(folder.id)
        for other in flow.calls_of(source, "saved_model.load")
    )


def rewrite(use: Use) -> Fix | NoFix:
    """Let an export write to a folder of its own, and save what it wrote behind the block of its graph."""
    try:
        return _rewritten(use)
    except Refused as refusal:
        return NoFix(str(refusal))


def _rewritten(use: Use) -> Fix | NoFix:
    source, call = use.source, use.call
    folder = argument(call, 0 if use.name.endswith("Builder") else 1, "export_dir") if call is not None else None
    if call is None or folder is None:
        return NoFix("")
    made = source.statement(call)
    block = made
    while flow.is_graph_block(source, source.parents[block]):
        block = source.statement(source.parents[block])
    suite = flow.suite_of(source, block)
    flat = flow.flatten(source, suite)
    begin, end = _extent(source, flat, made)
    tops = {flat[at].top for at in range(begin, end + 1)}
    blocks = [suite[top] for top in tops if flow.is_graph_block(source, suite[top])]
    if not blocks or not all(_has_own_graph(source, block) for block in blocks):
        return NoFix("")
    if any(flow.is_call_of(source, node, "train.import_meta_graph") for block in blocks for node in ast.walk(block)):
        # Its reference variables can be saved again, and what is saved then cannot be loaded (2.15 and 2.21).
        return NoFix("")
    top = flat[end].top
    for statement in (item.statement for item in flat[end + 1 :] if item.top == top):
        changes = any(flow.may_change(source, statement, name) for name in flow.reads(folder))
        if changes or _mentions(statement, folder):
            message = f"line {statement.lineno} already needs what line {call.lineno} exports, or changes where to"
            raise Refused(message)
    return _fix(use, suite[top], made, folder)


def _extent(source: Source, flat: list[flow.Flat], made: ast.stmt) -> tuple[int, int]:
    """Return the positions at which an export begins and has written its model: that of a builder is in two places."""
    statements = [item.statement for item in flat]
    if made not in statements:
        message = f"line {made.lineno} exports in the middle of other code"
        raise Refused(message)
    begin = statements.index(made)
    if export_call.is_export(source, made):
        return begin, begin
    name = next(iter(flow.writes(made)), None)
    for end in range(begin + 1, len(flat)):
        if export_call.is_export(source, statements[end]) and name in flow.reads(statements[end]):
            return begin, end
    message = f"the builder of line {made.lineno} does not save beside it"
    raise Refused(message)


def _has_own_graph(source: Source, block: ast.stmt) -> bool:
    """Tell whether a block enters a graph that is made for it, and not the default one."""
    entered = [item.context_expr for node in ast.walk(block) if isinstance(node, ast.With) for item in node.items]
    return any(
        name.endswith("Graph()")
        for value in entered
        for node in ast.walk(value)
        if isinstance(node, (ast.Call, ast.Name))
        for name in source.resolve(node)
    )


def _mentions(statement: ast.stmt, folder: ast.expr) -> bool:
    """Tell whether a statement speaks of a folder, by its name or by the same text."""
    if isinstance(folder, ast.Constant):
        return any(isinstance(n, ast.Constant) and n.value == folder.value for n in ast.walk(statement))
    return not flow.reads(folder).isdisjoint(flow.reads(statement)) and not _prints(statement)


def _prints(statement: ast.stmt) -> bool:
    call = statement.value if isinstance(statement, ast.Expr) else None
    return isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "print"


def _fix(use: Use, last: ast.stmt, made: ast.stmt, folder: ast.expr) -> Fix | NoFix:
    from hublint_rules.rewrites.layout import indentation, quoted

    source = use.source
    home = source.scope(last)
    spelled = spell(source, "tensorflow.saved_model", home, use.node)
    text = source.text
    if spelled is None or (last.end_lineno or 0) >= len(text.line_starts):
        message = "there is no room behind the graph's block, or no name for TensorFlow"
        raise Refused(message)
    graph_dir, module = (fresh(name, lambda one: home.owner(one) is None) for name in ("graph_dir", "module"))
    tf = spelled.text.removesuffix(".saved_model")
    saved = (
        f"{module} = {tf}.Module()",
        f"{module}.graph = {tf}.saved_model.load({graph_dir})",
        f"{tf}.saved_model.save({module}, {source.code(folder)}, signatures=dict({module}.graph.signatures))",
    )
    start = source.span(made)[0]
    behind = text.line_starts[last.end_lineno or 0]
    aside = f"{graph_dir} = tempfile.mkdtemp() + {quoted(source, '/graph')}{text.newline}{indentation(source, made)}"
    indent = indentation(source, last)
    edits = (
        Edit(start, start, aside),
        Edit(*source.span(folder), graph_dir),
        Edit(behind, behind, "".join(f"{indent}{line}{text.newline}" for line in saved)),
    )
    imports = (("tempfile", "tempfile"), *spelled.imports)
    # In a later pass the graph may be one that is rewritten: then it need not stay.
    stage = judgement.STAGE
    return Fix(
        "unsafe", "Write the graph aside, load it in TensorFlow 2 and save it in its form", edits, imports, stage
    )
