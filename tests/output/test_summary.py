from __future__ import annotations

from pathlib import Path

import pytest

from hublint.output import FileReport
from hublint.output.summary import Tally
from hublint.rule import Edit, Finding, Fix, Location


def report(*fixes: str) -> FileReport:
    """Return a file with one finding for each kind of fix."""
    made = {
        "safe": Fix("safe", "", (Edit(0, 1, ""),)),
        "unsafe": Fix("unsafe", "", (Edit(0, 1, ""),)),
        "none": None,
    }
    findings = [Finding("a.py", Location(1, 1), Location(1, 2), "TST001", "", 0, 1, made[kind]) for kind in fixes]
    return FileReport(Path("a.py"), b"x", findings)


def tally(*reports: FileReport, fixed: int = 0, files: int = 12) -> Tally:
    made = Tally()
    made.files = files
    for one in reports:
        made.add(one)
    made.add_fixed(fixed)
    return made


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (tally(), "Nothing found in 12 files."),
        (tally(files=1), "Nothing found in 1 file."),
        (tally(report("none")), "1 finding in 1 file."),
        (tally(report("safe"), report("safe", "none")), "3 findings in 2 files (2 fixable with --fix)."),
        (tally(report("unsafe", "none")), "2 findings in 1 file (1 fixable with --fix --unsafe-fixes)."),
        (
            tally(report("safe", "unsafe", "none")),
            "3 findings in 1 file (1 fixable with --fix, 1 more with --unsafe-fixes).",
        ),
    ],
)
def test_what_was_found(made: Tally, sentence: str) -> None:
    assert made.sentence() == sentence


def test_with_unsafe_fixes_both_kinds_count_together() -> None:
    made = tally(report("safe", "unsafe", "none"))
    assert made.sentence(unsafe=True) == "3 findings in 1 file (2 fixable with --fix --unsafe-fixes)."


def test_what_was_fixed() -> None:
    assert tally(fixed=4).sentence(fixing=True) == "4 fixed in 1 file, nothing remains."
    assert tally(report("none", "none", "none"), fixed=4).sentence(fixing=True) == "4 fixed, 3 remain in 1 file."
    assert tally(report("unsafe")).sentence(fixing=True) == (
        "Nothing fixed, 1 remains in 1 file (1 fixable with --unsafe-fixes)."
    )
    assert tally().sentence(fixing=True) == "Nothing found in 12 files."


def test_what_would_be_fixed() -> None:
    assert tally(fixed=1).sentence(fixing=True, dry=True) == "1 would be fixed in 1 file, nothing would remain."
    assert tally(report("none"), fixed=2).sentence(fixing=True, dry=True) == (
        "2 would be fixed, 1 would remain in 1 file."
    )


def test_what_could_not_be_looked_at_is_not_passed_over_in_silence() -> None:
    made = tally(report("none"))
    made.failed, made.cells = 2, 1
    assert made.sentence() == "1 finding in 1 file. 2 files could not be checked. 1 cell could not be checked."
    unwritten = tally(report("none"), files=1)
    unwritten.unwritten = 1
    assert unwritten.sentence(fixing=True) == "Nothing fixed, 1 remains in 1 file. 1 file could not be written."
    alone = Tally()
    alone.failed = 1
    assert alone.sentence() == "1 file could not be checked."
