"""Runs that ask for summaries: they ask for the values that go into these instead, which are written elsewhere.

What variables hold is read where it is written, if nothing changes them between. Where the same run trains, TensorFlow
1 leaves open whether it reads them before or after the step: measured, 1.15 read after it, 2.21 in graph mode before.
Here it is after.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_runs import Run, Runs

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.session_contents import Made
    from hublint_rules.rewrites.session_runs import Element
    from hublint_rules.rewrites.session_summaries import Summary


class Shown(NamedTuple):
    """What a run gives for its summaries.

    Attributes:
        added: the summaries that each call of `add_summary` writes.
        values: the code of what each of them writes, by its call.
        targets: the names that the program gives to values of the run, by their code.
        target: the name that it gives to what is written.
    """

    added: dict[ast.Call, list[Summary]]
    values: dict[ast.Call, str]
    targets: dict[str, str]
    target: str


class SummaryRuns(Runs):
    """Runs, and what they give for summaries.

    Attributes:
        shown: that, by the call of the run.
        apart_names: whether a summary is run before another one is written, so that their values have names apart.
        unasked: the runs that nothing is left of, for what they give stands anywhere.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Read the statements; `_understand_runs` reads the runs of one."""
        super().__init__(source, suite)
        self.shown: dict[ast.Call, Shown] = {}
        self.unasked: set[ast.Call] = set()
        self.apart_names: bool = False

    def _run(self, call: ast.Call, at: int, fetches: ast.expr, feeds: ast.expr | None, env: dict[str, Made]) -> Run:
        several = isinstance(fetches, (ast.List, ast.Tuple))
        nodes = fetches.elts if isinstance(fetches, (ast.List, ast.Tuple)) else [fetches]
        if not any(self._is_summary(node, env) for node in nodes):
            return super()._run(call, at, fetches, feeds, env)
        run = Run(call, at, "list" if several else "one", [], self._fed(call, feeds, env), [])
        targets = self._targets(run, nodes)
        kept = (t for node, t in zip(nodes, targets, strict=True) if t is not None and self._is_summary(node, env))
        shown = self.shown[call] = Shown({}, {}, {}, ", ".join(map(self.source.code, kept)))
        elements: dict[str, Element] = {}
        wanted: list[str] = []
        for node, target in zip(nodes, targets, strict=True):
            if self._is_summary(node, env):
                continue
            element = self._element(node, at, env)
            elements.setdefault(element.code, element)
            if target is not None and not self._is_unread(target, element):
                wanted.append(element.code)
                shown.targets[element.code] = self.source.code(target)
        for node, target in zip(nodes, targets, strict=True):
            if not self._is_summary(node, env):
                continue
            summaries = self.merged[env[node.id].at]  # type: ignore[attr-defined]
            added = self._added(call, target)
            for summary in summaries if added else ():
                code, asked = self._value(run, summary, env)
                shown.values[summary.call] = code
                if asked is not None:
                    elements.setdefault(code, asked._replace(shown=True))
                    wanted += [code] if code not in wanted else []
            for add, passed in added:
                self._check_passed(run, add, passed, env)
                shown.added[add] = summaries
        codes = list(elements)
        if not elements and self.source.parents[call] not in self.adds:
            self.unasked.add(call)
        wanted_at = sorted(codes.index(code) for code in wanted)
        return run._replace(form="list", elements=list(elements.values()), wanted=wanted_at)

    def _is_summary(self, node: ast.expr, env: dict[str, Made]) -> bool:
        return isinstance(node, ast.Name) and self._kind(node, env) == "summary"

    def _targets(self, run: Run, nodes: list[ast.expr]) -> list[ast.expr | None]:
        """Return what takes each value of a run that asks for summaries."""
        parent = self.source.parents[run.call]
        if isinstance(parent, ast.Expr) or (parent in self.adds and run.form == "one"):
            return [None] * len(nodes)
        target = parent.targets[0] if isinstance(parent, ast.Assign) and len(parent.targets) == 1 else None
        if run.form == "one" and isinstance(target, ast.Name):
            return [target]
        if run.form != "one" and isinstance(target, (ast.List, ast.Tuple)) and len(target.elts) == len(nodes):
            return list(target.elts)
        message = f"line {run.call.lineno} runs a summary and does not give each value a name of its own"
        raise Refused(message)

    def _added(self, call: ast.Call, target: ast.expr | None) -> list[tuple[ast.Call, list[ast.stmt]]]:
        """Return where the summary that a run gives is written, and what may run between."""
        if target is None:
            parent = self.source.parents[call]
            return [(parent, [])] if isinstance(parent, ast.Call) else []
        if not isinstance(target, ast.Name):
            message = f"line {call.lineno} keeps a summary where other code may read it"
            raise Refused(message)
        found: list[tuple[ast.Call, list[ast.stmt]]] = []
        owner = self.source.scope(call).owner(target.id)
        for scope, load in self.source.index.loads:
            if load.id != target.id or scope.owner(load.id) is not owner or load in self.of_protos:
                continue
            add = self.source.parents[load]
            origin, passed = self._origin(self.source.statement(load), target.id)
            if add not in self.adds or argument(add, 0, "summary") is not load or origin is None:
                message = f"line {load.lineno} does more with a summary than to write it where it was run"
                raise Refused(message)
            if origin is self.source.statement(call):
                found.append((add, passed))
        return found

    def _origin(self, statement: ast.stmt, name: str) -> tuple[ast.stmt | None, list[ast.stmt]]:
        """Return the statement that gave a name its value, None if that is not certain, and those passed since."""
        passed: list[ast.stmt] = []
        while True:
            suite = flow.suite_of(self.source, statement)
            for earlier in reversed(_run_through(suite[: suite.index(statement)])):
                if name in flow.writes(earlier):
                    return earlier, passed
                passed.append(earlier)
            parent = self.source.parents[statement]
            if isinstance(parent, (ast.For, ast.While)):
                if name in flow.writes(parent):
                    return None, passed
                passed.append(parent)
            if not isinstance(parent, (ast.For, ast.If, ast.While, ast.With)):
                return None, passed
            statement = parent

    def _check_passed(self, run: Run, add: ast.Call, passed: list[ast.stmt], env: dict[str, Made]) -> None:
        """Refuse to write a summary where its values may be others than where it was run."""
        shown = self.shown[run.call]
        held = {name for code in shown.values.values() for name in flow.reads(ast.parse(code))}
        reads_variables = any(name in env and env[name].kind in {"variable", "variables"} for name in held)
        held |= set(shown.targets.values())
        for statement in passed:
            if any(flow.may_change(self.source, statement, name) for name in held):
                message = f"line {statement.lineno} may change what line {add.lineno} writes as a summary"
                raise Refused(message)
            between = [call for calls in self.running.values() for call in calls if call in set(ast.walk(statement))]
            kinds = {self._kind(n, env) for call in between for n in self.source.below(call, ast.Name)}
            self.apart_names |= "summary" in kinds
            if "action" in kinds and reads_variables:
                message = f"line {statement.lineno} changes variables before line {add.lineno} writes a summary of them"
                raise Refused(message)

    def _value(self, run: Run, summary: Summary, env: dict[str, Made]) -> tuple[str, Element | None]:
        """Return the code of what a summary writes, and what the run has to ask for, if the code cannot stand alone."""
        node = summary.value
        there = self.envs[summary.at]
        for name in sorted(flow.reads(node)):
            if there.get(name) != env.get(name):
                message = f"`{name}` at line {node.lineno} stands for another tensor where it is run"
                raise Refused(message)
        if isinstance(node, ast.Name) and self._kind(node, env) == "placeholder":
            value = run.feeds.get(node.id, self.placeholders[node.id].default)
            if value is None or not flow.repeatable(self.source, value):
                message = f"line {summary.call.lineno} writes `{node.id}`, which is not fed a plain value"
                raise Refused(message)
            return self.source.code(value), None
        element = self._element(node, run.at, env)
        content = self._content(node, env=env)
        computed = {"graph", "placeholder"} & content.names.keys() or "chance" in content.calls
        return element.code, element if computed else None


def _run_through(statements: list[ast.stmt]) -> list[ast.stmt]:
    """Return statements with those of each `try` in its place whose handlers all leave what they stand in."""
    found: list[ast.stmt] = []
    for statement in statements:
        leaving = (ast.Break, ast.Continue, ast.Raise, ast.Return)
        handlers = statement.handlers if isinstance(statement, ast.Try) else []
        if isinstance(statement, ast.Try) and all(isinstance(one.body[-1], leaving) for one in handlers):
            found += [*_run_through(statement.body), *_run_through(statement.orelse), *statement.finalbody]
        else:
            found.append(statement)
    return found
