"""Every reason for which a rewrite is refused is the subject of a case, which compares its words."""

from __future__ import annotations

import ast
import importlib
import itertools
import pkgutil
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

import hublint_rules.hub
import hublint_rules.keras
import hublint_rules.reusable
from hublint import engine, registry
from hublint.rule import NoFix, Target
from hublint.target import parse_target
from hublint.testing import check_case
from hublint_rules.hub import modules
from hublint_rules.rewrites import (
    eager_session,
    export_call,
    flow,
    graph_export,
    graph_writer,
    imported_graph,
    imported_writer,
    kept_keras,
    keras_export,
    keras_writer,
    session_batches,
    session_checkpoints,
    session_contents,
    session_effects,
    session_exports,
    session_feeds,
    session_functions,
    session_iterators,
    session_layers,
    session_lists,
    session_module_writer,
    session_modules,
    session_parts,
    session_program,
    session_protos,
    session_recurrent,
    session_runs,
    session_savers,
    session_statements,
    session_summaries,
    session_summary_runs,
    session_tags,
    session_updates,
    session_writer,
    tutorial_data,
)
from hublint_rules.savedmodel import converter, hub207_tflite_converter, hub208_estimator_export

if TYPE_CHECKING:
    from types import ModuleType

CASES = Path(__file__).resolve().parent / "cases"
REGISTRY = registry.load()
CODES = tuple(
    rule.code for rule in REGISTRY.rules if rule.code.startswith(("HUB101", "HUB102", "HUB2", "HUB3", "HUB4", "HUB503"))
)
FILES = sorted(path for code in CODES for path in (CASES / code).iterdir())
MODULES = (
    *(flow, export_call, graph_export, graph_writer, eager_session, imported_graph, imported_writer),
    *(keras_export, keras_writer, kept_keras, modules),
    *(session_contents, session_parts, session_statements),
    *(session_iterators, session_runs, session_functions, session_exports, session_batches),
    *(session_summaries, session_summary_runs, session_tags, session_protos),
    *(session_program, session_writer, session_feeds, session_layers, session_savers, session_checkpoints),
    *(session_lists, session_modules, session_module_writer, tutorial_data),
    *(session_recurrent, session_updates, session_effects),
)


def _family(package: ModuleType) -> list[ModuleType]:
    """Return the modules of a package in which rules, or what they share, tell why there is no fix."""
    names = [f"{package.__name__}.{found.name}" for found in pkgutil.iter_modules(package.__path__)]
    return [module for module in map(importlib.import_module, names) if hasattr(module, "NoFix")]


WITHOUT_FIX = (
    *(converter, hub207_tflite_converter, hub208_estimator_export),
    *_family(hublint_rules.hub),
    *_family(hublint_rules.keras),
    *_family(hublint_rules.reusable),
)
"""Modules that hand a reason back instead of raising it."""

_REFUSALS = {"raise Refused(message)", "raise InUse(message)"}

# What no program that parses is known to bring about: guards against a defect of hublint's own.
GUARDS = {
    "does not stand in a block",
    "the block has nothing but runs",
    "str(error)",
    # Positions in f-strings, which Python tells wrongly before 3.12.
    "the name is written in a way that hublint does not rewrite",
}


def code_of(path: Path) -> str:
    """Return the code of a case, without the markers, which would stand in calls as comments."""
    code = path.read_bytes().decode().replace("\r\n", "\n").partition("\n# output\n")[0]
    return re.sub(r"[ \t]*#[ \t]*HUB[0-9]{3}(?:, HUB[0-9]{3})*[ \t]*$", "", code, flags=re.MULTILINE)


def name_of(path: Path) -> Path | None:
    """Return the name of a case that is no Python program, by which it is judged."""
    return None if path.suffix == ".py" else Path(path.name)


def target_of(path: Path) -> Target:
    """Return the target that a case is for."""
    named = re.search(r"^# target: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return parse_target(named[1]) if named is not None else Target.newest()


def selected(path: Path) -> registry.Registry:
    """Return the rules that a case is for."""
    named = re.search(r"^# select: (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return REGISTRY if named is None else REGISTRY.select(re.split(r"[,\s]+", named[1]), ())


@pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
def test_a_case_tells_the_reasons_that_its_findings_give(path: Path) -> None:
    code = code_of(path)
    findings = engine.check(code.encode(), selected(path), path=name_of(path), target=lambda: target_of(path)).findings
    noted = {finding.code for finding in findings if finding.note}
    # Rules that are not looked at here may give reasons too.
    assert bool(noted & set(CODES)) <= ("\n# note: " in code) <= bool(noted)


def raised() -> dict[tuple[str, int], str]:
    """Return the places in which a rewrite is refused, with the words."""
    places = {}
    for module in MODULES:
        name = str(module.__file__)
        for suite in ast.walk(ast.parse(Path(name).read_text(encoding="utf-8"))):
            body = getattr(suite, "body", None)
            for before, statement in itertools.pairwise(body) if isinstance(body, list) else ():
                if isinstance(statement, ast.Raise) and ast.unparse(statement).endswith(
                    ("Refused(message)", "InUse(message)")
                ):
                    places[name, statement.lineno] = ast.unparse(before)
    return places


class Given(NamedTuple):
    """Where reasons were given while all cases were checked: as refusals, and in place of a fix."""

    refusals: set[tuple[str, int]]
    without_fix: set[tuple[str, int]]


@pytest.fixture(scope="module")
def given() -> Given:
    """Check all cases, once, and note which of the places that give reasons do so."""
    found = Given(set(), set())

    def noting(refusal: flow.Refused, *words: object) -> None:
        Exception.__init__(refusal, *words)
        caller = sys._getframe(1)
        found.refusals.add((caller.f_code.co_filename, caller.f_lineno))

    class Noted(NoFix):
        def __new__(cls, reason: str) -> Noted:  # noqa: PYI034 - Python 3.10 has no `Self`
            caller = sys._getframe(1)
            found.without_fix.add((caller.f_code.co_filename, caller.f_lineno))
            return super().__new__(cls, reason)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flow.Refused, "__init__", noting)
        for module in WITHOUT_FIX:
            patch.setattr(module, "NoFix", Noted)
        for path in FILES:
            code, target = code_of(path).encode(), target_of(path)
            engine.check(code, REGISTRY, path=name_of(path), target=lambda target=target: target)  # type: ignore[misc]
    return found


def test_every_reason_is_given_in_a_case(given: Given) -> None:
    places = raised()
    assert len(places) > 40
    missing = [
        text
        for place, text in places.items()
        if place not in given.refusals and not any(guard in text for guard in GUARDS)
    ]
    assert not missing, "\n".join(missing)


def test_a_program_that_trains_and_exports_stays_for_a_reason_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The notes of its findings are those of the export, so that the case tells the others in comments."""
    told: set[str] = set()

    def noting(refusal: flow.Refused, *words: object) -> None:
        Exception.__init__(refusal, *words)
        told.add(re.sub(r"line \d+", "line N", str(words[0])))

    monkeypatch.setattr(flow.Refused, "__init__", noting)
    code = code_of(CASES / "HUB201" / "refused_trained.py")
    engine.check(code.encode(), REGISTRY, target=Target.newest)
    reasons = re.findall(r"^# why: (.*)$", code, re.MULTILINE)
    assert len(reasons) == code.count("\ndef ")
    assert set(reasons) <= told


def test_every_reason_without_a_fix_is_given_in_a_case(given: Given) -> None:
    places = {
        (str(module.__file__), node.lineno): ast.unparse(node.args[0])
        for module in WITHOUT_FIX
        for node in ast.walk(ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "NoFix"
    }
    assert len(places) > 10
    missing = [
        text for place, text in places.items() if place not in given.without_fix and text.strip("'") not in GUARDS
    ]
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize("note", ["line 9 runs something else", "line 8 holds several statements"])
def test_a_case_with_other_reasons_fails(tmp_path: Path, note: str) -> None:
    text = (CASES / "HUB101" / "refused_semicolon.py").read_text(encoding="utf-8")
    right = "line 8 holds several statements"
    case = tmp_path / "case.py"
    case.write_text(text, encoding="utf-8")
    check_case(case, REGISTRY)
    extra = f"# note: {note}\n# note: another one\n" if note == right else f"# note: {note}\n"
    case.write_text(text.replace(f"# note: {right}\n", extra), encoding="utf-8")
    with pytest.raises(AssertionError, match="other reasons for having no fix"):
        check_case(case, REGISTRY)
