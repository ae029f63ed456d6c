"""The summaries of a TensorFlow 1 program: which operations make them, what is merged, and who writes them.

A run that asks for a merged summary asks for the values that go into it instead (see `session_summary_runs`), and where
the program added the summary to an event file, eager code writes these. The graph itself is not written any more.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, session_protos
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_iterators import Iterators
from hublint_rules.rewrites.session_tags import Tags

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.session_protos import Proto

_KINDS = ("histogram", "scalar", "text")
_WRITER = "summary.FileWriter"
_METHODS = frozenset({"add_graph", "add_summary", "close", "flush"})


class Summary(NamedTuple):
    """A summary operation: the position of its statement, what it writes, and under which tag."""

    call: ast.Call
    at: int
    kind: str
    tag: str
    value: ast.expr


class Summaries(Iterators):
    """Statements, and the summaries that they make and write.

    Attributes:
        merged: the summaries that an operation stands for, by the position of the statement that makes it.
        creations: the calls that make writers.
        adds: the calls of `add_summary`.
        ungraphed: the calls that write the graph and nothing else, which go, as does all else of such a writer.
        of_writers: the nodes of all these, which nothing else has to look at.
        forgets_graph: whether the graph was written.
        protos: what those calls of `add_summary` write that add a summary of plain values.
        united: the statements that only put such summaries together, which go.
        of_protos: the nodes of all these.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Find the writers and read the statements.

        Raises:
            Refused: with the reason, if a writer may be used elsewhere.
        """
        self.creations: list[ast.Call] = []
        self.adds: list[ast.Call] = []
        self.ungraphed: set[ast.Call] = set()
        self.forgets_graph: bool = False
        self.of_writers: set[ast.AST] = set()
        self.protos: dict[ast.Call, Proto] = {}
        self.united: set[ast.stmt] = set()
        self.of_protos: set[ast.AST] = set()
        self.source = source
        for call in flow.calls_of(source, _WRITER):
            if not {*suite}.isdisjoint(source.ancestors(call)):
                self._read_writer(call, suite)
        self._read_protos()
        super().__init__(source, suite)

    # Writers

    def _read_writer(self, call: ast.Call, suite: list[ast.stmt]) -> None:
        """Look at a writer that is made, and at all that is done with it."""
        known = ("logdir", "graph", "max_queue", "flush_secs")
        if unpacks(call) or len(call.args) > len(known) or any(k.arg not in known for k in call.keywords):
            message = f"line {call.lineno} makes a writer in a way that is not followed"
            raise Refused(message)
        parent = self.source.parents[call]
        target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
        if not isinstance(target, ast.Name):
            message = f"the writer at line {call.lineno} is kept where other code may use it; give it a name here"
            raise Refused(message)
        self.of_writers |= set(ast.walk(call))
        owner = self.source.scope(call).owner(target.id)
        calls = [
            self._use(load, suite)
            for scope, load in self.source.index.loads
            if load.id == target.id and scope.owner(load.id) is owner
        ]
        self.adds += [used for used in calls if _method(used) == "add_summary" and used not in self.adds]
        graphs = {used for used in calls if _method(used) == "add_graph"}
        self.forgets_graph |= bool(graphs) or argument(call, 1, "graph") is not None
        self._check_closed(calls)
        if any(_method(used) == "add_summary" for used in calls):
            self.creations.append(call)
            self.ungraphed |= graphs
        else:
            self.ungraphed |= {call, *calls}

    def _check_closed(self, calls: list[ast.Call]) -> None:
        """Refuse to write to a writer that was closed: TensorFlow 1 only warns, TensorFlow 2 raises."""
        writing = [call for call in calls if _method(call) in {"add_summary", "flush"}]
        for closed in (call for call in calls if _method(call) == "close"):
            loops = {loop for loop in self.source.ancestors(closed) if isinstance(loop, (ast.For, ast.While))}
            for call in writing:
                if call.lineno > closed.lineno or not loops.isdisjoint(self.source.ancestors(call)):
                    message = f"line {call.lineno} may write to the event file that line {closed.lineno} closes"
                    raise Refused(message)

    def _use(self, load: ast.Name, suite: list[ast.stmt]) -> ast.Call:
        """Return the call of a writer's method that a use of its name is."""
        if {*suite}.isdisjoint(self.source.ancestors(load)):
            message = f"line {load.lineno} uses the writer `{load.id}` outside of the block that makes it"
            raise Refused(message)
        method = self.source.parents[load]
        call = self.source.parents[method]
        methods = (f"{_WRITER}().{name}" for name in _METHODS)
        if not isinstance(method, ast.Attribute) or not flow.is_call_of(self.source, call, *methods):
            message = f"line {load.lineno} hands the writer `{load.id}` to other code, which may write anything"
            raise Refused(message)
        assert isinstance(call, ast.Call)  # noqa: S101 - looked at above
        if not isinstance(self.source.parents[call], ast.Expr):
            message = f"line {call.lineno} writes to an event file within other code"
            raise Refused(message)
        self.of_writers |= {load, method, call}
        if method.attr == "add_graph":
            self.of_writers |= set(ast.walk(call))
        elif method.attr == "add_summary" and (unpacks(call) or argument(call, 0, "summary") is None):
            message = f"line {call.lineno} writes a summary in a way that is not followed"
            raise Refused(message)
        return call

    def _read_protos(self) -> None:
        """Read which summaries of plain values are written."""
        found = {add: session_protos.read(self.source, add) for add in self.adds}
        self.protos = {add: proto for add, proto in found.items() if proto is not None}
        known = {node for proto in self.protos.values() for node in proto.nodes}
        known |= {given for add in self.adds if (given := argument(add, 0, "summary")) is not None}
        for add, proto in self.protos.items():
            session_protos.check_uses(self.source, add, proto, known)
            self.united.update(proto.made)
            self.of_protos |= proto.nodes
            self.of_protos |= {given for given in (argument(add, 0, "summary"),) if isinstance(given, ast.Name)}
        self.of_writers |= self.of_protos

    # Summaries

    def _read(self) -> None:
        self.merged: dict[int, list[Summary]] = {}
        self._all: list[Summary] = []
        self._tags: Tags | None = None
        super()._read()

    def _role(self, at: int, statement: ast.stmt) -> str:
        value = flow.assigned(statement) or (statement.value if isinstance(statement, ast.Expr) else None)
        if statement in self.united:
            self._forget(statement)
            return "summary"
        if self._only_writes(statement):
            self._forget(statement)
            return "writer"
        if value is None or at in self.exports:
            return super()._role(at, statement)
        if value in self.of_writers:
            self._forget(statement)
            if value in self.ungraphed:
                return "dropped"
            return "writer" if not self._runs_in(statement) else super()._role(at, statement)
        made = self._summarised(at, value) if isinstance(value, ast.Call) else None
        if made is None:
            return super()._role(at, statement)
        self.merged[at] = made
        return self._make(at, next(iter(flow.writes(statement)), ""), "summary", "summary")

    def _only_writes(self, statement: ast.stmt) -> bool:
        """Tell whether a statement writes plain values to event files, and has nothing to do with a graph."""
        if not self.protos or self.protos.keys().isdisjoint(ast.walk(statement)) or self._runs_in(statement):
            return False
        content = self._content(statement)
        others = [call for call in content.calls.get("unknown", ()) if call not in self.of_writers]
        return not (content.computes() or others)

    def _summarised(self, at: int, node: ast.expr) -> list[Summary] | None:
        """Return the summaries that an operation stands for, None if it is none."""
        source = self.source
        if isinstance(node, ast.Name) and self._kind(node) == "summary":
            return self.merged[self.env[node.id].at]
        if not isinstance(node, ast.Call):
            return None
        if flow.is_call_of(source, node, "summary.merge_all") and not node.args and not node.keywords:
            return list(self._all)
        if flow.is_call_of(source, node, "summary.merge") and len(node.args) == 1 and not node.keywords:
            listed = node.args[0]
            parts = listed.elts if isinstance(listed, (ast.List, ast.Tuple)) else []
            found = [self._summarised(at, part) for part in parts]
            return [s for part in found if part for s in part] if found and None not in found else None
        for kind in _KINDS:
            if flow.is_call_of(source, node, f"summary.{kind}"):
                self._all.append(self._summary(at, kind, node))
                return self._all[-1:]
        return None

    def _summary(self, at: int, kind: str, call: ast.Call) -> Summary:
        known = ("name", "values" if kind == "histogram" else "tensor")
        name, value = (argument(call, position, word) for position, word in enumerate(known))
        if (
            unpacks(call)
            or value is None
            or len(call.args) > len(known)
            or any(k.arg not in known for k in call.keywords)
        ):
            message = f"line {call.lineno} makes a summary in a way that is not followed"
            raise Refused(message)
        if not isinstance(name, ast.Constant) or not isinstance(name.value, str):
            message = f"the name of the summary at line {call.lineno} is not written out"
            raise Refused(message)
        if self._tags is None:
            self._tags = Tags(self.source, [item.statement for item in self.flat])
        return Summary(call, at, kind, self._tags.of(call), value)


def _method(call: ast.Call) -> str:
    """Return the name of the method that a call calls."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""
