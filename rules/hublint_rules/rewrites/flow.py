"""What statements of a graph program read, write and make: the questions that every rewrite of one asks."""

from __future__ import annotations

import ast
import builtins
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.types import spellings
from hublint.source.use import argument, unpacks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hublint.rule import Source
    from hublint.source.index import Scope

TENSORFLOW = ("tensorflow.compat.v1.", "tensorflow.")

BUILTINS = frozenset(dir(builtins))

# Calls of TensorFlow that add nothing to a graph: they may stay beside it.
_NO_GRAPH = (
    "app.",
    "compat.as_",
    "errors.",
    "flags.",
    "gfile.",
    "io.gfile.",
    "logging.",
    "saved_model.",
    "train.latest_checkpoint",
    "train.get_checkpoint_state",
    "TensorShape",
    "as_dtype",
    "__version__",
)

# Parts of the API whose calls make variables, tables or other state, or may do so.
_STATEFUL = (
    "InteractiveSession",
    "Session",
    "Variable",
    "contrib.",
    "estimator.",
    "feature_column.",
    "data.",
    "get_local_variable",
    "get_variable",
    "keras.",
    "layers.",
    "lookup.",
    "make_template",
    "get_default_session",
    "local_variables_initializer",
    "global_variables_initializer",
    "initialize_",
    "metrics.",
    "nn.rnn_cell.",
    "placeholder",
    "py_func",
    "queue.",
    "raw_ops.Var",
    "summary.",
    "tables_initializer",
    "train.",
)

_RANDOM = (
    "random",
    "multinomial",
    "truncated_normal",
    "nn.dropout",
    "nn.uniform_candidate",
    "nn.log_uniform_candidate",
)

# Packages whose calls know nothing of graphs.
_PLAIN_PACKAGES = frozenset(
    {
        "argparse",
        "collections",
        "datetime",
        "functools",
        "itertools",
        "json",
        "logging",
        "math",
        "numpy",
        "operator",
        "os",
    }
    | {"pathlib", "random", "re", "shutil", "string", "sys", "tempfile", "time", "typing"}
)

# Methods of lists, dicts and strings that change nothing.
_READING_METHODS = frozenset(
    {"as_list", "copy", "count", "endswith", "format", "get", "get_shape", "index", "items", "join", "keys", "lower"}
    | {"replace", "split", "startswith", "strip", "upper", "values"}
    # Those of a tensor that a session runs, which is another matter.
    | {"eval", "run"}
)

# What Python's own functions do that two calls in another order would do otherwise.
CHANGING = ("numpy.random.", "random.", "time.", "datetime.", "os.", "sys.", "shutil.", "tempfile.", "logging.")
"""Parts of plain packages whose functions give another value each time, or have effects."""
_LASTING = ("os.path.", "os.fspath", "os.environ", "os.getenv")
_CHANGING_BUILTINS = frozenset(
    {"delattr", "eval", "exec", "globals", "input", "locals", "next", "open", "setattr", "vars"}
)

_PURE_NODES = (
    ast.Name,
    ast.Constant,
    ast.Attribute,
    ast.Tuple,
    ast.List,
    ast.Dict,
    ast.BinOp,
    ast.UnaryOp,
    ast.Subscript,
    ast.Slice,
    ast.Compare,
    ast.BoolOp,
    ast.IfExp,
    ast.JoinedStr,
    ast.FormattedValue,
    ast.keyword,
    ast.expr_context,
    ast.operator,
    ast.unaryop,
    ast.cmpop,
    ast.boolop,
)


# Parts of Keras that are functions, and make nothing.
_PLAIN_KERAS = ("keras.activations.", "keras.backend.", "keras.initializers.", "keras.regularizers.")


class Refused(Exception):  # noqa: N818 - a verdict, not an error
    """Why a block is not rewritten: one sentence for its owner."""


class InUse(Refused):
    """Why a graph has to stay: it is trained, or run, in the session that exports it."""


class Flat(NamedTuple):
    """A statement of a graph program, with the graph and session blocks round it opened."""

    statement: ast.stmt
    top: int
    """The position, in the suite, of the statement that this one is or is part of."""


def suite_of(source: Source, statement: ast.stmt) -> list[ast.stmt]:
    """Return the list of statements that a statement stands in."""
    parent = source.parents[statement]
    for field in ("body", "orelse", "finalbody"):
        suite = getattr(parent, field, None)
        if isinstance(suite, list) and statement in suite:
            return suite
    message = f"line {statement.lineno} does not stand in a block"
    raise Refused(message)


def is_graph_block(source: Source, statement: ast.AST) -> bool:
    """Tell whether a statement is a `with` that only enters graphs and sessions, or a scope of placeholders only."""
    return isinstance(statement, ast.With) and (
        all(graph_or_session(source, item.context_expr) for item in statement.items)
        or _is_placeholder_scope(source, statement)
    )


def _is_placeholder_scope(source: Source, statement: ast.With) -> bool:
    """Tell whether a `with` gives placeholders a scope and nothing else: it goes with them."""
    return all(
        item.optional_vars is None and is_call_of(source, item.context_expr, "name_scope", "variable_scope")
        for item in statement.items
    ) and all(
        (value := assigned(inner)) is not None and is_call_of(source, value, "placeholder") for inner in statement.body
    )


def graph_or_session(source: Source, node: ast.expr) -> bool:
    """Tell whether an expression is certainly a TensorFlow graph or session."""
    values = source.resolve(node)
    return bool(values) and all(
        name.endswith(("tensorflow.Graph()", "v1.Graph()", "tensorflow.Session()", "v1.Session()"))
        or name in {"tensorflow.Graph().as_default()", "tensorflow.compat.v1.Graph().as_default()"}
        for name in values
    )


def refuse_session_arguments(source: Source, node: ast.AST) -> None:
    """Refuse a session that runs its graph elsewhere, or may do so."""
    for call in _calls(node):
        if not is_call_of(source, call, "Session", "InteractiveSession"):
            continue
        target = argument(call, 0, "target")
        if unpacks(call):
            message = f"the arguments of the session at line {call.lineno} are not written out"
            raise Refused(message)
        if target is not None and not (isinstance(target, ast.Constant) and not target.value):
            message = f"the session at line {call.lineno} may run its graph on another machine"
            raise Refused(message)


def is_call_of(source: Source, node: ast.AST, *names: str) -> bool:
    """Tell whether a node is a call of one of TensorFlow's `names`, in either of the two modules of version 1."""
    if not isinstance(node, ast.Call):
        return False
    found = source.resolve(node.func)
    return bool(found) and not _spelled(names).isdisjoint(found)


@lru_cache(maxsize=1024)
def _spelled(names: tuple[str, ...]) -> frozenset[str]:
    """Return the full names of what TensorFlow calls by some names, in either of its modules."""
    return frozenset(root + name for root in TENSORFLOW for name in names)


def calls_of(source: Source, *names: str) -> list[ast.Call]:
    """Return the calls of a file that call one of TensorFlow's `names`; looked up once."""
    key = (calls_of, names)
    known: list[ast.Call] | None = source.notes.get(key)
    if known is None:
        text = source.text.utf8
        # Whatever way a name is imported, its parts stand somewhere in the file.
        written = any(all(word in text for word in words) for words in _words(names))
        calls = source.index.calls.values() if written else ()
        known = source.notes[key] = [call for call in calls if is_call_of(source, call, *names)]
    return known


@lru_cache(maxsize=1024)
def _words(names: tuple[str, ...]) -> frozenset[tuple[bytes, ...]]:
    """Return the words that a file spells, all of one group, if it calls what TensorFlow calls by some names."""
    return frozenset(
        tuple(part.encode() for part in spelled.removeprefix(root).split(".") if not part.endswith("()"))
        for root in TENSORFLOW
        for name in names
        for spelled in spellings(root + name)
    )


def flatten(source: Source, suite: list[ast.stmt]) -> list[Flat]:
    """Return the statements of a suite in order, those of graph and session blocks in place of the blocks."""
    flat: list[Flat] = []

    def add(statements: list[ast.stmt], top: int | None) -> None:
        for at, statement in enumerate(statements):
            position = at if top is None else top
            if is_graph_block(source, statement):
                add(statement.body, position)  # type: ignore[attr-defined]
            else:
                flat.append(Flat(statement, position))

    add(suite, None)
    return flat


def reads(node: ast.AST) -> set[str]:
    """Return the names that a node reads, closures included."""
    return {n.id for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Load)}


def writes(statement: ast.stmt) -> set[str]:
    """Return the names that a statement binds in its own scope."""
    found: set[str] = set()
    stack: list[ast.AST] = [statement]
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            found.add(node.name)
            stack += node.decorator_list
            continue
        if isinstance(node, ast.Lambda):
            continue
        if isinstance(node, ast.comprehension):
            stack += [node.iter, *node.ifs]  # what it binds is its own
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            found.add(node.id)
        elif isinstance(node, ast.alias):
            found.add((node.asname or node.name).partition(".")[0])
        elif isinstance(node, ast.ExceptHandler) and node.name:
            found.add(node.name)
        stack += ast.iter_child_nodes(node)
    return found


def binds(statement: ast.stmt) -> set[str]:
    """Return the names that a statement certainly binds, once it has run to its end."""
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        found = {n.id for item in statement.items if item.optional_vars for n in _stored(item.optional_vars)}
        return found.union(*map(binds, statement.body))
    if isinstance(statement, ast.If):
        one, other = (set().union(*map(binds, suite)) for suite in (statement.body, statement.orelse))
        return one & other
    if isinstance(statement, (ast.For, ast.AsyncFor, ast.While, ast.Try, ast.Delete, ast.Match)):
        return set()
    return writes(statement)


def _stored(node: ast.AST) -> Iterator[ast.Name]:
    return (n for n in ast.walk(node) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store))


def entered(statement: ast.stmt, field: str) -> set[str]:
    """Return the names that a compound statement has certainly bound when one of its suites begins."""
    return {n.id for part in _headers(statement) for n in _stored(part)} if field == "body" else set()


def outside_uses(source: Source, statements: Sequence[ast.stmt], names: set[str]) -> Iterator[ast.Name]:
    """Yield the reads of names, outside neighbouring statements, that may see what these statements bind."""
    home = source.scope(statements[0])
    first, last = statements[0].lineno, statements[-1].end_lineno or 0
    loops = [
        node
        for node in source.ancestors(statements[0])
        if isinstance(node, (ast.For, ast.While, ast.AsyncFor)) and source.scope(node) is home
    ]
    following = list(_following(source, statements[-1], home))
    # Not in a loop, the other branch of an `if` does not see what is set in this one.
    others = [] if loops else list(_other_branches(source, statements[0], home))
    for scope, name in source.index.loads:
        if name.id not in names or first <= name.lineno <= last or scope.owner(name.id) is not home:
            continue
        if scope is home and name.lineno < first and not (loops and name.lineno >= loops[-1].lineno):
            continue
        if scope is home and any(start <= name.lineno <= end for start, end in others):
            continue
        if scope is not home or not any(_rebinds(statement, name) for statement in following):
            yield name


def _other_branches(source: Source, statement: ast.stmt, home: Scope) -> Iterator[tuple[int, int]]:
    """Yield the first and last lines of the branches that do not run when a statement does."""
    node: ast.AST = statement
    while node is not home.node:
        parent = source.parents[node]
        if isinstance(parent, ast.If):
            other = parent.orelse if node in parent.body else parent.body if node in parent.orelse else []
            if other:
                yield other[0].lineno, other[-1].end_lineno or other[-1].lineno
        node = parent


def _following(source: Source, statement: ast.stmt, home: Scope) -> Iterator[ast.stmt]:
    """Yield the statements that follow one, those behind the blocks that it stands in included."""
    node: ast.AST = statement
    while node is not home.node:
        if isinstance(node, ast.stmt):
            suite = suite_of(source, node)
            yield from suite[suite.index(node) + 1 :]
        node = source.parents[node]


def _rebinds(statement: ast.stmt, name: ast.Name) -> bool:
    """Tell whether a statement has certainly given a name a new value when it is read."""
    line = name.lineno
    if (statement.end_lineno or statement.lineno) < line:
        return name.id in binds(statement)
    if isinstance(statement, ast.With):
        for at, item in enumerate(statement.items):
            if any(node is name for node in ast.walk(item.context_expr)):
                before = (i.optional_vars for i in statement.items[:at] if i.optional_vars)
                return any(name.id == stored.id for target in before for stored in _stored(target))
    for field in ("body", "orelse", "finalbody"):
        suite = getattr(statement, field, None)
        if isinstance(suite, list) and suite and suite[0].lineno <= line <= (suite[-1].end_lineno or 0):
            return name.id in entered(statement, field) or any(_rebinds(inner, name) for inner in suite)
    return False


def assigned(statement: ast.stmt) -> ast.expr | None:
    """Return the value of an assignment to one name, None for anything else."""
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1 and isinstance(statement.targets[0], ast.Name):
        return statement.value
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.value
    return None


def mutates(source: Source, statement: ast.AST) -> set[str]:
    """Return the names whose values a statement may change in place: items, attributes, calls of unknown methods."""
    found: set[str] = set()
    for node in ast.walk(statement):
        target: ast.AST | None = None
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            target = node
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and not source.resolve(node.func):
            target = node.func if node.func.attr not in _READING_METHODS else None
        while isinstance(target, (ast.Attribute, ast.Subscript)):
            target = target.value
        if isinstance(target, ast.Name):
            found.add(target.id)
    return found


def may_change(source: Source, statement: ast.stmt, name: str) -> bool:
    """Tell whether a statement may give a name another value, or change the value that it has."""
    if name in writes(statement):
        return True
    mentioned = [n for n in ast.walk(statement) if isinstance(n, ast.Name) and n.id == name]
    values = {node: _unchanging(source, node, 8) for node in mentioned}
    if all(values.values()):
        return False
    if name in mutates(source, statement):
        return True
    for call in _calls(statement):
        given = (*call.args, *(keyword.value for keyword in call.keywords))
        bare = (value.value if isinstance(value, ast.Starred) else value for value in given)
        if any(value in values for value in bare) and not _only_reads(source, call):
            return True
    return False


def _only_reads(source: Source, call: ast.Call) -> bool:
    names = source.resolve(call.func)
    if names:
        return all(
            (is_plain(name) and not name.endswith("shuffle")) or beside_graph(short(name) or "") for name in names
        )
    return isinstance(call.func, ast.Name) and is_builtin(source, call.func) and call.func.id not in _CHANGING_BUILTINS


def _unchanging(source: Source, node: ast.expr, depth: int) -> bool:
    """Tell whether an expression certainly has a value that cannot change in place, such as a number or a module."""
    if depth == 0:
        return False
    if isinstance(node, (ast.Constant, ast.JoinedStr, ast.Compare)):
        return True
    if isinstance(node, ast.Tuple):
        return all(_unchanging(source, element, depth - 1) for element in node.elts)
    if isinstance(node, ast.BinOp):
        return _unchanging(source, node.left, depth - 1) and _unchanging(source, node.right, depth - 1)
    if isinstance(node, ast.UnaryOp):
        return _unchanging(source, node.operand, depth - 1)
    if isinstance(node, ast.Name):
        bindings = source.scope(node).visible(node.id, node)
        return bool(bindings) and all(
            binding.kind in {"import", "function", "class"}
            or (
                binding.kind == "assign"
                and isinstance(binding.value, ast.expr)
                and _unchanging(source, binding.value, depth - 1)
            )
            for binding in bindings
        )
    return False


def repeatable(source: Source, node: ast.expr) -> bool:
    """Tell whether evaluating an expression has no effect and depends on nothing but its names."""
    return plain(source, node, ()) and not any(
        (isinstance(call.func, ast.Name) and call.func.id in _CHANGING_BUILTINS)
        or any(name.startswith(CHANGING) and not name.startswith(_LASTING) for name in source.resolve(call.func))
        for call in _calls(node)
    )


def specifies(source: Source, node: ast.expr) -> bool:
    """Tell whether a shape or dtype can be evaluated again, elsewhere: values and calls like `tf.TensorShape`."""
    calls = [call for call in _calls(node) if not is_call_of(source, call, "TensorShape", "as_dtype", "Dimension")]
    return all(repeatable(source, call) for call in calls)


# Parts of the API that make what a SavedModel only holds if its tf.Module has it, or cannot hold.
_UNSAVABLE = {
    "lookup.": "makes a lookup table, which has to be an attribute of the tf.Module that is exported",
    "contrib.lookup.": "makes a lookup table, which has to be an attribute of the tf.Module that is exported",
    "data.": "reads a dataset, which a signature of TensorFlow 2 does not",
    "py_func": "calls Python from the graph, which no SavedModel can hold",
    "py_function": "calls Python from the graph, which no SavedModel can hold",
    "numpy_function": "calls Python from the graph, which no SavedModel can hold",
    "keras.": "uses Keras, which keeps its variables itself; export the layer or model of Keras",
}


def refuse_unsavable(source: Source, node: ast.AST) -> None:
    """Refuse a graph with parts that the new export could not hold, those made by functions of the file included."""
    for call in reached_calls(source, [node]):
        for name in source.resolve(call.func):
            known = short(name) or ""
            if known in {"Session", "InteractiveSession", "train.MonitoredTrainingSession"}:
                message = f"line {call.lineno} opens a session while the graph is built"
                raise Refused(message)
            for start, what in _UNSAVABLE.items():
                if known.startswith(start) and not known.startswith(_PLAIN_KERAS):
                    message = f"line {call.lineno} {what}"
                    raise Refused(message)


def trains(source: Source, nodes: Iterable[ast.AST]) -> bool:
    """Tell whether code makes an optimizer, in functions and classes of the file included."""
    return any(
        (short(name) or "").startswith("train.") and name.endswith("Optimizer")
        for call in reached_calls(source, nodes)
        for name in source.resolve(call.func)
    )


def reached_calls(source: Source, nodes: Iterable[ast.AST]) -> Iterator[ast.Call]:
    """Yield the calls in some nodes, and in the functions and classes of the file that these call."""
    waiting = list(nodes)
    seen: set[ast.AST] = set()
    while waiting:
        for call in _calls(waiting.pop()):
            yield call
            made = list(source.definitions(call.func)) if isinstance(call.func, ast.Name) else []
            for definition in (*made, *source.methods(call.func)):
                if definition not in seen:
                    seen.add(definition)
                    waiting.append(definition)


_LEAVING = (ast.Return, ast.Yield, ast.YieldFrom, ast.Await, ast.AsyncFor, ast.AsyncWith)


def refuse_in_function(source: Source, statement: ast.stmt) -> None:
    """Refuse a statement that would mean something else in a function of its own."""
    inner: set[ast.AST] = set()
    for node in ast.walk(statement):
        if node in inner:
            continue
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            inner |= set(ast.walk(node)) - {node}
        elif isinstance(node, _LEAVING) or (
            isinstance(node, (ast.Break, ast.Continue)) and _loop_outside(source, node, statement)
        ):
            message = f"line {node.lineno} returns, yields or breaks off in the middle of building the graph"
            raise Refused(message)
        elif isinstance(node, (ast.Delete, ast.Global, ast.Nonlocal)):
            message = f"line {node.lineno} deletes or shares a name in the middle of building the graph"
            raise Refused(message)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and _speaks(source, node.value):
            message = f"line {node.lineno} prints or writes something in the middle of building the graph"
            raise Refused(message)


def _speaks(source: Source, call: ast.Call) -> bool:
    """Tell whether a call that is a statement of its own prints, logs or writes, whose order would change."""
    names = source.resolve(call.func)
    if names:
        return all(is_plain(name) or beside_graph(short(name) or "") for name in names)
    return isinstance(call.func, ast.Name) and is_builtin(source, call.func)


def _loop_outside(source: Source, node: ast.AST, statement: ast.stmt) -> bool:
    """Tell whether a `break` or `continue` in a statement belongs to a loop round that statement."""
    while node is not statement:
        node = source.parents[node]
        if isinstance(node, (ast.For, ast.While, ast.AsyncFor)):
            return False
    return True


def read_too_early(
    source: Source, statements: Iterable[ast.stmt], local: set[str], bound: set[str], home: Scope
) -> ast.Name | None:
    """Return a name that the statements of a function read before they have certainly bound it.

    Args:
        source: the file.
        statements: what becomes the body of the function.
        local: the names that the function binds somewhere.
        bound: those that it has bound already; those that the statements certainly bind are added.
        home: the scope that the statements stand in now.
    """
    for statement in statements:
        if isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            # Their bodies run later.
            bound.add(statement.name)
            continue
        suites = [
            suite
            for field in ("body", "orelse", "handlers", "finalbody")
            if isinstance(suite := getattr(statement, field, None), list)
        ]
        inner = {node for suite in suites for child in suite for node in ast.walk(child)}
        for node in ast.walk(statement):
            if node in inner or not isinstance(node, ast.Name):
                continue
            augmented = isinstance(statement, ast.AugAssign) and node is statement.target
            if not augmented and not isinstance(node.ctx, ast.Load):
                continue
            if node.id in local - bound and source.scope(node).owner(node.id) is home:
                return node
        straight = isinstance(statement, (ast.With, ast.AsyncWith))
        for suite in suites:
            inside = bound if straight else set(bound)
            inside |= {n.id for part in _headers(statement) for n in _stored(part)}
            body = [child for child in suite if isinstance(child, ast.stmt)]
            body += [c for child in suite if isinstance(child, ast.ExceptHandler) for c in child.body]
            found = read_too_early(source, body, local, inside, home)
            if found is not None:
                return found
        bound |= binds(statement)
    return None


def _headers(statement: ast.stmt) -> Iterator[ast.AST]:
    """Yield what a compound statement binds before its suites run."""
    if isinstance(statement, (ast.For, ast.AsyncFor)):
        yield statement.target
    if isinstance(statement, (ast.With, ast.AsyncWith)):
        yield from (item.optional_vars for item in statement.items if item.optional_vars)


def plain(source: Source, node: ast.expr, tensors: Iterable[str]) -> bool:
    """Tell whether an expression is plain Python: no tensor goes in and nothing that could make one is called."""
    if not reads(node).isdisjoint(tensors):
        return False
    return all(
        _plain_call(source, child) if isinstance(child, ast.Call) else isinstance(child, _PURE_NODES)
        for child in ast.walk(node)
    )


def _plain_call(source: Source, call: ast.Call) -> bool:
    function = call.func
    names = source.resolve(function)
    if names:
        return all(map(is_plain, names))
    root = function
    while isinstance(root, ast.Attribute):
        root = root.value
    return isinstance(root, ast.Constant) or (isinstance(function, ast.Name) and is_builtin(source, function))


def is_plain(name: str) -> bool:
    """Tell whether a full name belongs to a package that knows nothing of graphs."""
    return name.partition(".")[0] in _PLAIN_PACKAGES


def is_builtin(source: Source, node: ast.Name) -> bool:
    """Tell whether a name is one of Python's own, not bound anew in the file."""
    return node.id in BUILTINS and source.scope(node).owner(node.id) is None


def short(name: str) -> str | None:
    """Return a full name without the module of TensorFlow it belongs to, None if it is not TensorFlow's."""
    for root in TENSORFLOW:
        if name.startswith(root):
            return name[len(root) :]
    return None


def is_operation(name: str) -> bool:
    """Tell whether a full name is one of TensorFlow's operations: no variables, no other state, no chance."""
    known = short(name)
    return known is not None and not known.startswith((*_STATEFUL, *_NO_GRAPH, *_RANDOM)) and "()" not in known


def beside_graph(known: str) -> bool:
    """Tell whether a name of TensorFlow, without its module, adds nothing to a graph."""
    return known.startswith(_NO_GRAPH)


def builds_graph(source: Source, node: ast.AST) -> ast.Call | None:
    """Return the first call of TensorFlow in a node that adds to the graph, None if there is none."""
    for call in ast.walk(node):
        if isinstance(call, ast.Call):
            for name in source.resolve(call.func):
                known = short(name)
                if known is not None and not known.startswith(_NO_GRAPH):
                    return call
    return None


def stateful(source: Source, nodes: Iterable[ast.AST], tensors: set[str]) -> bool:
    """Tell whether graph-building code makes variables or other state, or calls what hublint cannot see into."""
    return any(_opaque(source, call, tensors, set()) for node in nodes for call in _calls(node))


def _calls(node: ast.AST) -> Iterator[ast.Call]:
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


def _opaque(source: Source, call: ast.Call, tensors: set[str], seen: set[ast.AST]) -> bool:
    names = source.resolve(call.func)
    if names:
        return any(
            not is_plain(name) if (known := short(name)) is None else known.startswith(_STATEFUL) for name in names
        )
    function = call.func
    if isinstance(function, ast.Name):
        definitions = list(source.definitions(function))
        if definitions:
            for definition in definitions:
                if isinstance(definition, ast.ClassDef):
                    return True
                if definition in seen:
                    continue
                seen.add(definition)
                inner = tensors | {argument.arg for argument in definition.args.args}
                inner |= {name for statement in definition.body for name in writes(statement)}
                if any(_opaque(source, c, inner, seen) for statement in definition.body for c in _calls(statement)):
                    return True
            return False
        return not is_builtin(source, function)
    if isinstance(function, ast.Attribute):
        root: ast.expr = function
        while isinstance(root, (ast.Attribute, ast.Call, ast.Subscript)):
            root = root.func if isinstance(root, ast.Call) else root.value
        # A method of a tensor, such as `get_shape`, makes no state.
        return not (isinstance(root, ast.Constant) or (isinstance(root, ast.Name) and root.id in tensors))
    return True


def names_in(source: Source) -> set[str]:
    """Return every name that a file binds or reads anywhere, and the built-in ones."""
    found = {name.id for _, name in source.index.loads}
    for scope in source.index.scopes.values():
        found |= scope.bindings.keys()
    return found | BUILTINS
