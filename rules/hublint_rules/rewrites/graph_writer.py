"""Writes an understood graph program as TensorFlow 2."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix
from hublint.source.block import Block, BlockError, substitute
from hublint_rules.rewrites import comments, flow, signatures
from hublint_rules.rewrites.export_call import DEFAULT_KEY
from hublint_rules.rewrites.flow import InUse, Refused
from hublint_rules.rewrites.layout import Layout, bracketed, quoted
from hublint_rules.rewrites.names import fresh, local_name

if TYPE_CHECKING:
    from collections.abc import Collection

    from hublint_rules.rewrites.export_call import Signature
    from hublint_rules.rewrites.graph_export import Program, Run


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
        here = (self.source.scope(program.suite[0]), program.suite[program.first].lineno)
        local = local_name(self.source, "tensorflow", *here)
        if local is None:
            names = flow.names_in(self.source)
            local = next((name for name in ("tf", "tensorflow", "tf2") if name not in names), None)
            if local is None:
                message = "TensorFlow has no name here that nothing else has"
                raise Refused(message)
            self.imports.append(("tensorflow", local))
        self.tf = local
        self.tf1 = local_name(self.source, "tensorflow.compat.v1", *here) or f"{local}.compat.v1"
        # A signature that has two keys is one function.
        self.twins = [self._same(signature) for signature in program.export.signatures]
        self.serving: list[str] = []
        for at, signature in enumerate(program.export.signatures):
            twin = self.twins[at]
            self.serving.append(self._serving_name(signature.key) if twin == at else self.serving[twin])
        self.module = self._fresh("module")
        shared = program.stateful or len({*self.twins}) > 1
        self.graph = self._fresh("graph") if program.stateful else ""
        self.build = self._fresh("build_graph") if shared else ""
        self.tensors = self._fresh("tensors") if program.inside else ""
        self.pruned = {name: self._fresh(f"run_{name}") for name in self.serving} if program.inside else {}
        self.keys = self._output_keys()
        # What comments say of the export, which is written at its end.
        self.spoken: list[cst.EmptyLine] = []

    def _same(self, signature: Signature) -> int:
        """Return the position of the first signature with the same inputs and outputs."""

        def tensors(of: Signature) -> list[list[tuple[str, str]]]:
            return [[(key, self.source.code(value)) for key, value in side] for side in (of.inputs, of.outputs)]

        return [tensors(other) for other in self.program.export.signatures].index(tensors(signature))

    def _serving_name(self, key: str) -> str:
        """Return the name of the function that a signature becomes: its key, where that can be a name."""
        name = signatures.function_name(key)
        return self._fresh(name, ours=name == DEFAULT_KEY)

    def _output_keys(self) -> dict[tuple[int, str, str], str]:
        """Return the key under which the build function returns each tensor, by signature, side and the tensor's key.

        A tensor keeps its key, unless the key means several tensors: these are called as the code calls them.
        """
        places: dict[tuple[int, str, str], str] = {}
        for at, signature in enumerate(self.program.export.signatures):
            sides = {"outputs": signature.outputs, **({"inputs": signature.inputs} if self.program.inside else {})}
            for side, tensors in sides.items():
                places.update({(at, side, key): self.source.code(value) for key, value in tensors})
        meanings: dict[str, set[str]] = {}
        for (_, _, key), code in places.items():
            meanings.setdefault(key, set()).add(code)
        if all(len(codes) == 1 for codes in meanings.values()):
            return {place: place[2] for place in places}
        return places

    def _fresh(self, name: str, *, ours: bool = True) -> str:
        """Return `name`, with underscores behind it until it is free here, and take it."""
        name = fresh(name, lambda one: one not in self.taken and self.program.free(one, ours=ours))
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
                raise InUse(message)
        hoisted = self._hoisted(wrapped)
        fates = self._fates(hoisted)
        self.layout.settle(
            program.suite[program.first : program.last + 1],
            lambda statement: flow.is_graph_block(self.source, statement),
            fates.__getitem__,
        )
        body: list[cst.BaseStatement] = []
        for at, item in enumerate(program.flat):
            if not program.first <= item.top <= program.last:
                continue
            node = self._statement(item.statement)
            above = self.layout.above[item.statement]
            self.layout.waiting += self.layout.over.get(item.statement, ())
            if at in hoisted:
                self.layout.hoisted(item.statement, node, hoisted[at])
            elif fates[item.statement] == "turns":
                self.spoken += comments.alone(above) if at in program.described else ()
            elif fates[item.statement] == "moves":
                node = substitute(node, self._with_initial_values(item.statement))
                body.append(node.with_changes(leading_lines=above))
            elif at not in moved and at not in program.dropped and at != program.end:
                self.layout.emit(self._with_runs(at, node))
            if at == last_moved:
                self.layout.emit(self._function(body))
            if at == wrapped and self.build:
                for statement in self._signatures(hoisted):
                    self.layout.emit([statement])
            if at == program.end:
                self.layout.emit(self._save(item.statement, node))
            self.layout.waiting += self.layout.under.get(item.statement, ())
        end = self.block.end
        if flow.is_graph_block(self.source, program.suite[program.last]):
            end, last = comments.below(self.block)
            self.layout.waiting += last
        start, space = self.layout.spaced_before(first=program.first == 0)
        code = space + self.block.render([*self.layout.out, *self.layout.waiting])
        edits = (Edit(start, end, code), *self._edits_elsewhere())
        done = "Build the graph as a tf.function and export it with tf.saved_model.save"
        return Fix(
            "unsafe",
            signatures.with_what_serving_needs(done, program.export.signatures),
            edits,
            tuple(self.imports),
        )

    def _fates(self, hoisted: Collection[int]) -> dict[ast.stmt, comments.Fate]:
        """Return what becomes of each statement, as its comments see it."""
        program = self.program
        fates: dict[ast.stmt, comments.Fate] = {}
        for at, item in enumerate(program.flat):
            fate: comments.Fate = "stays"
            if item.statement in program.initial_values.unneeded:
                fate = "goes"
            elif at in program.placeholders.values():
                fate = "parameter"
            elif at in program.graph:
                fate = "moves"
            elif at in program.dropped:
                fate = "turns" if at in program.described else "goes"
            if at in hoisted or (program.restore is not None and at == program.restore[0]):
                fate = "stays"
            fates[item.statement] = fate
        return fates

    def _hoisted(self, wrapped: int) -> dict[int, str]:
        """Return the assignments that keep the folder and the checkpoint where they are evaluated now, by position.

        They are moved with the calls that need them where that makes no difference.
        """
        program, code = self.program, self.source.code
        found: dict[int, str] = {}
        self.folder = code(program.export.folder)
        self.checkpoint = "" if program.restore is None else code(program.restore[1])
        at = program.export.folder_at
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

    def _with_initial_values(self, statement: ast.stmt) -> dict[cst.CSTNode, cst.CSTNode]:
        """Return what takes the places of initial values in a statement of the block."""
        lifted = self.program.initial_values
        inside = set(ast.walk(statement))
        if any(node in inside for node in lifted.unneeded):
            message = f"line {statement.lineno} makes a variable of a value that it is given before"
            raise Refused(message)
        return {
            self.block.node(value): cst.parse_expression(code)
            for value, code in lifted.functions.items()
            if value in inside
        }

    def _edits_elsewhere(self) -> list[Edit]:
        """Return the edits to functions of the file that make variables for the block."""
        source, lifted = self.source, self.program.initial_values
        suite = self.program.suite
        first, last = suite[self.program.first].lineno, suite[self.program.last].end_lineno or 0
        starts = source.text.line_starts
        edits = [
            Edit(*source.span(value), code)
            for value, code in lifted.functions.items()
            if not first <= value.lineno <= last
        ]
        for statement in lifted.unneeded:
            if not first <= statement.lineno <= last:
                rows = statement.lineno - 1, statement.end_lineno or statement.lineno
                if source.text.utf8[starts[rows[0]] : starts[rows[1]]].decode().strip() != source.code(statement):
                    message = f"line {statement.lineno} holds more than one statement, or a comment"
                    raise Refused(message)
                edits.append(Edit(starts[rows[0]], starts[rows[1]], ""))
        return edits

    def _with_runs(self, at: int, node: cst.BaseStatement) -> list[cst.BaseStatement]:
        """Return a statement that stays, its runs replaced by calls; a run of several outputs is one call above it."""
        replacements: dict[cst.CSTNode, cst.CSTNode] = {}
        above: list[cst.BaseStatement] = []
        for call, path in self.program.later_restores.get(at, ()):
            code = f"{self.tf1}.train.Saver({self.graph}.variables).restore(None, {self.source.code(path)})"
            replacements[self.block.node(call)] = cst.parse_expression(code)
        for run in self.program.runs.get(at, ()):
            code = self._called(run)
            if len(run.keys) > 1:
                if not isinstance(node, cst.SimpleStatementLine):
                    message = f"line {run.call.lineno} runs several outputs in the middle of a statement"
                    raise InUse(message)
                results = self._fresh("results")
                above += self.layout.parse(f"{results} = {code}\n")
                code = results
            values = [f"{code}[{quoted(self.source, key)}].numpy()" for key in run.keys]
            code = ", ".join(values)
            if run.several and not self._unpacked(run.call):
                code = f"[{code}]"
            replacements[self.block.node(run.call)] = cst.parse_expression(code)
        statement = self.program.flat[at].statement
        replacements |= self._with_initial_values(statement)
        first, *rest = [*above, substitute(node, replacements).with_changes(leading_lines=[])]
        return [self.layout.placed(statement, first), *rest]

    def _unpacked(self, call: ast.Call) -> bool:
        """Tell whether several values are all that is assigned, to several names."""
        parent = self.source.parents[call]
        targets = parent.targets if isinstance(parent, ast.Assign) else []
        return len(targets) == 1 and isinstance(targets[0], ast.Tuple) and len(targets[0].elts) > 1

    def _called(self, run: Run) -> str:
        """Return the call of a signature's function that takes the place of a run."""
        signature = self.program.export.signatures[run.signature]
        arguments = []
        for key, value in signature.inputs:
            parameter = self.program.parameters.get(self.source.code(value))
            dtype = f"{self._tensor(run.signature, 'inputs', key)}.dtype" if parameter is None else parameter.dtype
            arguments.append(f"{self.tf}.constant({self.source.code(run.feeds[key])}, {dtype})")
        return f"{self.serving[run.signature]}({', '.join(arguments)})"

    # New code

    def _function(self, body: list[cst.BaseStatement]) -> list[cst.BaseStatement]:
        """Return the function that the graph's statements become."""
        program = self.program
        parameters = ", ".join(program.parameters)
        returned = self.layout.call(
            "return {", [f"{quoted(self.source, k)}: {code}" for k, code in self._returned().items()], "}"
        )
        name = self.build or self.serving[0]
        decorator = "" if self.build else self._decorator(0)
        (function,) = self.layout.parse(f"{decorator}def {name}({parameters}):\n{self.step}pass\n")
        body = comments.headed(self._remarks(), [*body, *self.layout.parse(returned)])
        block = function.body.with_changes(body=body)  # type: ignore[attr-defined]
        return [function.with_changes(body=block)]

    def _remarks(self) -> list[cst.EmptyLine]:
        """Return the comments of the placeholders that are parameters now."""
        made = {at: name for name, at in self.program.placeholders.items()}
        return self.layout.of_parameters([(self.program.flat[at].statement, made[at]) for at in sorted(made)])

    def _returned(self) -> dict[str, str]:
        """Return what the function that builds the graph returns: its tensors by key."""
        code = self.source.code
        found: dict[str, str] = {}
        for at, signature in enumerate(self.program.export.signatures):
            sides = {"inputs": signature.inputs, "outputs": signature.outputs}
            for side, tensors in sides.items():
                for key, value in tensors:
                    if (at, side, key) in self.keys:
                        found.setdefault(self.keys[at, side, key], code(value))
        return found

    def _signatures(self, hoisted: Collection[int]) -> list[cst.BaseStatement]:
        """Return the statements behind the build function: wrap it, restore its variables, make the signatures."""
        program = self.program
        code = ""
        if program.stateful:
            specs = [
                signatures.spec(self.source, self.tf, parameter.dtype, parameter.shape)
                for parameter in program.parameters.values()
            ]
            code = self.layout.call(
                f"{self.graph} = {self.tf1}.wrap_function(", [self.build, f"[{', '.join(specs)}]"], ")"
            )
        if program.restore is not None:
            code += f"{self.tf1}.train.Saver({self.graph}.variables).restore(None, {self.checkpoint})\n"
        if program.inside:
            code += f"{self.tensors} = {self.graph}.structured_outputs\n"
        for at, signature in enumerate(program.export.signatures):
            if self.twins[at] == at:
                code += self._pruned(at, signature) if program.inside else self._chosen(at, signature)
        made = self.layout.parse(code)
        if program.restore is not None and program.restore[0] not in hoisted:
            statement = program.flat[program.restore[0]].statement
            made[1] = made[1].with_changes(leading_lines=self.layout.remarks(statement, self._statement(statement)))
        return made

    def _chosen(self, at: int, signature: Signature) -> str:
        """Return the function of a signature that takes all that the build function takes."""
        called = f"{self.graph or self.build}({', '.join(self.program.parameters)})"
        own = {key: self.keys[at, "outputs", key] for key, _ in signature.outputs}
        head = f"{self._decorator(at)}def {self.serving[at]}({', '.join(self.program.parameters)}):\n"
        if list(own.items()) == [(key, key) for key in self._returned()]:
            return f"{head}{self.step}return {called}\n"
        results = "results" if "results" not in self.program.parameters else "results_"
        values = [f"{quoted(self.source, key)}: {results}[{quoted(self.source, name)}]" for key, name in own.items()]
        return f"{head}{self.step}{results} = {called}\n{self.step}return {{{', '.join(values)}}}\n"

    def _pruned(self, at: int, signature: Signature) -> str:
        """Return the function of a signature whose placeholders stay in the graph."""
        feeds = f"[{', '.join(self._tensor(at, 'inputs', key) for key, _ in signature.inputs)}]"
        fetches = [f"{quoted(self.source, key)}: {self._tensor(at, 'outputs', key)}" for key, _ in signature.outputs]
        code = self.layout.call(
            f"{self.pruned[self.serving[at]]} = {self.graph}.prune(", [feeds, f"{{{', '.join(fetches)}}}"], ")"
        )
        names = self._argument_names(signature)
        head = f"{self._decorator(at)}def {self.serving[at]}({', '.join(names)}):\n"
        return f"{code}{head}{self.step}return {self.pruned[self.serving[at]]}({', '.join(names)})\n"

    def _argument_names(self, signature: Signature) -> list[str]:
        """Return what the inputs of a signature are called in its function: as their tensors, else as their keys."""
        names: list[str] = []
        for key, value in signature.inputs:
            code = self.source.code(value).rpartition(".")[2]
            name = code if code.isidentifier() else key if key.isidentifier() else "tensor"
            while name in names or name in self.taken:
                name += "_"
            names.append(name)
        return names

    def _tensor(self, at: int, side: str, key: str) -> str:
        return f"{self.tensors}[{quoted(self.source, self.keys[at, side, key])}]"

    def _save(self, statement: ast.stmt, end: cst.BaseStatement) -> list[cst.BaseStatement]:
        """Return the statements that export, in the place of the call that did."""
        code = f"{self.module} = {self.tf}.Module()\n"
        code += "".join(f"{self.module}.{name} = {name}\n" for name in dict.fromkeys(self.serving))
        if self.program.trains:
            # What optimizers keep for each variable is not among the variables of a wrapped function.
            code += (
                f"{self.module}.graph_variables = {self.graph}.graph.get_collection("
                f"{self.tf1}.GraphKeys.GLOBAL_VARIABLES)\n"
            )
        elif self.program.stateful:
            code += f"{self.module}.graph_variables = {self.graph}.variables\n"
        entries = [
            f"{signatures.key_code(self.source, self.tf, signature)}: {name}"
            for signature, name in zip(self.program.export.signatures, self.serving, strict=True)
        ]
        arguments = [self.module, self.folder, f"signatures={{{', '.join(entries)}}}"]
        first, *rest = self.layout.parse(code + self.layout.call(f"{self.tf}.saved_model.save(", arguments, ")"))
        return [first.with_changes(leading_lines=self.layout.exporting(statement, end, self.spoken)), *rest]

    def _decorator(self, at: int) -> str:
        specs = []
        for key, value in self.program.export.signatures[at].inputs:
            parameter = self.program.parameters.get(self.source.code(value))
            if parameter is not None:
                specs.append(signatures.spec(self.source, self.tf, parameter.dtype, parameter.shape, key))
            else:
                tensor = self._tensor(at, "inputs", key)
                specs.append(f"{self.tf}.TensorSpec.from_tensor({tensor}, name={quoted(self.source, key)})")
        return self.layout.call(f"@{self.tf}.function(input_signature=[", specs, "])")
