"""Writes the savers of a TensorFlow 1 program as `tf.train.Checkpoint` and `tf.train.CheckpointManager`.

A path without a number is written and read as it is. One with a number is a manager's: it writes the same path, tells
the file `checkpoint` of it and deletes what is too many; measured on 2.15 and 2.21, it knows nothing of checkpoints
that TensorFlow 1 wrote into the folder, as a new `Saver` did not, but does know of its own from earlier runs.
"""

from __future__ import annotations

import ast
import posixpath
import textwrap
from typing import TYPE_CHECKING

import libcst as cst

from hublint_rules.rewrites import flow, session_savers
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.layout import WIDTH, quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.source.block import Block
    from hublint_rules.rewrites.layout import Layout
    from hublint_rules.rewrites.session_program import Program
    from hublint_rules.rewrites.session_savers import Saver, Saving


class Checkpoints:
    """The checkpoints of a program.

    Attributes:
        imports: what the code needs of other modules.
    """

    def __init__(self, program: Program, layout: Layout, tensorflow: tuple[str, str]) -> None:
        """Begin with the names of TensorFlow and of its version 1."""
        self.program = program
        self.source = program.source
        self.layout = layout
        self.tf, self.tf1 = tensorflow
        self.imports: list[tuple[str, str]] = []
        self._names: dict[int, str] = {}
        self._managers: dict[int, str] = {}
        self._restores: dict[int, str] = {}

    def name(self, fresh: Callable[..., str]) -> None:
        """Give the objects and functions their names."""
        for at, saver in self.program.savers.items():
            self._names[at] = fresh(*_named(saver, "checkpoint"), "ckpt")
            if session_savers.managed(self.program, saver):
                self._managers[at] = fresh(*_named(saver, "manager"), "checkpoint_manager")
            if at in self.program.states:
                self._restores[at] = fresh(*_named(saver, "restore"), "restore_checkpoint")

    # Variables and optimizers

    def renamed(self, block: Block, statement: ast.stmt) -> dict[cst.CSTNode, cst.CSTNode]:
        """Return the calls in a statement that make variables, with the names that those have in checkpoints."""
        names = self.program.names
        swaps: dict[cst.CSTNode, cst.CSTNode] = {}
        for call in ast.walk(statement) if names is not None else ():
            if isinstance(call, ast.Call) and call in names.wanted:  # type: ignore[union-attr]
                swaps[block.node(call)] = self._with_name(block.node(call), names.wanted[call])  # type: ignore[union-attr, arg-type]
        return swaps

    def _with_name(self, call: cst.Call, name: str) -> cst.Call:
        literal = cst.SimpleString(quoted(self.source, name))
        if any(argument.keyword is not None and argument.keyword.value == "name" for argument in call.args):
            changed = [
                argument.with_changes(value=literal)
                if argument.keyword is not None and argument.keyword.value == "name"
                else argument
                for argument in call.args
            ]
            return call.with_changes(args=changed)
        tight = cst.AssignEqual(cst.SimpleWhitespace(""), cst.SimpleWhitespace(""))
        new = cst.Arg(literal, cst.Name("name"), equal=tight)
        *before, last = call.args
        if isinstance(last.comma, cst.Comma):
            new = new.with_changes(comma=last.comma)
        comma = cst.Comma(whitespace_after=cst.SimpleWhitespace(" "))
        closing = last.whitespace_after_arg
        return call.with_changes(
            args=[
                *before,
                last.with_changes(comma=comma, whitespace_after_arg=cst.SimpleWhitespace("")),
                new.with_changes(whitespace_after_arg=closing),
            ]
        )

    def keeps(self, made: ast.expr) -> bool:
        """Tell whether an optimizer has to stay what it is, for checkpoints know its state by its names."""
        for step in self.program.states.values():
            optimizer = self.program.trains[step].optimizer
            if isinstance(optimizer, ast.Name):
                if any(b.value is made for b in self.program.home.bindings[optimizer.id]):
                    return True
            elif optimizer is made:
                return True
        return False

    # Savers

    def made(self, at: int, optimizers: dict[int, str], variables_of: Callable[[str, int], str]) -> str:
        """Return the statements that make what saves, in the place of a saver."""
        saver, names = self.program.savers[at], self.program.names
        assert names is not None  # noqa: S101 - where there are savers
        keys = session_savers.keys(self.program, saver, names)
        entries = [f"{key}={name}" for name, key in keys.items()]
        step = self.program.states.get(at)
        optimizer = ""
        if step is not None:
            optimizer = optimizers.get(step) or self.source.code(self.program.trains[step].optimizer)
            key = "optimizer" if "optimizer" not in keys.values() else "trained_by"
            entries.append(f"{key}={optimizer}")
        text = self.layout.call(f"{self._names[at]} = {self.tf}.train.Checkpoint(", entries, ")")
        if at in self._managers:
            text += self._manager(saver)
        if step is not None:
            trained = session_savers.gradients_of(self.program, step)
            inner = self.layout.step
            text += (
                f"def {self._restores[at]}(path):\n"
                f"{inner}# Zero gradients make the slots of the optimizer, which are read only where they exist.\n"
                f"{self._zeros([variables_of(name, step) for name in trained])}"
                f"{inner}{optimizer}.apply_gradients(zeros)\n"
                f"{inner}{self._names[at]}.read(path).assert_existing_objects_matched()\n"
            )
        return text

    def _zeros(self, listed: list[str]) -> str:
        """Return the statements that make pairs of zeros and variables, in a function."""
        pairs = f"zeros = [({self.tf}.zeros_like(variable), variable) for variable in "
        text = f"{pairs}[{', '.join(listed)}]]\n"
        if len(self.layout.block.indent) + len(self.layout.step) + len(text) > WIDTH:
            text = self.layout.call("variables = [", listed, "]", 1) + f"{pairs}variables]\n"
        return textwrap.indent(text, self.layout.step)

    def _manager(self, saver: Saver) -> str:
        first = session_savers.managed(self.program, saver)[0]
        folder, name = self._split(first.path)
        keep = "5" if saver.keep is None else self.source.code(saver.keep)
        if isinstance(saver.keep, ast.Constant) and not saver.keep.value:
            keep = "None"
        arguments = [self._names[saver.at], folder, f"max_to_keep={keep}", f"checkpoint_name={name}"]
        return self.layout.call(f"{self._managers[saver.at]} = {self.tf}.train.CheckpointManager(", arguments, ")")

    def _split(self, path: ast.expr) -> tuple[str, str]:
        """Return the code of the folder and of the name in a path."""
        source = self.source
        code = source.code
        if isinstance(path, ast.Constant) and isinstance(path.value, str) and "\\" not in path.value:
            folder, name = posixpath.split(path.value)
            return quoted(source, folder or "."), quoted(source, name)
        if isinstance(path, ast.Call) and source.resolve(path.func) == {"os.path.join"} and not path.keywords:
            *parts, last = path.args
            plain = isinstance(last, ast.Constant) and isinstance(last.value, str) and "/" not in last.value
            if plain and parts and not any(isinstance(part, ast.Starred) for part in path.args):
                folder = ", ".join(map(code, parts))
                return (folder if len(parts) == 1 else f"{code(path.func)}({folder})"), code(last)
        if isinstance(path, ast.BinOp) and isinstance(path.op, ast.Add) and isinstance(path.right, ast.Constant):
            end = path.right.value
            if isinstance(end, str) and end.startswith("/") and "/" not in end[1:] and "\\" not in end:
                return code(path.left), quoted(source, end[1:])
        place = self._os_path()
        return f"{place}.dirname({code(path)})", f"{place}.basename({code(path)})"

    def _os_path(self) -> str:
        known = self.source.local_name("os.path")
        if known is None:
            self.imports.append(("os", "os"))
        return known or "os.path"

    # Calls

    def call(self, saving: Saving, code: Callable[[ast.expr], str]) -> str:
        """Return the call in the place of one of a saver."""
        at = saving.saver.at
        path = code(saving.path)
        if saving.kind == "restore":
            if at in self._restores:
                return f"{self._restores[at]}({path})"
            return f"{self._names[at]}.read({path}).assert_existing_objects_matched()"
        if saving.step is not None:
            return f"{self._managers[at]}.save(checkpoint_number={code(saving.step)})"
        written = f"{self._names[at]}.write({path})"
        if not saving.told or not session_savers.asks_for_newest(self.program):
            return written
        if not isinstance(self.source.parents[saving.call], ast.Expr) or not flow.repeatable(self.source, saving.path):
            message = (
                f"line {saving.call.lineno} saves what is asked for as the newest; save it in a statement of its own"
            )
            raise Refused(message)
        return f"{self.tf1}.train.update_checkpoint_state({self._split(saving.path)[0]}, {written})"

    def told(self) -> str:
        """Return what the owner has to know of the checkpoints, a sentence or more, to stand behind the message."""
        program = self.program
        if not program.savers:
            return ""
        saves = [saving for saving in program.savings if saving.kind == "save"]
        text = ""
        if self._managers:
            text += "; the manager counts what it wrote in earlier runs among the checkpoints to keep"
        untold = [s for s in saves if s.step is None and s.told and not session_savers.asks_for_newest(program)]
        if untold:
            text += "; a checkpoint without a number is no longer told to the file `checkpoint`"
        unsaved = saves and any(
            saver.everything and at not in program.states and any(s < at for s in session_savers.stateful(program))
            for at, saver in program.savers.items()
        )
        if unsaved:
            text += "; the state of the optimizer is not saved, for nothing here goes on training from a checkpoint"
        return text


def _named(saver: Saver, word: str) -> tuple[str, ...]:
    """Return names for what takes a saver's place, the one like the saver's own first."""
    own = saver.name.lower()
    return (own.replace("saver", word),) if "saver" in own else (word, f"{saver.name}_{word}")
