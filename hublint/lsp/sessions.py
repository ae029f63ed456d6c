"""Which rules, target and settings each file has (being written)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hublint.lsp.settings import EditorSettings
from hublint.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from hublint.registry import Registry
    from hublint.target import Target


class Scope(NamedTuple):
    """What decides how one file is judged."""

    registry: Registry
    rules: Registry
    target: Callable[[], Target]
    settings: EditorSettings
    excluded: bool = False
    problem: str | None = None


class Sessions:
    """The settings of all files."""

    def __init__(self) -> None:
        """Begin with the defaults."""
        self.session = Session()
        self.global_settings = EditorSettings()

    def configure(self, settings: EditorSettings, folders: Mapping[Path, EditorSettings]) -> None:
        """Take over what the editor says."""
        del folders
        self.global_settings = settings

    def invalidate(self, paths: Iterable[Path]) -> bool:
        """Forget what was read of files that have changed."""
        del paths
        return False

    def watched(self) -> list[str]:
        """Return patterns of the files that decide."""
        return ["**/pyproject.toml"]

    def for_file(self, path: Path | None) -> Scope:
        """Return what decides how a file is judged."""
        where = path or Path.cwd() / "untitled.py"
        return Scope(self.session.registry(where), self.session.rules, self.session.target(where), self.global_settings)
