"""One line for each finding."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hublint.output import is_marked, place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hublint.output import FileReport


def render(files: Iterable[FileReport], *, unsafe: bool = False) -> Iterator[str]:
    """Yield `path:row:col: CODE message`, with `[*]` before the message where the options given would fix it."""
    for file in files:
        for finding in file.findings:
            mark = "[*] " if is_marked(finding, unsafe=unsafe) else ""
            yield f"{place(finding)}: {finding.code} {mark}{finding.message}\n"


__all__ = ["render"]
