"""Writes an understood TensorFlow 1 program as TensorFlow 2: functions, and calls of them where it ran a session."""

from __future__ import annotations

import ast
import keyword
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import libcst as cst

from hublint.rule import Edit, Fix
from hublint.source.block import Block, BlockError
from hublint.source.use import argument
from hublint_rules.rewrites import (
    comments,
    fed_values,
    flow,
    layer_code,
    optimizers,
    session_names,
    session_parts,
    signatures,
)
from hublint_rules.rewrites.batch_writer import BatchWriter
from hublint_rules.rewrites.exchange import Exchange
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.layout import WIDTH, Layout, bracketed, quoted
from hublint_rules.rewrites.names import local_name
from hublint_rules.rewrites.session_checkpoints import Checkpoints
from hublint_rules.rewrites.session_module_writer import ClassWriter, Objects
from hublint_rules.rewrites.session_summary_writer import SummaryWriter, is_whole
from hublint_rules.rewrites.session_variables import made_variable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from hublint_rules.rewrites.exchange import Beside, Change
    from hublint_rules.rewrites.session_contents import Placeholder, Train
    from hublint_rules.rewrites.session_exports import Exported, Serving
    from hublint_rules.rewrites.session_functions import Function
    from hublint_rules.rewrites.session_layers import Layer
    from hublint_rules.rewrites.session_program import Program
    from hublint_rules.rewrites.session_recurrent import Recurrent
    from hublint_rules.rewrites.session_runs import Run

# What an action that trains is called by nearly everyone; a function of that name would read like a thing.
_MOVING = frozenset({"graph", "train", "assign", "apply", "group", "gradients"})


def write(program: Program) -> Fix:
    """Return the fix that puts the TensorFlow 2 form in the place of a program.

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
        statements = program.suite[program.first : program.last + 1]
        self.block: Block = self.source.block(statements)
        self.layout = Layout(self.source, self.block)
        self.imports: list[tuple[str, str]] = []
        self.taken: set[str] = set(program.modules.taken)
        self.objects = Objects(self.source, program.modules)
        # The last scope that was written for an object.
        self.scoped: tuple[str, cst.BaseStatement] | None = None
        self.remarked: set[int] = set()
        # What comments say of an export, by the place at which it is written.
        self.spoken: dict[int, list[cst.EmptyLine]] = {}
        self.known = program.taken
        self.layers = self._layers()
        self.freed = self._freed()
        here = (program.home, program.suite[program.first].lineno)
        name = local_name(self.source, "tensorflow", *here) or local_name(self.source, "tensorflow.compat.v1", *here)
        if name is None:
            name = next((n for n in ("tf", "tensorflow", "tf2") if n not in self.known), None)
            if name is None:
                message = "TensorFlow has no name here that nothing else has"
                raise Refused(message)
            self.imports.append(("tensorflow", name))
        self.tf = name
        self.tf1 = local_name(self.source, "tensorflow.compat.v1", *here) or f"{name}.compat.v1"
        self.checkpoints = Checkpoints(program, self.layout, (self.tf, self.tf1))
        self.optimizers = self._optimizers()
        self.checkpoints.name(self._fresh_or_freed)
        self.summaries = SummaryWriter(program, self.layout, self._second(), self._freed_or_fresh)
        self.batches = BatchWriter(program, self.layout, name, self._fresh, self._call)
        self.names = {
            function: self._name(function) for function in program.functions if function not in program.inlined
        }
        self.folders = {
            at: self._fresh("export_dir") if exported.hoisted is not None else self.source.code(exported.export.folder)
            for at, exported in program.exported.items()
        }

    def fix(self) -> Fix:
        program, layout = self.program, self.layout
        region = [at for at, item in enumerate(program.flat) if program.first <= item.top <= program.last]
        positions = {item.statement: at for at, item in enumerate(program.flat)}
        layout.settle(
            program.suite[program.first : program.last + 1],
            program.opens,
            lambda statement: self._fate(positions[statement]),
        )
        for at in region:
            place = self._place_of_export(at)
            if at in program.machinery and place is not None and self._fate(at) == "turns":
                told = comments.alone(layout.above[program.flat[at].statement])
                self.spoken.setdefault(place, []).extend(told)
        functions = [function for function in program.functions if function not in program.inlined]
        for at in region:
            layout.waiting += layout.over.get(program.flat[at].statement, ())
            for function in functions:
                if function.before and function.emit == at:
                    layout.emit(self._function(function))
            self._place(at)
            for function in functions:
                if not function.before and function.emit == at:
                    layout.emit(self._function(function))
            layout.waiting += layout.under.get(program.flat[at].statement, ())
        end = self.block.end
        if program.opens(program.suite[program.last]):
            end, last = comments.below(self.block)
            layout.waiting += last
        start, space = layout.spaced_before(first=program.first == 0)
        code = space + self.block.render([*layout.out, *layout.waiting])
        edits = (*self._definitions_elsewhere(), *self._seeds_elsewhere(start, end), Edit(start, end, code))
        done = "Run functions instead of a session"
        if program.creations:
            done += ", and write summaries from eager code"
        if program.forgets_graph:
            done += "; no graph is written for TensorBoard any more"
        exports = program.exports.values()
        if exports:
            done += ", and export them with tf.saved_model.save"
        if program.savers:
            done += ", and save and restore with tf.train.Checkpoint"
        done = "; ".join([done, *program.remarks])
        message = signatures.with_what_serving_needs(done, (s for export in exports for s in export.signatures))
        imports = (*self.imports, *self.checkpoints.imports)
        return Fix("unsafe", message + self.checkpoints.told(), edits, imports)

    def _seeds_elsewhere(self, start: int, end: int) -> Iterator[Edit]:
        """Yield the edits for seeds that are set outside of the block."""
        for call, code in self.program.seeds.calls.items():
            first, last = self.source.span(call.func)
            if not start <= first < end:
                yield Edit(first, last, code)

    def _fate(self, at: int) -> comments.Fate:
        """Return what becomes of a statement, as its comments see it."""
        program = self.program
        role = program.roles[at]
        if at in program.updates and role not in {"train", "apply", "gradients"}:
            return "goes"
        if (role in {"dropped", "switch"} and not any(self._folders(at))) or role == "group":
            serves = at in program.machinery and self._place_of_export(at) is not None
            if self._is_placeholder(at):
                return "parameter"
            return "turns" if serves or role == "group" else "goes"
        if role == "summary":
            return "turns"
        if role in {"iterator", "draw"} and self.batches.made(at) is None:
            return "parameter" if self._is_placeholder(at) else "goes"
        if role not in _MOVING or at in self.optimizers or at in self.layers:
            return "stays"
        return "moves" if any(at in function.positions for function in program.functions) else "goes"

    def _place_of_export(self, at: int) -> int | None:
        """Return where the export is written that a statement describes."""
        places = sorted(self.program.exported)
        return next((place for place in places if place > at), places[-1] if places else None)

    def _place(self, at: int) -> None:
        """Put a statement where it belongs: nowhere, into the function that is written later, or where it was."""
        program, layout = self.program, self.layout
        statement = program.flat[at].statement
        role = program.roles[at]
        node = self._statement(statement)
        for text, scope in self.objects.made_at(at):
            self._make_object(text, scope)
        if at in self.layers:
            self._make_layers(at, statement, node)
        elif role in {"dropped", "summary", "switch"}:
            for name, folder in self._folders(at):
                layout.hoisted(statement, node, f"{name} = {bracketed(folder)}\n")
        elif role == "export":
            self._export(program.exported[at], at, node)
        elif role in _MOVING:
            if at in self.optimizers:
                train = program.trains[at]
                (made,) = layout.parse(f"{self.optimizers[at]} = {self._made_optimizer(train.optimizer)}\n")
                layout.emit([self._replaced(node, layout.above[statement], made)])
        elif role in {"iterator", "draw"}:
            code = self.batches.made(at)
            if code is not None:
                layout.emit([self._replaced(node, layout.above[statement], layout.parse(code)[0])])
        elif role == "variable":
            layout.emit([self._variable(statement, node)])
        elif role == "saver":
            first, *rest = layout.parse(self.checkpoints.made(at, self.optimizers, self._variables_of))
            leading = [*layout.above[statement], *comments.inside(node.with_changes(leading_lines=[]))]
            layout.emit([first.with_changes(leading_lines=leading)])
            for made in rest:
                layout.emit([made])
        else:
            layout.emit(self._kept(at, statement, node))

    def _is_placeholder(self, at: int) -> bool:
        """Tell whether a statement made a placeholder that is a parameter now, and takes its comments along."""
        return any(
            self.program.placeholders[name].at == at
            for function in self.program.functions
            for name in function.parameters
            if name in self.program.placeholders
        )

    def _statement(self, statement: ast.stmt) -> cst.BaseStatement:
        node = self.block.node(statement)
        if not isinstance(node, cst.BaseStatement) or (
            isinstance(node, cst.SimpleStatementLine) and len(node.body) > 1
        ):
            message = f"line {statement.lineno} holds several statements"
            raise Refused(message)
        return node

    # Names

    def _freed(self) -> set[str]:
        """Return the names that stand for nothing any more once the program is rewritten."""
        program = self.program
        gone = {
            node
            for at, p in enumerate(program.flat)
            if program.roles[at] in {*_MOVING, "dropped", "summary"}
            for node in ast.walk(p.statement)
        }
        found: set[str] = set()
        for name, bindings in program.home.bindings.items():
            if all(self.source.statement(b.node) in gone for b in bindings):
                others = [s for s in self.source.index.scopes.values() if s is not program.home and name in s.bindings]
                if not others:
                    found.add(name)
        return found

    def _fresh(self, *names: str) -> str:
        """Return the first name that nothing else has here, and take it."""
        for name in (*names, *(f"{names[0]}_{n}" for n in range(2, 100))):
            if name.isidentifier() and not keyword.iskeyword(name) and name not in self.known | self.taken:
                self.taken.add(name)
                return name
        raise AssertionError

    def _fresh_or_freed(self, *names: str) -> str:
        inside = {
            name
            for at, role in enumerate(self.program.roles)
            if role in _MOVING - {"group"}
            for name in flow.reads(self.program.flat[at].statement)
        }
        return self._freed_or_fresh(*names, but=inside)

    def _freed_or_fresh(self, *names: str, but: Collection[str] = ()) -> str:
        """Return the first name that eager code may give to what had it in the graph, or that nothing has."""
        for name in names:
            if name in self.freed - self.taken and name not in but:
                self.taken.add(name)
                return name
        return self._fresh(*names)

    def _name(self, function: Function) -> str:
        program = self.program
        actions = function.actions()
        if self._trains(function):
            several = sum(bool(self._trains(other)) for other in program.functions) > 1
            own: tuple[str, ...] = (actions[0].code,) if several and len(actions) == 1 else ()
            if own and (trained := session_names.trained(*own)):
                own = (*own, f"train_{trained}")
            return self._fresh_or_freed(*own, "train_step", f"train_{actions[0].code}")
        if len(actions) == 1:
            return self._fresh_or_freed(actions[0].code)
        if actions:
            return self._fresh("update_variables")
        if function in program.makers():
            return self._fresh_or_freed(f"make_{function.returns[0]}")
        returned = function.returns if not function.run else [e.code for e in function.elements]
        if len(returned) == 1:
            named = [returned[0]] if returned[0].isidentifier() else self._called(function)
            return self._fresh(*(f"compute_{name}" for name in named), *([] if named else ["compute"]))
        return self._fresh("evaluate" if function.run else "forward")

    def _called(self, function: Function) -> list[str]:
        """Return what the program calls the one value that a function computes, if that has no name of its own."""
        calls = [run.call for run in self.program.runs if self.program.calls.get(run.call) is function]
        told = {session_names.told(self.source, call) for call in calls}
        return [name for name in told if name is not None] if len(told) == 1 else []

    def _trains(self, function: Function) -> bool:
        return any(self.program.roles[at] in {"train", "apply"} for at in function.positions)

    def _optimizers(self) -> dict[int, str]:
        """Return the names of optimizers that are made where they are used, by the position of the step."""
        program = self.program
        made = [at for at, t in program.trains.items() if isinstance(t.optimizer, ast.Call)]
        found: dict[int, str] = {}
        for at in (at for at in made if program.roles[at] in _MOVING):
            step = min(flow.writes(program.flat[at].statement), default="")
            trained = session_names.trained(step, *self._loss_of(program.trains[at]))
            own = [f"{trained}_optimizer"] if trained else []
            found[at] = self._fresh_or_freed(*(own if own and len(made) > 1 else ["optimizer", *own]))
        return found

    @staticmethod
    def _loss_of(train: Train) -> tuple[str, ...]:
        """Return the name of the loss that a step makes smaller, if it has one."""
        return (train.loss.id,) if isinstance(train.loss, ast.Name) else ()

    # Objects

    def _make_object(self, code: str, scope: str) -> None:
        """Write the statement that makes an object, in the scope that names its variables."""
        layout = self.layout
        made = layout.parse(code)
        if not scope:
            layout.emit(made)
            return
        head = f"with {self.tf}.name_scope({quoted(self.source, scope)}):\n{layout.step}pass\n"
        last = layout.out[-1] if layout.out and not layout.waiting else None
        if isinstance(last, cst.With) and self.scoped == (scope, last):
            body = [*last.body.body, *made]
            layout.out[-1] = last.with_changes(body=last.body.with_changes(body=body))
        else:
            (block,) = layout.parse(head)
            layout.emit([block.with_changes(body=block.body.with_changes(body=made))])  # type: ignore[attr-defined]
        self.scoped = (scope, layout.out[-1])

    def _layers(self) -> dict[int, list[Layer]]:
        """Return the layers that have to be made, by the positions of the statements that called them first."""
        program = self.program
        used = {layer.name for at, layers in program.layers.items() if self._used(at) for layer in layers}
        made = {at: [one for one in layers if one.makes and one.name in used] for at, layers in program.layers.items()}
        return {at: layers for at, layers in made.items() if layers}

    def _used(self, at: int) -> bool:
        return any(at in function.positions for function in self.program.functions)

    def _make_layers(self, at: int, statement: ast.stmt, node: cst.BaseStatement) -> None:
        """Make the layers where the statement stood that called them, with its comments, but for that of its line."""
        lost = self._lost(node.with_changes(leading_lines=[]), self._moved(at)[-1:], ())
        first, *rest = layer_code.made(self.layout, self.tf, self.layers[at], self._code)
        leading = [*self.layout.above[statement], *lost]
        self.layout.emit([first.with_changes(leading_lines=leading), *rest])

    # Statements that stay

    def _variable(self, statement: ast.stmt, node: cst.BaseStatement) -> cst.BaseStatement:
        """Return the statement that makes a variable, without a graph to keep it in."""
        call = flow.assigned(statement)
        assert isinstance(call, ast.Call)  # noqa: S101 - what a variable is made by
        prefix = self.program.prefixes[statement].rstrip("/")
        arguments = made_variable(self.source, self.tf, call, [prefix] if prefix else ())
        if arguments is None:
            return self._substituted(statement, node, self.checkpoints.renamed(self.block, statement))
        text = f"{self.tf}.Variable({', '.join(arguments)})"
        return self._substituted(statement, node, {self.block.node(call): cst.parse_expression(text)})

    def _made_optimizer(self, node: ast.expr) -> str:
        """Return the code that makes an optimizer: TensorFlow 1's own, or one of Keras that does the same."""
        source = self.source
        assert isinstance(node, ast.Call)  # noqa: S101 - the program has looked
        fed = node in self.program.rates
        if fed and self._stays(node):
            why = "a checkpoint has its state" if self.checkpoints.keeps(node) else "several steps use it"
            message = f"line {node.lineno} makes an optimizer with a rate that is fed, and {why}"
            raise Refused(message)
        native = optimizers.native(source, node, fed=fed)
        if native is not None and not self._stays(node):
            return f"{self.tf}.keras.optimizers.{native}"
        name = next(iter(source.resolve(node.func)))
        start = source.span(node)[0]
        rest = source.code(node)[source.span(node.func)[1] - start :]
        return f"{self.tf1}.{(flow.short(name) or name)}{rest}"

    def _replaced(
        self, node: cst.BaseStatement, leading: list[cst.EmptyLine], made: cst.BaseStatement
    ) -> cst.BaseStatement:
        """Return a statement in the place of another simple one, with its comments."""
        trailing = node.trailing_whitespace if isinstance(node, cst.SimpleStatementLine) else cst.TrailingWhitespace()
        return made.with_changes(leading_lines=leading, trailing_whitespace=trailing)

    def _kept(self, at: int, statement: ast.stmt, node: cst.BaseStatement) -> list[cst.BaseStatement]:
        """Return a statement that stays, with calls of functions where it ran the graph, and what it needs round it."""
        program = self.program
        swaps: dict[cst.CSTNode, cst.CSTNode] = {}
        removed: dict[cst.CSTNode, comments.Fate] = {}
        opened: set[cst.CSTNode] = set()
        for one in ast.walk(statement):
            if isinstance(one, (ast.Assign, ast.Expr)) and (one in program.united or one.value in program.ungraphed):
                removed[self.block.node(one)] = "turns" if one in program.united else "goes"
        for call in self.source.below(statement, ast.Call):
            if call in program.seeds.calls:
                swaps[self.block.node(call.func)] = cst.parse_expression(program.seeds.calls[call])
        swaps |= self._swaps_of_summaries(statement)
        if statement in program.apart:
            written = self._class_of(statement) or self.batches.returning(statement, node)
            return [self._substituted(statement, written or node, swaps, removed)]
        for run in program.runs:
            if run.at != at or run.call in program.unasked or self._is_of_add(run.call):
                continue
            if run.call in program.batches_of and self.batches.is_idle(run):
                removed[self.block.node(self.source.statement(run.call))] = "goes"
            elif run.call not in program.begun:
                swaps.update([self._swap(run)])
        swaps |= self.checkpoints.renamed(self.block, statement)
        for saving in program.savings:
            if saving.at == at:
                new = cst.parse_expression(self.checkpoints.call(saving, self._code))
                swaps[self.block.node(saving.call)] = new
        if at in program.running:
            opened = {self.block.node(block) for block in program.blocks_in(statement)}
            removed |= {self.block.node(idle): "goes" for idle in program.idle_in(statement)}
        if at in program.cells:
            cell = program.cells[at]
            layer = layer_code.recurrent(cell, self.layout, self.tf, self._code, first=self.tf == self.tf1)
            swaps[self.block.node(cell.cell)] = cst.parse_expression(layer)
        listed = flow.assigned(statement)
        if listed in program.chosen:
            swaps[self.block.node(listed)] = cst.parse_expression(self._list_of(program.chosen[listed], at))
        elif listed is not None and flow.is_call_of(self.source, listed, "trainable_variables"):
            swaps[self.block.node(listed)] = cst.parse_expression(self._trainable(at))
        if program.is_optimizer(at) and listed is not None:
            swaps[self.block.node(listed)] = cst.parse_expression(self._made_optimizer(listed))
        elif at not in program.running:
            swaps |= self._first_names(statement)
        round_it = self._round(statement) if at in program.running else {}
        for call in program.begun:
            begun = self.source.statement(call)
            if call in program.running.get(at, ()) and call not in program.initial:
                first, *rest = self.layout.parse(self.batches.begun(call))
                swaps[self.block.node(begun)] = first
                round_it[self.block.node(begun)] = partial(_followed, rest)
        changed, before, behind = self._substituted_round(statement, node, swaps, removed, opened, round_it)
        return [*before, changed, *behind]

    def _round(self, statement: ast.stmt) -> dict[cst.CSTNode, Callable[[cst.BaseStatement], Beside]]:
        """Return what makes loops over data of some statements, or takes batches in front of them."""
        found: dict[cst.CSTNode, Callable[[cst.BaseStatement], Beside]] = {}
        own = set(ast.walk(statement))
        for over, loop in self.program.loops.items():
            if over in own:
                found[self.block.node(loop.statement)] = partial(self.batches.loop, loop)
        for user, draws in self.program.unpacked.items():
            if user in own:
                code = "".join(self.batches.taken(draw, wanted) for draw, wanted in draws)
                found[self.block.node(user)] = partial(_preceded, self.layout.parse(code))
        return found

    def _class_of(self, statement: ast.stmt) -> cst.BaseStatement | None:
        """Return the class that a function which makes variables becomes, None for other statements."""
        maker = next((m for m in self.program.modules.makers if m.definition is statement), None)
        if maker is None:
            return None
        place = (self.source.scope(statement), statement.lineno)
        tf = local_name(self.source, "tensorflow", *place) or local_name(self.source, "tensorflow.compat.v1", *place)
        if tf is None and not self.imports:
            message = f"TensorFlow has no name where line {statement.lineno} defines `{maker.definition.name}`"
            raise Refused(message)
        code = ClassWriter(self.source, self.program.modules, maker, tf or self.tf, self.layout.step).code()
        return self.layout.parse(code)[0]

    def _definitions_elsewhere(self) -> Iterator[Edit]:
        """Yield the edits that write other definitions in the place of functions outside of the block."""
        for maker in self.program.modules.makers:
            block = self.source.block([maker.definition])
            if self.block.start <= block.start < self.block.end:
                continue
            written = self._class_of(maker.definition)
            assert written is not None  # noqa: S101 - its function is in the list
            leading = block.nodes[0].leading_lines  # type: ignore[attr-defined]
            yield Edit(block.start, block.end, block.render([written.with_changes(leading_lines=leading)]))
        yield from self.batches.returning_elsewhere(self.block)

    def _substituted(
        self,
        statement: ast.stmt,
        node: cst.BaseStatement,
        swaps: Mapping[cst.CSTNode, Change],
        removed: Mapping[cst.CSTNode, comments.Fate] = MappingProxyType({}),
    ) -> cst.BaseStatement:
        """Return a statement with the comments that belong above it, and some of its parts exchanged."""
        return self._substituted_round(statement, node, swaps, removed, (), {})[0]

    def _substituted_round(
        self,
        statement: ast.stmt,
        node: cst.BaseStatement,
        swaps: Mapping[cst.CSTNode, Change],
        removed: Mapping[cst.CSTNode, comments.Fate],
        opened: Collection[cst.CSTNode],
        round_it: Mapping[cst.CSTNode, Callable[[cst.BaseStatement], Beside]],
    ) -> tuple[cst.BaseStatement, list[cst.BaseStatement], list[cst.BaseStatement]]:
        """Return a statement with some of its parts exchanged, and the statements that go before and behind it."""
        if not (swaps or removed or opened or round_it):
            return self.layout.placed(statement, node), [], []
        work = Exchange(node, swaps, removed, opened, round_it)
        changed = node.visit(work)
        before, behind = work.beside.get(node, ([], []))
        work.left.discard(node)
        if work.left or not isinstance(changed, cst.BaseStatement):
            message = f"a statement at line {self.source.text.line_of(self.block.start)} shares its line with its block"
            raise Refused(message)
        made = [*before, changed, *behind]
        leading = [*self.layout.above[statement], *self._lost(node, made, work.gone)]
        made[0] = made[0].with_changes(leading_lines=leading)
        return made[len(before)], made[: len(before)], behind

    def _lost(
        self, node: cst.BaseStatement, changed: Iterable[cst.BaseStatement], gone: Collection[cst.EmptyLine]
    ) -> list[cst.EmptyLine]:
        """Return the comments in a statement that its new form has no place for, but for those of what went."""
        left = [line for statement in changed for line in comments.inside(statement)]
        kept = [line.comment.value for line in (*left, *gone) if line.comment]
        lost: list[cst.EmptyLine] = []
        for line in comments.inside(node):
            if line.comment and line.comment.value in kept:
                kept.remove(line.comment.value)
            elif line.comment:
                lost.append(line)
        return lost

    def _trainable(self, at: int) -> str:
        names = self.program.in_order(self.program.trainable(at), at)
        return f"[{', '.join(self._variables_of(name, at) for name in names)}]"

    def _list_of(self, names: list[str], at: int) -> str:
        """Return a list of variables."""
        listed = [self._variables_of(name, at) for name in names]
        whole = listed[0].removeprefix("*")
        return whole if len(listed) == 1 and whole.endswith(".trainable_variables") else f"[{', '.join(listed)}]"

    def _variables_of(self, name: str, at: int, *, all_of_them: bool = False) -> str:
        """Return how the variables that a name stands for are listed: those that are trained, or all."""
        holder = self.program.holder(name, at)
        if holder is None:
            return name
        return (holder.saved if all_of_them else holder.trained).format(name)

    # Calls

    def _swap(self, run: Run) -> tuple[cst.CSTNode, cst.CSTNode]:
        """Return the node that a run is replaced in, and what takes its place."""
        parent = self.source.parents[run.call]
        if run.call in self.program.shown:
            return self.block.node(self.source.statement(parent)), self._unpacked(run, self.summaries.names(run))
        if run.form != "one" and isinstance(parent, ast.Assign) and len(parent.targets) == 1:
            target = parent.targets[0]
            if isinstance(target, (ast.Tuple, ast.List)) and len(target.elts) == len(run.elements):
                names = [self.source.code(target.elts[n]) for n in run.wanted]
                return self.block.node(parent), self._unpacked(run, names)
        if run.form == "one" and isinstance(parent, ast.Assign) and not run.wanted:
            return self.block.node(parent), self._small(self._call(run))
        if run.form != "one" and isinstance(parent, ast.Subscript) and len(run.wanted) == 1:
            return self.block.node(parent), cst.parse_expression(self._one(run, run.wanted[0]))
        return self.block.node(run.call), cst.parse_expression(self._value(run))

    # Summaries

    def _second(self) -> str:
        """Return the name of TensorFlow 2, for what TensorFlow 1 has another one of; import it if it has none."""
        here = (self.program.home, self.program.suite[self.program.first].lineno)
        if not self.program.creations or local_name(self.source, "tensorflow", *here) or self.imports:
            return self.tf
        name = next((n for n in ("tf2", "tensorflow") if n not in self.known), None)
        if name is None:
            message = "TensorFlow 2 has no name here that nothing else has"
            raise Refused(message)
        self.imports.append(("tensorflow", name))
        return name

    def _is_of_add(self, call: ast.Call) -> bool:
        """Tell whether a run gives the step of a summary, or itself, within the call that writes it."""
        return self.source.parents[call] in self.program.adds

    def _swaps_of_summaries(self, statement: ast.stmt) -> dict[cst.CSTNode, cst.CSTNode]:
        """Return the swaps for the writers that a statement makes, and for what it writes that was run before."""
        program = self.program
        calls = self.source.below(statement, ast.Call)
        swaps: dict[cst.CSTNode, cst.CSTNode] = {
            self.block.node(call): self.summaries.creation(call) for call in calls if call in program.creations
        }
        for add in sorted((call for call in calls if call in program.adds), key=lambda call: call.lineno):
            if add in program.protos:
                node = self.block.node(self.source.statement(add))
                swaps[node] = self.summaries.written(add, self._step(add), self._code)
                continue
            run = next((run for run in program.runs if add in self._adds(run)), None)
            if run is None:
                message = f"line {add.lineno} writes a summary that no run of this block gives"
                raise Refused(message)
            within = self.source.parents[run.call] is add and run.elements
            asked = [self._unpacked(run, self.summaries.names(run))] if within else []
            node = self.block.node(self.source.statement(add))
            swaps[node] = self.summaries.added(run, add, self._step(add), asked)
        return swaps

    def _adds(self, run: Run) -> Collection[ast.Call]:
        shown = self.program.shown.get(run.call)
        return shown.added if shown is not None else ()

    def _step(self, add: ast.Call) -> str:
        """Return the code of the step with which a summary is written."""
        step = argument(add, 1, "global_step")
        if step is None:
            return "0"
        run = next((run for run in self.program.runs if run.call is step), None)
        if run is not None:
            code = self._value(run)
            return code if is_whole(self.source, step) else f"int({code})"
        if any(run.call in ast.walk(step) for run in self.program.runs):
            message = f"line {step.lineno} runs a part of the graph within the step of a summary"
            raise Refused(message)
        code = self._code(step)
        return code if is_whole(self.source, step) else f"int({code})"

    def _small(self, code: str) -> cst.BaseStatement:
        (made,) = self.layout.parse(code + "\n")
        return made

    def _unpacked(self, run: Run, names: list[str]) -> cst.BaseStatement:
        """Return the statement for `a, b = sess.run([x, y])`, without the names that nothing reads."""
        function = self.program.calls.get(run.call)
        together = self.batches.fetched_together(run) if function is None else None
        if together is not None:
            named = dict(zip(run.wanted, names, strict=True))
            every = [named.get(n, "_") for n in range(len(run.elements))]
            return self._small(f"{', '.join(every)} = {together}")
        if not names:
            return self._small(self._call(run))
        tensors = all(run.elements[n].shown for n in run.wanted)
        if len(names) == 1 and tensors:
            return self._small(f"{names[0]} = {self._one(run, run.wanted[0]).removesuffix('.numpy()')}")
        if len(names) == 1:
            return self._small(f"{names[0]} = {self._one(run, run.wanted[0])}")
        if function is None:
            values = ", ".join(self._one(run, n) for n in run.wanted)
            return self._small(f"{', '.join(names)} = {values}")
        asked = [run.elements[n].code for n in run.wanted]
        if not set(asked) <= set(function.returns):
            message = f"line {run.call.lineno} makes use of the value of an operation that has none"
            raise Refused(message)
        if len(set(asked)) < len(asked):
            message = f"line {run.call.lineno} takes the values of a run in another order than elsewhere"
            raise Refused(message)
        all_names = [names[asked.index(code)] if code in asked else "_" for code in function.returns]
        told = ", ".join(all_names)
        if tensors:
            return self._small(f"{told} = {self._call(run)}")
        wider = self.source.statement(run.call).col_offset + len(f"{told} = ") - run.call.col_offset
        return self._small(f"{told} = {self._all_values(run, '[', ']', wider)}")

    def _one(self, run: Run, at: int) -> str:
        """Return the code for one of the values of a run."""
        element = run.elements[at]
        function = self.program.calls.get(run.call)
        if function is None and element.kind == "drawn":
            return self.batches.fetched(run, at)
        if function is None:
            simple = isinstance(element.node, (ast.Name, ast.Call, ast.Subscript, ast.Attribute))
            return f"{element.code}.numpy()" if simple else f"({element.code}).numpy()"
        if element.code not in function.returns:
            if run.form == "one":
                return self._call(run)
            message = f"line {run.call.lineno} makes use of the value of an operation that has none"
            raise Refused(message)
        if len(function.returns) == 1:
            return f"{self._call(run)}.numpy()"
        return f"{self._call(run)}[{function.returns.index(element.code)}].numpy()"

    def _value(self, run: Run) -> str:
        if not run.wanted:
            return self._call(run)
        function = self.program.calls.get(run.call)
        together = (
            self.batches.fetched_together(run) if function is None and run.call in self.program.batches_of else None
        )
        unpacked = isinstance(parent := self.source.parents[run.call], ast.Assign) and isinstance(
            parent.targets[0], (ast.Tuple, ast.List)
        )
        if together is not None and (run.form == "list" or unpacked):
            return together
        if run.form == "one":
            return self._one(run, 0)
        opening, closing = ("[", "]") if run.form == "list" else ("(", ")")
        if function is None or (len(run.elements) == 1):
            values = [self._one(run, n) for n in range(len(run.elements))]
            comma = "," if run.form == "tuple" and len(values) == 1 else ""
            return f"{opening}{', '.join(values)}{comma}{closing}"
        asked = [element.code for element in run.elements]
        if not set(asked) <= set(function.returns):
            message = f"line {run.call.lineno} makes use of the value of an operation that has none"
            raise Refused(message)
        if function.returns != asked:
            message = f"line {run.call.lineno} takes the values of a run in another order than elsewhere"
            raise Refused(message)
        return self._all_values(run, *(("[", "]") if run.form == "list" else ("tuple(", ")")))

    def _call(self, run: Run, room: int | None = None) -> str:
        """Return the call of a function in the place of a run, with what is fed as arguments.

        `room` is what else has to stand on its line, if not what does today.
        """
        function = self.program.calls.get(run.call)
        if function is None:
            message = f"line {run.call.lineno} runs what has no effect and whose value nobody takes"
            raise Refused(message)
        given = {name: run.feeds.get(name, self.program.placeholders[name].default) for name in function.parameters}
        values = {
            name: self._argument(self.program.placeholders[name], value) for name, value in given.items() if value
        }
        arguments = self.batches.arguments(run, function, values)
        line = f"{self.names[function]}({', '.join(arguments)})"
        if room is None:
            room = max(self._beside(run) + len(".numpy()"), self.source.statement(run.call).col_offset + 20)
        if room + len(line) <= WIDTH or len(arguments) < 2:
            return line
        # libcst itself adds the indentation of the statement.
        deeper = self._deeper(run)
        inner = "".join(f"{deeper}{self.layout.step}{argument},\n" for argument in arguments)
        return f"{self.names[function]}(\n{inner}{deeper})"

    def _deeper(self, run: Run) -> str:
        """Return how much deeper the line on which a run begins is indented than its statement."""
        line, statement = self.source.text.line(run.call.lineno), self.source.statement(run.call)
        return line[statement.col_offset : len(line) - len(line.lstrip())]

    def _beside(self, run: Run) -> int:
        """Return how much stands beside a run on the lines on which it begins and ends, comments included."""
        last = self.source.text.line(run.call.end_lineno or run.call.lineno)
        return run.call.col_offset + len(last) - (run.call.end_col_offset or 0)

    def _all_values(self, run: Run, opening: str, closing: str, more: int = 0) -> str:
        """Return the values of all that a function returns, between brackets; `more` is what is wider in front of them.

        What does not fit into a line stands on three, as a list of such length would.
        """
        whole = f"{opening}tensor.numpy() for tensor in {self._call(run, 0)}{closing}"
        if self._beside(run) + more + len(whole) <= WIDTH and "\n" not in whole:
            return whole
        step, deeper = self.layout.step, self._deeper(run)
        room = self.source.statement(run.call).col_offset + len(f"{deeper}{step}for tensor in ")
        call = self._call(run, room).replace("\n", f"\n{step}")
        inner = f"{deeper}{step}"
        return f"{opening}\n{inner}tensor.numpy()\n{inner}for tensor in {call}\n{deeper}{closing}"

    def _argument(self, placeholder: Placeholder, value: ast.expr) -> str:
        if placeholder.name in self.program.switches:
            code = self._code(value)
            return code if isinstance(value, ast.Constant) and isinstance(value.value, bool) else f"bool({code})"
        dtype = self._dtype(placeholder)
        if placeholder.word == session_parts.OF_AN_ARRAY and dtype == f"{self._code(value)}.dtype":
            return f"{self.tf}.constant({self._code(value)})"
        convert = "constant" if fed_values.takes_constant(placeholder, value) else "cast"
        return f"{self.tf}.{convert}({self._code(value)}, {dtype})"

    def _dtype(self, placeholder: Placeholder) -> str:
        return placeholder.dtype or f"{self.tf}.{placeholder.word}"

    def _code(self, node: ast.expr) -> str:
        """Return an expression's own text, without the indentation that libcst adds again."""
        code = self.source.code(node)
        if "\n" not in code or any(
            isinstance(n, (ast.Constant, ast.JoinedStr)) and n.lineno != n.end_lineno for n in ast.walk(node)
        ):
            return code
        statement = self.source.statement(node)
        indent = self.source.text.line(statement.lineno)[: statement.col_offset]
        first, *rest = code.split("\n")
        return "\n".join([first, *(line.removeprefix(indent) for line in rest)])

    # Functions

    def _function(self, function: Function) -> list[cst.BaseStatement]:
        step = self.layout.step
        decorator = f"@{self.tf}.function\n" if function.run else ""
        head = f"{decorator}def {self.names[function]}({', '.join(function.parameters)}):\n{step}"
        return self._defined(head, function, self._body(function))

    def _defined(self, head: str, function: Function, body: list[cst.BaseStatement]) -> list[cst.BaseStatement]:
        """Return a function from its head and body, with the comments of the placeholders that it takes."""
        (made,) = self.layout.parse(f"{head}pass\n")
        body = comments.headed(self._remarks(function), body)
        return [made.with_changes(body=made.body.with_changes(body=body))]  # type: ignore[attr-defined]

    def _remarks(self, function: Function) -> list[cst.EmptyLine]:
        """Return the comments of what a function takes, or runs without a statement of its own, once for the file."""
        program, layout = self.program, self.layout
        made = {program.placeholders[name].at: name for name in function.parameters if name in program.placeholders}
        found = layout.of_parameters(
            [
                (program.flat[at].statement, self.batches.called(at) or name)
                for at, name in made.items()
                if at not in self.remarked
            ]
        )
        self.remarked |= made.keys()
        for at in function.positions:
            if program.roles[at] == "group":
                statement = program.flat[at].statement
                found += layout.remarks(statement, self._statement(statement))
        return found

    def _body(self, function: Function, closing: str = "") -> list[cst.BaseStatement]:
        """Return the statements of a function, with the one that is given as the last, or what it returns."""
        program, layout = self.program, self.layout
        steps = [at for at in function.positions if program.roles[at] in {"train", "gradients"}]
        loss = program.closure(steps) - set(steps)
        taped: list[cst.BaseStatement] = []
        body: list[cst.BaseStatement] = []
        for helper in function.helpers:
            call = f"{self.names[helper]}({', '.join(helper.parameters)})"
            made = layout.parse(f"{', '.join(helper.returns)} = {call}\n")
            (taped if helper.slice & loss else body).extend(made)
        for at in function.positions:
            taped += self._moved(at) if at in loss else []
        if steps:
            body = [*self._tapes(steps, taped), *body]
        for at in function.positions:
            if at not in loss and at not in steps:
                body += self._acting(function, at)
        returned = ", ".join(self._returned(function))
        if closing:
            body += layout.parse(closing)
        elif returned and not isinstance(_last(body), cst.Return):
            body += layout.parse(f"return {bracketed(returned)}\n")
        return body

    # Exports

    def _folders(self, at: int) -> Iterator[tuple[str, str]]:
        """Yield the names and the code of the folders that have to be evaluated where a builder was made."""
        for place, exported in self.program.exported.items():
            if exported.hoisted == at:
                yield self.folders[place], self.source.code(exported.export.folder)

    def _export(self, exported: Exported, at: int, node: cst.BaseStatement) -> None:
        """Write the functions that serve an export's signatures, and the module that holds and saves them."""
        layout, source = self.layout, self.source
        leading = layout.exporting(self.program.flat[at].statement, node, self.spoken.get(at, ()))
        names: dict[ast.Call, str] = {}
        attributes: dict[str, str] = {}
        entries = []
        for signature, serving in zip(exported.export.signatures, exported.servings, strict=True):
            if serving.run.call not in names:
                wanted = signatures.function_name(signature.key)
                name = names[serving.run.call] = self._fresh(wanted)
                attributes[name if wanted in attributes else wanted] = name
                (function,) = self._serving(serving, name)
                first = [*leading, *function.leading_lines]  # type: ignore[attr-defined]
                layout.emit([function.with_changes(leading_lines=first)])
                leading = []
            entries.append(f"{signatures.key_code(source, self.tf, signature)}: {names[serving.run.call]}")
        module = self._fresh("module")
        code = f"{module} = {self.tf}.Module()\n"
        code += "".join(f"{module}.{attribute} = {name}\n" for attribute, name in attributes.items())
        read = self.program.variables_of(exported, at)
        variables = [self._variables_of(name, at, all_of_them=True) for name in read]
        if variables:
            code += layout.call(f"{module}.model_variables = [", variables, "]")
        written = layout.call("signatures={", entries, "}", 1).rstrip("\n").replace("\n", f"\n{layout.step}")
        arguments = [module, self.folders[at], written]
        layout.emit(layout.parse(code + layout.call(f"{self.tf}.saved_model.save(", arguments, ")")))

    def _serving(self, serving: Serving, name: str) -> list[cst.BaseStatement]:
        """Return the function that serves a signature: with the statements of its own, or a call of those it shares."""
        function = self.program.calls[serving.run.call]
        specs = []
        for placeholder, key in serving.inputs.items():
            shape = self.program.shape(placeholder)
            dtype = self._dtype(self.program.placeholders[placeholder])
            specs.append(signatures.spec(self.source, self.tf, dtype, self._code(shape) if shape else "None", key))
        head = self.layout.call(f"@{self.tf}.function(input_signature=[", specs, "])")
        head += f"def {name}({', '.join(serving.inputs)}):\n{self.layout.step}"
        if function in self.program.inlined:
            values = dict(zip(function.returns, self._returned(function), strict=True))
            results = {key: values[element.code] for key, element in serving.outputs.items()}
            return self._defined(head, function, self._body(function, self._results(results)))
        codes = {key: element.code for key, element in serving.outputs.items()}
        given = [
            parameter if parameter in serving.inputs else self._argument(placeholder, placeholder.default)  # type: ignore[arg-type]
            for parameter in function.parameters
            for placeholder in (self.program.placeholders[parameter],)
        ]
        call = f"{self.names[function]}({', '.join(given)})"
        if len(codes) == len(function.returns) == 1:
            closing = self._results(dict.fromkeys(codes, call))
        else:
            together = all(code.isidentifier() and code not in serving.inputs for code in function.returns)
            names = ", ".join(function.returns) if together else self._local("results")
            if not together and len(function.returns) == 1:
                codes = dict.fromkeys(codes, names)
            elif not together:
                codes = {key: f"{names}[{function.returns.index(code)}]" for key, code in codes.items()}
            closing = f"{names} = {call}\n{self._results(codes)}"
        return self._defined(head, function, self.layout.parse(closing))

    def _results(self, values: Mapping[str, str]) -> str:
        """Return the statement that returns the outputs of a signature."""
        return self.layout.call(
            "return {", [f"{quoted(self.source, key)}: {value}" for key, value in values.items()], "}", 1
        )

    def _returned(self, function: Function) -> list[str]:
        variables = {e.code for e in function.elements if e.kind == "variable"}
        return [f"{self.tf}.identity({code})" if code in variables else code for code in function.returns]

    def _moved(self, at: int) -> list[cst.BaseStatement]:
        """Return a statement of the graph as it stands in a function, behind one that lists the variables in it."""
        statement = self.program.flat[at].statement
        node = self._statement(statement)
        asking = [
            call
            for call in self.source.below(statement, ast.Call)
            if flow.is_call_of(self.source, call, "trainable_variables")
        ]
        listed = self._trainable(at) if asking else ""
        first: list[cst.BaseStatement] = []
        if asking and asking[0] is not flow.assigned(statement) and len(listed) > WIDTH // 2:
            name = self._local("variables")
            first = self.layout.parse(self.layout.call(f"{name} = [", listed[1:-1].split(", "), "]", 1))
            listed = name
        swaps: dict[cst.CSTNode, Change] = {self.block.node(call): cst.parse_expression(listed) for call in asking}
        swaps |= self._first_names(statement)
        for layer in self.program.layers.get(at, ()):
            swaps[self.block.node(layer.call)] = layer_code.call(layer, self._code)
        if at in self.program.sequences:
            swaps |= self._run_of_cell(self.program.sequences[at], node)
        swaps |= self._states(statement)
        for call, code in self.objects.calls_in(statement).items():
            swaps[self.block.node(call)] = cst.parse_expression(code)
        moved = self._substituted(statement, node, swaps)
        if at in self.program.sequences:
            # What is said of the arguments of a run goes with them.
            told = [line.comment for line in comments.inside(self.block.node(self.program.sequences[at].run))]
            leading = [line for line in moved.leading_lines if line.comment not in told or not line.comment]  # type: ignore[attr-defined]
            moved = moved.with_changes(leading_lines=leading)
        moved = moved.with_changes(leading_lines=comments.close(moved.leading_lines))  # type: ignore[attr-defined]
        if at in self.layers:
            return [moved.with_changes(leading_lines=[])]
        if first:
            first[0] = first[0].with_changes(leading_lines=moved.leading_lines)  # type: ignore[attr-defined]
            return [*first, moved.with_changes(leading_lines=[])]
        return [moved]

    def _run_of_cell(self, cell: Recurrent, node: cst.BaseStatement) -> dict[cst.CSTNode, Change]:
        """Return what takes the place of a run of a cell, and of what its result is assigned to."""
        assigned = cst.ensure_type(cst.ensure_type(node, cst.SimpleStatementLine).body[0], cst.Assign)
        return {
            assigned.targets[0].target: cst.parse_expression(", ".join(cell.names)),
            self.block.node(cell.run): cst.parse_expression(f"{cell.name}({self._code(cell.inputs)})"),
        }

    def _states(self, statement: ast.stmt) -> dict[cst.CSTNode, Change]:
        """Return what takes the place of the parts of an LSTM's state."""
        nodes = self.source.below(statement, ast.Attribute, ast.Subscript)
        parts = {node: name for cell in self.program.sequences.values() for node, name in cell.states.items()}
        return {self.block.node(node): cst.Name(parts[node]) for node in nodes if node in parts}

    def _first_names(self, node: ast.AST) -> dict[cst.CSTNode, cst.CSTNode]:
        """Return the names of TensorFlow 1's that no rule would write anew because they seem to need a graph."""
        swaps: dict[cst.CSTNode, cst.CSTNode] = {}
        for call in ast.walk(node):
            if isinstance(call, ast.Call):
                for name in self.source.resolve(call.func):
                    known = name.removeprefix("tensorflow.")
                    first = known.startswith(("losses.", "train.")) and not flow.beside_graph(known)
                    if name != known and first:
                        swaps[self.block.node(call.func)] = cst.parse_expression(f"{self.tf1}.{known}")
        return swaps

    def _tapes(self, steps: list[int], taped: list[cst.BaseStatement]) -> list[cst.BaseStatement]:
        """Return the statements that compute losses, each under a tape of its own, and what their gradients are for."""
        program, layout, code = self.program, self.layout, self.source.code
        losses: dict[int, str] = {}
        tapes: dict[int, str] = {}
        for point in steps:
            own = "" if len(steps) == 1 else f"{min(flow.writes(program.flat[point].statement))}_"
            tapes[point] = self._local(f"{own}tape")
            loss = program.trains[point].loss
            losses[point] = code(loss)
            if not isinstance(loss, ast.Name):
                losses[point] = self._local(f"{own}loss")
                taped = [*taped, *layout.parse(f"{losses[point]} = {bracketed(code(loss))}\n")]
        opened = [f"{self.tf}.GradientTape() as {tapes[point]}" for point in steps]
        (block,) = layout.parse(f"with {', '.join(opened)}:\n{layout.step}pass\n")
        first = list(taped[0].leading_lines)  # type: ignore[attr-defined]
        while first and first[0].comment is None:
            first.pop(0)
        taped[0] = taped[0].with_changes(leading_lines=first)
        block = block.with_changes(body=block.body.with_changes(body=taped))  # type: ignore[attr-defined]
        after = [self._stepped(point, tapes[point], losses[point], alone=len(steps) == 1) for point in steps]
        return [block, *(statement for step in after for statement in step)]

    def _stepped(self, point: int, tape: str, loss: str, *, alone: bool) -> list[cst.BaseStatement]:
        """Return the statements for what a step does with the gradients of its loss."""
        program, code = self.program, self.source.code
        train = program.trains[point]
        statement = program.flat[point].statement
        node = self._statement(statement)
        names = [self._variables_of(name, point) for name in program.trained(point)]
        if not names:
            message = f"line {train.call.lineno} trains nothing that is seen"
            raise Refused(message)
        text = ""
        named = isinstance(train.variables, ast.Name) and not any(
            program.is_late(n, point) for n in program.trained(point)
        )
        variables = code(train.variables) if named and train.variables is not None else self._local("variables")
        if not named:
            text += self._listed(point, tape, variables, names, alone=alone)
        gradients = f"{tape}.gradient({loss}, {variables})"
        if program.roles[point] == "gradients":
            name = code(program.flat[point].statement.targets[0])  # type: ignore[attr-defined]
            text += f"{name} = list(zip({gradients}, {variables}))\n"
        else:
            text += f"{self._local('gradients')} = {gradients}\n"
            text += self._apply(point, f"zip({self._local('gradients')}, {variables})")
        after = self.layout.parse(text)
        remarks = self.layout.remarks(statement, node)
        if point in self.optimizers:
            # What stands above the step and behind it goes with the optimizer.
            behind = cst.TrailingWhitespace()
            remarks = comments.inside(node.with_changes(leading_lines=[], trailing_whitespace=behind))
        after[0] = after[0].with_changes(leading_lines=remarks)
        return after

    def _listed(self, point: int, tape: str, name: str, listed: list[str], *, alone: bool) -> str:
        """Return the statement that lists the variables which a step trains."""
        train = self.program.trains[point]
        late = any(self.program.is_late(one, point) for one in self.program.trained(point))
        if late and not self._is_native(train.optimizer) and train.variables is not None:
            message = f"line {train.call.lineno} gives an optimizer of TensorFlow 1 some of the variables of layers"
            raise Refused(message)
        if late and not self._is_native(train.optimizer):
            # TensorFlow 1's optimizers do not take the variables of Keras 3, but those in them, which the tape sees.
            if not alone:
                message = (
                    f"line {train.call.lineno} trains layers with an optimizer of TensorFlow 1 beside another step"
                )
                raise Refused(message)
            return f"{name} = {tape}.watched_variables()\n"
        if len(listed) == 1 and listed[0].endswith(".trainable_variables"):
            return f"{name} = {listed[0].removeprefix('*')}\n"
        return self.layout.call(f"{name} = [", listed, "]", 1)

    def _local(self, name: str) -> str:
        """Return a name for a local of a function that nothing in the file has."""
        moved = {
            n
            for at, role in enumerate(self.program.roles)
            if role in _MOVING
            for n in flow.reads(self.program.flat[at].statement) | flow.writes(self.program.flat[at].statement)
        } | set(self.program.placeholders)
        while name in moved or name in self.taken:
            name += "_"
        return name

    def _apply(self, at: int, pairs: str) -> str:
        train = self.program.trains[at]
        optimizer = self.optimizers.get(at) or self.source.code(train.optimizer)
        rate = self.program.fed_rate(at)
        text = f"{optimizer}.learning_rate.assign({rate})\n" if rate is not None else ""
        if train.step is None:
            return f"{text}{optimizer}.apply_gradients({pairs})\n"
        step = self.source.code(train.step)
        if self._is_native(train.optimizer):
            return f"{text}{optimizer}.apply_gradients({pairs})\n{step}.assign_add(1)\n"
        return f"{optimizer}.apply_gradients({pairs}, global_step={step})\n"

    def _is_native(self, node: ast.expr) -> bool:
        """Tell whether an optimizer becomes one of Keras."""
        made: ast.expr | None = node
        if isinstance(node, ast.Name):
            made = next((b.value for b in self.program.home.bindings[node.id] if isinstance(b.value, ast.Call)), None)
        return (
            isinstance(made, ast.Call)
            and optimizers.native(self.source, made, fed=made in self.program.rates) is not None
            and not self._stays(made)
        )

    def _stays(self, made: ast.Call) -> bool:
        """Tell whether an optimizer stays TensorFlow 1's own, whatever Keras has."""
        return self.checkpoints.keeps(made) or self._shared_optimizer(made)

    def _shared_optimizer(self, made: ast.Call) -> bool:
        """Tell whether several steps use an optimizer: one of Keras keeps to the variables that it sees first."""
        statement = self.source.statement(made)
        names = flow.writes(statement)
        users = [
            t for t in self.program.trains.values() if isinstance(t.optimizer, ast.Name) and t.optimizer.id in names
        ]
        gradients = [t for t in users if t.call.func.attr != "apply_gradients"]  # type: ignore[attr-defined]
        return len(gradients) > 1

    def _acting(self, function: Function, at: int) -> list[cst.BaseStatement]:
        """Return the statements for one that moves, which may be an action."""
        program, code = self.program, self.source.code
        role = program.roles[at]
        statement = program.flat[at].statement
        if role == "graph":
            return self._moved(at)
        if role == "group":
            return []
        if role == "apply":
            made = self.layout.parse(self._apply(at, code(program.trains[at].loss)))
        else:
            call = program.assigns[at]
            target = program.changed(at).copy().pop()
            if flow.is_call_of(self.source, call, "assign", "assign_add", "assign_sub"):
                method = next(iter(self.source.resolve(call.func))).rpartition(".")[2]
                value = argument(call, 1, "value")
            else:
                method = call.func.attr  # type: ignore[attr-defined]
                value = call.args[0] if call.args else next(k.value for k in call.keywords if k.arg != "name")
            if value is None:
                message = f"line {call.lineno} assigns in a way that is not followed"
                raise Refused(message)
            text = f"{target}.{method}({code(value)})"
            name = next(iter(flow.writes(statement)))
            if function.returns == [name] and at == max(function.positions):
                text = f"return {text}"
            elif name in function.returns:
                text = f"{name} = {text}"
            made = self.layout.parse(f"{text}\n")
        remarks = self.layout.remarks(statement, self._statement(statement))
        made[0] = made[0].with_changes(leading_lines=remarks)
        return made


def _followed(rest: list[cst.BaseStatement], node: cst.BaseStatement) -> Beside:
    return [], node, rest


def _preceded(first: list[cst.BaseStatement], node: cst.BaseStatement) -> Beside:
    """Put statements in front of another, under the comments that stand above it."""
    leading = node.leading_lines  # type: ignore[attr-defined]
    head, *rest = first
    return [head.with_changes(leading_lines=leading), *rest], node.with_changes(leading_lines=[]), []


def _last(body: list[cst.BaseStatement]) -> cst.BaseSmallStatement | None:
    """Return the last simple statement of a body, None if that is compound."""
    last = body[-1] if body else None
    return last.body[-1] if isinstance(last, cst.SimpleStatementLine) else None
