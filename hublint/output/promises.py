"""What a model promises, as a table of ticks and crosses: rules down, its files and the devices across."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from hublint.inspection import Promise

__all__ = ["Marks", "marks", "render"]

Marks = dict[bool | None, str]

_SIGNS: Final[Marks] = {True: "✓", False: "✗", None: "·"}
_WORDS: Final[Marks] = {True: "ok", False: "NO", None: "-"}


def marks() -> Marks:
    """Return the signs for kept, broken and untried, as standard output can show them."""
    try:
        "".join(_SIGNS.values()).encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return _WORDS
    return _SIGNS


def render(promises: Iterable[Promise], devices: Sequence[str], signs: Marks, indent: str = "") -> Iterator[str]:
    """Yield the lines of the table; a promise that nothing was tried of has no row.

    Args:
        promises: what the rules say.
        devices: the names of the devices that the model ran on, in the order of the verdicts.
        signs: what stands for kept, broken and untried.
        indent: what each line begins with.
    """
    shown = [promise for promise in promises if any(verdict is not None for verdict in promise.kept)]
    if not shown:
        return
    width = max(len(promise.text) for promise in shown)
    columns = ["files", *devices]
    yield f"{indent}{'':<{len(shown[0].code)}}  {'':<{width}}  {'  '.join(columns)}\n"
    for promise in shown:
        cells = (signs[verdict].center(len(name)) for verdict, name in zip(promise.kept, columns, strict=True))
        yield f"{indent}{promise.code}  {promise.text:<{width}}  {'  '.join(cells)}".rstrip() + "\n"
