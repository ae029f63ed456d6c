"""How the help of each command is laid out: what stands under its options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["epilog", "filled"]

_INTERRUPTED: Final = {"130": "interrupted, as by Ctrl-C"}
_COLUMN: Final = re.compile(r" +\S+(?: \S+)* {2,}")


def epilog(
    examples: Mapping[str, str], statuses: Mapping[str, str], environment: Mapping[str, str] | None = None
) -> str:
    """Return what stands under the options of a command.

    Args:
        examples: commands, with what they do.
        statuses: the exit statuses with what they mean; that of an interruption is added.
        environment: the variables that are looked at, with what they decide.
    """
    parts = ["examples:", *(f"  {command}\n      {what}" for command, what in examples.items())]
    blocks = ["\n".join(parts), _table("exit status", {**statuses, **_INTERRUPTED})]
    if environment:
        blocks.append(_table("environment", environment))
    return "\n\n".join(blocks)


def _table(title: str, rows: Mapping[str, str]) -> str:
    width = max(map(len, rows))
    return "\n".join([f"{title}:", *(f"  {name:<{width}}  {what}" for name, what in rows.items())])


def filled(text: str, width: int, indent: str = "") -> str:
    """Return a text in lines of a width: paragraphs are filled, lines that begin with blanks stay lines.

    What such a line has too much goes under its last column.
    """
    return "\n\n".join(_filled(block, width, indent) for block in text.strip("\n").split("\n\n"))


def _filled(block: str, width: int, indent: str) -> str:
    import textwrap

    def wrapped(line: str, hanging: int) -> str:
        return textwrap.fill(
            line,
            width,
            initial_indent=indent,
            subsequent_indent=indent + " " * hanging,
            break_on_hyphens=False,
            break_long_words=False,
        )

    lines = block.strip("\n").split("\n")
    if not any(line.startswith(" ") for line in lines):
        return wrapped(" ".join(lines), 0)
    shown = []
    for line in lines:
        column = _COLUMN.match(line)
        hanging = column.end() if column is not None else len(line) - len(line.lstrip())
        # A line that fits keeps the blanks between its columns, which filling would keep too.
        shown.append(wrapped(line, hanging))
    return "\n".join(shown)
