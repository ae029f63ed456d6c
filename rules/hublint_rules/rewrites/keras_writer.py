"""Writes the export of a Keras model as TensorFlow 2."""

from __future__ import annotations

import ast
import keyword
from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix
from hublint.source.block import Block, BlockError
from hublint_rules.keras.paths import path_ending
from hublint_rules.rewrites import comments, flow
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.keras_export import is_session_block
from hublint_rules.rewrites.layout import WIDTH, Layout, bracketed, quoted
from hublint_rules.rewrites.signatures import function_name
from hublint_rules.symbols.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hublint.rule import Target
    from hublint.source.index import Scope
    from hublint_rules.rewrites.keras_export import Call, KerasExport, Tensor

_OLD_METHODS = {"classification": "Classify", "regression": "Regress"}


def write(program: KerasExport, target: Target) -> Fix:
    """Return the fix that puts the TensorFlow 2 form in the place of an export of Keras models.

    Raises:
        Refused: if libcst cannot take the statements apart, or a name that is needed is not free.
    """
    try:
        return _Writer(program, target).fix()
    except (BlockError, cst.ParserSyntaxError) as error:
        raise Refused(str(error)) from error


class _Writer:
    def __init__(self, program: KerasExport, target: Target) -> None:
        self.program = program
        self.target = target
        self.source = program.source
        self.end = program.flat[program.end]
        self.home: Scope = self.source.scope(self.end.statement)
        going = [program.flat[at].statement for at in (*program.dropped, program.end)]
        self.gone = {line for one in going for line in range(one.lineno, (one.end_lineno or one.lineno) + 1)}
        self.first = self._first()
        self.block: Block = self.source.block(program.suite[self.first : self.end.top + 1])
        self.layout = Layout(self.source, self.block)
        self.step = self.layout.step
        self.keras3 = target.tensorflow >= (2, 16) if program.root == "keras" else target.keras3
        self.keras3 = self.keras3 and program.root != "tf_keras"
        self.taken: set[str] = set()
        self.imports: list[tuple[str, str]] = []
        self.tf = self._spelled("tensorflow")
        self.hoisted: str | None = None

    def _spelled(self, *names: str) -> str:
        """Return how one of some full names is written where the export stands, with as few new imports as may be."""
        found = [
            spelled
            for name in names
            if (spelled := spell(self.source, name, self.home, self.end.statement)) is not None
        ]
        if not found:
            message = f"`{names[0]}` has no name here that nothing else has"
            raise Refused(message)
        best = min(found, key=lambda spelled: len(spelled.imports))
        self.imports += best.imports
        return best.text

    def _fresh(self, name: str) -> str:
        """Return `name`, with underscores behind it until it is free in the scope of the export, and take it."""
        while name in self.taken or not self._is_free(name):
            name += "_"
        self.taken.add(name)
        return name

    def _is_free(self, name: str) -> bool:
        """Tell whether nothing in the scope of the export has a name, apart from the statements that go."""
        if name in flow.BUILTINS or name in self.home.elsewhere:
            return False
        if any(binding.line not in self.gone for binding in self.home.bindings.get(name, ())):
            return False
        return not any(
            loaded.id == name and loaded.lineno not in self.gone and _within(scope, self.home)
            for scope, loaded in self.source.index.loads
        )

    def fix(self) -> Fix:
        program = self.program
        edits = sorted({*self._deletions(), self._core()})
        message = "Export the Keras model with tf.saved_model.save, under the same signature"
        for signature in program.export.signatures:
            if signature.method in _OLD_METHODS:
                message += (
                    f"; `{signature.key}` becomes a predict signature, so that TensorFlow Serving's "
                    f"{_OLD_METHODS[signature.method]} needs its method name put back by MethodNameUpdater"
                )
        return Fix("unsafe", message, tuple(edits), tuple(self.imports))

    # Statements that go

    def _deletions(self) -> Iterator[Edit]:
        """Yield the edits that take out the statements that only served the export."""
        program = self.program
        for statement in program.elsewhere:
            yield self._deletion([statement])
        run: list[ast.stmt] = []
        for top in sorted({program.flat[at].top for at in program.dropped}):
            statement = program.suite[top]
            if self.first <= top <= self.end.top:
                continue
            if is_session_block(self.source, statement):
                yield self._rewritten(top, top)
                continue
            if run and statement.lineno > (run[-1].end_lineno or 0) + 1:
                yield self._deletion(run)
                run = []
            run.append(statement)
        if run:
            yield self._deletion(run)

    def _deletion(self, statements: list[ast.stmt]) -> Edit:
        """Return the edit that takes out neighbouring statements, with blank lines that have nothing left to part."""
        block = self.source.block(statements)
        text = self.source.text
        left = ""
        for statement, node in zip(statements, block.nodes, strict=True):
            hoisted = self._hoisted(statement)
            within = comments.inside(node.with_changes(leading_lines=[])) if hoisted is not None else []
            lines = [f"{line.comment.value}{text.newline}" for line in within if line.comment]
            left += "".join(f"{block.indent}{line}" for line in (*lines, hoisted or "") if line)
        start, remarks = comments.above(block)
        below = text.line(text.line_of(block.end)) if block.end < len(text.utf8) else ""
        followed = below.startswith(block.indent) and below.strip() and below.lstrip()[0] != "#"
        if left or (followed and not comments.of_nothing_left(remarks, graphs=False)):
            return Edit(block.start, block.end, left)
        left = "".join(
            f"{block.indent}{line.comment.value}{text.newline}" for line in comments.lasting(remarks) if line.comment
        )
        end = block.end
        if not left:
            above, under = self._blank_above(text.line_of(start)), self._blank_below(text.line_of(end))
            opens_suite = flow.suite_of(self.source, statements[0])[0] is statements[0] and not above
            row = text.line_of(end) + (under if opens_suite else min(above, under))
            end = text.line_starts[row - 1] if row <= len(text.line_starts) else len(text.utf8)
        return Edit(start, end, left)

    def _blank_above(self, row: int) -> int:
        """Return how many lines above one are blank."""
        blank = 0
        while row - blank > 1 and not self.source.text.line(row - blank - 1).strip():
            blank += 1
        return blank

    def _blank_below(self, row: int) -> int:
        """Return how many lines from one on are blank."""
        blank = 0
        text = self.source.text
        while row + blank <= len(text.line_starts) and not text.line(row + blank).strip():
            blank += 1
        return blank

    def _hoisted(self, statement: ast.stmt) -> str | None:
        """Return the assignment that keeps a builder's folder evaluated where the builder was made."""
        program = self.program
        at = program.export.folder_at
        if at is None or program.flat[at].statement is not statement or program.folder_moves():
            return None
        return f"{self._folder()} = {bracketed(self.source.code(program.export.folder))}{self.source.text.newline}"

    def _folder(self) -> str:
        """Return what the new call is given as the folder."""
        if self.program.folder_moves():
            return self.source.code(self.program.export.folder)
        if self.hoisted is None:
            self.hoisted = self._fresh("export_dir")
        return self.hoisted

    # The export

    def _core(self) -> Edit:
        """Return the edit that rewrites the statement which exports, with all right above it that served it."""
        return self._rewritten(self.first, self.end.top)

    def _first(self) -> int:
        """Return where the statements begin that only serve the export, the one that exports included."""
        program = self.program
        first = self.end.top
        while first > 0 and all(at in program.dropped for at, item in enumerate(program.flat) if item.top == first - 1):
            first -= 1
        return first

    def _rewritten(self, first: int, last: int) -> Edit:
        """Return the edit for some statements of the suite, session blocks opened."""
        program = self.program
        self.block = self.source.block(program.suite[first : last + 1])
        layout = self.layout = Layout(self.source, self.block)
        positions = {item.statement: at for at, item in enumerate(program.flat)}
        layout.settle(
            program.suite[first : last + 1],
            lambda statement: is_session_block(self.source, statement),
            lambda statement: self._fate(positions[statement]),
        )
        spoken: list[cst.EmptyLine] = []
        for at, item in enumerate(program.flat):
            if not first <= item.top <= last:
                continue
            node = self.block.node(item.statement)
            assert isinstance(node, cst.BaseStatement)  # noqa: S101 - the block consists of statements
            hoisted = self._hoisted(item.statement)
            if at == program.end:
                layout.emit(self._new_code(item.statement, node, spoken))
            elif hoisted is not None:
                layout.hoisted(item.statement, node, hoisted)
            elif at not in program.dropped:
                layout.emit([layout.placed(item.statement, node)])
            else:
                spoken += comments.alone(layout.above[item.statement])
            layout.waiting += layout.under.get(item.statement, ())
        end = self.block.end
        if is_session_block(self.source, program.suite[last]):
            end, inner = comments.below(self.block)
            layout.waiting += inner
        start, space = layout.spaced_before(first=first == 0)
        if not layout.out and not layout.waiting:
            return Edit(start, end, "")
        return Edit(start, end, space + self.block.render([*layout.out, *layout.waiting]))

    def _fate(self, at: int) -> comments.Fate:
        """Return what becomes of a statement, as its comments see it."""
        program = self.program
        if at not in program.dropped or self._hoisted(program.flat[at].statement) is not None:
            return "stays"
        return "turns" if at in program.values.machinery else "goes"

    def _new_code(
        self, statement: ast.stmt, end: cst.BaseStatement, spoken: list[cst.EmptyLine]
    ) -> list[cst.BaseStatement]:
        """Return the statements that export, in the place of the call that did."""
        functions: list[tuple[Call, str]] = []
        keys: list[str] = []
        variables: list[str] = []
        code = ""
        for call in self.program.calls:
            known = next((name for other, name in functions if other.same(call)), None)
            name = known or self._fresh(function_name(call.key))
            if known is None:
                model, made = self._model(call)
                code += made + self._function(call, name, model)
                functions.append((call, name))
                if f"{model}.variables" not in variables:
                    variables.append(f"{model}.variables")
            constant = f"{self.tf}.saved_model.DEFAULT_SERVING_SIGNATURE_DEF_KEY"
            keys.append(f"{constant if call.constant_key else quoted(self.source, call.key)}: {name}")
        code += self._saved(functions, variables, f"signatures={{{', '.join(keys)}}}")
        first, *rest = self.layout.parse(code)
        rest = [
            one.with_changes(leading_lines=[cst.EmptyLine(indent=False)] * self.layout.gap)
            if isinstance(previous, cst.FunctionDef) or isinstance(one, cst.FunctionDef)
            else one
            for previous, one in zip([first, *rest], rest, strict=False)
        ]
        return [first.with_changes(leading_lines=self.layout.exporting(statement, end, spoken)), *rest]

    def _saved(self, functions: list[tuple[Call, str]], variables: list[str], signatures: str) -> str:
        """Return the statements that write the SavedModel, once its functions are there."""
        if self._saves_itself(variables):
            model = variables[0].removesuffix(".variables")
            return self._broken(f"{model}.save(", [self._folder(), "include_optimizer=False", signatures], ")")
        module = self._fresh("module")
        code = f"{module} = {self.tf}.Module()\n"
        code += "".join(f"{module}.{name} = {name}\n" for _, name in functions)
        code += f"{module}.model_variables = {' + '.join(variables)}\n"
        return code + self._broken(f"{self.tf}.saved_model.save(", [module, self._folder(), signatures], ")")

    def _saves_itself(self, variables: list[str]) -> bool:
        """Tell whether the model's own `save` gives what can be called and trained on, beside the same signatures.

        That of Keras 2 does. It takes no bytes for a path, and some endings for that of a file.
        """
        if self.keras3 or self.target.purpose != "reuse" or len(variables) > 1:
            return False
        ending = path_ending(self.source, self.program.export.folder)
        return ending is not None and not ending.endswith((".h5", ".hdf5", ".keras"))

    def _model(self, call: Call) -> tuple[str, str]:
        """Return the name of the model that gives the outputs, and the code that makes it if it is a new one."""
        model = self.source.code(call.model)
        if call.own:
            return model, ""
        root = self.program.root.replace(".compat.v1.", ".").replace(".python.", ".")
        spelled = self._spelled(f"{root}.Model", f"{root}.models.Model")
        name = self._fresh("serving_model")
        outputs = [f"{quoted(self.source, key)}: {self._output_of(tensor)}" for key, tensor in call.outputs]
        made = self._broken(f"{name} = {spelled}(", [f"{model}.inputs", f"{{{', '.join(outputs)}}}"], ")")
        return name, made

    def _output_of(self, tensor: Tensor) -> str:
        """Return a tensor of a model, where a new one is made of it."""
        if tensor.position is None:
            return self.source.code(tensor.node)
        return f"{self.source.code(tensor.model)}.outputs[{tensor.position}]"

    def _function(self, call: Call, name: str, model: str) -> str:
        """Return the function that a signature becomes."""
        parameters: list[str] = []
        specs = []
        for at, (key, _) in enumerate(call.inputs):
            parameters.append(self._parameter(key, {model.partition(".")[0], *parameters}))
            tensor = f"{self.source.code(call.model)}.inputs[{at}]"
            described = [f"shape={tensor}.shape", f"dtype={tensor}.dtype", f"name={quoted(self.source, key)}"]
            specs.append(self._broken(f"{self.tf}.TensorSpec(", described, ")", self.step).rstrip("\n"))
        given = parameters[0] if len(parameters) == 1 else f"[{', '.join(parameters)}]"
        called = f"{model}({given})" if self.keras3 else f"{model}({given}, training=False)"
        body = ""
        if not call.own:
            returned = f"return {called}\n"
        elif len(call.outputs) == 1 and self._has_one_output(call):
            returned = f"return {{{quoted(self.source, call.outputs[0][0])}: {called}}}\n"
        else:
            outputs = next(n for n in ("outputs", "outputs_", "outputs__") if n not in {*parameters, model})
            body = f"{self.step}{outputs} = {self.tf}.nest.flatten({called})\n"
            entries = [f"{quoted(self.source, key)}: {outputs}[{tensor.position}]" for key, tensor in call.outputs]
            returned = self._broken("return {", entries, "}", self.step)
        returned = "".join(f"{self.step}{line}\n" for line in returned.splitlines())
        decorator = self._broken(f"@{self.tf}.function(input_signature=[", specs, "])")
        return f"{decorator}def {name}({', '.join(parameters)}):\n{body}{returned}"

    def _has_one_output(self, call: Call) -> bool:
        """Tell whether a model certainly has one output, so that calling it gives a tensor: `model.output` is one."""
        node = call.outputs[0][1].node
        return isinstance(node, ast.Attribute)

    def _parameter(self, key: str, others: set[str]) -> str:
        """Return the name of the parameter for an input: its key, where that can be a name."""
        name = "".join(char if char.isalnum() or char == "_" else "_" for char in key)
        if not name.isidentifier() or name.startswith("_"):
            name = f"input_{name.lstrip('_')}"
        while name in others or keyword.iskeyword(name) or name in {*flow.BUILTINS, self.tf, "self"}:
            name += "_"
        return name

    # Code

    def _broken(self, opening: str, arguments: list[str], closing: str, indent: str = "") -> str:
        """Return a line of code, broken at its brackets if it is too long."""
        line = f"{opening}{', '.join(arguments)}{closing}\n"
        if len(self.block.indent) + len(indent) + len(line) <= WIDTH and not any("\n" in part for part in arguments):
            return line
        lines = [line for argument in arguments for line in f"{argument},".splitlines()]
        return opening + "\n" + "".join(f"{self.step}{line}\n" for line in lines) + closing + "\n"


def _within(scope: Scope, home: Scope) -> bool:
    """Tell whether a scope is another one, or lies in it."""
    inner: Scope | None = scope
    while inner is not None:
        if inner is home:
            return True
        inner = inner.parent
    return False
