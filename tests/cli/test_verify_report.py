"""What `hublint verify` writes besides what it prints: the report in a file, and what it is doing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify import Report
    from tests.cli.conftest import Run, Verifier


@pytest.fixture
def old_and_new(folder: Path, verifier: Verifier, monkeypatch: pytest.MonkeyPatch) -> tuple[str, ...]:
    """Return what to give to hublint: two programs, which a stand-in for the verifier finds to differ."""

    def verify(target: str, *, against: str, progress: Callable[[str], None] | None, **options: object) -> Report:
        if progress is not None:
            progress(f"running {target}")
        return verifier(Path(target), against=Path(against), **options)

    for name in ("old.py", "new.py"):
        (folder / name).write_text("", encoding="utf-8")
    verifier.problem = "values"
    monkeypatch.setattr("hublint.verify.verify", verify)
    return "verify", "old.py", "--against", "new.py"


@pytest.mark.parametrize("printed", ["full", "concise", "json"])
def test_the_file_holds_what_the_full_format_shows(
    hublint: Callable[..., Run], folder: Path, old_and_new: tuple[str, ...], printed: str
) -> None:
    full = hublint(*old_and_new).out
    assert "difference or failure" in full
    run = hublint(*old_and_new, "--output-format", printed, "--report", "report.txt")
    written = (folder / "report.txt").read_text(encoding="utf-8")
    assert written == full
    assert run.status == 1
    if printed == "json":
        assert json.loads(run.out)["agree"] is False


def test_progress_is_told_where_it_is_asked_for(hublint: Callable[..., Run], old_and_new: tuple[str, ...]) -> None:
    assert hublint(*old_and_new).err == ""
    assert hublint(*old_and_new, "--progress").err == "running old.py ...\n"
