"""What is known by a baseline, whatever stands round it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from hublint.baseline import Baseline
from hublint.output import FileReport
from hublint.source.text import Text
from tests.output.reports import finding

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from hublint.rule import Finding

LINES = st.lists(st.sampled_from(["a()", "  a()", "b('é日')", "", "\ta() # x", "c" * 300]), max_size=12)
CODES = ("TST001", "TST002")


def reported(lines: list[str], path: Path) -> FileReport:
    """Return a file in which every line with a call is reported by two rules."""
    text = Text("\n".join(lines).encode())
    findings = [
        finding(text, (text.line_starts[row], text.line_starts[row]), code=code)
        for row, line in enumerate(lines)
        for code in CODES
        if line.strip()
    ]
    return FileReport(path, text.raw, findings)


def sifted(baseline: Baseline, report: FileReport) -> list[Finding]:
    return baseline.sift(report, CODES, CODES, whole=True)


@given(lines=LINES, later=LINES)
def test_what_is_new_and_what_is_gone_is_the_difference_of_two_bags_of_lines(
    tmp_path_factory: pytest.TempPathFactory, lines: list[str], later: list[str]
) -> None:
    folder = tmp_path_factory.getbasetemp()
    file, path = folder / "known.json", folder / "a.py"
    file.unlink(missing_ok=True)
    begun = Baseline(file, {})
    assert sifted(begun, reported(lines, path)) == reported(lines, path).findings
    begun.write()
    data = file.read_bytes()

    again = Baseline.read(file)
    assert sifted(again, reported(lines, path)) == []
    assert again.gone() == 0
    again.write()
    assert file.read_bytes() == data

    before, now = (Counter(line.strip() for line in some if line.strip()) for some in (lines, later))
    changed = Baseline.read(file)
    new = sifted(changed, reported(later, path))
    assert len(new) == 2 * sum((now - before).values())
    assert changed.gone() == 2 * sum((before - now).values())
    written = changed.write()
    assert (written.total, written.new, written.gone) == (2 * sum(now.values()), len(new), changed.gone())
    assert sifted(Baseline.read(file), reported(later, path)) == []


def test_paths_are_those_from_the_folder_of_the_baseline(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "sub")
    begun = Baseline(tmp_path / "sub" / "known.json", {})
    sifted(begun, reported(["a()"], tmp_path / "link" / "b.py"))
    sifted(begun, reported(["a()"], tmp_path / "c.py"))
    begun.write()
    text = (tmp_path / "sub" / "known.json").read_text()
    assert '"b.py": [' in text
    assert '"../c.py": [' in text
