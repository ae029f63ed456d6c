"""Code for a person to fill in: a signature as a `tf.function`, written with the names that the file has."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, NamedTuple

from hublint.rule import Fix, Use
from hublint.tfapi.verdict import known
from hublint_rules.symbols import judgement
from hublint_rules.symbols.spelling import spell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from hublint.rule import Edit, Source, Target

_WIDTH = 100

# The space that a line break leaves behind an opening bracket or before a closing one.
_INSIDE = re.compile(r"(?<=[\[({]) | (?=[\])}])")


class Input(NamedTuple):
    """An input of a signature: what callers name it, the variable that holds it, the code of its dtype and shape."""

    key: str
    variable: str
    dtype: str
    shape: str

    def told(self) -> str:
        """Return the input as a sentence names it."""
        known = ", ".join(filter(None, (one_line(part) for part in (self.dtype, self.shape) if part != "...")))
        return f"`{self.key}` ({known})" if known else f"`{self.key}`"


def told(inputs: Sequence[Input]) -> str:
    """Return the inputs as a sentence names them: all of a few, the first of many."""
    if not inputs:
        return "no input"
    if len(inputs) > 3:
        return f"{', '.join(one.told() for one in inputs[:2])} and {len(inputs) - 2} more inputs"
    return " and ".join(filter(None, (", ".join(one.told() for one in inputs[:-1]), inputs[-1].told())))


class Writer:
    """Writes code for one place of a file: with its name for TensorFlow, and its indentation.

    Attributes:
        tf: how TensorFlow is written there.
        head: the import that the name needs, if the file does not have it.
    """

    def __init__(self, source: Source, node: ast.expr) -> None:
        """Look how the file writes TensorFlow at a node."""
        spelled = spell(source, "tensorflow", source.scope(node), node)
        self.tf: str = spelled.text if spelled is not None else "tf"
        needed = spelled.imports if spelled is not None else ()
        self.head: str = "".join(
            f"import {name}\n\n" if name == local else f"import {name} as {local}\n\n" for name, local in needed
        )
        self._step = source.step

    def indented(self, lines: Sequence[str]) -> str:
        """Return lines as the body of a block."""
        return "".join(f"{self._step}{line}".rstrip() + "\n" for line in lines)

    def bracketed(self, opening: str, arguments: Sequence[str], closing: str) -> str:
        """Return a line of code, broken at its brackets if it is too long."""
        line = f"{opening}{', '.join(arguments)}{closing}\n"
        if len(line) <= _WIDTH:
            return line
        return f"{opening}\n{self.indented([f'{argument},' for argument in arguments])}{closing}\n"

    def function(self, name: str, inputs: Sequence[Input], body: Sequence[str]) -> str:
        """Return a `tf.function` with a signature; `body` are its lines."""
        specs = [
            f'{self.tf}.TensorSpec(shape={one_line(one.shape) or one.shape}, dtype={one.dtype}, name="{one.key}")'
            for one in inputs
        ]
        code = self.bracketed(f"@{self.tf}.function(input_signature=[", specs, "])")
        code += self.bracketed(f"def {name}(", [one.variable for one in inputs], "):")
        return code + self.indented(body)

    def save(self, name: str, folder: str) -> str:
        """Return the lines that export a function as the default signature."""
        return (
            f"module = {self.tf}.Module()\n"
            f"module.{name} = {name}\n"
            f'{self.tf}.saved_model.save(module, {folder}, signatures={{"serving_default": {name}}})\n'
        )


def one_line(code: str) -> str:
    """Return code without its newlines and indentation, as a sentence quotes it; comments make that impossible."""
    return _INSIDE.sub("", " ".join(code.split())) if "#" not in code else ""


def written(source: Source, node: ast.expr | ast.stmt, target: Target, other: Mapping[ast.expr, str]) -> str:
    """Return the code of a node as it is to be written for the target: with its names put right.

    Args:
        source: the file.
        node: an expression or statement.
        target: what the code shall run on.
        other: expressions in it that are written otherwise.
    """
    start, end = source.span(node)
    edits: list[tuple[int, int, str]] = [(*source.span(one), text) for one, text in other.items()]
    edits = [edit for edit in edits if start <= edit[0] and edit[1] <= end]
    for edit in _names(source, (start, end), target):
        if not any(edit.start < stop and begin < edit.end for begin, stop, _ in edits):
            edits.append((edit.start, edit.end, edit.replacement))
    code = source.text.utf8
    parts: list[bytes] = []
    at = start
    for begin, stop, text in sorted(edits):
        parts += (code[at:begin], text.encode())
        at = stop
    lines = b"".join((*parts, code[at:end])).decode().splitlines()
    indent = " " * node.col_offset
    return "\n".join([lines[0], *(line.removeprefix(indent) for line in lines[1:])])


def _names(source: Source, span: tuple[int, int], target: Target) -> Iterator[Edit]:
    """Yield the edits that put TensorFlow's names right in a part of a file, where that takes no other import."""
    for nodes, scope, meanings in source.chains(frozenset({"tensorflow"})):
        begin, stop = source.span(nodes[0])
        if not (span[0] <= begin and stop <= span[1]):
            continue
        parts = [node.attr for node in nodes[1:] if isinstance(node, ast.Attribute)]
        for length in range(len(parts), -1, -1):
            names = frozenset(".".join((one, *parts[:length])) for one in meanings)
            if any(known(name) for name in names):
                judged = judgement.judge(Use(source, nodes[length], min(names), scope, names), target)
                if judged is not None and isinstance(judged.fix, Fix) and not judged.fix.imports:
                    yield from judged.fix.edits
                break


__all__ = ["Input", "Writer", "one_line", "told", "written"]
