"""Which code of a file builds a graph in any case, and which does so only if the whole program runs in graph mode."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint.rule import Edit
from hublint.source.nodes import children
from hublint.source.types import canonical
from hublint.source.use import argument
from hublint.tfapi.graph import needs_graph
from hublint.tfapi.verdict import split
from hublint_rules.rewrites import flow, hub_models
from hublint_rules.rewrites.handed import run_by
from hublint_rules.symbols.context import PACKAGES, guarded, is_for_keras

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hublint.rule import Source

_SWITCHES = ("disable_v2_behavior", "disable_eager_execution")
# What stands in blocks that are rewritten as a whole.
_OF_BLOCKS = frozenset(
    {"InteractiveSession", "Session", "saved_model.builder.SavedModelBuilder", "saved_model.simple_save"}
    | {"saved_model.load", "saved_model.loader.load", "train.import_meta_graph"}
)
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def builds_own_graph(source: Source, node: ast.AST) -> bool:
    """Tell whether code stands in the block of a graph of its own, in a wrapped function, or in what these call.

    A hook is made wherever it is convenient, and for a session that such a block opens.
    """
    places = _places(source)
    inside = any(outer in places for outer in (node, *source.ancestors(node)))
    return inside or (bool(places) and _is_hook(source, node))


def _is_hook(source: Source, node: ast.AST) -> bool:
    """Tell whether a name is that of a hook's class, or code stands in a class that is derived from one."""
    classes = (outer for outer in source.ancestors(node) if isinstance(outer, ast.ClassDef))
    bases = [base for outer in classes for base in outer.bases]
    return any(
        any(name.endswith("Hook") for name in source.resolve(one))
        for one in (node, *bases)
        if isinstance(one, (ast.Attribute, ast.Name))
    )


def is_wrapped(source: Source, node: ast.AST) -> bool:
    """Tell whether code stands in a function given to `tf.compat.v1.wrap_function`, or in what such a one calls."""
    known: set[ast.AST] | None = source.notes.get(is_wrapped)
    if known is None:
        roots = list(_wrapped(source))
        known = source.notes[is_wrapped] = {*roots, *reached(source, roots, frozenset())}
    return any(outer in known for outer in source.ancestors(node))


def needs_switch(source: Source, node: ast.AST) -> bool:
    """Tell whether code that needs a graph is run where TensorFlow 2 runs eagerly, unless it is told not to.

    That is code at the top level, or in what it calls or hands on. Of functions that nothing here calls, their callers
    have to know.
    """
    if builds_own_graph(source, node) or (isinstance(node, ast.expr) and is_for_keras(source, node)):
        return False
    if any(name.endswith(".SavedModelBuilder") for name in source.resolve(node)):
        return False  # it is made anywhere, and given a session that has a graph
    outer = [parent for parent in (node, *source.ancestors(node)) if isinstance(parent, _DEFINITIONS)]
    return not outer or any(definition in _run_here(source) or _is_traced(source, definition) for definition in outer)


def runs_at_once(source: Source, node: ast.AST) -> bool:
    """Tell whether code runs as soon as its file is imported: at the top level, or in functions that this calls."""
    outer = (parent for parent in source.ancestors(node) if isinstance(parent, _FUNCTIONS))
    return all(function in _called_here(source) for function in outer)


def _called_here(source: Source) -> set[ast.AST]:
    """Return the functions and methods that the top level of a file calls, and those that these call, and so on.

    A function that is only handed on, as to a registry, is not one of them, unless `tf.app.run` takes it.
    """
    known: set[ast.AST] | None = source.notes.get(_called_here)
    if known is not None:
        return known
    known = source.notes[_called_here] = set()
    waiting: list[ast.AST] = list(source.tree.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, _FUNCTIONS):
            continue  # its body runs when it is called
        waiting += children(node)
        for function in _functions_called(source, node) if isinstance(node, ast.Call) else ():
            if function not in known:
                known.add(function)
                waiting += function.body
    return known


def _functions_called(source: Source, call: ast.Call) -> Iterator[ast.FunctionDef]:
    """Yield the functions of the file that a call runs: the initializer for a class."""
    names = [call.func] if isinstance(call.func, ast.Name) else []
    if flow.is_call_of(source, call, "app.run"):
        main = argument(call, 0, "main")
        names += [main] if isinstance(main, ast.Name) else []
    for name in names:
        for made in source.definitions(name):
            if isinstance(made, ast.FunctionDef):
                yield made
            else:
                yield from (one for one in made.body if isinstance(one, ast.FunctionDef) and one.name == "__init__")
    yield from source.methods(call.func)


def _is_traced(source: Source, definition: ast.AST) -> bool:
    """Tell whether a function is a `tf.function`, and so TensorFlow 2 code whoever calls it."""
    decorators = (d.func if isinstance(d, ast.Call) else d for d in getattr(definition, "decorator_list", ()))
    return any(flow.short(name) == "function" for decorator in decorators for name in source.resolve(decorator))


def stranded(source: Source, fixed: Sequence[Edit], places: frozenset[ast.AST] = frozenset()) -> ast.expr | None:
    """Return a name that would still need graph mode, and not have it, once some edits have written TensorFlow 2 code.

    Args:
        source: the file.
        fixed: the edits of all rewrites to TensorFlow 2 that the file has.
        places: functions and classes whose code then builds a graph of its own.
    """
    spans = [(edit.start, edit.end) for edit in fixed if edit.start < edit.end]
    # A model is loaded once, eagerly or into a graph, and then used by all functions, whoever calls them.
    shared = hub_models.has_signature_calls(source)
    for node in _graph_names(source):
        start, end = source.span(node)
        if any(first <= start and end <= last for first, last in spans):
            continue
        if places and (_is_hook(source, node) or any(outer in places for outer in source.ancestors(node))):
            continue
        in_graph = needs_switch(source, node) or (shared and not builds_own_graph(source, node))
        if in_graph and not guarded(source, node):
            return node
    return None


def rewritten(source: Source) -> list[tuple[ast.expr, str]]:
    """Return the places whose code may be rewritten to TensorFlow 2 as a whole, with the full name of each."""
    found = []
    for node in _graph_names(source):
        names = sorted(source.resolve(node))
        found += [(node, name) for name in names[:1] if (flow.short(name) or "") in _OF_BLOCKS]
    return found


def switches(source: Source) -> list[ast.Call]:
    """Return the calls that take TensorFlow 2 behaviour out of the whole program."""
    return flow.calls_of(source, *_SWITCHES)


def without_switches(source: Source, beside: Sequence[Edit]) -> tuple[Edit, ...] | None:
    """Return the edits that take the switches out of a file, None if one of them is more than a line of its own.

    The blank lines round a switch become those that set it off from what stood above, unless an edit `beside` it
    brings its own.
    """
    text = source.text
    starts = text.line_starts
    edits = []
    for call in switches(source):
        statement = source.statement(call)
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        lines = [text.line(row).strip() for row in range(first, last + 1)]
        alone = isinstance(statement, ast.Expr) and statement.value is call and last < len(starts)
        if not alone or len(flow.suite_of(source, statement)) == 1 or "\n".join(lines) != source.code(statement):
            return None
        above, below = first - 1, last + 1
        if any(edit.start == starts[last] and edit.replacement[:1].isspace() for edit in beside):
            while above > 0 and not text.line(above).strip():
                above -= 1
        elif above > 0 and not text.line(above).strip():
            while below < len(starts) and not text.line(below).strip():
                below += 1
        edits.append(Edit(starts[above], starts[below - 1], ""))
    return tuple(edits)


def _graph_names(source: Source) -> list[ast.expr]:
    """Return the names of a file that need a graph, each at its longest."""
    known: list[ast.expr] | None = source.notes.get(_graph_names)
    if known is None:
        known = source.notes[_graph_names] = []
        for nodes, _, meanings in source.chains(PACKAGES):
            parts = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
            for length in range(len(parts), -1, -1):
                # `tensorflow.python` has the same under names of its own.
                apis = (split(canonical(".".join((meaning, *parts[:length])))) for meaning in meanings)
                if any(api is not None and api[0] in {"plain", "v1"} and needs_graph(api[1]) for api in apis):
                    known.append(nodes[length])
                    break
    return known


def _places(source: Source) -> set[ast.AST]:
    """Return the blocks, functions and classes in which code always builds a graph."""
    known: set[ast.AST] | None = source.notes.get(_places)
    if known is None:
        roots = [*_graph_blocks(source), *_wrapped(source)]
        known = source.notes[_places] = {*roots, *reached(source, roots, frozenset())}
    return known


def _graph_blocks(source: Source) -> Iterator[ast.With]:
    if b"Graph(" not in source.text.utf8:
        return
    for node in source.parents:
        if isinstance(node, ast.With) and any(_enters_own_graph(source, item.context_expr) for item in node.items):
            yield node


def _enters_own_graph(source: Source, node: ast.expr) -> bool:
    """Tell whether a `with` enters a graph that was made for it: as default, or as that of a session."""
    names = source.resolve(node)
    if any(name.endswith(".Graph()") for name in names):
        return True
    if not any(name.endswith("Session()") for name in names):
        return False
    made = node
    if isinstance(node, ast.Name):
        values = [binding.value for binding in source.scope(node).visible(node.id, node)]
        made = values[0] if len(values) == 1 and isinstance(values[0], ast.expr) else node
    graph = argument(made, 1, "graph") if isinstance(made, ast.Call) else None
    return graph is not None and any(name.endswith("Graph()") for name in source.resolve(graph))


def _wrapped(source: Source) -> Iterator[ast.AST]:
    for call in flow.calls_of(source, "wrap_function"):
        if call.args:
            given = call.args[0]
            yield from source.definitions(given) if isinstance(given, ast.Name) else [given]


def _run_here(source: Source) -> set[ast.AST]:
    """Return the functions and classes that the top level of a file calls, or hands on, outside of graphs."""
    known: set[ast.AST] | None = source.notes.get(_run_here)
    if known is None:
        code = [statement for statement in source.tree.body if not isinstance(statement, _DEFINITIONS)]
        known = source.notes[_run_here] = reached(source, code, frozenset(_places(source)))
    return known


def reached(source: Source, nodes: Iterable[ast.AST], but: frozenset[ast.AST] = frozenset()) -> set[ast.AST]:
    """Return the functions and classes of the file that some code names, and that those name, and so on.

    What is run by a call of a parameter counts, too.

    Args:
        source: the file.
        nodes: the code to begin with.
        but: places whose code does not count.
    """
    found: set[ast.AST] = set()
    waiting = list(nodes)
    while waiting:
        node = waiting.pop()
        if node in but:
            continue
        waiting += children(node)
        made: list[ast.AST] = []
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            made += source.definitions(node)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            made += source.methods(node.func)
        if isinstance(node, ast.Call):
            made += run_by(source, node)
        fresh = [definition for definition in made if definition not in found and definition not in but]
        found.update(fresh)
        waiting += fresh
    return found
