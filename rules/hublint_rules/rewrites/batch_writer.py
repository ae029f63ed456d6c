"""Writes where the batches of a TensorFlow 2 program come from: iterators, loops over data, and what calls take."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import libcst as cst

from hublint.rule import Edit
from hublint_rules.rewrites import comments, session_inputs
from hublint_rules.rewrites.layout import bracketed

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from hublint.source.block import Block
    from hublint_rules.rewrites.exchange import Beside
    from hublint_rules.rewrites.layout import Layout
    from hublint_rules.rewrites.session_batches import Loop
    from hublint_rules.rewrites.session_functions import Function
    from hublint_rules.rewrites.session_iterators import Draw, Iterated, Start
    from hublint_rules.rewrites.session_program import Program
    from hublint_rules.rewrites.session_runs import Run


class BatchWriter:
    """Writes the code round the batches of a program.

    Attributes:
        names: what the iterators that there still are are called, by where they are made.
        hoisted: what the datasets are called that had no name, by where their iterators were made.
    """

    def __init__(
        self, program: Program, layout: Layout, tf: str, fresh: Callable[..., str], call: Callable[[Run], str]
    ) -> None:
        """Give names to what has none; `call` writes the call that a run becomes."""
        self.program = program
        self.source = program.source
        self.layout = layout
        self.tf = tf
        self.call = call
        self.names: dict[int, str] = {}
        for at in sorted(program.lasting):
            iterator = program.iterators[at]
            over = iterator.dataset.func if iterator.dataset in program.inputs else iterator.dataset
            told = over.id if isinstance(over, ast.Name) else "data"
            self.names[at] = iterator.name or fresh("iterator", f"{told}_iterator")
        self.hoisted: dict[int, str] = {at: fresh("dataset", "batches") for at in sorted(program.hoisted)}

    # What is made

    def made(self, at: int) -> str | None:
        """Return the statement that is left of one that makes an iterator, None if nothing is."""
        iterator = self.program.iterators.get(at)
        if iterator is None or iterator.dataset is None:
            return None
        code = self.source.code(iterator.dataset)
        if at in self.hoisted:
            return f"{self.hoisted[at]} = {bracketed(code)}\n"
        return f"{self.names[at]} = iter({code})\n" if at in self.names and not iterator.started else None

    def called(self, at: int) -> str | None:
        """Return what the parts of a batch are called in a comment, None for what is no batch."""
        draw = self.program.draws.get(at)
        return ", ".join(draw.names) if draw is not None else None

    def begun(self, call: ast.Call) -> str:
        """Return the statements that start what a run starts."""
        return "".join(
            f"{self.names[start.iterator.at]} = iter({self._dataset(start, call)})\n"
            for start in self.program.begun[call]
            if start.iterator.at in self.names and (call, start.iterator.at) not in self.program.unbegun
        )

    def _dataset(self, start: Start, call: ast.Call | None) -> str:
        """Return the dataset that is started over: its name, or the call that makes it of what is fed."""
        made = next((run for run in self.program.runs if run.call is call), None)
        if made is not None:
            return self.call(made)
        return self.hoisted.get(start.iterator.at) or self.source.code(start.dataset)

    def is_idle(self, run: Run) -> bool:
        """Tell whether a run only took a batch that nobody looked at, which the loop round it does now."""
        looped = any(loop.run is run for loop in self.program.loops.values())
        return looped and not self.program.wanted_of(run, self.program.batches_of[run.call][0])

    def returning(self, statement: ast.stmt, node: cst.BaseStatement) -> cst.BaseStatement | None:
        """Return the function that gives a dataset where it gave a batch of one, None for other statements."""
        function = next((f for f in self.program.inputs.values() if f.definition is statement), None)
        if function is None:
            return None
        (returned,) = self.layout.parse(f"return {self.source.code(function.dataset)}\n")
        return session_inputs.returning(function, node, returned)

    def returning_elsewhere(self, written: Block) -> Iterator[Edit]:
        """Yield the edits of the functions that give batches and stand outside of what is written."""
        for definition in {function.definition: None for function in self.program.inputs.values()}:
            block = self.source.block([definition])
            made = None
            if not written.start <= block.start < written.end:
                made = self.returning(definition, block.nodes[0])
            if made is not None:
                yield Edit(block.start, block.end, block.render([made]))

    # What is taken

    def next_of(self, iterator: Iterated) -> str:
        """Return the expression that takes the next batch."""
        name = self.names[iterator.at]
        return f"{name}.get_next()" if self.program.ends else f"next({name})"

    def taken(self, draw: Draw, wanted: Collection[str]) -> str:
        """Return the statement that takes a batch apart."""
        return f"{self.target(draw, wanted)} = {self.next_of(draw.iterator)}\n"

    def target(self, draw: Draw, wanted: Collection[str]) -> str:
        """Return the names of a batch, without those that nothing needs."""
        return _target(draw.target, wanted, outer=True)

    def arguments(self, run: Run, function: Function, values: Mapping[str, str]) -> list[str]:
        """Return the arguments of the call that a run becomes, from what is fed and what is taken."""
        draws = {name: draw for draw in self.program.batches_of.get(run.call, ()) for name in draw.names}
        if not self.program.feeds_in_order(run):
            # What is fed is evaluated in the order in which it was.
            named = {**{name: values[name] for name in run.feeds if name in values}, **values}
            named |= {name: name for name in function.parameters if name in draws}
            return [f"{name}={value}" for name, value in named.items()]
        inside = [draw for draw in draws.values() if self._is_inside(run, draw)]
        found: list[str] = []
        for name in function.parameters:
            draw = draws.get(name)
            if draw is None:
                found += [values[name]] if name in values else []
            elif draw not in inside:
                found.append(name)
            elif name == draw.names[0]:
                star = "" if isinstance(draw.target, ast.Name) else "*"
                found.append(f"{star}{self.next_of(draw.iterator)}")
        return found

    def _is_inside(self, run: Run, draw: Draw) -> bool:
        """Tell whether a batch is taken in the call itself, not in a statement or loop round it."""
        statement = self.source.statement(run.call)
        looped = any(loop.run is run for loop in self.program.loops.values())
        return not looped and all(other is not draw for other, _ in self.program.unpacked.get(statement, ()))

    def fetched(self, run: Run, at: int) -> str:
        """Return the code for one of the values of a run that is a part of a batch, or all of one."""
        name = run.elements[at].code
        draw = self.program.drawn(name)
        assert draw is not None  # noqa: S101 - that is what a part of a batch is from
        code = name
        if isinstance(draw.target, ast.Name):
            count = self.program.parts(draw)
            code = self.next_of(draw.iterator) if self._is_inside(run, draw) else name
            return self._array(code, count, f"tuple({_EACH} in {code})")
        return self._array(code, None if self.program.parts(draw) is None else 0, "")

    def fetched_together(self, run: Run) -> str | None:
        """Return the code for all values of a run at once, None if they are better told one by one."""
        draws = {draw.at: draw for draw in self.program.batches_of.get(run.call, ())}
        (draw,) = draws.values() if len(draws) == 1 else (None,)
        if draw is None:
            return None
        code = self.next_of(draw.iterator) if draw.iterator.at in self.names else ""
        if run.form == "one":
            inside = isinstance(draw.target, ast.Name) and self._is_inside(run, draw)
            return f"[{_EACH} in {code if inside else draw.names[0]}]" if self.program.parts(draw) else None
        if self._is_inside(run, draw):
            return f"[{_EACH} in {code}]" if self.program.parts(draw) else self._array(code, None, "")
        if isinstance(draw.target, ast.Name) or self.program.parts(draw):
            return None
        opening, closing = ("[", "]") if run.form == "list" else ("(", ")")
        return self._array(f"{opening}{', '.join(element.code for element in run.elements)}{closing}", None, "")

    def _array(self, code: str, count: int | None, several: str) -> str:
        """Return the code for the arrays of tensors: of one, of a tuple of some, or of what they are nested in."""
        if count == 0:
            return f"{code}.numpy()"
        if count:
            return several
        return f"{self.tf}.nest.map_structure(lambda tensor: tensor.numpy(), {code})"

    # Loops

    def loop(self, loop: Loop, node: cst.BaseStatement) -> Beside:
        """Return a loop over data, and what stands before and behind it, from what ran until the data ended."""
        wanted = self.program.wanted_of(loop.run, loop.draw)
        head = f"for {self.target(loop.draw, wanted)} in {self._iterable(loop)}:\n"
        (made,) = self.layout.parse(f"{head}{self.layout.step}pass\n")
        first: list[Any] = []
        outer: Any = node
        if isinstance(node, cst.Try):
            *first, inner = outer.body.body
            tried, suite = outer, inner.body
            body = suite.body
        else:
            tried, *rest = outer.body.body
            inner, suite = tried, tried.body
            body = [*suite.body, *(tried.orelse.body.body if tried.orelse else ()), *rest]
        last = list(tried.handlers[0].body.body)[: len(loop.last)]
        leading = [*(() if first else outer.leading_lines), *comments.alone(inner.leading_lines)]
        if not last:
            leading += comments.inside(tried.handlers[0].body.body[0])
        made = made.with_changes(leading_lines=leading, body=suite.with_changes(body=body))
        if first:
            told = [*outer.leading_lines, *comments.alone(first[0].leading_lines)]
            first[0] = first[0].with_changes(leading_lines=told)
        if last and loop.breaks:
            return first, made.with_changes(orelse=cst.Else(body=cst.IndentedBlock(body=last))), []
        return first, made, last

    def _iterable(self, loop: Loop) -> str:
        if loop.statement not in self.program.whole:
            return self.names[loop.draw.iterator.at]
        start, call = self.program.whole[loop.statement]
        return self._dataset(start, call)


_EACH = "tensor.numpy() for tensor"


def _target(node: ast.expr, wanted: Collection[str], *, outer: bool = False) -> str:
    """Return the code of a target, with `_` for the names that nothing needs."""
    if isinstance(node, ast.Name):
        return node.id if node.id in wanted else "_"
    assert isinstance(node, (ast.Tuple, ast.List))  # noqa: S101 - the program has looked
    if not outer and not any(isinstance(n, ast.Name) and n.id in wanted for n in ast.walk(node)):
        return "_"
    inner = ", ".join(_target(element, wanted) for element in node.elts)
    comma = "," if len(node.elts) == 1 else ""
    return f"{inner}{comma}" if outer else f"({inner}{comma})"
