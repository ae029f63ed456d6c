"""Writes an understood graph program as TensorFlow 2."""

from __future__ import annotations

import keyword
from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix
from hublint.source.block import Block, BlockError, substitute
from hublint_rules.rewrites import comments, flow
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.graph_export import DEFAULT_KEY
from hublint_rules.rewrites.layout import Layout, bracketed, without_trailing_space
from hublint_rules.rewrites.names import local_name

if TYPE_CHECKING:
    import ast

    from hublint_rules.rewrites.graph_export import Program

# What `tf.Module` has itself: an attribute of that name cannot be set, or would hide it.
_OF_MODULE = frozenset(
    {
        "graph_variables",
        "name",
        "name_scope",
        "non_trainable_variables",
        "submodules",
        "trainable_variables",
        "variables",
    }
    | {"with_name_scope"}
)


def write(program: Program) -> Fix:
    """Return the fix that puts the TensorFlow 2 form in the place of a graph program.

    Raises:
        Refused: if libcst cannot take the statements apart.
    """
    try:
        return _Writer(program).fix()
    except (BlockError, cst.ParserSyntaxError) as error:
        raise Refused(str(error)) from error


class _Writer:
    def __init__(self, program: Program) -> None:
        self.program = program
        self.source = program.source
        self.block: Block = self.source.block(program.suite[program.first : program.last + 1])
        self.layout = Layout(self.source, self.block)
        self.step = self.layout.step
        self.taken: set[str] = set()
        self.imports: list[tuple[str, str]] = []
        home, line = self.source.scope(program.suite[0]), program.suite[program.first].lineno
        local = local_name(self.source, "tensorflow", home, line)
        if local is None:
            names = flow.names_in(self.source)
            local = next((name for name in ("tf", "tensorflow", "tf2") if name not in names), None)
            if local is None:
                message = "TensorFlow has no name here that nothing else has"
                raise Refused(message)
            self.imports.append(("tensorflow", local))
        self.tf = local
        self.tf1 = local_name(self.source, "tensorflow.compat.v1", home, line) or f"{local}.compat.v1"
        key = program.export.key
        usable = key.isidentifier() and not keyword.iskeyword(key) and key not in _OF_MODULE and not key.startswith("_")
        name = key if usable else DEFAULT_KEY
        self.serving = self._fresh(name, ours=name == DEFAULT_KEY)
        self.module = self._fresh("module")
        self.graph = self._fresh("graph") if program.stateful else ""
        self.build = self._fresh("build_graph") if program.stateful else ""

    def _fresh(self, name: str, *, ours: bool = True) -> str:
        """Return `name`, with underscores behind it until it is free here, and take it."""
        while name in self.taken or not self.program.free(name, ours=ours):
            name += "_"
        self.taken.add(name)
        return name

    def fix(self) -> Fix:
        program = self.program
        moved = {*program.graph, *program.placeholders.values()}
        last_moved = max(moved)
        wrapped = last_moved if program.restore is None else max(last_moved, program.restore[0])
        for at in program.runs:
            if at < wrapped:
                message = f"line {program.flat[at].statement.lineno} runs the graph before it is complete"
                raise Refused(message)
        hoisted = self._hoisted(wrapped)
        positions = {item.statement: at for at, item in enumerate(program.flat)}
        above, below = self.layout.comments_of_blocks(
            self.block.statements, positions, lambda statement: flow.is_graph_block(self.source, statement)
        )
        body: list[cst.BaseStatement] = []
        for at, item in enumerate(program.flat):
            if not program.first <= item.top <= program.last:
                continue
            node = without_trailing_space(self._statement(item.statement))
            self.layout.waiting += above.get(at, ())
            if at in program.graph:
                body.append(node)
            elif at in moved or at in program.dropped:
                self.layout.carry(node)
                if at in hoisted:
                    self.layout.emit(self.layout.parse(hoisted[at]))
            elif at != program.end:
                self.layout.emit([self._with_runs(at, node)])
            if at == last_moved:
                self.layout.emit(self._function(body))
            if at == wrapped and program.stateful:
                for statement in self._wrapped():
                    self.layout.emit([statement])
            if at == program.end:
                self.layout.emit(self._save(node))
            self.layout.waiting += below.get(at, ())
        end = self.block.end
        if flow.is_graph_block(self.source, program.suite[program.last]):
            end, last = comments.below(self.block)
            self.layout.waiting += last
        statements: list[cst.BaseStatement | cst.EmptyLine] = [*self.layout.out, *self.layout.waiting]
        start, space = self.layout.spaced_before(first=program.first == 0)
        code = space + self.block.render(statements)
        edits = (Edit(start, end, code),)
        return Fix(
            "unsafe",
            "Build the graph as a tf.function and export it with tf.saved_model.save",
            edits,
            tuple(self.imports),
        )

    def _hoisted(self, wrapped: int) -> dict[int, str]:
        """Return the assignments that keep the folder and the checkpoint where they are evaluated now, by position.

        They are moved with the calls that need them where that makes no difference.
        """
        program, code = self.program, self.source.code
        found: dict[int, str] = {}
        self.folder = code(program.export.folder)
        self.checkpoint = "" if program.restore is None else code(program.restore[1])
        at = program.folder_at
        if at is not None and not program.moves(program.export.folder, at, program.end):
            name = self._fresh("export_dir")
            found[at] = f"{name} = {bracketed(self.folder)}\n"
            self.folder = name
        if program.restore is not None and not program.moves(program.restore[1], program.restore[0], wrapped):
            name = self._fresh("checkpoint")
            found[program.restore[0]] = f"{name} = {bracketed(self.checkpoint)}\n"
            self.checkpoint = name
        return found

    # Statements

    def _statement(self, statement: ast.stmt) -> cst.BaseStatement:
        node = self.block.node(statement)
        if not isinstance(node, cst.BaseStatement) or (
            isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1
        ):
            message = f"line {statement.lineno} holds several statements"
            raise Refused(message)
        return node

    def _with_runs(self, at: int, node: cst.BaseStatement) -> cst.BaseStatement:
        replacements: dict[cst.CSTNode, cst.CSTNode] = {}
        for call, path in self.program.later_restores.get(at, ()):
            code = f"{self.tf1}.train.Saver({self.graph}.variables).restore(None, {self.source.code(path)})"
            replacements[self.block.node(call)] = cst.parse_expression(code)
        for call, key, feeds in self.program.runs.get(at, ()):
            arguments = ", ".join(
                f"{self.tf}.constant({self.source.code(feeds[parameter.name])}, {parameter.dtype})"
                for parameter in self.program.parameters
            )
            code = f"{self.serving}({arguments})[{self._quoted(key)}].numpy()"
            replacements[self.block.node(call)] = cst.parse_expression(code)
        return substitute(node, replacements) if replacements else node

    # New code

    def _function(self, body: list[cst.BaseStatement]) -> list[cst.BaseStatement]:
        """Return the function that the graph's statements become."""
        program = self.program
        parameters = ", ".join(parameter.name for parameter in program.parameters)
        returned = self.layout.call(
            "return {", [f"{self._quoted(key)}: {self.source.code(v)}" for key, v in program.export.outputs], "}"
        )
        if program.stateful:
            code = f"def {self.build}({parameters}):\n{self.step}pass\n"
        else:
            code = f"{self._decorator()}def {self.serving}({parameters}):\n{self.step}pass\n"
        (function,) = self.layout.parse(code)
        body = [*body, *self.layout.parse(returned)]
        first = list(body[0].leading_lines)  # type: ignore[attr-defined]
        while first and first[0].comment is None:
            first.pop(0)
        body[0] = body[0].with_changes(leading_lines=first)
        block = function.body.with_changes(body=body)  # type: ignore[attr-defined]
        return [function.with_changes(body=block)]

    def _wrapped(self) -> list[cst.BaseStatement]:
        """Return the statements that wrap the build function, restore its variables and give it a signature."""
        program = self.program
        specs = [self._spec(parameter.dtype, parameter.shape) for parameter in program.parameters]
        code = self.layout.call(f"{self.graph} = {self.tf1}.wrap_function(", [self.build, f"[{', '.join(specs)}]"], ")")
        if program.restore is not None:
            code += f"{self.tf1}.train.Saver({self.graph}.variables).restore(None, {self.checkpoint})\n"
        parameters = ", ".join(parameter.name for parameter in program.parameters)
        function = (
            f"{self._decorator()}def {self.serving}({parameters}):\n{self.step}return {self.graph}({parameters})\n"
        )
        return self.layout.parse(code + function)

    def _save(self, end: cst.BaseStatement) -> list[cst.BaseStatement]:
        """Return the statements that export, in the place of the call that did."""
        export = self.program.export
        key = (
            f"{self.tf}.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY"
            if export.constant_key
            else self._quoted(export.key)
        )
        code = f"{self.module} = {self.tf}.Module()\n{self.module}.{self.serving} = {self.serving}\n"
        if self.program.stateful:
            code += f"{self.module}.graph_variables = {self.graph}.variables\n"
        arguments = [self.module, self.folder, f"signatures={{{key}: {self.serving}}}"]
        first, *rest = self.layout.parse(code + self.layout.call(f"{self.tf}.saved_model.save(", arguments, ")"))
        leading = list(end.leading_lines)  # type: ignore[attr-defined]
        inner = comments.inside(end.with_changes(leading_lines=[]))
        return [first.with_changes(leading_lines=[*leading, *inner]), *rest]

    def _decorator(self) -> str:
        specs = [self._spec(p.dtype, p.shape, p.key) for p in self.program.parameters]
        return self.layout.call(f"@{self.tf}.function(input_signature=[", specs, "])")

    def _spec(self, dtype: str, shape: str, key: str | None = None) -> str:
        name = f", name={self._quoted(key)}" if key is not None else ""
        return f"{self.tf}.TensorSpec(shape={shape}, dtype={dtype}{name})"

    def _quoted(self, text: str) -> str:
        """Return a string literal in the quotes that the file prefers."""
        utf8 = self.source.text.utf8
        literal = repr(text)
        plain = literal[0] == "'" and '"' not in literal and "\\" not in literal
        return f'"{text}"' if plain and utf8.count(b'"') > utf8.count(b"'") else literal
