"""Writes the functions that make variables as classes of modules, and the calls of them."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from hublint_rules.rewrites import flow
from hublint_rules.rewrites.flow import Refused
from hublint_rules.rewrites.layout import WIDTH, indentation
from hublint_rules.rewrites.session_layers import Layer
from hublint_rules.rewrites.session_modules import attribute_name
from hublint_rules.rewrites.session_variables import joined_name, made_variable

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from hublint.rule import Source
    from hublint_rules.rewrites.session_modules import Instance, Maker, Modules, Site


def code_with(source: Source, node: ast.expr | ast.stmt, swaps: Mapping[ast.AST, str], indent: str = "") -> str:
    """Return the text of a node with that of some of the nodes in it exchanged, the outermost of those that meet.

    Args:
        source: the file.
        node: the node.
        swaps: what stands in the places of nodes.
        indent: what its lines behind the first begin with, and those returned do not.
    """
    start, end = source.span(node)
    utf8 = source.text.utf8

    def kept(first: int, last: int) -> str:
        return utf8[first:last].decode().replace("\r\n", "\n").replace(f"\n{indent}", "\n")

    pieces: list[str] = []
    at = start
    found = sorted((source.span(part), text) for part, text in swaps.items() if _is_in(source, part, start, end))  # type: ignore[arg-type]
    for (first, last), text in found:
        if first < at:
            continue
        pieces += [kept(at, first), text]
        at = last
    return "".join([*pieces, kept(at, end)])


def _is_in(source: Source, node: ast.AST, start: int, end: int) -> bool:
    first, last = source.span(node)  # type: ignore[arg-type]
    return start <= first and last <= end


def called_code(site: Site, name: str, roles: Collection[str], code: Callable[[ast.expr], str]) -> str:
    """Return a call that gives only the arguments that belong to parameters of some roles."""
    maker = site.maker
    wanted = {parameter for parameter, role in maker.roles.items() if role in roles}
    arguments: list[str] = []
    named = False
    for parameter, value in zip(maker.parameters, site.call.args, strict=False):
        # A model of Keras 3 takes nothing but tensors without their names.
        tensor = parameter in maker.fed and parameter not in maker.switched
        named |= maker.of_keras and "call" in roles and parameter in wanted and not tensor
        if parameter in wanted:
            arguments.append(f"{parameter}={code(value)}" if named else code(value))
    arguments += [f"{k.arg}={code(k.value)}" for k in site.call.keywords if k.arg in wanted]
    return f"{name}({', '.join(arguments)})"


# What a comment says of a scope, and not of what is computed in it.
_OF_SCOPES = re.compile(r"#.*\b(?:scopes?|reus(?:e|es|ed|ing))\b", re.IGNORECASE)

_OF_INIT = ("init", "both", "attribute")
_OF_CALL = ("call",)


class Objects:
    """The code that makes and calls the objects of a program's own statements."""

    def __init__(self, source: Source, modules: Modules) -> None:
        """Keep the calls."""
        self.source = source
        self.modules = modules

    def made_at(self, at: int) -> Iterator[tuple[str, str]]:
        """Yield the statements that make the objects which the statement at a position is the first to call.

        The second of each pair is the name of the scope that it stands in, empty if it stands in none.
        """
        for call, position in self.modules.at.items():
            instance = self.modules.held[call]
            if position != at or instance.sites[0].call is not call:
                continue
            site = instance.sites[0]
            line = f"{instance.name} = {called_code(site, site.maker.name, _OF_INIT, self.source.code)}\n"
            yield line, "" if site.maker.of_keras else self.modules.prefix(call)

    def calls_in(self, statement: ast.stmt) -> dict[ast.expr, str]:
        """Return what the calls in a statement become."""
        swaps: dict[ast.AST, str] = {}
        calls = [call for call in self.source.below(statement, ast.Call) if call in self.modules.sites]
        for call in sorted(calls, key=lambda call: (call.end_lineno, call.end_col_offset)):
            site = self.modules.sites[call]
            swaps[call] = called_code(
                site, self.modules.held[call].name, _OF_CALL, lambda node: code_with(self.source, node, swaps)
            )
        return swaps  # type: ignore[return-value]


class ClassWriter:
    """Writes one class."""

    def __init__(self, source: Source, modules: Modules, maker: Maker, tf: str, step: str) -> None:
        """Find what the names in the function become."""
        self.source = source
        self.modules = modules
        self.maker = maker
        self.tf = tf
        self.step = step
        self.scope = source.index.scopes[maker.definition]
        self.indent = len(indentation(source, maker.definition))
        self.held = {
            *maker.variables,
            *maker.kept,
            *(name for name, role in maker.roles.items() if role in {"both", "attribute"}),
        }
        self.in_call = self._swaps()
        for node in ast.walk(maker.definition):
            broken = isinstance(node, (ast.Constant, ast.JoinedStr)) and node.lineno != node.end_lineno
            if broken and not (
                isinstance(source.parents[node], ast.Expr) and source.parents[node] in maker.definition.body
            ):
                message = f"line {node.lineno} has a text of several lines in a function that makes variables"  # type: ignore[attr-defined]
                raise Refused(message)

    def code(self) -> str:
        """Return the class."""
        maker = self.maker
        base = "keras.Model" if maker.of_keras else "Module"
        lines = [f"class {maker.name}({self.tf}.{base}):"]
        first = maker.definition.body[0]
        if ast.get_docstring(maker.definition, clean=False) is not None:
            lines += [*self._indented(self._whole(first), 1), ""]
        initial = [*self._attributes(), *self._made()]
        lines += self._indented(
            [self._head("__init__", _OF_INIT), *self._indented(["super().__init__()", *initial], 1)], 1
        )
        called = self._called(maker.definition.body)
        while called and not called[0].strip():
            called.pop(0)
        lines += [
            "",
            *self._indented(
                [self._head("call" if maker.of_keras else "__call__", _OF_CALL), *self._indented(called, 1)], 1
            ),
        ]
        return "\n".join(lines) + "\n"

    # Heads

    def _head(self, name: str, roles: Collection[str]) -> str:
        arguments = self.maker.definition.args
        defaults = self.maker.parameters
        own: list[str] = []
        starred = False
        for argument in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
            if self.maker.roles[argument.arg] not in roles:
                continue
            if argument in arguments.kwonlyargs and not starred:
                starred = True
                own.append("*")
            text = self.source.code(argument)  # type: ignore[arg-type]
            default = defaults[argument.arg]
            if default is not None:
                equals = " = " if argument.annotation is not None else "="
                text += f"{equals}{self.source.code(default)}"
            own.append(text)
        line = f"def {name}({', '.join(['self', *own])}):"
        if self.indent + len(self.step) + len(line) <= WIDTH:
            return line
        inner = "".join(f"{self.step}{text},\n" for text in ["self", *own])
        return f"def {name}(\n{inner}):"

    # What __init__ does

    def _attributes(self) -> list[str]:
        """Return the statements that keep arguments for `__call__`."""
        return [
            f"self.{attribute_name(self.maker, name)} = {name}"
            for name, role in self.maker.roles.items()
            if role in {"both", "attribute"}
        ]

    def _made(self) -> list[str]:
        """Return the statements that make the variables and objects."""
        found: list[str] = []
        firsts: dict[ast.Call, Instance | Layer] = {
            instance.sites[0].call: instance for instance in self.maker.instances
        }
        firsts |= self.maker.layers
        above: dict[ast.stmt, list[str]] = {}
        self._hand_down(self.maker.definition.body, [], above)
        for line in self.maker.lines:
            statement = line.statement
            if statement in self.maker.made:
                text = self._moved(statement, self._initial_swaps(statement))
                leading = [*above.get(statement, ()), *self._leading(statement)]
                found += [*(leading if found else _without_first_blanks(leading)), *text]
                continue
            for call in sorted(
                (call for call in self.source.below(statement, ast.Call) if call in firsts),
                key=lambda call: (call.end_lineno, call.end_col_offset),
            ):
                made = firsts[call]
                lines = [self._layer(made)] if isinstance(made, Layer) else self._object(made, statement)
                head = next((one for one in reversed(found) if not one.startswith(self.step)), "")
                found += lines[1:] if len(lines) > 1 and lines[0] == head else lines
        return found

    def _hand_down(self, statements: list[ast.stmt], lines: list[str], above: dict[ast.stmt, list[str]]) -> None:
        """Give the comments above a scope that goes to the first statement in it."""
        for statement in statements:
            if self._is_opened(statement):
                assert isinstance(statement, ast.With)  # noqa: S101 - that is what a scope is
                self._hand_down(statement.body, [*lines, *self._above_scope(statement)], above)
            elif lines:
                above[statement] = lines
            lines = []

    def _layer(self, layer: Layer) -> str:
        """Return the statement that makes a layer of Keras."""
        plain = layer.plain()
        settings = {word: self._initial_code(value) for word, value in layer.settings().items()}
        arguments = [code if word in plain else f"{word}={code}" for word, code in settings.items()]
        before = f"self.{layer.name} = "
        return before + self._fitted(before, f"{self.tf}.keras.layers.{layer.known.made}", arguments)

    def _object(self, instance: Instance, statement: ast.stmt) -> list[str]:
        """Return the statement that makes an object of another class."""
        site = instance.sites[0]
        made = called_code(site, site.maker.name, _OF_INIT, self._initial_code)
        line = f"self.{instance.name} = {made}"
        names = self.modules.scope_names(self.maker, statement)
        if not names or site.maker.of_keras:
            # Keras takes no scopes into the names of its layers' variables.
            return [line]
        head = f"with {self.tf}.name_scope({joined_name(self.source, names, self._initial_code)}):"
        return [head, self.step + line]

    def _initial_code(self, node: ast.expr) -> str:
        return code_with(self.source, node, self._kept_in(node))

    def _initial_swaps(self, statement: ast.stmt) -> dict[ast.AST, str]:
        """Return what becomes of the parts of a statement that `__init__` runs."""
        source = self.source
        swaps: dict[ast.AST, str] = {**self._kept_in(statement)}
        (target,) = flow.writes(statement)
        if target in self.held:
            node = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target  # type: ignore[attr-defined]
            swaps[node] = f"self.{attribute_name(self.maker, target)}"
        if target not in self.maker.variables:
            return swaps
        for call in self.maker.variables[target]:
            every = not flow.is_call_of(source, call, "get_variable")
            scopes = self.modules.scope_names(self.maker, statement, all_scopes=every)
            arguments = made_variable(source, self.tf, call, scopes, self._initial_code)
            named = next((k.value for k in call.keywords if k.arg == "name"), None)
            if arguments is not None:
                before = f"self.{attribute_name(self.maker, target)} = "
                extra = ""
                if call.lineno != statement.lineno:
                    written = source.text.line(call.lineno)
                    before = written.encode()[statement.col_offset : call.col_offset].decode()
                    extra = before[: len(before) - len(before.lstrip())]
                swaps[call] = self._fitted(before, f"{self.tf}.Variable", arguments, extra)
            elif named is not None and scopes and flow.is_call_of(source, call, "Variable"):
                swaps[named] = joined_name(source, [*scopes, named], self._initial_code)
        return swaps

    def _fitted(self, before: str, function: str, arguments: list[str], extra: str = "") -> str:
        """Return a call in `__init__`, broken at its brackets if it is too long for a line.

        Args:
            before: what stands before it in its line.
            function: what is called.
            arguments: the arguments.
            extra: what the line begins with, beside the indentation of the method's statements.
        """
        line = f"{function}({', '.join(arguments)})"
        if self.indent + 2 * len(self.step) + len(before) + len(line) <= WIDTH:
            return line
        return f"{function}(\n" + "".join(f"{extra}{self.step}{argument},\n" for argument in arguments) + f"{extra})"

    def _kept_in(self, node: ast.AST) -> dict[ast.AST, str]:
        return {
            name: f"self.{attribute_name(self.maker, name.id)}"
            for name in ast.walk(node)
            if isinstance(name, ast.Name)
            and isinstance(name.ctx, ast.Load)
            and name.id in self.maker.kept
            and self._is_own(name)
        }

    # What __call__ does

    def _called(self, statements: list[ast.stmt]) -> list[str]:
        """Return the statements that compute, in the name scopes that they stood in."""
        found: list[str] = []
        handed: list[str] = []
        for statement in statements:
            if statement in self.maker.called:
                found += [*handed, *self._leading(statement), *self._moved(statement, self.in_call)]
                handed = []
            elif self.modules.is_scope(statement):
                assert isinstance(statement, ast.With)  # noqa: S101 - that is what a scope is
                inner = _without_first_blanks(self._called(statement.body))
                if not inner:
                    continue
                if self._is_opened(statement):
                    first = statement.body[0]
                    leading = self._above_scope(statement) if first in self.maker.called else []
                    found += [*leading, *inner]
                    continue
                context = self._whole_head(statement)
                found += [*self._leading(statement), context, *self._indented(inner, 1)]
        return found

    def _above_scope(self, statement: ast.With) -> list[str]:
        """Return what stands above a scope that goes, but for comments that tell of the scope."""
        return [line for line in self._leading(statement) if not _OF_SCOPES.search(line)]

    def _whole_head(self, statement: ast.With) -> str:
        item = statement.items[0].context_expr
        return f"with {code_with(self.source, item, self.in_call)}:"

    def _is_opened(self, statement: ast.stmt) -> bool:
        """Tell whether a statement is a scope that goes."""
        return self.modules.is_scope(statement) and (
            flow.is_call_of(self.source, statement.items[0].context_expr, "variable_scope")  # type: ignore[attr-defined]
            or not any(inner in self.maker.called for inner in ast.walk(statement))
        )

    def _swaps(self) -> dict[ast.AST, str]:
        """Return what becomes of the names and calls in `__call__`."""
        swaps: dict[ast.AST, str] = {}
        for name in ast.walk(self.maker.definition):
            if (
                isinstance(name, ast.Name)
                and isinstance(name.ctx, ast.Load)
                and name.id in self.held
                and self._is_own(name)
            ):
                if any(isinstance(parent, ast.JoinedStr) for parent in self.source.ancestors(name)) and any(
                    parent in self.maker.called for parent in self.source.ancestors(name)
                ):
                    message = f"line {name.lineno} puts `{name.id}` into a text where variables are made"
                    raise Refused(message)
                swaps[name] = f"self.{attribute_name(self.maker, name.id)}"
        for call in sorted(
            (*self.maker.sites, *self.maker.layers), key=lambda call: (call.end_lineno, call.end_col_offset)
        ):
            if call in self.maker.layers:
                layer = self.maker.layers[call]
                swaps[call] = f"self.{layer.name}({code_with(self.source, layer.inputs, swaps)}"
                if layer.known.takes_training:
                    training = layer.given("training")
                    told = "False" if training is None else code_with(self.source, training, swaps)
                    swaps[call] += f", training={told}"
                swaps[call] += ")"
                continue
            instance = self.modules.held[call]
            swaps[call] = called_code(
                self.maker.sites[call],
                f"self.{instance.name}",
                _OF_CALL,
                lambda node: code_with(self.source, node, swaps),
            )
        return swaps

    def _is_own(self, name: ast.Name) -> bool:
        return self.source.scope(name).owner(name.id) is self.scope

    # Lines

    def _indented(self, lines: list[str], levels: int) -> list[str]:
        return [self.step * levels + part if part.strip() else "" for line in lines for part in line.split("\n")]

    def _whole(self, statement: ast.stmt) -> list[str]:
        """Return the lines of a statement as they are, but for the indentation of the function's body."""
        indent = indentation(self.source, statement)
        return code_with(self.source, statement, {}, indent).split("\n")

    def _moved(self, statement: ast.stmt, swaps: Mapping[ast.AST, str]) -> list[str]:
        """Return the lines of a statement with some of its parts exchanged, and the comment behind it."""
        source = self.source
        text = source.text
        line = text.line(statement.end_lineno or statement.lineno)
        rest = line.encode()[statement.end_col_offset or 0 :].decode().strip()
        if text.line(statement.lineno)[: statement.col_offset].strip() or (rest and not rest.startswith("#")):
            message = f"line {statement.lineno} holds several statements"
            raise Refused(message)
        indent = indentation(source, statement)
        lines = code_with(source, statement, swaps, indent).split("\n")
        if rest:
            lines[-1] += f"  {rest}"
        return lines

    def _leading(self, statement: ast.stmt) -> list[str]:
        """Return the comments and the blank line above a statement."""
        row = statement.lineno - 1
        found: list[str] = []
        while row > 0:
            line = self.source.text.line(row).strip()
            if line and not line.startswith("#"):
                break
            found.insert(0, line)
            row -= 1
        return found


def _without_first_blanks(lines: list[str]) -> list[str]:
    at = 0
    while at < len(lines) and not lines[at].strip():
        at += 1
    return lines[at:]


__all__ = ["ClassWriter", "Objects", "called_code", "code_with"]
