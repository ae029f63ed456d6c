"""Writes the estimators of a file as a class of its own, which keeps their graphs, checkpoints and exports.

The class has the methods that the file calls, so that its calls stay as they are. Its sessions are what an estimator
opened itself, so that hooks, summaries and checkpoints are the same (run on 1.15 and 2.15, each reading the other's).
"""

from __future__ import annotations

import ast
import re
import tokenize
from io import StringIO
from typing import TYPE_CHECKING

from hublint.rule import Edit, Fix
from hublint.source.use import argument
from hublint_rules.rewrites import flow, graph_mode
from hublint_rules.rewrites.estimator_class import Needs, class_code, listener_code, reader_code
from hublint_rules.rewrites.estimator_program import is_input_name
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.layout import WIDTH, indentation, quoted
from hublint_rules.rewrites.names import fresh, local_name

if TYPE_CHECKING:
    from hublint_rules.rewrites.estimator_program import Estimators, Made, Serving, Spec


def write(program: Estimators) -> Fix:
    """Return the fix that takes `tf.estimator` out of a file.

    Raises:
        Refused: if something cannot be written where it would have to stand.
    """
    return _Writer(program).fix()


class _Writer:
    def __init__(self, program: Estimators) -> None:
        self.program = program
        self.source = program.source
        source = self.source
        module = source.index.module
        last = len(source.text.line_starts)
        first, second = (local_name(source, name, module, last) for name in ("tensorflow.compat.v1", "tensorflow"))
        if first is None and second is None:
            message = "TensorFlow has no name at the top of the file"
            raise Refused(message)
        self.tf: str = second or first or ""
        self.tf1: str = first or f"{second}.compat.v1"
        self.step = source.step
        taken = flow.names_in(source)
        self.name = fresh("Estimator", lambda one: one not in taken)
        self.reader = fresh("numpy_input_fn", lambda one: one not in taken)
        self.listener = fresh("EvaluationListener", lambda one: one not in taken)
        self.taken = taken
        self.edits: list[Edit] = []
        # What is written in the place of expressions, also within others that are written anew.
        self.inner: dict[ast.expr, str] = {}
        self.imports: set[tuple[str, str]] = set()

    def fix(self) -> Fix:
        program = self.program
        for call, kind in program.outputs.items():
            given = argument(call, 0, "outputs")
            assert given is not None  # noqa: S101 - it has been read
            code = self.source.code(given)
            alone = f"{{{quoted(self.source, 'output')}: {code}}}"
            chosen = f"{code} if isinstance({code}, dict) else {alone}"
            self.inner[call] = {"dict": code, "tensor": alone}.get(kind, chosen)
        for call in program.readers:
            self.edits.append(Edit(*self.source.span(call.func), self.reader))
        for spec in program.specs.values():
            self._write_spec(spec)
        for task in program.tasks:
            self._write_spec(task)
        for both in program.both:
            specs = f"{self._code(both.train)}, {self._code(both.evaluate)}"
            text = f"{self._code(both.estimator)}.train_and_evaluate({specs})"
            self.edits.append(Edit(*self.source.span(both.call), text))
        for made in program.made:
            self._write_constructor(made)
        for receiver in program.receivers:
            self._write_receiver(receiver)
        for serving in program.servings:
            self._write_serving(serving)
        self._write_exports()
        written = list(self.edits)
        for node, text in self.inner.items():
            start, end = self.source.span(node)
            if not any(edit.start <= start and end <= edit.end for edit in written):
                self.edits.append(Edit(start, end, text))
        self._write_class()
        gone = graph_mode.without_switches(self.source, self.edits) if graph_mode.switches(self.source) else ()
        if gone is None:
            line = graph_mode.switches(self.source)[0].lineno
            message = f"line {line} switches TensorFlow 2 behaviour off in the middle of other code"
            raise Refused(message)
        left = graph_mode.stranded(self.source, self.edits, program.reached)
        if left is not None:
            message = f"line {left.lineno} still needs graph mode, which is for the whole program"
            raise Refused(message)
        edits = tuple(sorted((*self.edits, *gone)))
        done = "Train, evaluate and export the graphs of the model functions without tf.estimator"
        return Fix("unsafe", done, edits, tuple(sorted(self.imports)))

    # Expressions

    def _code(self, node: ast.expr) -> str:
        """Return the code of an expression, with what is written anew in it."""
        start, end = self.source.span(node)
        code = self.source.text.utf8
        parts: list[bytes] = []
        at = start
        for other, text in sorted(self.inner.items(), key=lambda pair: self.source.span(pair[0])):
            begin, stop = self.source.span(other)
            if at <= begin and stop <= end:
                parts += (code[at:begin], text.encode())
                at = stop
        return b"".join((*parts, code[at:end])).decode()

    def _moved(self, node: ast.expr, indent: str) -> str:
        """Return the code of an expression that comes to stand at the beginning of a line, after an indentation."""
        code = self._code(node)
        if "\n" not in code:
            return code
        line = self.source.text.line(node.lineno)
        lead = line[: len(line) - len(line.lstrip())]
        # Lines that were set under an opening bracket move with it, others with their line.
        rest = code.splitlines()[1:]
        old = len(lead) if any(len(one) - len(one.lstrip()) < node.col_offset for one in rest) else node.col_offset
        return "\n".join([code.splitlines()[0], *(_shifted(one, len(indent) - old) for one in rest)])

    def _entries(
        self, call: ast.Call, entries: list[tuple[ast.expr, str]], brackets: tuple[str, str], prefix: str
    ) -> str:
        """Return a call's arguments in other brackets: on one line if they fit, else each on its own.

        Args:
            call: the call, whose comments are kept.
            entries: its arguments that stay, each with what is written before it.
            brackets: the opening and the closing one.
            prefix: what stands before the opening one on its line.
        """
        indent = indentation(self.source, self.source.statement(call))
        opening, closing = brackets
        remarks = self._comments(call)
        line = opening + ", ".join(f"{before}{self._code(value)}" for value, before in entries) + closing
        if "\n" not in line and not remarks and len(indent) + len(prefix) + len(line) <= WIDTH:
            return line
        inner = indent + self.step
        lines = [opening]
        waiting = sorted(remarks)
        for value, before in entries:
            while waiting and waiting[0] < value.lineno:
                lines.append(inner + remarks[waiting.pop(0)])
            text = f"{inner}{before}{self._moved(value, inner)},"
            if waiting and waiting[0] == (value.end_lineno or 0):
                text += f"  {remarks[waiting.pop(0)]}"
            lines += text.split("\n")
        lines += [inner + remarks[row] for row in waiting]
        return self.source.text.newline.join([*lines, indent + closing])

    def _comments(self, call: ast.Call) -> dict[int, str]:
        """Return the comments of a call that stand beside its arguments, and not in them, by line."""
        start, end = self.source.span(call)
        code = self.source.text.utf8[start:end].decode()
        if "#" not in code:
            return {}
        values = [*call.args, *(k.value for k in call.keywords)]
        found: dict[int, str] = {}
        for token in tokenize.generate_tokens(StringIO(f"({code})").readline):
            row = token.start[0] + call.lineno - 1
            inside = any(v.lineno <= row < (v.end_lineno or 0) for v in values)
            if token.type == tokenize.COMMENT and not inside:
                found[row] = token.string
        return found

    # What the model functions return

    def _write_spec(self, spec: Spec) -> None:
        entries = [(value, f"{quoted(self.source, name)}: ") for name, value in spec.given.items() if name != "mode"]
        statement = self.source.statement(spec.call)
        prefix = "return " if isinstance(statement, ast.Return) else self._before(spec.call)
        text = self._entries(spec.call, entries, ("{", "}"), prefix)
        self.edits.append(Edit(*self.source.span(spec.call), text))

    def _before(self, node: ast.expr) -> str:
        """Return what stands on the line before an expression, without the indentation."""
        line = self.source.text.line(node.lineno)
        return line.encode()[: node.col_offset].decode().lstrip()

    # Where estimators are made

    def _write_constructor(self, made: Made) -> None:
        source = self.source
        self.edits.append(Edit(*source.span(made.call.func), self.name))
        positional = len(made.call.args)
        if made.config is None and positional <= 2 and not any(k.arg == "config" for k in made.call.keywords):
            return
        self.edits.pop()
        given = {**made.given, **made.settings}
        order: list[str] = [name for name in ("model_fn", "model_dir", "params") if name in given]
        order += [name for name in given if name not in order]
        named = {keyword.arg for keyword in made.call.keywords}
        entries = [
            (
                given[name],
                ""
                if name in {"model_fn", "model_dir"}
                and name not in named
                and at == order.index(name)
                and name not in made.settings
                else f"{name}=",
            )
            for at, name in enumerate(order)
        ]
        text = self._entries(made.call, entries, (f"{self.name}(", ")"), self._before(made.call))
        self.edits.append(Edit(*source.span(made.call), text))
        if made.config is not None and not _within(source.span(made.config), source.span(made.call)):
            self._remove(source.statement(made.config))

    def _remove(self, statement: ast.stmt) -> None:
        """Take a statement out with its lines, and with a blank line if it stood between two."""
        starts = self.source.text.line_starts
        text = self.source.text
        first, last = statement.lineno, statement.end_lineno or statement.lineno
        lines = "\n".join(text.line(row).rstrip("\r\n") for row in range(first, last + 1))
        if lines.strip() != self.source.code(statement).replace("\r\n", "\n") or last >= len(starts):
            message = f"line {first} is more than one statement"
            raise Refused(message)
        below = last + 1
        if first > 1 and not text.line(first - 1).strip() and not text.line(below).strip():
            below += 1
        self.edits.append(Edit(starts[first - 1], starts[below - 1], ""))

    # Serving input functions

    def _write_receiver(self, call: ast.Call) -> None:
        features, tensors = argument(call, 0, "features"), argument(call, 1, "receiver_tensors")
        assert features is not None and tensors is not None  # noqa: PT018, S101 - they have been read
        parent = self.source.parents[call]
        line = f"{self._code(features)}, {self._code(tensors)}"
        fits = len(indentation(self.source, self.source.statement(call))) + len("return ") + len(line) <= WIDTH
        if "\n" in line or not fits or self._comments(call):
            line = self._entries(call, [(features, ""), (tensors, "")], ("(", ")"), "return ")
        assert isinstance(parent, ast.Return)  # noqa: S101 - it has been read
        self.edits.append(Edit(*self.source.span(call), line))

    def _write_serving(self, serving: Serving) -> None:
        source, call = self.source, serving.call
        statement = source.statement(call)
        indent = indentation(source, statement)
        newline = source.text.newline
        if isinstance(statement, ast.Return):
            body = self._serving_body(serving, indent)
            self.edits.append(Edit(*source.span(statement), f"{newline}{indent}".join(body)))
            return
        name = ""
        value = flow.assigned(statement)
        if value is call:
            name = statement.targets[0].id if isinstance(statement, ast.Assign) else ""  # type: ignore[attr-defined]
        name = name or self._serving_name()
        body = self._serving_body(serving, indent + self.step)
        definition = [f"def {name}():", *(f"{self.step}{line}" for line in body)]
        text = f"{newline}{indent}".join(definition)
        if value is call:
            self._set_off(statement, text)
            return
        row = source.text.line_starts[statement.lineno - 1]
        gap = 1 if indent else 2
        first = flow.suite_of(source, statement)[0] is statement
        blank = not source.text.line(statement.lineno - 1).strip() if statement.lineno > 1 else True
        lead = newline * (0 if first else gap - 1 if blank else gap)
        self.edits.append(Edit(row, row, f"{lead}{indent}{text}{newline}{newline * gap}"))
        self.edits.append(Edit(*source.span(call), name))

    def _set_off(self, statement: ast.stmt, text: str) -> None:
        """Put a function in the place of a statement, with the blank lines that a function has round it."""
        source = self.source
        lines, newline = source.text, source.text.newline
        gap = 1 if indentation(source, statement) else 2
        above, below = statement.lineno - 1, (statement.end_lineno or 0) + 1
        suite = flow.suite_of(source, statement)
        before = 0
        while above > 0 and not lines.line(above).strip():
            above, before = above - 1, before + 1
        after = 0
        while below <= len(lines.line_starts) and not lines.line(below).strip():
            below, after = below + 1, after + 1
        alone = lines.line(above).lstrip().startswith("#")
        first = suite[0] is statement or (alone and not before)
        lead = newline * max(0, gap - before) if not first else ""
        last = suite[-1] is statement
        tail = newline * max(0, gap - after) if not last else ""
        start, end = source.span(statement)
        row = lines.line_starts[statement.lineno - 1]
        self.edits.append(Edit(row, row, lead)) if lead else None
        self.edits.append(Edit(start, end, text + tail))

    def _serving_name(self) -> str:
        """Return a name for a serving input function that had none."""
        names = ("serving_input_receiver_fn", "serving_input_fn")
        free = next((name for name in names if name not in self.taken), names[0])
        name = fresh(free, lambda one: one not in self.taken)
        self.taken.add(name)
        return name

    def _serving_body(self, serving: Serving, indent: str) -> list[str]:
        """Return the lines of a serving input function that one of the two makers made."""
        size = "None" if serving.batch is None else self._code(serving.batch)
        if serving.parsing:
            spec = self._code(serving.features)
            named = quoted(self.source, "examples")
            return [
                f"examples = {self.tf1}.placeholder({self.tf}.string, [{size}], name={named})",
                f"return {self.tf}.io.parse_example(examples, {spec}), {{{named}: examples}}",
            ]
        made = self.program._dict_of(serving.features)  # noqa: SLF001
        if made is None:
            message = f"line {serving.features.lineno} makes a serving input function of features not written out"
            raise Refused(message)
        lines = ["features = {"]
        for key, value in zip(made.keys, made.values, strict=True):
            if key is None or not is_input_name(key):
                message = f"line {value.lineno} has a feature whose name cannot be that of an input in TensorFlow 2"
                raise Refused(message)
            lines.append(f"{self.step}{self._code(key)}: {self._placeholder(value, size)},")
        one = "features = {" + ", ".join(line.strip().rstrip(",") for line in lines[1:]) + "}"
        lines = [one] if len(indent) + len(one) <= WIDTH and len(lines) == 2 else [*lines, "}"]
        if isinstance(serving.features, ast.Name):
            self._remove_unread(serving.features, made)
        return [*lines, "return features, features"]

    def _placeholder(self, value: ast.expr, size: str) -> str:
        """Return a placeholder of the shape that a serving input function gives it."""
        source = self.source
        call = value
        if isinstance(value, ast.Name):
            bindings = source.scope(value).visible(value.id, value)
            call = bindings[0].value if len(bindings) == 1 and bindings[0].kind == "assign" else value  # type: ignore[assignment]
        if not flow.is_call_of(source, call, "placeholder"):
            message = f"line {value.lineno} makes a serving input function of something else than placeholders"
            raise Refused(message)
        assert isinstance(call, ast.Call)  # noqa: S101 - it is one
        shape = argument(call, 1, "shape")
        if not isinstance(shape, (ast.List, ast.Tuple)) or not shape.elts:
            message = (
                f"line {value.lineno} has a placeholder of a serving input function whose shape is not written out"
            )
            raise Refused(message)
        if call is not value:
            self._remove_unread(value, call)  # type: ignore[arg-type]
        first = shape.elts[0]
        if self._code(first) == size:
            return self._code(call)
        begin, stop = (place - source.span(call)[0] for place in source.span(first))
        code = source.code(call).encode()
        return b"".join((code[:begin], size.encode(), code[stop:])).decode()

    def _remove_unread(self, name: ast.Name, value: ast.expr) -> None:
        """Take out the assignment of a value to a name that is read nowhere else."""
        source = self.source
        owner = source.scope(name).owner(name.id)
        loads = [n for s, n in source.index.loads if n.id == name.id and s.owner(n.id) is owner]
        if len(loads) != 1:
            message = f"line {loads[0].lineno} uses `{name.id}`, of whose tensors the estimator takes the shapes only"
            raise Refused(message)
        self._remove(source.statement(value))

    # Exports

    def _write_exports(self) -> None:
        from hublint_rules.symbols.calls import Given, removals

        for method in self.program.methods:
            if method.name != "export_saved_model":
                continue
            call = method.call
            function = call.func
            assert isinstance(function, ast.Attribute)  # noqa: S101 - it is a method
            end = self.source.span(function)[1]
            if function.attr != method.name:
                self.edits.append(Edit(end - len(function.attr), end, method.name))
            kept = set(method.given.values())
            lost = [Given(k.arg or "", k.value, k) for k in call.keywords if k.value not in kept]
            lost += [Given("", value, None) for value in call.args if value not in kept]
            taken = removals(self.source, call, lost) if lost else []
            if taken is None:
                message = f"line {call.lineno} has a comment beside an argument that goes"
                raise Refused(message)
            self.edits += taken

    # The class

    def _write_class(self) -> None:
        """Put the class, and what else is needed, in front of the first function or class, or of its first use."""
        source = self.source
        needs = Needs.of(self.program)
        code = class_code(needs, self.name, self.listener, self.tf, self.tf1)
        self.imports |= needs.imports()
        if self.program.both:
            code += "\n\n\n" + listener_code(needs, self.listener, self.tf1)
        if self.program.readers:
            code += "\n\n\n" + reader_code(self.reader, self.tf)
        first = min(edit.start for edit in self.edits)
        home = next(s for s in source.tree.body if source.span(s)[1] > first)
        for statement in source.tree.body:
            if isinstance(statement, (ast.FunctionDef, ast.ClassDef)) and statement.lineno < home.lineno:
                home = statement
                break
        row = min([home.lineno, *(d.lineno for d in getattr(home, "decorator_list", ()))])
        text = source.text
        while row > 1 and text.line(row - 1).startswith("#"):
            row -= 1
        start = text.line_starts[row - 1]
        code = self._in_style(code)
        blank = 0
        while row - blank > 1 and not text.line(row - 1 - blank).strip():
            blank += 1
        lead = text.newline * max(0, 2 - blank) if row - blank > 1 else ""
        self.edits.append(Edit(start, start, f"{lead}{code}{text.newline * 3}"))

    def _in_style(self, code: str) -> str:
        """Return code with the file's indentation, quotes and newlines."""
        if self.source.text.utf8.count(b'"') < self.source.text.utf8.count(b"'"):
            code = re.sub(r'(?<!")"([^"\n]*)"(?!")', r"'\1'", code)
        lines = []
        for line in code.split("\n"):
            bare = line.lstrip(" ")
            lines.append(self.step * ((len(line) - len(bare)) // 4) + bare)
        return self.source.text.newline.join(lines)


def _shifted(line: str, by: int) -> str:
    """Return a line that is indented by some spaces more, or less."""
    if not line.strip():
        return line
    space = len(line) - len(line.lstrip())
    return " " * max(0, space + by) + line.lstrip()


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


__all__ = ["write"]
