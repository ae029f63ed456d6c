"""What models promise, as a table of ticks and crosses: rules down, the devices of each model across."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from hublint.inspection import Promise

__all__ = ["Judged", "Marks", "marks", "render"]

Marks = dict[bool | None, str]

_SIGNS: Final[Marks] = {True: "✓", False: "✗", None: "·"}
_WORDS: Final[Marks] = {True: "ok", False: "NO", None: "-"}
_LONGEST_NAME: Final = 24


class Judged(NamedTuple):
    """One model: its name, the devices that it ran on, and what the rules say of it."""

    name: str
    devices: Sequence[str]
    promises: Sequence[Promise]

    def cells(self, code: str) -> list[bool | None]:
        """Return the verdict of a rule for each device: what the files break is broken on all of them."""
        promise = next((one for one in self.promises if one.code == code), None)
        if promise is None:
            return [None] * max(len(self.devices), 1)
        files, *devices = promise.kept
        return [_both(files, device) for device in devices] or [files]


def marks() -> Marks:
    """Return the signs for kept, broken and untried, as standard output can show them."""
    try:
        "".join(_SIGNS.values()).encode(sys.stdout.encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return _WORDS
    return _SIGNS


def render(models: Sequence[Judged], signs: Marks, indent: str = "") -> Iterator[str]:
    """Yield the lines of the table; a promise that nothing was tried of has no row.

    Args:
        models: the models, each with what is said of it.
        signs: what stands for kept, broken and untried.
        indent: what each line begins with.
    """
    texts = {promise.code: promise.text for model in models for promise in model.promises}
    rows = {code: [model.cells(code) for model in models] for code in sorted(texts)}
    rows = {code: cells for code, cells in rows.items() if any(one is not None for row in cells for one in row)}
    if not rows:
        return
    width = max(len(texts[code]) for code in rows)
    margin = f"{indent}{'':<{len(next(iter(rows)))}}  {'':<{width}}"
    devices = ["  ".join(model.devices or ["files"]) for model in models]
    names = [_shortened(model.name) for model in models]
    widths = [max(len(name), len(device)) for name, device in zip(names, devices, strict=True)]
    if len(models) > 1:
        yield _line(margin, names, widths)
    yield _line(margin, devices, widths)
    for code, cells in rows.items():
        shown = [
            "  ".join(
                signs[one].center(len(device)) for one, device in zip(row, model.devices or ["files"], strict=True)
            )
            for row, model in zip(cells, models, strict=True)
        ]
        yield _line(f"{indent}{code}  {texts[code]:<{width}}", shown, widths)


def _line(start: str, cells: Sequence[str], widths: Sequence[int]) -> str:
    columns = "   ".join(f"{cell:<{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"{start}   {columns}".rstrip() + "\n"


def _both(files: bool | None, device: bool | None) -> bool | None:
    if False in {files, device}:
        return False
    return device if files is None else files


def _shortened(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else "..." + name[3 - _LONGEST_NAME :]
