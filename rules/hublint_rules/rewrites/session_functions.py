"""The functions that the runs of a TensorFlow 1 program become: what belongs into each, and what they share."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_summary_runs import SummaryRuns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hublint.rule import Source
    from hublint_rules.rewrites.session_contents import Made
    from hublint_rules.rewrites.session_runs import Element


class Function:
    """What becomes a function: the statements of some runs.

    Attributes:
        slice: the positions of all statements that it needs.
        own: those that no other function which runs a part of it has.
        positions: the positions of its own statements, in order.
        helpers: the functions that it calls first.
        returns: the code of what it returns; for a helper the names that others need.
        parameters: the names of its parameters: placeholders, and for a helper also tensors of other helpers.
        emit: the position behind which it is written; before it, where `before` is set.
        run: whether code that stays calls it, which only functions that are not a helper are for.
    """

    def __init__(self, elements: list[Element]) -> None:
        """Begin with what is asked for."""
        self.elements: list[Element] = elements
        self.positions: list[int] = []
        self.helpers: list[Function] = []
        self.returns: list[str] = []
        self.parameters: list[str] = []
        self.slice: set[int] = set()
        self.own: set[int] = set()
        self.run: bool = bool(elements)
        self.emit: int = -1
        self.before: bool = False

    def actions(self) -> list[Element]:
        """Return the actions among what is asked for."""
        return [element for element in self.elements if element.kind == "action"]


class Functions(SummaryRuns):
    """Runs, and the functions that they become.

    Attributes:
        functions: the functions, helpers before what calls them.
        calls: the function that each run becomes a call of, where it needs one.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Read the statements; `_functions` makes the functions once the runs are known."""
        super().__init__(source, suite)
        self.functions: list[Function] = []
        self.calls: dict[ast.Call, Function] = {}

    # Functions

    def closure(self, positions: Iterable[int]) -> set[int]:
        """Return the positions of statements and of all that they need."""
        found: set[int] = set()
        waiting = list(positions)
        while waiting:
            at = waiting.pop()
            if at not in found:
                found.add(at)
                waiting += self.needs[at]
        return found

    def _sliced(self, elements: Iterable[Element], env: dict[str, Made]) -> set[int]:
        start: set[int] = set()
        for element in elements:
            if element.kind in {"graph", "action"} and element.at >= 0:
                start.add(element.at)
            elif element.kind == "graph":
                names = self._content(element.node, env=env).names.get("graph", set())
                start |= {env[name].at for name in names}
        return self.closure(start)

    def _functions(self) -> list[Function]:
        """Make the functions: one for each set of things that is run, and helpers for what they share."""
        functions: list[Function] = []
        for run in self.runs:
            if not any(element.kind in {"graph", "action"} for element in run.elements):
                continue
            asked = (e for n, e in enumerate(run.elements) if n in run.wanted or e.kind == "action")
            elements = list(asked) or list(run.elements)
            if any(element.kind == "action" for element in elements):
                elements = list({(e.kind, e.at, e.code): e for e in elements}.values())
            env = self.envs[run.at] if run.at not in self.later else self.env
            made = Function(elements)
            made.slice = self._sliced(elements, env)
            made.emit = max(made.slice, default=run.at)
            made.before = not made.slice
            if any(e.at < 0 and e.kind != "drawn" for e in elements):
                made.emit, made.before = run.at, True
            inputs = self._inputs(made)
            unfed = [n for n in inputs if n not in run.feeds and self.placeholders[n].default is None]
            unfed = [n for n in unfed if self.drawn(n) is None]
            if unfed:
                message = f"line {run.call.lineno} does not feed `{unfed[0]}`"
                raise Refused(message)
            for name, value in run.feeds.items():
                if name not in inputs and not flow.repeatable(self.source, value):
                    message = f"line {value.lineno} feeds `{name}`, which is not needed there"
                    raise Refused(message)
            self.calls[run.call] = self._merged(functions, made)
        for function in functions:
            self._check_order(function)
        return self._with_helpers(functions)

    def _merged(self, functions: list[Function], made: Function) -> Function:
        """Return the function that a run calls: one that there is already, where it does the same, or more of it."""

        def keys(function: Function) -> list[tuple[str, int, str]]:
            return [(e.kind, e.at, e.code) for e in function.elements]

        asked = {(e.kind, e.at, e.code) for e in made.elements if not e.shown}
        for other in functions:
            if keys(other) == keys(made) or (made.actions() and set(keys(other)) == set(keys(made))):
                other.elements = [
                    e._replace(shown=e.shown and key not in asked)
                    for e, key in zip(other.elements, keys(other), strict=True)
                ]
                return other
        for other in functions:
            shared = {e.at for e in other.actions()} & {e.at for e in made.actions()}
            if not shared:
                continue
            same = {e.at for e in other.actions()} == {e.at for e in made.actions()}
            if not same or self._inputs(other) != self._inputs(made):
                first = made.actions()[0]
                message = f"line {first.node.lineno} runs `{first.code}` together with other things than elsewhere"
                raise Refused(message)
            known = keys(other)
            other.elements = [
                e._replace(shown=e.shown and key not in asked) for e, key in zip(other.elements, known, strict=True)
            ]
            other.elements += [e for e in made.elements if (e.kind, e.at, e.code) not in known]
            other.slice |= made.slice
            other.emit = max(other.emit, made.emit)
            other.before |= made.before
            return other
        functions.append(made)
        return made

    def _inputs(self, function: Function) -> list[str]:
        """Return the placeholders that a function needs, in the order in which they are made."""
        names = {name for at in function.slice for name in self.fed[at]}
        for element in function.elements:
            if element.at < 0:
                names |= {n.id for n in ast.walk(element.node) if isinstance(n, ast.Name) and n.id in self.placeholders}
        return sorted(names, key=self.order)

    def _check_order(self, function: Function) -> None:
        """Refuse a run of which TensorFlow 1 does not say whether it reads a variable before or after it is changed."""
        # What only goes into summaries may be read before or after: either is what TensorFlow 1 may do.
        shown = function.slice - set().union(
            *(self._sliced([e], self.envs_of(e)) for e in function.elements if not e.shown)
        )
        for action in function.actions():
            changed = self.changed(action.at)
            own = self.closure([action.at])
            for at in function.slice - own - shown:
                clash = sorted(self.touched[at] & changed) if self.roles[at] != "group" else []
                if clash:
                    message = (
                        f"line {action.node.lineno} reads and changes `{clash[0]}` in one run, in an order that "
                        "TensorFlow 1 leaves open"
                    )
                    raise Refused(message)
            for element in function.elements:
                direct = (element.kind == "variable" or element.at < 0) and not element.shown
                names = {n.id for n in ast.walk(element.node) if isinstance(n, ast.Name)} if direct else set()
                if names & changed:
                    message = (
                        f"line {element.node.lineno} reads and changes `{min(names & changed)}` in one run, in an "
                        "order that TensorFlow 1 leaves open"
                    )
                    raise Refused(message)
            parts = [at for at in own if self.roles[at] in {"assign", "train", "apply"} and at != action.at]
            for part in parts:
                others = own - self.closure([part]) - {at for at in own if self.roles[at] == "group"}
                if any(self.touched[at] & self.changed(part) for at in others):
                    message = f"line {action.node.lineno} changes variables in an order that TensorFlow 1 leaves open"
                    raise Refused(message)
        steps = [at for at in function.slice if self.roles[at] in {"train", "gradients"}]
        applied = [at for at in function.slice if self.roles[at] in {"train", "apply"}]
        if (len(steps) > 1 or len(applied) > 1) and not self._trains_apart(steps, applied):
            line = self.flat[max(steps + applied)].statement.lineno
            message = f"line {line} trains twice in one run; run one step after the other"
            raise Refused(message)

    def _trains_apart(self, steps: list[int], applied: list[int]) -> bool:
        """Tell whether steps have nothing to do with each other: none reads or changes what another does.

        That each only reads what no other changes is seen by now. In a graph their order is open, but all orders give
        the same then.
        """
        counted = [at for at in steps if self.trains[at].step is not None]
        return steps == applied and all(self.roles[at] == "train" for at in steps) and len(counted) < 2

    def changed(self, at: int) -> set[str]:
        """Return the names of the variables that an action changes."""
        role = self.roles[at]
        if role == "assign":
            target = self._assigned_now(at)
            return {target}
        if role == "group":
            return set().union(*(self.changed(part) for part in self.needs[at]))
        if role in {"train", "apply"}:
            train = self.trains[at]
            found = set(self.trained(at)) if role == "train" else self.trainable(at)
            return found | ({train.step.id} if isinstance(train.step, ast.Name) else set())
        return set()

    def _assigned_now(self, at: int) -> str:
        outer, self.env = self.env, self.envs[at]
        try:
            target = self._assigned_variable(self.assigns[at])
        finally:
            self.env = outer
        assert target is not None  # noqa: S101 - it was one when the statement was read
        return target.id

    def trained(self, at: int) -> list[str]:
        """Return the names of the variables that a step trains, in the order in which they are made."""
        train = self.trains[at]
        env = self.envs[at]
        if train.variables is None:
            read = set().union(*(self.touched[p] for p in self.closure([at])))
            found = read & self.trainable(at)
        elif isinstance(train.variables, ast.Name):
            found = set(self.touched[env[train.variables.id].at])
        elif isinstance(train.variables, (ast.List, ast.Tuple)):
            found = {e.id for e in train.variables.elts if isinstance(e, ast.Name)}
        else:
            found = set(self.chosen[train.variables])
        # What the step does not call has no variables there, and none that the loss depends on.
        called = set().union(*(self.touched[p] for p in self.closure([at])))
        return self.in_order((n for n in found if n in called or not self.is_late(n, at)), at)

    def _with_helpers(self, functions: list[Function]) -> list[Function]:
        """Take the statements that several functions need out into helpers, and give every function its parts."""
        acting = ("assign", "train", "apply", "group", "gradients")
        self._nest(functions)
        users: dict[int, frozenset[int]] = {}
        for at in set().union(*(function.own for function in functions)) if functions else ():
            users[at] = frozenset(n for n, function in enumerate(functions) if at in function.own)
            if self.roles[at] in acting and len(users[at]) > 1:
                message = f"line {self.flat[at].statement.lineno} is a part of several runs that do different things"
                raise Refused(message)
        groups: dict[frozenset[int], list[int]] = {}
        for at in sorted(users):
            groups.setdefault(users[at], []).append(at)
        ordered = sorted(groups, key=lambda users: (-len(users), min(groups[users])))
        helpers: list[Function] = []
        for key in ordered:
            if len(key) == 1:
                functions[min(key)].positions = groups[key]
                continue
            helper = self._helper(functions, key, groups[key])
            helpers += [helper] if helper not in functions else []
            for n in sorted(key):
                if functions[n] is not helper:
                    functions[n].helpers.append(helper)
        for function in functions:
            function.parameters = self._inputs(function)
            if not function.returns:
                function.returns = [e.code for e in function.elements if self._gives(function, e)]
        return [*helpers, *sorted(functions, key=lambda function: len(function.slice))]

    def _nest(self, functions: list[Function]) -> None:
        """Let functions call those that run a part of what they compute, if they need nothing else from within it."""
        for function in sorted(functions, key=lambda f: len(f.slice)):
            function.own = set(function.slice)
            wide = [f for f in functions if f is not function and f.slice and f.slice < function.slice]
            if any(
                self._content(self.flat[at].statement, env=self.envs[at]).first("gradients") for at in function.slice
            ):
                continue
            for inner in sorted(wide, key=lambda f: -len(f.slice)):
                if (
                    inner.actions()
                    or not inner.slice <= function.own
                    or any(e.at < 0 or e.kind != "graph" for e in inner.elements)
                ):
                    continue
                given = {e.at for e in inner.elements}
                rest = function.slice - inner.slice
                needed = {n for at in rest for n in self.needs[at]} | {e.at for e in function.elements}
                named = {
                    self.envs_of(e)[name].at
                    for e in function.elements
                    if e.at < 0
                    for name in self._content(e.node, env=self.envs_of(e)).names.get("graph", ())
                }
                if (needed | named) & inner.slice <= given and self._names_read(rest, function, given) <= {
                    e.code for e in inner.elements
                }:
                    function.own -= inner.slice
                    function.helpers.append(inner)

    def _names_read(self, positions: set[int], function: Function, made: set[int]) -> set[str]:
        """Return the names of what some statements make that others, or what a function is asked for, read."""
        reading: list[tuple[ast.AST, dict[str, Made]]] = [(self.flat[at].statement, self.envs[at]) for at in positions]
        reading += [(e.node, self.envs_of(e)) for e in function.elements]
        return {
            name
            for node, env in reading
            for name in self._content(node, env=env).names.get("graph", ())
            if env[name].at in made
        }

    def envs_of(self, element: Element) -> dict[str, Made]:
        """Return what names stand for where something is asked for."""
        run = next(run for run in self.runs if any(e is element or e.node is element.node for e in run.elements))
        return self.env if run.at in self.later else self.envs[run.at]

    def _gives(self, function: Function, element: Element) -> bool:
        """Tell whether a function has to return something: some run makes use of it, and it is a value."""
        if element.kind == "action" and self.roles[element.at] != "assign":
            return False
        return any(
            self.calls.get(run.call) is function and run.elements[n].code == element.code
            for run in self.runs
            for n in run.wanted
        )

    def _helper(self, functions: list[Function], users: frozenset[int], positions: list[int]) -> Function:
        own = set(positions)
        names = {name for at in positions for name in self._defines(at)}
        for n in users:
            assert own <= functions[n].own  # noqa: S101 - that is what makes one a user
        needed: list[str] = []
        for at in positions:
            for name in self._defines(at):
                used = any(at in self.needs[other] for n in users for other in functions[n].slice - own) or any(
                    e.at == at or (e.at < 0 and name in flow.reads(e.node))
                    for n in users
                    for e in functions[n].elements
                )
                statement = self.flat[at].statement
                if used and isinstance(statement, ast.FunctionDef):
                    message = (
                        f"line {statement.lineno} computes with a tensor that `{name}` is not given, for several runs; "
                        "make it an argument"
                    )
                    raise Refused(message)
                if used and name not in needed:
                    needed.append(name)
        for other in functions:
            for at in other.slice - own:
                if set(self._defines(at)) & names and other in [functions[n] for n in users]:
                    message = f"line {self.flat[at].statement.lineno} gives a name another tensor between two runs"
                    raise Refused(message)
        inputs = sorted({name for at in positions for name in self.fed[at]}, key=self.order)
        tensors = sorted(
            {
                name
                for at in positions
                for name in self._content(self.flat[at].statement, env=self.envs[at]).names.get("graph", ())
                if self.envs[at][name].at not in own
            }
        )
        for n in sorted(users):
            function = functions[n]
            asked = [e.code for e in function.elements if self._gives(function, e)]
            if (
                not tensors
                and function.own == own
                and function.slice == own
                and all(e.kind == "graph" and e.at >= 0 for e in function.elements)
                and set(needed) <= set(asked)
            ):
                function.positions = positions
                function.returns = asked
                return function
        helper = Function([])
        helper.positions = positions
        helper.slice = own
        helper.returns = needed
        helper.parameters = [*tensors, *inputs]
        helper.emit = max(positions)
        return helper

    def _defines(self, at: int) -> list[str]:
        """Return the names that a statement which moves gives a tensor."""
        after = self.behind(at)
        return sorted(name for name, made in after.items() if made.at == at and made.kind in {"graph", "action"})

    def _check_functions(self) -> None:
        """Refuse functions in which a name would stand for something else than where the code is now."""
        for function in self.functions:
            positions = sorted(function.positions)
            statements = [self.flat[at].statement for at in positions if self.roles[at] == "graph"]
            local = set().union(*(flow.writes(s) for s in statements)) if statements else set()
            given = [name for helper in function.helpers for name in helper.returns]
            own = {name for at in positions for name in self._defines(at)}
            again = sorted({name for name in given if name in own or given.count(name) > 1})
            if again:
                line = self.flat[max(function.slice)].statement.lineno
                message = f"`{again[0]}` stands for two tensors that line {line} needs"
                raise Refused(message)
            bound = {*function.parameters, *(name for h in function.helpers for name in h.returns)}
            clash = flow.read_too_early(self.source, statements, local, bound, self.home)
            if clash is not None:
                message = f"line {clash.lineno} reads `{clash.id}`, which gets another meaning in the function"
                raise Refused(message)
            unbound = sorted(name for name in function.returns if name in local - bound)
            if unbound:
                message = f"`{unbound[0]}` is not certainly set where it is run"
                raise Refused(message)
            last = self._last_call(function)
            for at in positions:
                self._check_captures(at, local, last)

    def _last_call(self, function: Function) -> int:
        """Return the position of the last statement that may call a function, itself or by way of another."""
        users = {function}
        for other in (*self.functions, *self.functions):
            users |= {other} if users & set(other.helpers) else set()
        calls = [run.at for run in self.runs if self.calls.get(run.call) in users]
        return len(self.flat) if set(calls) & set(self.later) else max(calls, default=len(self.flat))

    def _check_captures(self, at: int, local: set[str], last: int | None = None) -> None:
        """Refuse if a value from outside may change before the function that reads it is called for the last time."""
        env = self.envs[at]
        statement = self.flat[at].statement
        read = {
            node.id
            for node in ast.walk(statement)
            if isinstance(node, ast.Name) and self.source.scope(node).owner(node.id) is self.home
        }
        for name in sorted((read & flow.reads(statement)) - local):
            made = env.get(name)
            if made is not None and made.kind in {"graph", "placeholder", "action"}:
                continue
            for later in range(at + 1, len(self.flat) if last is None else min(last + 1, len(self.flat))):
                following = self.flat[later].statement
                if later == last and isinstance(following, ast.Assign) and made is not None:
                    continue  # it binds its names behind the call
                if self.roles[later] not in {"kept", "switch"} or made is not None:
                    changes = name in flow.writes(following)
                else:
                    changes = flow.may_change(self.source, following, name)
                if changes:
                    message = f"line {following.lineno} may change `{name}` after the graph was built with it"
                    raise Refused(message)
            if name in self.shared:
                message = f"`{name}` is global or nonlocal here, so others may change it"
                raise Refused(message)
