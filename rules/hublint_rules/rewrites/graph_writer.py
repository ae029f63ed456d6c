"""Writes an understood graph program as TensorFlow 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix
from hublint.source.block import Block, BlockError, substitute
from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused

if TYPE_CHECKING:
    import ast
    from collections.abc import Sequence

    from hublint_rules.rewrites.graph_export import Program

_WIDTH = 100


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
        self.step = self.block.default_indent
        self.taken = flow.names_in(self.source)
        self.imports: list[tuple[str, str]] = []
        local = self.source.local_name("tensorflow")
        if local is None:
            local = "tf" if "tf" not in self.taken else "tensorflow"
            self.imports.append(("tensorflow", local))
        self.tf = local
        self.tf1 = self.source.local_name("tensorflow.compat.v1") or f"{local}.compat.v1"
        key = program.export.key
        name = key if key.isidentifier() else "serving_default"
        # The names that the graph program had for its tensors are free again, but a parameter must not hide the function.
        self.serving = flow.fresh(name, self.taken)
        self.module = flow.fresh("module", self.taken)
        self.graph = flow.fresh("graph", self.taken) if program.stateful else ""
        self.build = flow.fresh("build_graph", self.taken) if program.stateful else ""
        self.out: list[cst.BaseStatement] = []
        self.comments: list[cst.EmptyLine] = []

    def fix(self) -> Fix:
        program = self.program
        moved = {*program.graph, *program.placeholders.values()}
        last_moved = max(moved)
        for at in program.runs:
            if at < last_moved:
                message = f"line {program.flat[at].statement.lineno} runs the graph before it is complete"
                raise Refused(message)
        # What feeds and the checkpoint's path say must still be there where they are said now.
        wrapped = last_moved if program.restore is None else max(last_moved, program.restore[0])
        body: list[cst.BaseStatement] = []
        for at, item in enumerate(program.flat):
            if not program.first <= item.top <= program.last:
                continue
            node = self._statement(item.statement)
            if at in program.graph:
                body.append(node)
            elif at in moved or at in program.dropped:
                self._carry(node)
            elif at != program.end:
                self._emit([self._with_runs(at, node)])
            if at == last_moved:
                self._emit(self._function(body))
            if at == wrapped and program.stateful:
                for statement in self._wrapped():
                    self._emit([statement])
            if at == program.end:
                self._emit(self._save(node))
        statements: list[cst.BaseStatement | cst.EmptyLine] = [*self.out, *self.comments]
        code = self._spaced_before() + self.block.render(statements)
        edits = (Edit(self.block.start, self.block.end, code),)
        return Fix("unsafe", "Build the graph as a tf.function and export it with tf.saved_model.save", edits, tuple(self.imports))

    # Statements

    def _statement(self, statement: ast.stmt) -> cst.BaseStatement:
        node = self.block.node(statement)
        if not isinstance(node, cst.BaseStatement) or (isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1):
            message = f"line {statement.lineno} holds several statements"
            raise Refused(message)
        return node

    def _carry(self, node: cst.BaseStatement) -> None:
        """Keep the comments of a statement that goes."""
        self.comments += [line for line in node.leading_lines if line.comment is not None]  # type: ignore[attr-defined]
        trailing = getattr(node, "trailing_whitespace", None)
        if trailing is not None and trailing.comment is not None:
            self.comments.append(cst.EmptyLine(comment=trailing.comment))

    def _emit(self, statements: Sequence[cst.BaseStatement]) -> None:
        """Add statements, with the comments that are waiting and the blank lines that belong before them."""
        first, *rest = statements
        leading = list(first.leading_lines)  # type: ignore[attr-defined]
        blank = 0
        while leading and leading[0].comment is None:
            leading.pop(0)
            blank += 1
        if not self.out:
            blank = 0
        elif isinstance(first, cst.FunctionDef) or isinstance(self.out[-1], cst.FunctionDef):
            blank = max(blank, self._gap)
        elif self.comments:
            blank = max(blank, 1)
        leading = [*([cst.EmptyLine(indent=False)] * blank), *self.comments, *leading]
        self.comments = []
        self.out += [first.with_changes(leading_lines=leading), *rest]

    def _with_runs(self, at: int, node: cst.BaseStatement) -> cst.BaseStatement:
        replacements: dict[cst.CSTNode, cst.CSTNode] = {}
        for call, key, feeds in self.program.runs.get(at, ()):
            arguments = ", ".join(
                f"{self.tf}.constant({self.source.code(feeds[parameter.name])}, {parameter.dtype})"
                for parameter in self.program.parameters
            )
            code = f"{self.serving}({arguments})[{self._quoted(key)}].numpy()"
            replacements[self.block.node(call)] = cst.parse_expression(code)
        return substitute(node, replacements) if replacements else node  # type: ignore[no-any-return]

    # New code

    def _parse(self, code: str) -> list[cst.BaseStatement]:
        config = cst.PartialParserConfig(default_indent=self.step, default_newline=self.source.text.newline)
        return list(cst.parse_module(code, config).body)

    def _function(self, body: list[cst.BaseStatement]) -> list[cst.BaseStatement]:
        """Return the function that the graph's statements become."""
        program = self.program
        parameters = ", ".join(parameter.name for parameter in program.parameters)
        returned = self._call("return {", [f"{self._quoted(key)}: {self.source.code(v)}" for key, v in program.export.outputs], "}")
        if program.stateful:
            code = f"def {self.build}({parameters}):\n{self.step}pass\n"
        else:
            code = f"{self._decorator()}def {self.serving}({parameters}):\n{self.step}pass\n"
        (function,) = self._parse(code)
        body = [*body, *self._parse(returned)]
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
        code = self._call(f"{self.graph} = {self.tf1}.wrap_function(", [self.build, f"[{', '.join(specs)}]"], ")")
        if program.restore is not None:
            path = self.source.code(program.restore[1])
            code += f"{self.tf1}.train.Saver({self.graph}.variables).restore(None, {path})\n"
        parameters = ", ".join(parameter.name for parameter in program.parameters)
        function = (
            f"{self._decorator()}def {self.serving}({parameters}):\n{self.step}return {self.graph}({parameters})\n"
        )
        return self._parse(code + function)

    def _save(self, end: cst.BaseStatement) -> list[cst.BaseStatement]:
        """Return the statements that export, in the place of the call that did."""
        export = self.program.export
        key = f"{self.tf}.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY" if export.constant_key else self._quoted(export.key)
        code = f"{self.module} = {self.tf}.Module()\n{self.module}.{self.serving} = {self.serving}\n"
        if self.program.stateful:
            code += f"{self.module}.graph_variables = {self.graph}.variables\n"
        arguments = [self.module, self.source.code(export.folder), f"signatures={{{key}: {self.serving}}}"]
        first, *rest = self._parse(code + self._call(f"{self.tf}.saved_model.save(", arguments, ")"))
        return [first.with_changes(leading_lines=end.leading_lines), *rest]  # type: ignore[attr-defined]

    def _decorator(self) -> str:
        specs = [self._spec(p.dtype, p.shape, p.key) for p in self.program.parameters]
        return self._call(f"@{self.tf}.function(input_signature=[", specs, "])")

    def _spec(self, dtype: str, shape: str, key: str | None = None) -> str:
        name = f", name={self._quoted(key)}" if key is not None else ""
        return f"{self.tf}.TensorSpec(shape={shape}, dtype={dtype}{name})"

    def _quoted(self, text: str) -> str:
        """Return a string literal in the quotes that the file prefers."""
        utf8 = self.source.text.utf8
        literal = repr(text)
        plain = literal[0] == "'" and '"' not in literal and "\\" not in literal
        return f'"{text}"' if plain and utf8.count(b'"') > utf8.count(b"'") else literal

    def _call(self, opening: str, arguments: list[str], closing: str) -> str:
        """Return a line of code, broken at its brackets if it is too long."""
        line = f"{opening}{', '.join(arguments)}{closing}\n"
        if len(self.block.indent) + len(line) <= _WIDTH:
            return line
        return opening + "\n" + "".join(f"{self.step}{argument},\n" for argument in arguments) + closing + "\n"

    # Blank lines

    @property
    def _gap(self) -> int:
        """How many blank lines stand round a function here."""
        return 1 if self.block.indent else 2

    def _spaced_before(self) -> str:
        """Return the blank lines that are wanting before the block if it now begins with a function."""
        if not self.out or not isinstance(self.out[0], cst.FunctionDef) or self.program.first == 0:
            return ""
        text = self.source.text
        row = text.line_of(self.block.start) - 1
        blank = 0
        while row > 0 and not text.line(row).strip():
            blank += 1
            row -= 1
        comment = text.line(row).lstrip().startswith("#")
        return "" if comment else text.newline * max(0, self._gap - blank)
