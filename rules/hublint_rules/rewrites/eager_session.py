"""A session that only evaluates tensors, rewritten as eager code: the block goes, `sess.run(x)` becomes `x.numpy()`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix, NoFix
from hublint.source.block import BlockError, substitute
from hublint_rules.rewrites import comments, flow, hub_models, operations
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.layout import Layout

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Source, Use


def rewrite(use: Use) -> Fix | NoFix:
    """Take away the `with` block of the session that `use` makes, if all it does is to evaluate tensors."""
    source = use.source
    try:
        statement = source.statement(use.node)
        if not flow.is_graph_block(source, statement):
            return NoFix("the session is not opened by a `with` block that ends it")
        while flow.is_graph_block(source, source.parents[statement]):
            statement = source.statement(source.parents[statement])
        assert isinstance(statement, ast.With)  # noqa: S101 - is_graph_block has looked
        return _Evaluation(source, statement).fix()
    except (Refused, BlockError, cst.ParserSyntaxError) as refusal:
        return NoFix(str(refusal))


# What gives variables and tables their values, which eagerly they have from the start.
_INITIALIZERS = (
    "global_variables_initializer",
    "initialize_all_variables",
    "initialize_all_tables",
    "tables_initializer",
)

# Operations without a value; eagerly they happen where they are made.
_EFFECTS = ("write_file", "io.write_file")

# What a tensor of a graph has and an eager one has not.
_OF_GRAPH = frozenset({"consumers", "eval", "graph", "name", "op"})

# Methods of lists, strings, dicts, files and NumPy arrays.
_PLAIN_METHODS = frozenset({"append", "as_list", "astype", "extend", "flatten", "format"}) | frozenset(
    {"items", "join", "keys", "reshape", "tolist", "values", "write"}
)


class _Evaluation:
    def __init__(self, source: Source, block: ast.With) -> None:
        self.source = source
        self.statement = block
        self.flat = [item.statement for item in flow.flatten(source, [block])]
        self.blocks = [n for n in ast.walk(block) if isinstance(n, ast.With) and flow.is_graph_block(source, n)]
        names = (item.optional_vars for inner in self.blocks for item in inner.items)
        self.tensors: set[str] = set()
        self.entered = {name.id for name in names if isinstance(name, ast.Name)}

    def fix(self) -> Fix:
        source = self.source
        self._refuse_outside_uses()
        for inner in self.blocks:
            for item in inner.items:
                flow.refuse_session_arguments(source, item.context_expr)
        runs: dict[ast.Call, str] = {}
        for statement in self.flat:
            runs.update((call, self._evaluated(call)) for call in self._runs(statement))
        if all(self._initializes(call) for call in runs):
            message = "nothing is run in the session's block, so what it is for is not to be seen"
            raise Refused(message)
        self._refuse_graph_attributes()
        inside = {node for call in runs for node in ast.walk(call)}
        for statement in self.flat:
            self._check(statement, inside)
        block = source.block([self.statement])
        layout = Layout(source, block)
        layout.settle(
            [self.statement],
            lambda statement: flow.is_graph_block(source, statement),
            lambda statement: "goes" if self._done_already(statement, runs) else "stays",
        )
        out: list[cst.BaseStatement] = []
        waiting: list[cst.EmptyLine] = []
        for statement in self.flat:
            node = block.node(statement)
            if not isinstance(node, cst.BaseStatement) or (
                isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1
            ):
                message = f"line {statement.lineno} holds several statements"
                raise Refused(message)
            if not self._done_already(statement, runs):
                own = set(ast.walk(statement))
                swaps = {block.node(c): cst.parse_expression(code) for c, code in runs.items() if c in own}
                kept = {line.comment.value for line in comments.inside(substitute(node, swaps)) if line.comment}
                lost = [line for line in comments.inside(node) if line.comment and line.comment.value not in kept]
                lines = layout.above[statement]
                while not out and lines and lines[0].comment is None:
                    lines.pop(0)
                out.append(substitute(node, swaps).with_changes(leading_lines=[*waiting, *lines, *lost]))
                waiting = []
            waiting += layout.under.get(statement, ())
        if not out:
            message = "the block has nothing but runs"
            raise Refused(message)
        end, last = comments.below(block)
        code = block.render([*out, *waiting, *last])
        return Fix("unsafe", "Evaluate eagerly, without a session", (Edit(layout.start, end, code),))

    def _done_already(self, statement: ast.stmt, runs: dict[ast.Call, str]) -> bool:
        """Tell whether a statement only runs an operation for its effect, which eager code had where it was made."""
        if (
            not isinstance(statement, ast.Expr)
            or not isinstance(statement.value, ast.Call)
            or statement.value not in runs
        ):
            return False
        if self._initializes(statement.value):
            return True
        fetched = statement.value.args[0]
        return isinstance(fetched, ast.Name) and self._is_effect(fetched)

    def _initializes(self, call: ast.Call) -> bool:
        """Tell whether a run only gives variables and tables their values; that of a loaded model has them already."""
        if not isinstance(self.source.parents[call], ast.Expr):
            return False
        fetched = call.args[0]
        elements = fetched.elts if isinstance(fetched, (ast.List, ast.Tuple)) else [fetched]
        return all(flow.is_call_of(self.source, element, *_INITIALIZERS) for element in elements)

    def _is_effect(self, node: ast.expr) -> bool:
        """Tell whether an expression is an operation without a value, such as `tf.io.write_file`."""
        if isinstance(node, ast.Call):
            return flow.is_call_of(self.source, node, *_EFFECTS)
        if isinstance(node, ast.Name):
            bindings = self.source.scope(node).visible(node.id, node)
            return any(
                b.kind == "assign" and isinstance(b.value, ast.expr) and self._is_effect(b.value) for b in bindings
            )
        return False

    def _done_at_once(self, name: ast.expr) -> bool:
        """Tell whether an operation is run once, and nothing but operations are made between making and running it."""
        assert isinstance(name, ast.Name)  # noqa: S101 - the caller has looked
        ran = self.flat.index(self.source.statement(name))
        if sum(n.id == name.id for s in self.flat for n in ast.walk(s) if isinstance(n, ast.Name)) != 2:
            return False
        for statement in reversed(self.flat[:ran]):
            value = flow.assigned(statement)
            if value is None or not (self._is_effect(value) or self._is_tensor(value, 12)):
                return False
            if name.id in flow.writes(statement):
                return True
        return False

    def _runs(self, statement: ast.stmt) -> Iterator[ast.Call]:
        for call in ast.walk(statement):
            if isinstance(call, ast.Call) and flow.is_call_of(self.source, call, "Session().run"):
                function = call.func
                owner = function.value if isinstance(function, ast.Attribute) else None
                if isinstance(owner, ast.Name) and owner.id in self.entered:
                    yield call

    def _evaluated(self, call: ast.Call) -> str:
        """Return the eager code for a call of `run`."""
        if len(call.args) != 1 or call.keywords:
            message = f"line {call.lineno} feeds a placeholder, or asks for more than the values of tensors"
            raise Refused(message)
        if self._initializes(call) and hub_models.has_signature_calls(self.source):
            return ""
        fetched = call.args[0]
        elements = fetched.elts if isinstance(fetched, (ast.List, ast.Tuple)) else [fetched]
        values = [self._value(element) for element in elements]
        if isinstance(fetched, ast.List):
            return f"[{', '.join(values)}]"
        if isinstance(fetched, ast.Tuple):
            return f"({', '.join(values)}{',' if len(values) == 1 else ''})"
        return values[0]

    def _value(self, node: ast.expr) -> str:
        statement = self.source.statement(node)
        alone = isinstance(statement, ast.Expr) and statement in self.flat and isinstance(node, ast.Name)
        effect = alone and self._is_effect(node) and self._done_at_once(node)
        if not (effect or self._is_tensor(node, 12)) or not self._steady(node, set()):
            message = f"line {node.lineno} runs something that may depend on variables or on chance, or be no tensor"
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
            return hub_models.is_output(self.source, node) or self._is_tensor(node.value, depth - 1)
        if isinstance(node, ast.Call):
            names = self.source.resolve(node.func)
            return bool(names) and all(operations.gives_one_tensor(name) for name in names)
        if isinstance(node, ast.Name):
            self.tensors.add(node.id)
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

    def _steady(self, node: ast.AST, seen: set[ast.AST]) -> bool:
        """Tell whether no variable, placeholder or chance is seen to go into an expression: each run gives the same."""
        for part in ast.walk(node):
            if part in seen:
                continue
            seen.add(part)
            if isinstance(part, ast.Call):
                names = [flow.short(name) for name in self.source.resolve(part.func)]
                # What another run has given is no tensor any more.
                makers = [name for name in names if name not in {None, "Session().run", *_EFFECTS}]
                if not all(operations.gives_one_tensor(name) for name in makers if name is not None):
                    return False
                if isinstance(part.func, ast.Name):
                    definitions = self.source.definitions(part.func)
                    if not all(self._steady(definition, seen) for definition in definitions):
                        return False
            elif isinstance(part, ast.Name) and isinstance(part.ctx, ast.Load):
                for binding in self.source.scope(part).visible(part.id, part):
                    value: ast.AST | None = binding.value if binding.kind == "assign" else None
                    if binding.kind in {"other", "unpack", "with"} and isinstance(binding.node, ast.expr):
                        statement = self.source.statement(binding.node)
                        value = statement.iter if isinstance(statement, ast.For) else getattr(statement, "value", None)
                    if isinstance(value, ast.expr) and not self._steady(value, seen):
                        return False
        return True

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
        """Refuse a call that may need the session, which is the default one inside its block."""
        function = call.func
        names = self.source.resolve(function)
        if names:
            harmless = all(
                flow.is_operation(name)
                or flow.is_plain(name)
                or flow.beside_graph(flow.short(name) or "")
                or name == hub_models.LOAD
                for name in names
            )
        elif isinstance(function, ast.Name):
            definitions = list(self.source.definitions(function))
            harmless = flow.is_builtin(self.source, function) or (
                bool(definitions) and not flow.stateful(self.source, definitions, set())
            )
        else:
            harmless = hub_models.is_signature_call(self.source, call) or (
                isinstance(function, ast.Attribute)
                and (function.attr in _PLAIN_METHODS or function.attr.startswith("assert"))
            )
        if not harmless:
            message = f"line {call.lineno} calls `{self.source.code(function)}`, which may need the session"
            raise Refused(message)

    def _refuse_graph_attributes(self) -> None:
        for _, attribute in self.source.index.attributes:
            value = attribute.value
            if attribute.attr in _OF_GRAPH and isinstance(value, ast.Name) and value.id in self.tensors:
                spelled = self.source.code(attribute)
                message = f"line {attribute.lineno} reads `{spelled}`, which an eager tensor does not have"
                raise Refused(message)

    def _refuse_outside_uses(self) -> None:
        for name in flow.outside_uses(self.source, [self.statement], self.entered):
            message = f"line {name.lineno} uses `{name.id}` outside its block"
            raise Refused(message)
