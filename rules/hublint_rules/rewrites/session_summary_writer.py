"""Writes summaries as TensorFlow 2 does: a file writer, and values where a summary was added to its file."""

from __future__ import annotations

import ast
import builtins
import re
from typing import TYPE_CHECKING

import libcst as cst

from hublint.source.use import argument
from hublint_rules.rewrites import comments, flow
from hublint_rules.rewrites.layout import quoted
from hublint_rules.rewrites.session_tags import cleaned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hublint.rule import Source
    from hublint_rules.rewrites.layout import Layout
    from hublint_rules.rewrites.session_program import Program
    from hublint_rules.rewrites.session_runs import Run
    from hublint_rules.rewrites.session_summaries import Summary


class SummaryWriter:
    """Writes what a program's summaries become.

    Attributes:
        tf: the name of TensorFlow 2, whose `summary` is not that of `tensorflow.compat.v1`.
    """

    def __init__(self, program: Program, layout: Layout, tf: str, fresh: Callable[..., str]) -> None:
        """Begin with nothing written; `fresh` gives and takes the first of some names that is free."""
        self.program = program
        self.source: Source = program.source
        self.layout = layout
        self.tf = tf
        self._fresh = fresh
        self._names: dict[tuple[str, str], str] = {}
        self._told: set[int] = set()

    def creation(self, call: ast.Call) -> cst.BaseExpression:
        """Return what makes a writer."""
        given = {
            word: argument(call, at, word) for at, word in enumerate(("logdir", "graph", "max_queue", "flush_secs"))
        }
        arguments = [self.source.code(given["logdir"])] if given["logdir"] is not None else []
        if given["max_queue"] is not None:
            arguments.append(f"max_queue={self.source.code(given['max_queue'])}")
        if given["flush_secs"] is not None:
            seconds = given["flush_secs"]
            whole = isinstance(seconds, ast.Constant) and isinstance(seconds.value, int)
            milliseconds = str(seconds.value * 1000) if whole else f"int({self.source.code(seconds)} * 1000)"  # type: ignore[attr-defined]
            arguments.append(f"flush_millis={milliseconds}")
        return cst.parse_expression(f"{self.tf}.summary.create_file_writer({', '.join(arguments)})")

    def names(self, run: Run) -> list[str]:
        """Return the names that the values of a run get which are made use of."""
        shown = self.program.shown[run.call]
        found = []
        for at in run.wanted:
            code = run.elements[at].code
            key = (shown.target if self.program.apart_names else "", code)
            name = shown.targets.get(code) or self._names.get(key)
            if name is None:
                summary = next(s for listed in shown.added.values() for s in listed if shown.values[s.call] == code)
                name = self._names[key] = self._fresh(*_words(code, argument(summary.call, 0, "name")))
            found.append(name)
        return found

    def added(self, run: Run, add: ast.Call, step: str, first: Sequence[cst.BaseStatement] = ()) -> cst.BaseStatement:
        """Return the block that writes the values of a run, after some statements."""
        shown = self.program.shown[run.call]
        names = dict(zip((run.elements[at].code for at in run.wanted), self.names(run), strict=True))
        writer = self.source.code(add.func.value)  # type: ignore[attr-defined]
        (block,) = self.layout.parse(f"with {writer}.as_default(step={step}):\n{self.layout.step}pass\n")
        body = list(first)
        for summary in shown.added[add]:
            code = shown.values[summary.call]
            text = f"{self.tf}.summary.{summary.kind}({self._tag(summary)}, {names.get(code, code)})\n"
            (made,) = self.layout.parse(text)
            body.append(made.with_changes(leading_lines=self._remarks(summary)))
        return block.with_changes(body=block.body.with_changes(body=body))  # type: ignore[attr-defined]

    def _tag(self, summary: Summary) -> str:
        name = argument(summary.call, 0, "name")
        same = isinstance(name, ast.Constant) and name.value == summary.tag
        return self.source.code(name) if same and name is not None else quoted(self.source, summary.tag)

    def _remarks(self, summary: Summary) -> list[cst.EmptyLine]:
        """Return the comments of the statement that made a summary, once."""
        statement = self.program.flat[summary.at].statement
        if summary.at in self._told:
            return []
        self._told.add(summary.at)
        node = self.layout.block.node(statement)
        assert isinstance(node, cst.BaseStatement)  # noqa: S101 - a statement of a suite
        found = self.layout.remarks(statement, node)
        while found and found[-1].comment is None:
            found.pop()
        return comments.alone(found)


def _words(code: str, name: ast.expr | None) -> list[str]:
    """Return names for what a summary writes: that of the tensor, or what the summary is called."""
    spoken = str(name.value) if isinstance(name, ast.Constant) else "value"
    spoken = re.sub(r"\W", "_", cleaned(spoken).rpartition("/")[2]).strip("_")
    words = [word for word in (code, spoken) if word.isidentifier() and not hasattr(builtins, word)]
    return [*words, f"{spoken}_value", "value"]


def is_whole(source: Source, node: ast.expr, depth: int = 8) -> bool:
    """Tell whether an expression is certainly a whole number, which the step of a summary has to be in TensorFlow 2."""
    if depth == 0:
        return False
    if isinstance(node, ast.Constant):
        return type(node.value) is int
    if isinstance(node, ast.BinOp):
        kept = isinstance(node.op, (ast.Add, ast.FloorDiv, ast.Mod, ast.Mult, ast.Sub))
        return kept and is_whole(source, node.left, depth - 1) and is_whole(source, node.right, depth - 1)
    if isinstance(node, ast.Call):
        fetches = argument(node, 0, "fetches") if flow.is_call_of(source, node, "Session().run") else None
        return any(_is_builtin_call(source, node, name) for name in ("int", "len")) or _is_counter(source, fetches)
    if not isinstance(node, ast.Name):
        return False
    bindings = source.scope(node).visible(node.id, node)
    return bool(bindings) and all(
        _is_bound_whole(source, binding.node, binding.value, depth - 1) for binding in bindings
    )


def _is_bound_whole(source: Source, target: ast.AST, value: object, depth: int) -> bool:
    parent = source.parents[target]
    if isinstance(parent, ast.AugAssign):
        return is_whole(source, parent.value, depth)
    if isinstance(parent, ast.Assign) and isinstance(value, ast.expr):
        return is_whole(source, value, depth)
    if isinstance(parent, ast.For) and isinstance(parent.iter, ast.Call):
        return _is_builtin_call(source, parent.iter, "range")
    if not isinstance(parent, (ast.List, ast.Tuple)):
        return False
    outer = source.parents[parent]
    if isinstance(outer, ast.For):
        return parent.elts[0] is target and _is_builtin_call(source, outer.iter, "enumerate")
    if isinstance(outer, ast.Assign) and flow.is_call_of(source, outer.value, "Session().run"):
        fetches = argument(outer.value, 0, "fetches")  # type: ignore[arg-type]
        if isinstance(fetches, (ast.List, ast.Tuple)) and len(fetches.elts) == len(parent.elts):
            return _is_counter(source, fetches.elts[parent.elts.index(target)])  # type: ignore[arg-type]
    return False


def _is_counter(source: Source, node: ast.expr | None) -> bool:
    """Tell whether an expression is a variable that holds whole numbers."""
    if not isinstance(node, ast.Name):
        return False
    bindings = source.scope(node).visible(node.id, node)
    made = [binding.value for binding in bindings if isinstance(binding.value, ast.Call)]
    return bool(made) and len(made) == len(bindings) and all(_counts(source, call) for call in made)


def _counts(source: Source, call: ast.Call) -> bool:
    if flow.is_call_of(source, call, "train.get_or_create_global_step", "train.create_global_step"):
        return True
    first = argument(call, 0, "initial_value")
    typed = any(keyword.arg == "dtype" for keyword in call.keywords)
    return (
        flow.is_call_of(source, call, "Variable")
        and isinstance(first, ast.Constant)
        and type(first.value) is int
        and not typed
    )


def _is_builtin_call(source: Source, node: ast.expr, name: str) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == name
        and flow.is_builtin(source, node.func)
    )
