"""A session that only evaluates tensors, rewritten as eager code: the block goes, `sess.run(x)` becomes `x.numpy()`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix, NoFix
from hublint.source.block import BlockError, substitute
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Use


def rewrite(use: Use) -> Fix | NoFix:
    """Take away the `with` block of the session that `use` makes, if all it does is to evaluate tensors."""
    source = use.source
    try:
        statement = source.statement(use.node)
        if not flow.is_graph_block(source, statement):
            message = "the session is not opened by a `with` block that ends it"
            raise Refused(message)
        while flow.is_graph_block(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        assert isinstance(statement, ast.With)  # noqa: S101 - is_graph_block has looked
        return _Evaluation(source, statement).fix()
    except (Refused, BlockError, cst.ParserSyntaxError) as refusal:
        return NoFix(str(refusal))


class _Evaluation:
    def __init__(self, source: Source, block: ast.With) -> None:
        self.source = source
        self.statement = block
        self.flat = [item.statement for item in flow.flatten(source, [block])]
        self.blocks = [n for n in ast.walk(block) if isinstance(n, ast.With) and flow.is_graph_block(source, n)]
        names = (item.optional_vars for inner in self.blocks for item in inner.items)
        self.entered = {name.id for name in names if isinstance(name, ast.Name)}
        flow.refuse_switches(source)

    def fix(self) -> Fix:
        source = self.source
        self._refuse_outside_uses()
        runs: dict[ast.Call, str] = {}
        for statement in self.flat:
            runs.update((call, self._evaluated(call)) for call in self._runs(statement))
        inside = {node for call in runs for node in ast.walk(call)}
        for statement in self.flat:
            self._check(statement, inside)
        block = source.block([self.statement])
        out: list[cst.BaseStatement] = []
        comments: list[cst.EmptyLine] = []
        for inner in self.blocks:
            header = block.node(inner).body.header  # type: ignore[attr-defined]
            if header.comment is not None:
                comments.append(cst.EmptyLine(comment=header.comment))
        for statement in self.flat:
            node = block.node(statement)
            if isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1:
                message = f"line {statement.lineno} holds several statements"
                raise Refused(message)
            swaps = {block.node(c): cst.parse_expression(code) for c, code in runs.items() if c in set(ast.walk(statement))}
            node = substitute(node, swaps)
            if not out:
                lines = list(node.leading_lines)  # type: ignore[attr-defined]
                while lines and lines[0].comment is None:
                    lines.pop(0)
                node = node.with_changes(leading_lines=[*comments, *lines])
            out.append(node)  # type: ignore[arg-type]
        code = block.render(out)
        return Fix("unsafe", "Evaluate eagerly, without a session", (Edit(block.start, block.end, code),))

    def _runs(self, statement: ast.stmt) -> Iterator[ast.Call]:
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "Session().run"):
                function = call.func
                if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
                    if function.value.id in self.entered:
                        yield call

    def _evaluated(self, call: ast.Call) -> str:
        """Return the eager code for a call of `run`."""
        if len(call.args) != 1 or call.keywords:
            message = f"line {call.lineno} feeds a placeholder or asks for more than values"
            raise Refused(message)
        fetched = call.args[0]
        elements = fetched.elts if isinstance(fetched, (ast.List, ast.Tuple)) else [fetched]
        values = [self._value(element) for element in elements]
        if isinstance(fetched, ast.List):
            return f"[{', '.join(values)}]"
        if isinstance(fetched, ast.Tuple):
            return f"({', '.join(values)}{',' if len(values) == 1 else ''})"
        return values[0]

    def _value(self, node: ast.expr) -> str:
        if not self._is_tensor(node, 12):
            message = f"line {node.lineno} runs something that is not certainly a tensor without variables"
            raise Refused(message)
        code = self.source.code(node)
        simple = isinstance(node, (ast.Name, ast.Call, ast.Subscript, ast.Attribute))
        return f"{code}.numpy()" if simple else f"({code}).numpy()"

    def _is_tensor(self, node: ast.expr, depth: int) -> bool:
        """Tell whether an expression is made by TensorFlow's own operations, without variables, state or chance."""
        if depth == 0:
            return False
        if isinstance(node, ast.BinOp):
            return self._is_tensor(node.left, depth - 1) or self._is_tensor(node.right, depth - 1)
        if isinstance(node, ast.UnaryOp):
            return self._is_tensor(node.operand, depth - 1)
        if isinstance(node, ast.Subscript):
            return self._is_tensor(node.value, depth - 1)
        if isinstance(node, ast.Call):
            names = self.source.resolve(node.func)
            return bool(names) and all(flow.is_operation(name) for name in names)
        if isinstance(node, ast.Name):
            scope = self.source.scope(node)
            bindings = scope.visible(node.id, node)
            return bool(bindings) and all(
                binding.kind == "assign"
                and isinstance(binding.value, ast.expr)
                and not self._in_another_graph(binding.node)
                and self._is_tensor(binding.value, depth - 1)
                for binding in bindings
            )
        return False

    def _in_another_graph(self, node: ast.AST) -> bool:
        return any(
            isinstance(parent, ast.With) and parent not in self.blocks and flow.is_graph_block(self.source, parent)
            for parent in self.source.ancestors(node)
        )

    def _check(self, statement: ast.stmt, inside: set[ast.AST]) -> None:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and node.id in self.entered and node not in inside:
                message = f"line {node.lineno} uses `{node.id}` for more than running tensors"
                raise Refused(message)
            if isinstance(node, ast.Call) and node not in inside:
                self._check_call(node)

    def _check_call(self, call: ast.Call) -> None:
        names = {flow.short(name) for name in self.source.resolve(call.func)}
        known = names - {None}
        if any(not flow.is_operation(f"tensorflow.{name}") and not flow.beside_graph(f"{name}") for name in known):
            message = f"line {call.lineno} makes variables or other state, which the session keeps"
            raise Refused(message)
        if isinstance(call.func, ast.Attribute) and call.func.attr in {"eval", "run"}:
            message = f"line {call.lineno} evaluates by the default session"
            raise Refused(message)
        if isinstance(call.func, ast.Name) and not names:
            for definition in self.source.definitions(call.func):
                if flow.stateful(self.source, [definition], set()):
                    message = f"line {call.lineno} calls `{call.func.id}`, which may need the session"
                    raise Refused(message)

    def _refuse_outside_uses(self) -> None:
        source = self.source
        home = source.scope(self.statement)
        last = self.statement.end_lineno or 0
        for scope, name in source.index.loads:
            inside = self.statement.lineno <= name.lineno <= last
            if name.id in self.entered and not inside and scope.owner(name.id) is home:
                if scope is not home or name.lineno > last:
                    message = f"line {name.lineno} uses `{name.id}` outside its block"
                    raise Refused(message)
