"""The exports of a TensorFlow 1 program: each signature is one more run, which a function of its own serves.

What it serves are the values that the variables have where they are written, so that it stands there.
"""

from __future__ import annotations

import ast
import copy
from typing import TYPE_CHECKING, NamedTuple

from hublint.source.use import argument
from hublint_rules.rewrites import flow, graph_calls
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.session_functions import Function, Functions
from hublint_rules.rewrites.session_runs import Run

if TYPE_CHECKING:
    from hublint.rule import Source
    from hublint_rules.rewrites.export_call import Export, Signature
    from hublint_rules.rewrites.session_runs import Element


class Serving(NamedTuple):
    """A signature as a run: what it takes, by the names of the placeholders, and what it gives, by the keys."""

    run: Run
    inputs: dict[str, str]
    outputs: dict[str, Element]


class Exported(NamedTuple):
    """An export: what it says, and how each of its signatures is served; two that are the same are served by one.

    `hoisted` is the position at which the folder has to be evaluated, where that is not the place of the export.
    """

    export: Export
    servings: list[Serving]
    hoisted: int | None


class Exports(Functions):
    """Functions, and those that are exported.

    Attributes:
        exported: the exports, by the position of the statement that they take the place of.
        inlined: the functions that nothing but one signature needs, so that it has their statements itself.
    """

    def __init__(self, source: Source, suite: list[ast.stmt]) -> None:
        """Read the statements; `_understand_exports` adds the exports to the runs once these are known."""
        super().__init__(source, suite)
        self.exported: dict[int, Exported] = {}
        self.inlined: set[Function] = set()

    def _understand_exports(self) -> None:
        """Add the exports to the runs."""
        for end, export in self.exports.items():
            session, folder = export.session, export.folder
            if not isinstance(session, ast.Name) or session.id not in self.sessions:
                message = f"line {session.lineno} exports a session that is not opened in this block"
                raise Refused(message)
            content = self._content(folder, env=self.envs[end])
            if content.computes() or "session" in content.names:
                message = f"line {folder.lineno} computes with the graph where it exports to"
                raise Refused(message)
            at = self._place(export, end)
            known: list[Serving] = []
            servings = [self._serving(signature, at, known) for signature in export.signatures]
            hoisted = export.folder_at
            if hoisted is not None and self._moves(folder, hoisted, at):
                hoisted = None
            self.exported[at] = Exported(export, servings, hoisted)

    def _place(self, export: Export, end: int) -> int:
        """Return where an export is written: where a builder saves, unless other code may train until then."""
        at = export.written_at
        if "kept" in self.roles[at:end]:
            self.roles[at], self.roles[end] = "export", "dropped"
            return at
        return end

    def _moves(self, value: ast.expr, start: int, stop: int) -> bool:
        """Tell whether an expression has the same value at a later position, and its evaluation the same effect."""
        kept = [self.flat[at].statement for at in range(start + 1, stop) if self.roles[at] == "kept"]
        if any(flow.may_change(self.source, statement, name) for statement in kept for name in flow.reads(value)):
            return False
        told = any(
            graph_calls.effect(self.source, call) == "impure" for call in ast.walk(value) if isinstance(call, ast.Call)
        )
        return not kept or (flow.repeatable(self.source, value) and not told)

    def _serving(self, signature: Signature, at: int, known: list[Serving]) -> Serving:
        """Return the run that a signature is, which may be that of an earlier one."""
        env = self.envs[at]
        inputs: dict[str, str] = {}
        for key, node in signature.inputs:
            if not isinstance(node, ast.Name) or self._kind(node, env) != "placeholder":
                message = f"the input `{key}` at line {node.lineno} is not a placeholder of this program"
                raise Refused(message)
            inputs[node.id] = key
            self._check_specified(node.id)
        outputs: dict[str, Element] = {}
        for key, node in signature.outputs:
            self._check_meaning(node, at)
            outputs[key] = self._element(node, at, env)
            if outputs[key].kind != "graph":
                # TensorFlow 1 exports a variable by its handle, or its reference, which TensorFlow 2 cannot load.
                message = (
                    f"the output `{key}` at line {node.lineno} is a variable, an action or a constant, and no tensor"
                )
                raise Refused(message)
        for serving in known:
            if serving.inputs == inputs and serving.outputs.keys() == outputs.keys():
                same = (serving.outputs[key].code == element.code for key, element in outputs.items())
                if all(same):
                    return serving
        elements = list({element.code: element for element in outputs.values()}.values())
        function = Function(elements)
        function.slice = self._sliced(elements, env)
        for position in function.slice:
            flow.refuse_unsavable(self.source, self.flat[position].statement)
        for name in self._inputs(function):
            if name not in inputs and self.placeholders[name].default is None:
                line = self.flat[self.placeholders[name].at].statement.lineno
                message = f"the placeholder at line {line} is needed but is not an input of the signature"
                raise Refused(message)
        # Several signatures are written by one call, and each is a run of its own.
        call = copy.copy(self.flat[at].statement.value)  # type: ignore[attr-defined]
        fed: dict[str, ast.expr] = {node.id: node for _, node in signature.inputs if isinstance(node, ast.Name)}
        run = Run(call, at, "list", elements, fed, list(range(len(elements))))
        self.runs.append(run)
        known.append(Serving(run, inputs, outputs))
        return known[-1]

    def shape(self, name: str) -> ast.expr | None:
        """Return the shape of a placeholder, None if it has none."""
        call = flow.assigned(self.flat[self.placeholders[name].at].statement)
        assert isinstance(call, ast.Call)  # noqa: S101 - what a placeholder is made by
        return argument(call, 1, "shape")

    def _check_specified(self, name: str) -> None:
        """Refuse a placeholder whose shape may be another value where the function is specified."""
        shape = self.shape(name)
        if shape is not None and not flow.specifies(self.source, shape):
            code = self.source.code(shape)
            message = f"`{code}` at line {shape.lineno} may be another value when it is asked for later"
            raise Refused(message)
        self._check_captures(self.placeholders[name].at, set())

    def _check_meaning(self, node: ast.expr, at: int) -> None:
        """Refuse an output whose names stand for something else where it is exported."""
        there = self.envs[next(n for n, f in enumerate(self.flat) if f.statement is self.source.statement(node))]
        here = self.envs[at]
        for name in sorted(flow.reads(node)):
            if there.get(name) != here.get(name):
                message = f"`{name}` at line {node.lineno} stands for another tensor where it is exported"
                raise Refused(message)

    def _settle_exports(self) -> None:
        """Find the functions that only serve a signature, and those that nothing but functions call."""
        served = {serving.run.call: serving for one in self.exported.values() for serving in one.servings}
        helpers = {helper for function in self.functions for helper in function.helpers}
        for function in self.functions:
            users = [call for call, called in self.calls.items() if called is function]
            if not users or not all(call in served for call in users):
                continue
            function.run = False
            takes = served[users[0]].inputs
            if len(users) == 1 and function not in helpers and set(function.parameters) <= takes.keys():
                self.inlined.add(function)

    def variables_of(self, exported: Exported, at: int) -> list[str]:
        """Return the names of the variables that the signatures of an export read, in the order of their making."""
        found: set[str] = set()
        for serving in exported.servings:
            found |= set().union(*(self.touched[n] for n in self._sliced(serving.run.elements, self.envs[at])))
            for element in serving.run.elements:
                if element.at < 0:
                    names = self._content(element.node, env=self.envs[at]).names
                    found |= names.get("variable", set())
                    for name in names.get("variables", ()):
                        found |= self.touched[self.envs[at][name].at]
        return self.in_order(found, at)
