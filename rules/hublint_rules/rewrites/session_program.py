"""A TensorFlow 1 program in one suite, understood: what it builds, what it runs, and which functions that becomes.

A graph is built once and run often, eager code runs where it stands. So what a run computes anew each time (because a
placeholder, a variable or chance goes into it) moves into functions, one for each set of tensors that is run; what is
the same each time stays where it is. Statements that several functions need become functions of their own.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites import (
    flow,
    graph_calls,
    session_recurrent,
    session_savers,
    session_seeds,
    session_updates,
)
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_batches import Batches
from hublint_rules.rewrites.session_contents import OF_GRAPH, Made

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.variable_names import Names


class Program(Batches):
    """The program of one suite.

    Attributes:
        first, last: the statements of the suite that are rewritten.
        names: the names of its variables in the graph, where it saves or restores any.
        states: the step of the optimizer whose state a saver saves, by the position of the saver.
        seeds: what becomes of the calls that set a seed, anywhere in the file.
        remarks: what a fix says that it changes.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Understand the program.

        Raises:
            Refused: with the reason, if any of it is not what this rewrite knows to keep.
        """
        super().__init__(source, suite)
        self.names: Names | None = None
        self.states: dict[int, int] = {}
        self._check_sessions()
        for at in sorted(self.running):
            self._understand_runs(at)
        session_savers.check_sessions(self, self._opened())
        self._understand_exports()
        if not self.runs:
            message = "nothing that this block builds is run in it, so what it is for is not to be seen"
            raise Refused(message)
        self._check_home()
        self._check_kept()
        self.functions = self._functions()
        self._check_functions()
        self._settle_exports()
        session_recurrent.check(self)
        draws = any(cell.draws for cell in self.sequences.values())
        layers = [layer for found in self.layers.values() for layer in found]
        layers += [layer for maker in self.modules.makers for layer in maker.layers.values()]
        self.seeds = session_seeds.read(source, layers, others=draws)
        self.remarks = [session_updates.REMARK] if session_updates.check(self) else []
        self.remarks += [session_recurrent.REMARK] if draws else []
        self.remarks += [self.seeds.remark] if self.seeds.remark else []
        self._supply()
        session_savers.settle(self)
        self._drop_idle()
        involved = [
            self.flat[at].top
            for at, role in enumerate(self.roles)
            if role not in {"kept", "switch"} or at in self.running
        ]
        self.first, self.last = min(involved), max(involved)
        for at, role in enumerate(self.roles):
            if role == "switch" and self.first <= self.flat[at].top <= self.last:
                line = self.flat[at].statement.lineno
                message = f"line {line} switches TensorFlow 2 behaviour off in the middle of the program"
                raise Refused(message)
        self._check_outside()

    def _check_sessions(self) -> None:
        """Refuse sessions that begin anew with the variables that eager code keeps."""
        opened = self._opened()
        if not self.has_variables():
            return
        if not opened:
            message = "no session is opened beside the graph, so what runs it is not to be seen"
            raise Refused(message)
        if len(opened) > 1 and not self.savers:
            message = f"{len(opened)} sessions are opened here, and each has the variables for itself"
            raise Refused(message)
        for call in opened:
            for parent in self.source.ancestors(call):
                if parent is self.source.parents[self.suite[0]]:
                    break
                again = isinstance(parent, (ast.For, ast.While)) or (
                    isinstance(parent, ast.FunctionDef) and not self._called_once(parent)
                )
                if again:
                    message = f"line {call.lineno} may open a session several times, each with variables of its own"
                    raise Refused(message)

    def _opened(self) -> list[ast.Call]:
        """Return the calls that open sessions of this program."""
        return [call for call in self.openings if not self._is_apart(call)]

    def _is_apart(self, node: ast.AST) -> bool:
        """Tell whether a node stands in a function that has nothing to do with this program."""
        return any(parent in self.apart for parent in self.source.ancestors(node))

    def _called_once(self, definition: ast.FunctionDef) -> bool:
        reads = [name for _, name in self.source.index.loads if name.id == definition.name]
        return len(reads) <= 1 and not any(
            isinstance(parent, (ast.For, ast.While, ast.FunctionDef, ast.Lambda))
            for name in reads
            for parent in self.source.ancestors(name)
        )

    # What stays

    def _check_home(self) -> None:
        if self.home.kind == "class":
            message = f"line {self.suite[0].lineno} stands in the body of a class, whose names a function does not see"
            raise Refused(message)
        names = {name for env in (*self.envs, self.env) for name, made in env.items() if made.kind != "config"}
        shared = sorted(names & self.shared)
        if shared:
            message = f"`{shared[0]}` is global or nonlocal here, so others may use it"
            raise Refused(message)

    def _check_kept(self) -> None:
        """Refuse statements that stay and use what goes."""
        for at, role in enumerate(self.roles):
            statement = self.flat[at].statement
            if role != "kept" or statement in self.apart:
                continue
            deferred = at in self.later
            env = self.env if deferred else self.envs[at]
            runs = {n for call in self.running.get(at, ()) for n in ast.walk(call)}
            opened = {n for block in self.blocks_in(statement) for i in block.items for n in ast.walk(i)}
            opened |= {n for s in self.idle_in(statement) for n in ast.walk(s)}
            made = flow.assigned(statement)
            fine: set[str] = set()
            if made is not None and self.running.get(at) is None:
                after = self.behind(at)
                fine = {
                    n for n, m in after.items() if m.at == at and m.kind in {"optimizer", "rate", "variables", "tensor"}
                }
            tensor = any(m.at == at and m.kind == "tensor" for m in self.behind(at).values())
            entered = flow.entered(statement, "body")
            for node in ast.walk(statement):
                if node in runs or node in opened or node in self.of_writers:
                    continue
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    kind = self._kind(node, env)
                    if kind not in OF_GRAPH or node.id in entered or fine or tensor:
                        continue
                    if deferred and kind in {"variable", "variables", "tensor"}:
                        continue
                    message = f"line {node.lineno} uses `{node.id}` for more than running it"
                    if kind == "saver":
                        message = (
                            f"line {node.lineno} saves or restores variables by their names in the graph; "
                            "save them with tf.train.Checkpoint"
                        )
                    raise Refused(message)
                if isinstance(node, ast.Call) and at in self.running and not deferred:
                    effect = graph_calls.effect(self.source, node)
                    if effect == "unknown":
                        self._refuse_unknown(node)
                    if effect in {"steady", "chance", "gradients", "trainable", "layer"}:
                        message = f"line {node.lineno} builds a part of the graph where it is run"
                        raise Refused(message)

    def is_optimizer(self, at: int) -> bool:
        """Tell whether a statement makes an optimizer and names it."""
        after = self.behind(at)
        return any(made.at == at and made.kind == "optimizer" for made in after.values())

    def blocks_in(self, statement: ast.stmt) -> list[ast.With]:
        """Return the graph and session blocks in a statement that stays, which are opened."""
        return [n for n in ast.walk(statement) if isinstance(n, ast.With) and flow.is_graph_block(self.source, n)]

    def idle_in(self, statement: ast.stmt) -> list[ast.stmt]:
        """Return the statements in one that stays which only open or close a session, feed it, or initialize it."""
        return [n for n in ast.walk(statement) if isinstance(n, (ast.Assign, ast.Expr)) and self._is_idle(n)]

    def _is_idle(self, node: ast.Assign | ast.Expr) -> bool:
        if node.value in self.unasked or node.value in self.ungraphed:
            return True
        if isinstance(node, ast.Assign):
            return node in self.feeding or flow.graph_or_session(self.source, node.value)
        return node.value in self.initial or flow.is_call_of(self.source, node.value, "Session().close")

    def _drop_idle(self) -> None:
        """Drop what nothing needs any more: the runs of initializers, the options of sessions."""
        idle = {self.source.statement(call) for call in (*self.initial, *self.unasked)}
        for at, item in enumerate(self.flat):
            if item.statement in idle:
                self.roles[at] = "dropped"
                del self.running[at]
        for at in range(len(self.flat)):
            made = self.behind(at)
            name = next((n for n, m in made.items() if m.at == at and m.kind == "config"), None)
            if name is None or not self._only_configures(name):
                continue
            for other, one in enumerate(self.flat):
                if (
                    name in {n.id for n in ast.walk(one.statement) if isinstance(n, ast.Name)}
                    and self.roles[other] == "kept"
                    and other not in self.running
                ):
                    self.roles[other] = "dropped"
        used = set().union(*(function.slice for function in self.functions)) if self.functions else set()
        for at, role in enumerate(self.roles):
            if role == "saver" and at not in self.savers:
                self.roles[at] = "dropped"
            if role in {"graph", "train", "assign", "apply", "group", "gradients"} and at not in used:
                self.roles[at] = "dropped"

    def _only_configures(self, name: str) -> bool:
        """Tell whether a session's configuration is for nothing but sessions that go."""
        for _, load in self.source.index.loads:
            if load.id != name:
                continue
            if any(load in ast.walk(call) for call in self.openings):
                continue
            statement = self.source.statement(load)
            at = next((n for n, item in enumerate(self.flat) if item.statement is statement), None)
            if at is None or self._configures_in(statement, self.envs[at]) is None:
                return False
        return True

    def _configures_in(self, statement: ast.stmt, env: dict[str, Made]) -> str | None:
        outer, self.env = self.env, env
        try:
            made = flow.assigned(statement)
            if made is not None and flow.is_call_of(self.source, made, "ConfigProto", "GPUOptions"):
                return "kept"
            return self._configures(statement)
        finally:
            self.env = outer

    def _check_outside(self) -> None:
        """Refuse if code round the program reads what it no longer defines."""
        gone = {
            name
            for env in (*self.envs, self.env)
            for name, made in env.items()
            if made.kind in OF_GRAPH - {"variables", "optimizer", "rate"}
        }
        for use in flow.outside_uses(self.source, self.suite[self.first : self.last + 1], gone):
            if any(parent in self.apart for parent in self.source.ancestors(use)) or self._is_plain_by_then(use):
                continue
            message = f"line {use.lineno} uses `{use.id}`, which the rewritten block no longer has"
            raise Refused(message)

    def _is_plain_by_then(self, use: ast.Name) -> bool:
        """Tell whether a name is read in the suite itself, where it stands for nothing of a graph any more, or yet."""
        within = {use, *self.source.ancestors(use)}
        at = next((n for n, item in enumerate(self.flat) if item.statement in within), None)
        return at is not None and at not in self.later and use.id not in self.envs[at]
