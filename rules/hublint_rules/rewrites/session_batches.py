"""How the functions of a TensorFlow 1 program get their batches, now that nobody takes one by running the graph.

A run took the next batch of each iterator that it needed, so its call does. Where a loop ran until the data ended,
it goes over the data now: over the dataset where the iterator was begun for it, else over what the iterator has left.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import flow, session_elements
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_dependence import Dependence, followed
from hublint_rules.rewrites.session_exports import Exports
from hublint_rules.rewrites.session_iterators import Start, ends_of_data

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source
    from hublint_rules.rewrites.session_functions import Function
    from hublint_rules.rewrites.session_iterators import Draw, Iterated
    from hublint_rules.rewrites.session_runs import Run

# The errors that tell the end of the data, and what catches them.
_ENDS = frozenset({"OutOfRangeError", "OpError", "StopIteration"})

_SIMPLE = (ast.Expr, ast.Assign, ast.AugAssign, ast.AnnAssign)
_INNER = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp, ast.IfExp, ast.BoolOp)


class Loop(NamedTuple):
    """A loop that ran until the data ended: `statement` is all of it, the `try` included.

    `first` are the statements of the `try` before the loop, `body` the suites that make up the loop's, `last` what was
    done at the end of the data. `breaks` tells whether the loop may be left before.
    """

    statement: ast.Try | ast.While
    first: list[ast.stmt]
    body: list[ast.stmt]
    last: list[ast.stmt]
    breaks: bool
    run: Run
    draw: Draw


class Batches(Exports):
    """Functions, and how they get batches.

    Attributes:
        batches_of: what each run takes.
        loops: the loops over data, by the statement that each takes the place of.
        whole: those of them that go over a dataset from its beginning, with what made them begin there, and the run.
        unpacked: what is taken in front of a statement, with the names that are needed of it.
        lasting: the iterators that there still are, by where they are made.
        hoisted: those whose dataset has to be named where they are made.
        ends: whether some code that stays catches the end of the data.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Read the statements; `_supply` finds the batches once the functions are known."""
        super().__init__(source, suite)
        self.batches_of: dict[ast.Call, list[Draw]] = {}
        self.loops: dict[ast.AST, Loop] = {}
        self.whole: dict[ast.AST, tuple[Start, ast.Call | None]] = {}
        self.unpacked: dict[ast.stmt, list[tuple[Draw, frozenset[str]]]] = {}
        self.lasting: set[int] = set()
        self.hoisted: set[int] = set()
        self.ends = False
        self._needing: dict[int, dict[int, frozenset[str]]] = {}

    def _supply(self) -> None:
        """Find out how each run gets what it takes."""
        for run in self.runs:
            draws = self._taken(run)
            if draws:
                self.batches_of[run.call] = draws
        if not self.batches_of and not self.begun:
            return
        for function in self.makers():
            function.run = False
        for name in ("iter", "next"):
            if self.source.scope(self.suite[0]).owner(name) is not None:
                message = f"`{name}` is not Python's own function here, which the rewritten code would call"
                raise Refused(message)
        runs = [run for run in self.runs if run.call in self.batches_of]
        for run in runs:
            self._check_certain(run)
        for run in sorted(runs, key=lambda run: -run.call.lineno):
            loop = self._loop(run)
            if loop is not None:
                self.loops[loop.statement] = loop
        for iterator in self.iterators.values():
            self._settle(iterator, runs)
        looped = {loop.run.call for loop in self.loops.values()}
        for run in runs:
            if run.call not in looped:
                self._provide(run)
        for loop in self.loops.values():
            self._check_local(loop.run, loop.draw)
        self.ends = self._catches_ends()
        self._check_order_of_batches(runs)

    def makers(self) -> list[Function]:
        """Return the functions that make datasets of what is fed."""
        return [self.calls[call] for call in self.begun if call in self.calls]

    # What a run takes

    def _taken(self, run: Run) -> list[Draw]:
        """Return what a run takes, in the order in which it is made."""
        function = self.calls.get(run.call)
        names = set(function.parameters) if function is not None else set()
        names |= {n for e in run.elements if e.kind == "drawn" for n in flow.reads(e.node)}
        found: dict[int, Draw] = {}
        for name in names:
            draw = self.drawn(name)
            if draw is not None:
                found[draw.at] = draw
        fed = sorted(name for name in run.feeds if self.drawn(name) is not None)
        if fed:
            message = f"line {run.call.lineno} feeds `{fed[0]}`, which an iterator gives"
            raise Refused(message)
        return [found[at] for at in sorted(found)]

    def _check_certain(self, run: Run) -> None:
        """Refuse a run of which it is not certain that it takes a batch."""
        env = self.env if run.at in self.later else self.envs[run.at]
        for draw in self.batches_of[run.call]:
            known = self._certain(draw)
            names = {name for name, made in env.items() if name in known.get(made.at, ())} | set(draw.names)
            dependence = Dependence(self.source, names)
            for element in run.elements:
                sure = element.node if element.at < 0 else None
                if element.code in known.get(element.at, ()) or (sure is not None and dependence.needs(sure)):
                    break
            else:
                message = f"it is not certain that what line {run.call.lineno} runs takes a batch each time"
                raise Refused(message)
            whole = [e.code for e in run.elements if e.kind == "drawn" and e.code in draw.names]
            count = self.parts(draw)
            if whole and run.call in self.calls and (count is None or (count > 0) == isinstance(draw.target, ast.Name)):
                message = f"line {run.call.lineno} runs `{whole[0]}`, which is not certainly one tensor"
                raise Refused(message)

    def _check_order_of_batches(self, runs: list[Run]) -> None:
        """Refuse runs that take several batches, where it matters which of them comes first.

        TensorFlow 1 leaves that open: two batches of one iterator change places, and where the data of an iterator
        ends, those of others have lost a batch or have not. Seen to differ from run to run in 1.15 and 2.21.
        """
        for run in runs:
            taken = [draw.iterator.at for draw in self.batches_of[run.call]]
            if len(set(taken)) < len(taken):
                line = run.call.lineno
                message = f"line {line} takes two batches of one iterator, in an order that TensorFlow 1 leaves open"
                raise Refused(message)
            others = [{draw.iterator.at for draw in self.batches_of[other.call]} for other in runs]
            apart = any(not other.isdisjoint(taken) and other != set(taken) for other in others)
            if len(taken) > 1 and (self.ends or self.loops) and (apart or not self._start_together(taken)):
                message = (
                    f"line {run.call.lineno} takes batches of several iterators, and TensorFlow 1 leaves open which of "
                    "them have lost a batch where the data of one ends; take them of one iterator over "
                    "tf.data.Dataset.zip"
                )
                raise Refused(message)

    def _start_together(self, iterators: list[int]) -> bool:
        """Tell whether some iterators are started in the same places, by one run after the other."""
        places = [
            [
                flow.suite_of(self.source, self.source.statement(call))
                for call, starts in self.begun.items()
                if any(start.iterator.at == at for start in starts)
            ]
            for at in iterators
        ]
        return all(place == places[0] for place in places)

    def _certain(self, draw: Draw) -> dict[int, frozenset[str]]:
        """Return the names that certainly need a batch, behind each statement of the graph."""
        known = self._needing.get(draw.at)
        if known is None:
            computing = {"graph", "train", "assign", "apply", "gradients"}
            parts = [(at, item.statement) for at, item in enumerate(self.flat) if self.roles[at] in computing]
            known = self._needing[draw.at] = followed(self.source, parts, draw.names)
            for at, members in sorted(self.groups.items()):
                names = [n.id for n in members if isinstance(n, ast.Name)]
                if any(name in known.get(self.envs[at][name].at, ()) for name in names):
                    known[at] = frozenset(flow.writes(self.flat[at].statement))
        return known

    # Loops until the data ends

    def _loop(self, run: Run) -> Loop | None:
        """Return the loop that a run is the first of, None if it has to stay as it is."""
        statement = self.source.statement(run.call)
        if len(self.batches_of[run.call]) != 1 or not isinstance(statement, _SIMPLE):
            return None
        if not self._is_first_in(statement, run.call):
            return None
        (draw,) = self.batches_of[run.call]
        found = self._loop_round(statement, run, draw)
        if found is None or found.statement in self.loops:
            return None
        inner = [set(ast.walk(loop.statement)) for loop in self.loops.values()]
        first = {node for part in found.first for node in ast.walk(part)}
        last = {node for part in found.last for node in ast.walk(part)}
        for node in ast.walk(found.statement):
            other = node in self.batches_of and node is not run.call and not any(node in nodes for nodes in inner)
            again = isinstance(node, ast.Call) and any(
                start.iterator is draw.iterator for start in self.begun.get(node, ())
            )
            if (other and node not in last) or (again and node not in first and node not in last):
                return None
        return found

    def _loop_round(self, statement: ast.stmt, run: Run, draw: Draw) -> Loop | None:
        inner = self.source.parents[statement]
        outer = self.source.parents.get(inner)
        if isinstance(inner, ast.While) and isinstance(outer, ast.Try):
            whole, tried, loop = outer, outer, inner
            first, body = outer.body[:-1], inner.body
            if outer.body[-1] is not inner or outer.orelse:
                return None
        elif isinstance(inner, ast.Try) and isinstance(outer, ast.While):
            whole, tried, loop = outer, inner, outer  # type: ignore[assignment]
            first, body = [], [*inner.body, *inner.orelse, *outer.body[1:]]
            if outer.body[0] is not inner:
                return None
        else:
            return None
        endless = isinstance(loop.test, ast.Constant) and bool(loop.test.value)
        if not endless or loop.orelse or body[0] is not statement or tried.finalbody or len(tried.handlers) != 1:
            return None
        handler = tried.handlers[0]
        if handler.name is not None or not ends_of_data(self.source, handler):
            return None
        last = [] if len(handler.body) == 1 and isinstance(handler.body[0], ast.Pass) else handler.body
        if tried is inner:
            if not last or not isinstance(last[-1], (ast.Break, ast.Return, ast.Raise)):
                return None
            last = last[:-1] if isinstance(last[-1], ast.Break) else last
            if any(_leaves(self.source, part, loop) for part in last):
                return None
        breaks = any(_leaves(self.source, part, loop, ast.Break) for part in body)
        return Loop(whole, first, body, last, breaks, run, draw)

    def _is_first_in(self, statement: ast.stmt, call: ast.Call) -> bool:
        """Tell whether nothing that has an effect is evaluated in a statement before a call."""
        inside, outside = set(ast.walk(call)), set(self.source.ancestors(call))
        start = self.source.span(call)[0]
        return not any(
            isinstance(node, (ast.Call, ast.Await, ast.NamedExpr))
            and node not in inside | outside
            and self.source.span(node)[0] < start
            for node in ast.walk(statement)
        ) and not any(isinstance(node, _INNER) for node in self._within(call))

    def _within(self, call: ast.Call) -> Iterator[ast.AST]:
        """Yield what a call stands in, within its statement."""
        for node in self.source.ancestors(call):
            if isinstance(node, ast.stmt):
                return
            yield node

    # Iterators

    def _settle(self, iterator: Iterated, runs: list[Run]) -> None:
        """Find out whether an iterator is still needed, or loops go over its dataset from the beginning."""
        users = [run for run in runs if any(draw.iterator is iterator for draw in self.batches_of[run.call])]
        starts = [(call, start) for call, begun in self.begun.items() for start in begun if start.iterator is iterator]
        if users and iterator.started and not starts:
            message = f"nothing in this block starts the iterator that line {self._line(iterator.at)} makes"
            raise Refused(message)
        self._check_again(starts)
        loops = [loop for loop in self.loops.values() if loop.draw.iterator is iterator]
        began = self._began(iterator, starts, loops) if users and len(loops) == len(users) else None
        if began is not None:
            self.whole.update(began)
            if any(not isinstance(start.dataset, ast.Name) for start, _ in began.values()):
                self.hoisted.add(iterator.at)
        elif users:
            self.lasting.add(iterator.at)
        if began is not None or not users:
            self.initial += [call for call, _ in starts if call not in self.initial]

    def _line(self, at: int) -> int:
        return self.flat[at].statement.lineno

    def _began(
        self, iterator: Iterated, starts: list[tuple[ast.Call, Start]], loops: list[Loop]
    ) -> dict[ast.AST, tuple[Start, ast.Call | None]] | None:
        """Return what each loop goes over from the beginning, None if one of them goes on with what is left."""
        if not iterator.started:
            (loop,) = loops if len(loops) == 1 else (None,)
            if loop is None or iterator.dataset is None or not self._comes_once(loop):
                return None
            start = Start(iterator, iterator.dataset)
            same = self._changed(start, iterator.at, loop.run.at) is None
            return {loop.statement: (start, None)} if same else None
        began: dict[ast.AST, tuple[Start, ast.Call | None]] = {}
        for call, start in starts:
            loop = self._loop_behind(call, iterator, loops)
            if loop is None or loop.statement in began:
                return None
            began[loop.statement] = start, call
        return began if len(began) == len(loops) else None

    def _comes_once(self, loop: Loop) -> bool:
        """Tell whether a loop is certainly run once only for each time that the program is."""
        outer = self.source.ancestors(loop.statement)
        return loop.run.at not in self.later and not any(
            isinstance(node, (ast.For, ast.While)) and self.source.scope(node) is self.home
            for node in outer
            if node in self._own()
        )

    def _own(self) -> set[ast.AST]:
        """Return the nodes of the statements of this program."""
        return {node for statement in self.suite for node in ast.walk(statement)}

    def _loop_behind(self, call: ast.Call, iterator: Iterated, loops: list[Loop]) -> Loop | None:
        """Return the loop that takes all of what a run starts, None if there is something between or none."""
        statement = self.source.statement(call)
        for loop in loops:
            if statement in loop.first:
                return loop
        suite = flow.suite_of(self.source, statement)
        for following in suite[suite.index(statement) + 1 :]:
            for loop in loops:
                if loop.statement is following:
                    return loop
            if any(self._concerns(node, iterator) for node in ast.walk(following)):
                return None
        return None

    def _concerns(self, node: ast.AST, iterator: Iterated) -> bool:
        if not isinstance(node, ast.Call):
            return False
        return any(draw.iterator is iterator for draw in self.batches_of.get(node, ())) or any(
            start.iterator is iterator for start in self.begun.get(node, ())
        )

    def _check_again(self, starts: list[tuple[ast.Call, Start]]) -> None:
        """Refuse to start over the same dataset twice if that would give other batches than in TensorFlow 1.

        Each start of an iterator began with the same seed there: measured with 1.15 and, in graph mode, 2.21. Two loops
        over one dataset go on with the seeds, unless it is not shuffled anew each time.
        """
        counted: dict[str, int] = {}
        for call, start in starts:
            changed = self._changed(start, self._position(start.dataset), self._position(call))
            if changed is not None:
                code = self.source.code(start.dataset)
                message = f"line {call.lineno} starts over `{code}`, which is another one by then"
                raise Refused(message)
            if call in self.calls:
                continue  # it is another dataset each time
            code = self.source.code(start.dataset)
            looped = any(isinstance(node, (ast.For, ast.While)) for node in self.source.ancestors(call))
            counted[code] = counted.get(code, 0) + 1 + looped
            if counted[code] < 2:
                continue
            if not self._is_made_here(start.dataset):
                message = (
                    f"line {call.lineno} starts over `{code}` again, which is made elsewhere and may be shuffled with "
                    "a seed"
                )
                raise Refused(message)
            seeded = self._seeded()
            if seeded is not None:
                message = (
                    f"line {call.lineno} starts over `{code}` again, in the same order in TensorFlow 1, and TensorFlow "
                    f"2 goes on with the seed at line {seeded}; shuffle with `reshuffle_each_iteration=False` there"
                )
                raise Refused(message)

    def _is_made_here(self, dataset: ast.expr) -> bool:
        """Tell whether a dataset is made in this file, so that what it is made of is seen."""
        env = self.envs[self._position(dataset)]
        if isinstance(dataset, ast.Name) and self._kind(dataset, env) == "dataset":
            return True
        names = self.source.resolve(dataset)
        return bool(names) and all((flow.short(name) or "").startswith("data.") for name in names)

    def _seeded(self) -> int | None:
        """Return the line of a dataset that gives the same values at each start, but not at each loop over it."""
        for call in self.source.index.calls.values():
            if not isinstance(call.func, (ast.Attribute, ast.Name)):
                continue
            word = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id
            place = {"shuffle": 1, "shuffle_and_repeat": 2}.get(word)
            if place is None:
                continue
            seed = argument(call, place, "seed")
            anew = argument(call, place + 1, "reshuffle_each_iteration")
            if seed is None or (isinstance(anew, ast.Constant) and anew.value is False):
                continue
            return call.lineno
        return None

    def _changed(self, start: Start, since: int, until: int) -> int | None:
        """Return the position of a statement that gives a dataset's name another value, None if none does."""
        if not isinstance(start.dataset, ast.Name):
            return None
        between = range(since + 1, until + 1)
        return next((at for at in between if start.dataset.id in flow.writes(self.flat[at].statement)), None)

    def _position(self, node: ast.AST) -> int:
        """Return the position of the statement that a node stands in."""
        statements = {item.statement: at for at, item in enumerate(self.flat)}
        return next(statements[outer] for outer in (node, *self.source.ancestors(node)) if outer in statements)

    # Where a batch is taken

    def _provide(self, run: Run) -> None:
        """Find out where a run takes its batches: in the call that it becomes, or in front of its statement."""
        statement = self.source.statement(run.call)
        for draw in self.batches_of[run.call]:
            if self.takes_whole(run, draw):
                continue
            others = [
                call for call in self.batches_of if call is not run.call and self.source.statement(call) is statement
            ]
            repeated = isinstance(statement, ast.While) or any(isinstance(n, _INNER) for n in self._within(run.call))
            if others or repeated or _is_elif(self.source, statement):
                message = f"line {run.call.lineno} needs a part of a batch where no statement can take it out"
                raise Refused(message)
            self.unpacked.setdefault(statement, []).append((draw, self.wanted_of(run, draw)))
            self._check_local(run, draw)

    def _check_local(self, run: Run, draw: Draw) -> None:
        """Refuse to bind names of a batch in a function that has them for something else."""
        scope = self.source.scope(run.call)
        clash = sorted(set(draw.names) & scope.bindings.keys()) if scope is not self.home else []
        if clash:
            message = f"line {run.call.lineno} needs `{clash[0]}`, which is another thing in its function"
            raise Refused(message)

    def wanted_of(self, run: Run, draw: Draw) -> frozenset[str]:
        """Return the names of a batch that a run needs."""
        function = self.calls.get(run.call)
        if function is not None:
            return frozenset(function.parameters) & frozenset(draw.names)
        if isinstance(self.source.parents[run.call], ast.Expr):
            return frozenset()
        return frozenset(element.code for element in run.elements) & frozenset(draw.names)

    def parts(self, draw: Draw) -> int | None:
        """Return how many tensors a batch is a tuple of, 0 if it is one tensor itself, None if it is not known."""
        statement = self.flat[draw.at].statement
        assert isinstance(statement, ast.Assign)  # noqa: S101 - what takes a batch
        return session_elements.parts_of_batch(self.source, statement.value)

    def takes_whole(self, run: Run, draw: Draw) -> bool:
        """Tell whether the call that a run becomes can take all of a batch where it stands."""
        target = draw.target
        elements = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
        plain = all(isinstance(element, ast.Name) for element in elements)
        function = self.calls.get(run.call)
        if function is not None:
            return plain and set(draw.names) <= set(function.parameters) and self.feeds_in_order(run)
        asked = [element.code for element in run.elements]
        return plain and asked == draw.names and (run.form == "one") == isinstance(target, ast.Name)

    def feeds_in_order(self, run: Run) -> bool:
        """Tell whether what a run feeds can stand in the order in which its function takes it."""
        function = self.calls[run.call]
        fed = [name for name in run.feeds if name in function.parameters]
        return fed == [name for name in function.parameters if name in run.feeds] or all(
            flow.repeatable(self.source, run.feeds[name]) for name in fed
        )

    def _catches_ends(self) -> bool:
        """Tell whether code that stays names the error that tells the end of the data."""
        gone: set[ast.AST] = set()
        for loop in self.loops.values():
            tries = (n for n in (loop.statement, *ast.iter_child_nodes(loop.statement)) if isinstance(n, ast.Try))
            gone |= {node for tried in tries for h in tried.handlers if h.type for node in ast.walk(h.type)}
        below, tree = self.source.below, self.source.tree
        words: dict[ast.AST, str] = {node: node.attr for node in below(tree, ast.Attribute)}
        words |= {node: node.id for node in below(tree, ast.Name)}
        if any(word in _ENDS and node not in gone for node, word in words.items()):
            return True
        return any(isinstance(node, (ast.Yield, ast.YieldFrom)) for node in self._own())


def _leaves(source: Source, node: ast.AST, loop: ast.AST, *kinds: type[ast.AST]) -> bool:
    """Tell whether some code leaves a loop, or goes on with its next turn, by one of some statements."""
    for inner in ast.walk(node):
        if isinstance(inner, kinds or (ast.Break, ast.Continue)):
            outer = next(n for n in source.ancestors(inner) if isinstance(n, (ast.For, ast.While, ast.AsyncFor)))
            if outer is loop:
                return True
    return False


def _is_elif(source: Source, statement: ast.stmt) -> bool:
    outer = source.parents[statement]
    return (
        isinstance(statement, ast.If)
        and isinstance(outer, ast.If)
        and outer.orelse == [statement]
        and source.code(statement).startswith("elif")
    )
