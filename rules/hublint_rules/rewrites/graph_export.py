"""A graph that is built, run in a session and exported in one place, rewritten as a `tf.function` on a `tf.Module`.

The block is understood on `ast` nodes (`Program`) and written anew from libcst nodes (`write`), so that what the owner
wrote stays as it was, comments included. Whatever is not understood for certain is refused with a reason.

Three forms, all measured on TensorFlow 2.15 and 2.21. Code that makes no variables becomes a `tf.function`. Code that
makes variables, or may make them, is built by `tf.compat.v1.wrap_function`, which keeps variable scopes and
collections working, and a checkpoint is restored into the variables of the wrapped function. Where the placeholders are
made by other code, or signatures take different ones, they stay in the wrapped function, and each signature is pruned
out of it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Fix, NoFix
from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import export_call, flow
from hublint_rules.rewrites.export_call import Values
from hublint_rules.rewrites.flow import InUse, Refused
from hublint_rules.rewrites.initial_values import Lifted, lifted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import TypeGuard

    from hublint.rule import Source, Use
    from hublint.source.index import Scope
    from hublint_rules.rewrites.export_call import Export

_INITIALIZERS = (
    "global_variables_initializer",
    "local_variables_initializer",
    "initialize_all_variables",
    "initialize_local_variables",
    "initializers.global_variables",
    "initializers.local_variables",
)


class Parameter(NamedTuple):
    """A placeholder that becomes an argument: how its dtype and shape are written."""

    dtype: str
    shape: str


class Run(NamedTuple):
    """A `session.run` in a statement that stays."""

    call: ast.Call
    signature: int
    """Which of the signatures gives what it fetches."""
    keys: tuple[str, ...]
    """The outputs that it fetches."""
    several: bool
    """Whether it fetches a list, even if of one output."""
    feeds: dict[str, ast.expr]
    """What it feeds, by the key of the input, in the order in which it is written."""


# No reason is given: that a graph is not exported is nothing that keeps it from being rewritten, it is another story.
NOTHING_EXPORTED = NoFix("")


class Stays(NoFix):
    """Why a graph that is exported has to stay in its session."""


# Which literals `tf.constant` takes for a dtype, by how its name begins.
_LITERALS: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "uint": (int,),
    "int": (int,),
    "float": (int, float),
    "double": (int, float),
    "half": (int, float),
    "bfloat": (int, float),
    "string": (str, bytes),
}
_LITERAL_NODES = (ast.Constant, ast.List, ast.Tuple, ast.UnaryOp, ast.unaryop, ast.expr_context)


def rewrite(use: Use) -> Fix | NoFix:
    """Rewrite the graph program that a use is part of; all findings in one program share one fix."""
    source = use.source
    try:
        statement = source.statement(use.node)
        while flow.is_graph_block(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        suite = flow.suite_of(source, statement)
        flat = flow.flatten(source, suite)
        ends = [at for at, item in enumerate(flat) if export_call.is_export(source, item.statement)]
        at = next((at for at in ends if flat[at].top >= suite.index(statement)), None)
        if at is None:
            return NOTHING_EXPORTED
    except Refused as refusal:
        return NoFix(str(refusal))
    end = flat[at].statement
    memo: dict[tuple[int, int], Fix | NoFix] = source.notes.setdefault(rewrite, {})
    known = memo.get((end.lineno, end.col_offset))
    if known is None:
        try:
            from hublint_rules.rewrites.graph_writer import write

            program = Program(source, suite, flat, at)
            known = write(program)
        except InUse as refusal:
            known = Stays(str(refusal))
        except Refused as refusal:
            known = NoFix(str(refusal))
        memo[end.lineno, end.col_offset] = known
    start, stop = source.span(statement)
    if isinstance(known, Fix) and not any(edit.start <= start and stop <= edit.end for edit in known.edits):
        return NoFix("it is not part of the export that follows")
    return known


def stands_alone(use: Use) -> bool:
    """Tell whether a session has a `with` block of its own, in which nothing is exported."""
    source = use.source
    statement = source.statement(use.node)
    if not flow.is_graph_block(source, statement):
        return False
    while flow.is_graph_block(source, source.parents[statement]):
        statement = source.statement(source.parents[statement])
    return not any(isinstance(node, ast.stmt) and export_call.is_export(source, node) for node in ast.walk(statement))


class Program:
    """A graph program in one suite, understood.

    Attributes:
        source: the file.
        suite: the statements in which the program stands.
        flat: the same, with graph and session blocks opened.
        end: the position in `flat` of the call that writes the SavedModel.
        values: follows names in `flat`.
        export: what is exported.
        inside: whether the placeholders stay in the graph.
        placeholders: the positions of those that become arguments, by name.
        parameters: how these are specified, by name, in the order of the signatures' inputs.
        graph: positions of the statements that build the graph.
        dropped: positions of the statements that TensorFlow 2 does not need.
        described: those of them that say what is exported.
        kept: positions of the statements between them that stay as they are.
        runs: the `session.run` calls in statements that stay, by position.
        restore: the position of the `Saver.restore`, and the checkpoint's path.
        later_restores: those in statements that stay, such as an `if`, with their paths, by position.
        stateful: whether building the graph makes variables, or may do so.
        trains: whether it makes an optimizer, too.
        initial_values: what becomes of the code that makes those of variables.
        first, last: the statements of the suite that are rewritten, both included.
    """

    def __init__(self, source: Source, suite: list[ast.stmt], flat: list[flow.Flat], end: int) -> None:
        """Understand the program.

        Raises:
            Refused: with the reason, if any of it is not what this rewrite knows to keep.
        """
        self.source = source
        self.suite = suite
        self.flat = flat
        self.end = end
        self.values = Values(source, flat)
        self.dropped: set[int] = self.values.machinery
        self.kept: set[int] = set()
        self.graph: list[int] = []
        self.placeholders: dict[str, int] = {}
        self.parameters: dict[str, Parameter] = {}
        self.restore: tuple[int, ast.expr] | None = None
        self.later_restores: dict[int, list[tuple[ast.Call, ast.expr]]] = {}
        self.initialized = -1
        self.runs: dict[int, list[Run]] = {}
        self.sessions: set[str] = set()
        self.opened = end
        self.stateful = False
        self.graphs: set[str] = set()
        self.export: Export = export_call.read(self.values, end)
        self.described: frozenset[int] = frozenset(self.dropped)
        self._session_statements()
        self._own_session(self.export.session)
        export_call.refuse_load_time(self.values, self.export, end)
        self.inside = not self._arguments()
        self.tensors = self._slice()
        self._check_body()
        self._check_outputs()
        self.first = min(flat[at].top for at in self._involved())
        self.last = max(flat[at].top for at in self._involved())
        self._others()
        self._refuse_later_uses()
        self._refuse_changing_captures()
        nodes = [*(flat[at].statement for at in self.graph), *(value for _, value in self.outputs())]
        for node in nodes:
            flow.refuse_unsavable(source, node)
        self.trains = flow.trains(source, nodes)
        restores = self._restores()
        self.stateful = self.inside or restores or flow.stateful(source, nodes, self.tensors)
        code = [*nodes, *(flat[at].statement for at in self.placeholders.values())]
        self.initial_values = lifted(source, code, self.tensors) if self.stateful else Lifted({}, set())
        if restores and not self._has_own_graph():
            self._refuse_other_variables()

    # What the export says

    def inputs(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield the inputs of all signatures with their keys."""
        return (pair for signature in self.export.signatures for pair in signature.inputs)

    def outputs(self) -> Iterator[tuple[str, ast.expr]]:
        """Yield the outputs of all signatures with their keys."""
        return (pair for signature in self.export.signatures for pair in signature.outputs)

    def _arguments(self) -> bool:
        """Note the placeholders as arguments, if all signatures take the same ones and they are made in this block."""
        export_call.refuse_input_names(self.source, self.export)
        for key, value in self.inputs():
            if not isinstance(value, (ast.Name, ast.Attribute, ast.Subscript)) or flow.is_call_of(
                self.source, self._made(value) or value, "sparse_placeholder"
            ):
                message = f"the input `{key}` at line {value.lineno} is computed or sparse, and no plain placeholder"
                raise Refused(message)
        taken = [{value.id for _, value in s.inputs if isinstance(value, ast.Name)} for s in self.export.signatures]
        if any(names != taken[0] for names in taken):
            return False
        plain = {value.id: self._plain_placeholder(value) for _, value in self.inputs() if isinstance(value, ast.Name)}
        if any(len(plain) < len(signature.inputs) for signature in self.export.signatures):
            return False
        for name, found in plain.items():
            if found is None:
                return False
            self.placeholders[name], self.parameters[name] = found
        return True

    def _made(self, node: ast.expr) -> ast.expr | None:
        """Return what a name of this block is assigned, None for anything else."""
        if not isinstance(node, ast.Name):
            return None
        return flow.assigned(self.flat[self.values.bound(node.id, self.end)].statement)

    def _plain_placeholder(self, name: ast.Name) -> tuple[int, Parameter] | None:
        """Return where a placeholder of this block is made, and how; None if other code makes the tensor."""
        at = self.values.bound(name.id, self.end)
        call = self._made(name)
        if not isinstance(call, ast.Call) or not flow.is_call_of(self.source, call, "placeholder"):
            return None
        if unpacks(call):
            message = f"the arguments of the placeholder at line {call.lineno} are not written out"
            raise Refused(message)
        dtype, shape = argument(call, 0, "dtype"), argument(call, 1, "shape")
        if dtype is None:
            message = f"the placeholder at line {call.lineno} has no dtype"
            raise Refused(message)
        for part in (dtype, shape):
            if part is not None and not flow.specifies(self.source, part):
                message = (
                    f"`{self.source.code(part)}` at line {part.lineno} may be another value when it is asked for later"
                )
                raise Refused(message)
        code = self.source.code
        return at, Parameter(code(dtype), code(shape) if shape is not None else "None")

    def _restores(self) -> bool:
        return self.restore is not None or bool(self.later_restores)

    def _has_own_graph(self) -> bool:
        """Tell whether the program is built in a graph that it makes itself, and not in the default one."""
        entered = [item.context_expr for block in self._blocks for item in block.items]
        made = [self.flat[at].statement for at in self.dropped]
        values = [value for value in (*entered, *map(flow.assigned, made)) if value is not None]
        return any(
            name.endswith("Graph()")
            for value in values
            for node in ast.walk(value)
            for name in self.source.resolve(node)
        )

    def _refuse_other_variables(self) -> None:
        """Refuse if variables may be made earlier in the default graph: they have a part in the names of the others."""
        for statement in reversed(self.suite[: self.first]):
            if self._resets(statement):
                return
            defines = isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom))
            if (
                not defines
                and flow.builds_graph(self.source, statement)
                and flow.stateful(self.source, [statement], set())
            ):
                message = (
                    f"line {statement.lineno} may make variables in the same graph, which the checkpoint then has too"
                )
                raise Refused(message)

    def _own_session(self, node: ast.expr) -> None:
        if not isinstance(node, ast.Name) or node.id not in self.sessions:
            message = f"the session `{self.source.code(node)}` is not opened in this block"
            raise Refused(message)
        self._open(node)
        tops = {*self._block_tops(), self.flat[self.end].top}
        inside = [at for at, item in enumerate(self.flat) if item.top in tops]
        self.opened = min(self.opened, *inside)

    # The graph

    def _session_statements(self) -> None:
        """Note the sessions and graphs that the program itself opens, in `with` or by assignment."""
        source = self.source
        self._assigned: dict[str, int] = {}
        for at in range(self.end):
            statement = self.flat[at].statement
            if isinstance(statement, ast.Assign) and flow.graph_or_session(source, statement.value):
                made = statement.targets[0]
                flow.refuse_session_arguments(source, statement.value)
                if isinstance(made, ast.Name) and len(statement.targets) == 1:
                    self._assigned[made.id] = at
                    is_graph = any(name.endswith("Graph()") for name in source.resolve(statement.value))
                    (self.graphs if is_graph else self.sessions).add(made.id)
        blocks = sorted(self._graph_blocks(), key=lambda block: block.lineno)
        self._blocks: set[ast.With] = {*blocks}
        for node in blocks:
            for entered in node.items:
                flow.refuse_session_arguments(source, entered.context_expr)
                target = entered.optional_vars
                is_graph = any(name.endswith("Graph()") for name in source.resolve(entered.context_expr))
                if isinstance(target, ast.Name):
                    self._assigned.pop(target.id, None)
                    (self.graphs if is_graph else self.sessions).add(target.id)
                # Both `with g.as_default()` and `tf.Session(graph=g)` speak of a graph made before.
                self._open(entered.context_expr)

    def _open(self, node: ast.expr) -> None:
        """Drop the assignments of the sessions and graphs that an expression names."""
        for name in sorted(flow.reads(node) & self._assigned.keys()):
            at = self._assigned.pop(name)
            self.dropped.add(at)
            self.opened = min(self.opened, at)
            self._open(self.flat[at].statement.value)  # type: ignore[attr-defined]

    def _graph_blocks(self) -> Iterator[ast.With]:
        # A builder may be given its graph in the session's block and save behind it.
        tops = sorted({self.flat[at].top for at in (self.end, *self.values.machinery)})
        inner = [node for top in tops for node in ast.walk(self.suite[top]) if self._opens(node)]
        yield from inner
        # A graph that was assigned may be entered before, to be built.
        named = self._assigned.keys() & self._named_by_session(inner)
        for top, block in enumerate(self.suite[: tops[-1]]):
            if self._opens(block) and block not in inner:
                entered = {name for item in block.items for name in flow.reads(item.context_expr)}
                if entered <= named and all(self.flat[self._assigned[name]].top < top for name in entered):
                    yield block

    def _named_by_session(self, blocks: list[ast.With]) -> set[str]:
        """Return the names in what opens the exported session, and in what opens blocks round it."""
        opened = [item.context_expr for block in blocks for item in block.items]
        session = self.export.session
        if isinstance(session, ast.Name) and session.id in self._assigned:
            opened.append(self.flat[self._assigned[session.id]].statement.value)  # type: ignore[attr-defined]
        return {name for node in opened for name in flow.reads(node)}

    def _opens(self, node: ast.AST) -> TypeGuard[ast.With]:
        return isinstance(node, ast.With) and flow.is_graph_block(self.source, node)

    def _slice(self) -> set[str]:
        """Collect the statements that the outputs are computed by; return the names that hold tensors."""
        source = self.source
        needed = {name for _, value in self.outputs() for name in flow.reads(value)}
        if self.inside:
            needed |= {name for _, value in self.inputs() for name in flow.reads(value)}
        chosen: list[int] = []
        inner = set(self._inside())
        changed = self._changed_by_graph()
        for at in range(self.end - 1, -1, -1):
            statement = self.flat[at].statement
            written = flow.writes(statement) & needed
            if at in self.dropped or not (written or needed & changed.get(at, set())):
                continue
            if at in self.placeholders.values():
                needed -= written
                continue
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom)):
                needed -= written
                continue
            if not isinstance(statement, ast.AugAssign):
                needed -= flow.binds(statement)
            needed |= flow.reads(statement)
            chosen.append(at)
        fed = {name for _, value in self.inputs() for name in flow.reads(value)}
        graph: list[int] = []
        values: list[int] = []
        tensors = set(self.placeholders)
        for at in reversed(chosen):
            statement = self.flat[at].statement
            simple = isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign))
            value: ast.expr | None = getattr(statement, "value", None) if simple else None
            plain = value is not None and flow.plain(source, value, tensors)
            if plain and flow.writes(statement).isdisjoint(tensors):
                values.append(at)
                continue
            # Outside the `with tf.Graph()` only plain values are made.
            outside = bool(inner) and at not in inner and not flow.builds_graph(self.source, statement)
            if outside and flow.reads(statement).isdisjoint(tensors):
                values.append(at)
                continue
            if flow.is_call_of(source, value or statement, "placeholder", "sparse_placeholder") and (
                not self.inside or flow.writes(statement).isdisjoint(fed)
            ):
                message = f"the placeholder at line {statement.lineno} is needed but is not an input of the signature"
                raise Refused(message)
            if not self.inside and flow.is_call_of(source, value or statement, "placeholder_with_default"):
                # It has a value of its own where no signature feeds it, and stays in the graph with the others.
                self.inside = True
                self.placeholders.clear()
                self.parameters.clear()
                return self._slice()
            if not flow.reads(statement).isdisjoint(self.sessions):
                message = f"line {statement.lineno} computes what is exported with the session"
                raise InUse(message)
            tensors |= flow.writes(statement)
            graph.append(at)
        self.graph = self._with_own_values(graph, values)
        return tensors.union(*(flow.writes(self.flat[at].statement) for at in self.graph))

    def _changed_by_graph(self) -> dict[int, set[str]]:
        """Return the names, such as that of a dict of layers, that a statement changes with a part of the graph."""
        found: dict[int, set[str]] = {}
        tensors = set(self.placeholders)
        for at in range(self.end):
            statement = self.flat[at].statement
            if at in self.dropped or isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
                continue
            makes = flow.builds_graph(self.source, statement) is not None or (
                self.inside and flow.stateful(self.source, [statement], tensors)
            )
            if makes or not tensors.isdisjoint(flow.reads(statement)):
                changes = flow.mutates(self.source, statement) - self.sessions
                tensors |= changes | flow.writes(statement)
                if changes:
                    found[at] = changes
        return found

    def _with_own_values(self, graph: list[int], values: list[int]) -> list[int]:
        """Add the plain values that have to be set where the graph is built: those it sets again, or changes."""
        chosen = set(graph)
        while True:
            statements = [self.flat[at].statement for at in sorted(chosen)]
            changed = set().union(*(flow.writes(s) | flow.mutates(self.source, s) for s in statements))
            for at in values:
                # A value that is set anew behind the first statement that reads it belongs to the order of the graph.
                names = flow.writes(self.flat[at].statement)
                if any(not names.isdisjoint(flow.reads(self.flat[n].statement)) for n in chosen if n < at):
                    changed |= names
            more = {at for at in values if at not in chosen and flow.writes(self.flat[at].statement) & changed}
            if not more:
                return sorted(chosen)
            first = min(self.flat[at].top for at in {*graph, *self.placeholders.values(), *self.dropped})
            for at in sorted(more):
                item = self.flat[at]
                if item.top < first:
                    name = min(flow.writes(item.statement) & changed)
                    message = f"the graph sets `{name}` anew, which line {item.statement.lineno} gives it from outside"
                    raise Refused(message)
            chosen |= more

    def _inside(self) -> Iterator[int]:
        """Yield the positions inside the graph's own `with` block, if it has one."""
        if self.graphs and self.flat[self.end].top in self._block_tops():
            yield from (at for at, item in enumerate(self.flat) if item.top in self._block_tops())

    def _block_tops(self) -> set[int]:
        """Return the positions, in the suite, of the program's own graph and session blocks."""
        return {at for at, statement in enumerate(self.suite) if statement in self._blocks}

    def _check_outputs(self) -> None:
        for key, value in self.outputs():
            if flow.reads(value).isdisjoint(self.tensors):
                message = f"the output `{key}` at line {value.lineno} is not computed in this block"
                raise Refused(message)
        for key, value in self.inputs():
            if flow.reads(value).isdisjoint(self.tensors):
                message = f"the input `{key}` at line {value.lineno} is not a placeholder of this block"
                raise Refused(message)
        if not flow.reads(self.export.folder).isdisjoint(self.tensors | self.sessions):
            message = "the export folder is computed by the graph"
            raise Refused(message)

    def _check_body(self) -> None:
        """Refuse what means something else in a function of its own."""
        home = self.source.scope(self.suite[0])
        if home.kind == "class":
            message = f"line {self.suite[0].lineno} stands in the body of a class, whose names a function does not see"
            raise Refused(message)
        shared = sorted((self.tensors | self.sessions | self.graphs) & home.elsewhere.keys())
        if shared:
            message = f"`{shared[0]}` is global or nonlocal here, so others may use it"
            raise Refused(message)
        statements = [self.flat[at].statement for at in self.graph]
        for statement in statements:
            flow.refuse_in_function(self.source, statement)
        for statement in statements:
            outside = sorted(flow.mutates(self.source, statement) - self.tensors)
            if outside:
                message = f"line {statement.lineno} keeps a part of the graph in `{outside[0]}`, which lives on outside"
                raise Refused(message)
        unbound = flow.read_too_early(self.source, statements, self.tensors, set(self.placeholders), home)
        if unbound is not None:
            message = f"line {unbound.lineno} reads `{unbound.id}` before the graph sets it"
            raise Refused(message)

    def _involved(self) -> set[int]:
        return {self.end, *self.dropped, *self.graph, *self.placeholders.values()}

    # Everything else that stands in between

    def _others(self) -> None:
        for at in range(self.opened, len(self.flat)):
            if at not in self.dropped and at != self.end and self._serves_session(at, self.flat[at].statement):
                self.dropped.add(at)
        tops = [self.flat[at].top for at in self._involved()]
        self.first, self.last = min(tops), max(tops)
        if not self.graphs:
            # What empties the default graph right before the program has nothing to empty any more.
            while self.first > 0 and self._resets(self.suite[self.first - 1]):
                self.first -= 1
        for statement in self._statements():
            for node in ast.walk(statement):
                opens = isinstance(node, ast.With) and any(
                    flow.graph_or_session(self.source, item.context_expr) for item in node.items
                )
                if opens and node not in self._blocks:
                    message = f"line {node.lineno} opens another graph or session between the parts of the export"  # type: ignore[attr-defined]
                    raise Refused(message)
        moved = {*self.graph, *self.placeholders.values()}
        between = [
            at
            for at, item in enumerate(self.flat)
            if self.first <= item.top <= self.last and at not in moved and at not in self.dropped and at != self.end
        ]
        self._savers(between)
        self._refuse_training(between)
        for at in between:
            if at in self.dropped:
                continue
            if self._idle(at, self.flat[at].statement):
                self.dropped.add(at)
            else:
                self.kept.add(at)
                self._keep(at, self.flat[at].statement)
        dropped_names = {name for at in self.dropped for name in flow.writes(self.flat[at].statement)}
        for at in (*moved, *(at for at in between if at not in self.dropped)):
            savers = {call.func.value for call, _ in self.later_restores.get(at, ())}  # type: ignore[attr-defined]
            read = {
                node.id
                for node in ast.walk(self.flat[at].statement)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node not in savers
            }
            lost = read & (dropped_names - self.tensors - self.sessions)
            if lost:
                message = f"line {self.flat[at].statement.lineno} needs `{min(lost)}`, which only the export needed"
                raise Refused(message)

    def _serves_session(self, at: int, statement: ast.stmt) -> bool:
        """Tell whether a statement only prepares or closes the program's own session, and note a restore."""
        source = self.source
        call = statement.value if isinstance(statement, ast.Expr) else None
        if not isinstance(call, ast.Call):
            return False
        if flow.is_call_of(source, call, "Session().close"):
            # Behind the export the name may be that of another session.
            between = self.suite[self.flat[self.end].top + 1 : self.flat[at].top]
            names = flow.reads(call.func)
            return self._names_own_session(call.func) and all(names.isdisjoint(flow.writes(s)) for s in between)
        if at > self.end:
            return False
        if flow.is_call_of(source, call, "train.Saver().restore"):
            path, session = argument(call, 1, "save_path"), argument(call, 0, "sess")
            if not isinstance(session, ast.Name) or session.id not in self.sessions:
                return False
            if path is None or self.restore is not None:
                message = f"line {statement.lineno} restores a second checkpoint, or from where is not to be seen"
                raise Refused(message)
            self._whole_saver(call.func.value, at)  # type: ignore[attr-defined]
            self.restore = (at, path)
            return True
        if flow.is_call_of(source, call, "Session().run") and self._names_own_session(call.func):
            fetches = argument(call, 0, "fetches")
            if fetches is None or len(call.args) + len(call.keywords) != 1 or not self._initializes(fetches):
                return False
            self.initialized = at
            if self.restore is not None:
                message = f"line {statement.lineno} gives the variables their initial values after the checkpoint's"
                raise Refused(message)
            for name in flow.reads(fetches):
                if any(name in flow.writes(self.flat[before].statement) for before in range(at)):
                    value = self.source.scope(fetches).bindings.get(name, ())
                    if any(b.kind == "assign" for b in value):
                        self.values.definition(name, at)
            return True
        return False

    def _whole_saver(self, saver: ast.expr, at: int) -> None:
        """Check that a Saver restores all variables; one that was assigned is dropped with its restore."""
        where, made = self.values.follow(saver, at)
        if isinstance(made, ast.Call) and flow.is_call_of(self.source, made, "train.Saver"):
            chosen = argument(made, 0, "var_list")
            if chosen is None or flow.is_call_of(self.source, chosen, "global_variables", "all_variables"):
                for later in self.graph:
                    statement = self.flat[later].statement
                    if later > where and flow.stateful(self.source, [statement], self.tensors):
                        message = (
                            f"line {statement.lineno} may make variables that the Saver of line {made.lineno} "
                            "does not know"
                        )
                        raise Refused(message)
                return
        message = f"the Saver made at line {made.lineno} does not simply restore all variables"
        raise Refused(message)

    def _savers(self, between: list[int]) -> None:
        """Drop the Savers of restores in statements that stay."""
        for at in between:
            statement = self.flat[at].statement
            if at < self.end and not isinstance(statement, ast.Expr):
                for call in ast.walk(statement):
                    if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "train.Saver().restore"):
                        self._whole_saver(call.func.value, at)  # type: ignore[attr-defined]

    def _resets(self, statement: ast.stmt) -> bool:
        return isinstance(statement, ast.Expr) and flow.is_call_of(self.source, statement.value, "reset_default_graph")

    def _idle(self, at: int, statement: ast.stmt) -> bool:
        """Tell whether a statement between those that change does nothing in TensorFlow 2, so that it goes too."""
        value = statement.value if isinstance(statement, (ast.Expr, ast.Assign)) else None
        if not isinstance(value, ast.Call):
            return False
        if isinstance(statement, ast.Expr):
            return flow.is_call_of(self.source, value, "reset_default_graph", "Graph().finalize")
        if not flow.is_call_of(self.source, value, "train.Saver", *_INITIALIZERS):
            return False
        names = flow.writes(statement)
        readers = (i.statement for n, i in enumerate(self.flat) if n != at and n not in self.dropped)
        return all(names.isdisjoint(flow.reads(reader)) for reader in readers)

    def _initializes(self, node: ast.expr) -> bool:
        if isinstance(node, (ast.List, ast.Tuple)):
            return all(self._initializes(element) for element in node.elts)
        if flow.is_call_of(self.source, node, "group"):
            return all(self._initializes(argument) for argument in node.args)  # type: ignore[attr-defined]
        if flow.is_call_of(self.source, node, *_INITIALIZERS):
            return True
        if isinstance(node, ast.Attribute) and node.attr == "initializer":
            return not flow.reads(node).isdisjoint(self.tensors)
        if isinstance(node, ast.Name):
            scope = self.source.scope(node)
            values = [binding.value for binding in scope.visible(node.id, node)]
            return bool(values) and all(isinstance(v, ast.expr) and self._initializes(v) for v in values)
        return False

    def _names_own_session(self, node: ast.expr) -> bool:
        return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in self.sessions

    def _refuse_training(self, between: list[int]) -> None:
        """Say first that a graph is trained: what else stands between serves that."""
        for at in between:
            for node in ast.walk(self.flat[at].statement):
                if isinstance(node, ast.Call) and any("Optimizer" in name for name in self.source.resolve(node.func)):
                    message = (
                        f"line {node.lineno} trains the graph that is exported; export from a graph of its own, which "
                        "restores a checkpoint"
                    )
                    raise InUse(message)

    def _keep(self, at: int, statement: ast.stmt) -> None:
        """Check that a statement can stay, and note the session's runs in it."""
        runs = [
            call
            for call in ast.walk(statement)
            if isinstance(call, ast.Call)
            and self._names_own_session(call.func)
            and flow.is_call_of(self.source, call, "Session().run")
        ]
        restores = [
            call
            for call in ast.walk(statement)
            if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "train.Saver().restore")
        ]
        if restores:
            self.later_restores[at] = [(call, self._later_restore(at, call)) for call in restores]
        inside = {node for call in (*runs, *restores) for node in ast.walk(call)}
        home = self.source.scope(self.suite[0])
        for node in ast.walk(statement):
            if not isinstance(node, ast.Name) or node in inside:
                continue
            if isinstance(node.ctx, ast.Load) and self.source.scope(node).owner(node.id) is not home:
                continue
            if node.id in self.sessions:
                message = f"line {node.lineno} uses the session for more than running an output"
                raise InUse(message)
            if node.id in self.tensors and not isinstance(node.ctx, ast.Store):
                message = f"line {node.lineno} uses the tensor `{node.id}` outside the graph"
                raise InUse(message)
        if runs:
            self.runs[at] = [self._run(call) for call in runs]
        graph_call = flow.builds_graph(self.source, statement)
        if graph_call is not None and graph_call not in inside:
            line = graph_call.lineno
            message = f"line {line} builds a part of the graph that is not exported; export from a block of its own"
            raise InUse(message)

    def _later_restore(self, at: int, call: ast.Call) -> ast.expr:
        """Return the path of a `Saver.restore` in a statement that stays."""
        path, session = argument(call, 1, "save_path"), argument(call, 0, "sess")
        own = isinstance(session, ast.Name) and session.id in self.sessions
        if path is None or not own or self.restore is not None or self.initialized > at or at > self.end:
            message = f"line {call.lineno} restores a second checkpoint, or not before the export"
            raise Refused(message)
        if any(later > at for later in (*self.graph, *self.placeholders.values())):
            message = f"line {call.lineno} restores variables before the graph is complete"
            raise Refused(message)
        if not flow.reads(path).isdisjoint(self.tensors | self.sessions):
            message = f"line {call.lineno} computes with the graph from where it restores"
            raise Refused(message)
        self._whole_saver(call.func.value, at)  # type: ignore[attr-defined]
        return path

    def _run(self, call: ast.Call) -> Run:
        fetches, feeds = argument(call, 0, "fetches"), argument(call, 1, "feed_dict")
        several = isinstance(fetches, (ast.List, ast.Tuple))
        wanted = [ast.dump(node) for node in (fetches.elts if several else [fetches] if fetches else [])]  # type: ignore[union-attr]
        signature, keys = self._fetched(wanted)
        if not wanted or not keys or unpacks(call):
            every = {ast.dump(value) for _, value in self.outputs()}
            among = f"line {call.lineno} runs outputs of several signatures at once"
            message = f"line {call.lineno} runs something that is not an output of the signature"
            raise InUse(among if wanted and every >= set(wanted) else message)
        inputs = {ast.dump(value): key for key, value in self.export.signatures[signature].inputs}
        fed: dict[str, ast.expr] = {}
        if isinstance(feeds, ast.Dict):
            for name, value in zip(feeds.keys, feeds.values, strict=True):
                key = inputs.get(ast.dump(name)) if name is not None else None
                fed[key or ""] = value
        if fed.keys() != set(inputs.values()) or len(call.args) + len(call.keywords) > 2:
            message = f"line {call.lineno} does not feed exactly the inputs of the signature"
            raise InUse(message)
        if any(not flow.reads(value).isdisjoint(self.tensors | self.sessions) for value in fed.values()):
            message = f"line {call.lineno} feeds a tensor"
            raise InUse(message)
        placeholders = dict(self.export.signatures[signature].inputs)
        for key, value in fed.items():
            if not self._converts(placeholders[key], value):
                spelled = self.source.code(placeholders[key])
                message = f"line {value.lineno} feeds `{spelled}` what a session converts and `tf.constant` does not"
                raise InUse(message)
        if list(inputs.values()) != list(fed) and not all(flow.repeatable(self.source, v) for v in fed.values()):
            message = f"line {call.lineno} feeds the inputs in another order than the signature has"
            raise InUse(message)
        return Run(call, signature, tuple(keys), several, fed)

    def _fetched(self, wanted: list[str]) -> tuple[int, list[str]]:
        """Return the signature that has all of some tensors as outputs, and their keys."""
        for at, signature in enumerate(self.export.signatures):
            outputs = {ast.dump(value): key for key, value in signature.outputs}
            if outputs.keys() >= set(wanted):
                return at, [outputs[tensor] for tensor in wanted]
        return 0, []

    def _converts(self, placeholder: ast.expr, value: ast.expr) -> bool:
        """Tell whether `tf.constant` takes a literal for a placeholder's dtype; `session.run` casts as NumPy does."""
        made = self._made(placeholder)
        placed = isinstance(made, ast.Call) and flow.is_call_of(self.source, made, "placeholder")
        dtype = argument(made, 0, "dtype") if placed else None  # type: ignore[arg-type]
        leaves = {full.rpartition(".")[2] for full in self.source.resolve(dtype)} if dtype is not None else set()
        kind = next((kind for leaf in leaves for kind in _LITERALS if leaf.startswith(kind)), None)
        taken = _LITERALS.get(kind or "", (bool, int, float, str, bytes))
        constants = (node.value for node in ast.walk(value) if isinstance(node, ast.Constant))
        literal = all(isinstance(n, _LITERAL_NODES) for n in ast.walk(value))
        return not literal or all(type(constant) in taken for constant in constants)

    def _refuse_later_uses(self) -> None:
        """Refuse if code outside the rewritten statements reads what they no longer define."""
        source = self.source
        home = source.scope(self.suite[self.first])
        gone = self._gone()
        first_line = self.suite[self.first].lineno
        for use in flow.outside_uses(source, self._statements(), gone):
            message = f"line {use.lineno} uses `{use.id}`, which the rewritten block no longer has"
            raise Refused(message)
        for name in sorted(gone & home.bindings.keys()):
            for binding in home.bindings[name]:
                if binding.kind == "delete" and binding.line >= first_line:
                    message = f"line {binding.line} deletes `{name}`, which the rewritten block no longer has"
                    raise Refused(message)

    def _statements(self) -> list[ast.stmt]:
        """Return the statements of the suite that are rewritten."""
        return self.suite[self.first : self.last + 1]

    def free(self, name: str, *, ours: bool) -> bool:
        """Tell whether new code may bind a name here: nobody would read it, or hides it first.

        Args:
            name: the name.
            ours: whether earlier rewrites bind it too, so that it may be bound again.
        """
        source = self.source
        home = source.scope(self.suite[0])
        used = self.tensors | flow.reads(self.export.folder)
        for at in (*self.graph, *self.kept, *self.placeholders.values()):
            used |= flow.reads(self.flat[at].statement) | flow.writes(self.flat[at].statement)
        if self.restore is not None:
            used |= flow.reads(self.restore[1])
        if name in used or name in flow.BUILTINS or name in home.elsewhere:
            return False
        outer = home
        while outer.parent is not None:
            outer = outer.parent
            if name in outer.bindings and any(
                scope is home or _within(scope, home) for scope, n in source.index.loads if n.id == name
            ):
                return False
        region = range(self.suite[self.first].lineno, (self.suite[self.last].end_lineno or 0) + 1)
        for binding in home.bindings.get(name, ()):
            decorated = isinstance(binding.node, ast.FunctionDef) and bool(binding.node.decorator_list)
            if not (ours or decorated or binding.line in region) or binding.kind in {"import", "class", "parameter"}:
                return False
        return next(flow.outside_uses(source, self._statements(), {name}), None) is None

    def _gone(self) -> set[str]:
        """Return the names that the rewritten statements define no more."""
        gone = dict.fromkeys(self.sessions | self.graphs, self.end)
        kept: dict[str, int] = {}
        for at, item in enumerate(self.flat):
            if not self.first <= item.top <= self.last:
                continue
            if at in self.dropped or at in self.graph or at in self.placeholders.values():
                gone |= dict.fromkeys(flow.writes(item.statement), at)
            else:
                kept |= dict.fromkeys(flow.binds(item.statement), at)
        return {name for name, at in gone.items() if kept.get(name, -1) < at}

    def _refuse_changing_captures(self) -> None:
        """Refuse if a value that the new function takes from outside may change before the function is traced."""
        read: dict[str, int] = {}
        code: list[tuple[int, ast.AST]] = [(at, self.flat[at].statement) for at in self.graph]
        code += ((at, self.flat[at].statement) for at in self.placeholders.values())
        for at, node in sorted(code, key=lambda pair: pair[0]):
            for name in flow.reads(node) - self.tensors:
                read.setdefault(name, at)
        self._refuse_changes(read, self.end)

    def _refuse_changes(self, read: Mapping[str, int], stop: int) -> None:
        for name, at in sorted(read.items()):
            changing = self._change(name, at, stop)
            if changing is not None:
                message = f"line {changing.lineno} may change `{name}` after the graph was built with it"
                raise Refused(message)

    def _change(self, name: str, start: int, stop: int) -> ast.stmt | None:
        """Return the first kept statement between two positions that may change what a name stands for."""
        for at in range(start + 1, stop):
            if at in self.kept and flow.may_change(self.source, self.flat[at].statement, name):
                return self.flat[at].statement
        return None

    def moves(self, value: ast.expr, start: int, stop: int) -> bool:
        """Tell whether an expression has the same value at a later position, and its evaluation the same effect."""
        if any(self._change(name, start, stop) for name in flow.reads(value)):
            return False
        return flow.repeatable(self.source, value) or not any(start < at < stop for at in self.kept)


def _within(scope: Scope, home: Scope) -> bool:
    """Tell whether a scope lies in another one."""
    while scope.parent is not None:
        scope = scope.parent
        if scope is home:
            return True
    return False
