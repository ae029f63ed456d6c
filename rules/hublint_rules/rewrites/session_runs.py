"""The runs of a TensorFlow 1 program: what each asks for, what it feeds, and which values are made use of."""

from __future__ import annotations

import ast
import itertools
from typing import TYPE_CHECKING, Literal, NamedTuple

from hublint.source.use import argument, unpacks
from hublint_rules.rewrites import flow, graph_calls, session_feeds, session_savers
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_contents import OF_GRAPH, Made
from hublint_rules.rewrites.session_summaries import Summaries

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.session_iterators import Start
    from hublint_rules.rewrites.session_savers import Saving


class Element(NamedTuple):
    """One thing that a run asks for: a tensor, by the position of its statement or as an expression, or an action.

    What is `drawn` is a part of a batch itself, or all of it; `shown` is asked for only to be written as a summary.
    """

    kind: Literal["graph", "action", "variable", "tensor", "drawn"]
    node: ast.expr
    at: int
    code: str
    shown: bool = False


class Run(NamedTuple):
    """One call that runs the graph, in a statement that stays.

    `form` is how the values come back: one, or as a list or tuple of them; `wanted` are the positions of those that
    the statement makes use of.
    """

    call: ast.Call
    at: int
    form: Literal["one", "list", "tuple"]
    elements: list[Element]
    feeds: dict[str, ast.expr]
    wanted: list[int]


class Runs(Summaries):
    """Statements, and the runs in them.

    Attributes:
        runs: the calls that run the graph.
        initial: those that give variables their initial values.
        savings: those of savers.
        begun: those that start iterators.
        feeding: the statements that make dicts of what is fed.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Read the statements; `_understand_runs` reads the runs of one."""
        super().__init__(source, suite)
        self.runs: list[Run] = []
        self.initial: list[ast.Call] = []
        self.savings: list[Saving] = []
        self.begun: dict[ast.Call, list[Start]] = {}
        self.feeding: list[ast.Assign] = []

    def _understand_runs(self, at: int) -> None:
        statement = self.flat[at].statement
        deferred = isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
        env = self.env if deferred else self.envs[at]
        for saving in (c for c in self.running[at] if session_savers.calls_saver(self, c, env)):
            self.savings.append(session_savers.understand(self, saving, at, env))
        numbers = {n for saving in self.savings for n in ast.walk(saving.call)}
        for call in self.running[at]:
            if call in numbers:
                continue
            if any(inner is not call and inner in self.running[at] for inner in ast.walk(call)):
                message = f"line {call.lineno} feeds what another run gives in the same call"
                raise Refused(message)
            fetches, feeds = self._asked(call)
            if self._begins(call, at, fetches, feeds, env):
                continue
            if self._initial(fetches, env):
                self._check_initial(call, at, feeds)
                self.initial.append(call)
                continue
            self.runs.append(self._run(call, at, fetches, feeds, env))

    def _asked(self, call: ast.Call) -> tuple[ast.expr, ast.expr | None]:
        """Return what a call runs, and what it feeds."""
        assert isinstance(call.func, ast.Attribute)  # noqa: S101 - _is_run has looked
        owner = call.func.value
        if flow.is_call_of(self.source, call, "Session().run"):
            fetches, feeds = argument(call, 0, "fetches"), argument(call, 1, "feed_dict")
            if not isinstance(owner, ast.Name) or owner.id not in self.sessions:
                message = f"line {call.lineno} runs a session that is not opened in this block"
                raise Refused(message)
            known = {"fetches", "feed_dict"}
        else:
            fetches, feeds = owner, argument(call, 0, "feed_dict")
            session = argument(call, 1, "session")
            if session is not None and not (isinstance(session, ast.Name) and session.id in self.sessions):
                message = f"line {call.lineno} runs a session that is not opened in this block"
                raise Refused(message)
            known = {"feed_dict", "session"}
        if fetches is None or unpacks(call) or len(call.args) > 2 or any(k.arg not in known for k in call.keywords):
            message = f"line {call.lineno} asks the session for more than values"
            raise Refused(message)
        if isinstance(feeds, ast.Constant) and feeds.value is None:
            feeds = None
        return fetches, feeds

    def value_of(self, node: ast.expr, env: dict[str, Made]) -> ast.expr:
        """Return what an expression runs, if it does so without a feed; else the expression."""
        if isinstance(node, ast.Call) and self._is_run(node, env):
            fetches, feeds = self._asked(node)
            return node if feeds is not None else fetches
        return node

    def _begins(self, call: ast.Call, at: int, fetches: ast.expr, feeds: ast.expr | None, env: dict[str, Made]) -> bool:
        """Tell whether a run starts iterators, and note which; it may give variables their values, too."""
        started: list[Start] = []
        others: list[ast.expr] = []
        for node in self._parts(fetches):
            start = self.start(node, env)
            if start is not None:
                started.append(start)
            else:
                others.append(node)
        if not started:
            return False
        statement = self.source.statement(call)
        if not isinstance(statement, ast.Expr) or statement.value is not call:
            message = f"line {call.lineno} does more than to start an iterator"
            raise Refused(message)
        for node in others:
            if not self._initial(node, env):
                message = f"line {call.lineno} does more than to start an iterator"
                raise Refused(message)
        if others:
            self._check_initial(call, at, None)
        if at in self.later:
            message = f"line {call.lineno} starts an iterator in a function"
            raise Refused(message)
        self.begun[call] = started
        made = [start.dataset for start in started if isinstance(start.dataset, ast.Name)]
        made = [dataset for dataset in made if self._is_fed(dataset.id, env)]
        if made and len(started) > 1:
            message = f"line {call.lineno} feeds several iterators that it starts; start each in a run of its own"
            raise Refused(message)
        if made:
            # The dataset is made where it is fed, by a function like what other runs become.
            (dataset,) = made
            element = Element("graph", dataset, env[dataset.id].at, dataset.id)
            self.runs.append(Run(call, at, "one", [element], self._fed(call, feeds, env), [0]))
        return True

    def _parts(self, node: ast.expr) -> list[ast.expr]:
        """Return the operations that a list or group of some runs."""
        if isinstance(node, (ast.List, ast.Tuple)):
            return [part for element in node.elts for part in self._parts(element)]
        if isinstance(node, ast.Call) and flow.is_call_of(self.source, node, "group"):
            return [part for element in node.args for part in self._parts(element)]
        return [node]

    def _initial(self, node: ast.expr, env: dict[str, Made]) -> bool:
        outer, self.env = self.env, env
        try:
            return self._initializes(node)
        finally:
            self.env = outer

    def _check_initial(self, call: ast.Call, at: int, feeds: ast.expr | None) -> None:
        statement = self.source.statement(call)
        if not isinstance(statement, ast.Expr) or statement.value is not call or feeds is not None:
            message = f"line {call.lineno} does more than to give the variables their initial values"
            raise Refused(message)
        for outer in self.source.ancestors(statement):
            if outer is self.source.parents[self.suite[0]]:
                break
            if isinstance(outer, (ast.For, ast.While)):
                message = f"line {call.lineno} gives the variables their initial values again"
                raise Refused(message)
        before = any(run.at not in self.later and run.call not in self.begun for run in self.runs)
        ran = bool(self.initial) or before
        if self.has_variables() and (ran or session_savers.restored_before(self, call, at)):
            if session_savers.restores_all(self, session_savers.following(self, statement)):
                return
            local = flow.is_call_of(
                self.source, call.args[0] if call.args else call, "local_variables_initializer", "tables_initializer"
            )
            if not local:
                message = f"line {call.lineno} gives the variables their initial values again"
                raise Refused(message)

    def _run(self, call: ast.Call, at: int, fetches: ast.expr, feeds: ast.expr | None, env: dict[str, Made]) -> Run:
        form: Literal["one", "list", "tuple"] = "one"
        nodes = [fetches]
        if isinstance(fetches, (ast.List, ast.Tuple)):
            form = "list" if isinstance(fetches, ast.List) else "tuple"
            nodes = list(fetches.elts)
        elements = [self._element(node, at, env) for node in nodes]
        if not elements:
            message = f"line {call.lineno} runs nothing"
            raise Refused(message)
        fed = self._fed(call, feeds, env)
        return Run(call, at, form, elements, fed, self._wanted(call, form, elements))

    def _wanted(self, call: ast.Call, form: str, elements: list[Element]) -> list[int]:
        """Return the positions of the values of a run that its statement makes use of."""
        parent = self.source.parents[call]
        count = len(elements)
        acts = any(element.kind == "action" for element in elements)
        if isinstance(parent, ast.Expr) and acts:
            return []
        if form != "one" and isinstance(parent, ast.Subscript) and isinstance(parent.slice, ast.Constant):
            at = parent.slice.value
            if isinstance(at, int) and -count <= at < count:
                return [at % count]
        if isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            target = parent.targets[0]
            if form != "one" and isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == count:
                return [n for n, one in enumerate(target.elts) if not self._is_unread(one, elements[n])]
            if form == "one" and acts and self._is_unread(target, elements[0]):
                return []
        return list(range(count))

    def _is_unread(self, target: ast.expr, element: Element) -> bool:
        """Tell whether a name is only there because something has to take the value."""
        return (
            isinstance(target, ast.Name)
            and (target.id == "_" or element.kind == "action")
            and all(load.id != target.id for _, load in self.source.index.loads)
        )

    def _element(self, node: ast.expr, at: int, env: dict[str, Made]) -> Element:
        code = self.source.code(node)
        if isinstance(node, ast.Name):
            kind = self._kind(node, env)
            made = env.get(node.id)
            if kind == "variable" and made is not None:
                return Element("variable", node, made.at, code)
            if kind == "action" and made is not None:
                return Element("action", node, made.at, code)
            if kind == "placeholder" and made is not None and made.at in self.draws:
                return Element("drawn", node, -1, code)
            if kind in {"graph", "tensor"} and made is not None:
                if not self._is_one(node, made.at):
                    message = f"line {node.lineno} runs `{code}`, which is not certainly one tensor"
                    raise Refused(message)
                return Element("graph" if kind == "graph" else "tensor", node, made.at, code)
            message = f"line {node.lineno} runs `{code}`, which is not a tensor of this program"
            raise Refused(message)
        content = self._content(node, env=env)
        if "\n" in code or not content.computes() or not graph_calls.gives_one_tensor(self.source, node):
            message = f"line {node.lineno} runs something that is not certainly one tensor"
            raise Refused(message)
        for effect in ("foreign", "impure", "unknown", "gradients", "trainable", "layer"):
            if effect in content.calls:
                message = f"line {node.lineno} runs something that is not certainly one tensor"
                raise Refused(message)
        once = self._runs_once(node, at)
        for name in sorted(flow.reads(node)):
            if name not in env and not once and not self._is_fixed(name, node, at):
                message = f"line {node.lineno} builds a part of the graph from `{name}` where it is run"
                raise Refused(message)
        return Element("graph" if content.varies() else "tensor", node, -1, code)

    def _runs_once(self, node: ast.expr, at: int) -> bool:
        """Tell whether an expression stands in a run that comes once, and for the only time.

        Its function is traced there and then, so that plain values are what they are at that moment.
        """
        inner = itertools.takewhile(lambda one: one is not self.flat[at].statement, self.source.ancestors(node))
        loops = (ast.For, ast.While, ast.Lambda, ast.FunctionDef, ast.ListComp, ast.SetComp, ast.DictComp)
        code = ast.dump(node)
        return (
            at not in self.later
            and not isinstance(self.flat[at].statement, loops)
            and not any(isinstance(one, (*loops, ast.GeneratorExp)) for one in inner)
            and not any(e.at < 0 and ast.dump(e.node) == code for run in self.runs for e in run.elements)
        )

    def _is_fixed(self, name: str, node: ast.expr, at: int) -> bool:
        """Tell whether a plain name has the same value wherever the function is called that its reader moves to."""
        owner = self.source.scope(node).owner(name)
        if owner is None or all(b.kind in {"import", "function", "class"} for b in owner.bindings[name]):
            return True
        if owner is not self.home or len(owner.bindings[name]) != 1 or owner.bindings[name][0].until is not None:
            return False
        following = (self.flat[later].statement for later in range(at, len(self.flat)))
        return not any(flow.may_change(self.source, statement, name) for statement in following)

    def _is_one(self, node: ast.Name, at: int) -> bool:
        """Tell whether what a statement gives a name is one tensor."""
        statement = self.flat[at].statement
        if isinstance(statement, ast.AugAssign):
            return True
        value = flow.assigned(statement)
        if value is not None:
            return graph_calls.gives_one_tensor(self.source, value)
        return graph_calls.gives_one_tensor(self.source, node)

    def _fed(self, call: ast.Call, feeds: ast.expr | None, env: dict[str, Made]) -> dict[str, ast.expr]:
        if feeds is None:
            return {}
        if isinstance(feeds, ast.Name):
            made = session_feeds.written(self.source, feeds, self.shared)
            self.feeding.append(made)
            feeds = made.value
        if not isinstance(feeds, ast.Dict):
            message = f"what line {call.lineno} feeds is not a dict that is written out"
            raise Refused(message)
        fed: dict[str, ast.expr] = {}
        for key, value in zip(feeds.keys, feeds.values, strict=True):
            if not isinstance(key, ast.Name) or self._kind(key, env) != "placeholder" or key.id in fed:
                message = f"line {value.lineno} feeds something that is not a placeholder of this program"
                raise Refused(message)
            content = self._content(value, env=env)
            if content.computes() or set(content.names) & OF_GRAPH:
                message = f"line {value.lineno} feeds `{key.id}` a part of the graph"
                raise Refused(message)
            fed[key.id] = value
        return fed
