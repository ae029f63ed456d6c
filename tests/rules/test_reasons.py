"""Every reason for which a rewrite is refused is the subject of a case, which compares its words."""

from __future__ import annotations

import ast
import itertools
import sys
from pathlib import Path

import pytest

from hublint import engine, registry
from hublint.rule import Target
from hublint.testing import check_case
from hublint_rules.rewrites import (
    eager_session,
    flow,
    graph_export,
    graph_writer,
    session_functions,
    session_program,
    session_rewrite,
    session_runs,
    session_statements,
    session_writer,
)

CASES = Path(__file__).resolve().parent / "cases"
CODES = ("HUB101", "HUB102", "HUB201", "HUB202", "HUB203")
FILES = sorted(path for code in CODES for path in (CASES / code).glob("*.py"))
MODULES = (
    *(flow, graph_export, graph_writer, eager_session),
    *(session_statements, session_runs, session_functions, session_program, session_rewrite, session_writer),
)

# What no program that parses is known to bring about: guards against a defect of hublint's own.
GUARDS = {
    "does not stand in a block",
    "the block has nothing but runs",
}


def code_of(path: Path) -> str:
    return path.read_bytes().decode().replace("\r\n", "\n").partition("\n# output\n")[0]


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_a_case_tells_the_reasons_that_its_findings_give(path: Path) -> None:
    code = code_of(path)
    findings = engine.check(code.encode(), registry.load(), target=Target.newest).findings
    notes = {finding.note for finding in findings if finding.note and finding.code in CODES}
    assert bool(notes) == ("\n# note: " in code)


def raised() -> dict[tuple[str, int], str]:
    """Return the places in which a rewrite is refused, with the words."""
    places = {}
    for module in MODULES:
        name = str(module.__file__)
        for suite in ast.walk(ast.parse(Path(name).read_text(encoding="utf-8"))):
            body = getattr(suite, "body", None)
            for before, statement in itertools.pairwise(body) if isinstance(body, list) else ():
                if isinstance(statement, ast.Raise) and "Refused(message)" in ast.unparse(statement):
                    places[name, statement.lineno] = ast.unparse(before)
    return places


def test_every_reason_is_given_in_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: set[tuple[str, int]] = set()

    class Noted(flow.Refused):
        def __init__(self, *words: object) -> None:
            super().__init__(*words)
            caller = sys._getframe(1)
            seen.add((caller.f_code.co_filename, caller.f_lineno))

    for module in MODULES:
        monkeypatch.setattr(module, "Refused", Noted)
    for path in FILES:
        engine.check(code_of(path).encode(), registry.load(), target=Target.newest)
    places = raised()
    assert len(places) > 40
    missing = [
        text for place, text in places.items() if place not in seen and not any(guard in text for guard in GUARDS)
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("note", ["line 9 runs something else", "line 8 holds several statements"])
def test_a_case_with_other_reasons_fails(tmp_path: Path, note: str) -> None:
    text = (CASES / "HUB101" / "refused_semicolon.py").read_text(encoding="utf-8")
    right = "line 8 holds several statements"
    case = tmp_path / "case.py"
    case.write_text(text, encoding="utf-8")
    check_case(case, registry.load())
    extra = f"# note: {note}\n# note: another one\n" if note == right else f"# note: {note}\n"
    case.write_text(text.replace(f"# note: {right}\n", extra), encoding="utf-8")
    with pytest.raises(AssertionError, match="other reasons for having no fix"):
        check_case(case, registry.load())
