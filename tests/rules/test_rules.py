"""What holds for every rule, generated from the rules themselves: adding one needs no line here."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pytest

from hublint import engine, registry
from hublint.rule import Applicability, Finding, ModelRule, Rule, Severity, Tag, Target
from hublint.source.source import Source
from hublint.source.types import canonical
from hublint.target import LAST_TENSORFLOW_1, NEWEST_TENSORFLOW, parse_target
from hublint.testing import check_case, check_example, run

if TYPE_CHECKING:
    from hublint.rule import Example
    from hublint.source.index import Scope

ROOT = Path(__file__).resolve().parent.parent.parent
CASES = Path(__file__).resolve().parent / "cases"

REGISTRY = registry.load()
RULES = [rule for rule in REGISTRY.rules if type(rule).__module__.partition(".")[0] == registry.BUILT_IN]
# What judges models has programs for examples, which tests/rules/test_model_rules_run.py runs.
MODEL_RULES = [rule for rule in RULES if isinstance(rule, ModelRule)]
CODE_RULES = [rule for rule in RULES if rule not in MODEL_RULES]
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{at}")
    for rule in CODE_RULES
    for at, example in enumerate(rule.examples, 1)
]
FILES = sorted([*CASES.glob("*/*.py"), *CASES.glob("*/*.txt")])

PROGRAMS = [
    path for path in FILES if path.suffix == ".py" and b"# output" in path.read_bytes() and path.parent.name != "HUB901"
]

DEPRECATED = [rule for rule in RULES if "deprecated" in rule.tags]

each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
each_code_rule = pytest.mark.parametrize("rule", CODE_RULES, ids=[rule.code for rule in CODE_RULES])
each_model_rule = pytest.mark.parametrize("rule", MODEL_RULES, ids=[rule.code for rule in MODEL_RULES])
each_example = pytest.mark.parametrize(("rule", "example"), EXAMPLES)
each_program = pytest.mark.parametrize(
    ("rule", "example"), [one for one in EXAMPLES if not getattr(one.values[0], "packages", ())]
)


def cases(rule: Rule) -> dict[str, str]:
    """Return the cases of a rule by name."""
    return {path.stem: path.read_bytes().decode() for path in FILES if path.parent.name == rule.code}


def kinds(rule: Rule) -> set[str]:
    """Return how the names of the cases begin that a rule must have."""
    wanted = {"missed_alarm", "false_alarm"}
    if rule.packages:
        return wanted
    if any(name != "*" for name in rule.names):
        wanted |= {"import_forms", "shadowed_names"}
        if any(reports_a_call(rule, example) for example in rule.examples):
            wanted.add("star_args")
    return wanted


def reports_a_call(rule: Rule, example: Example) -> bool:
    """Tell whether what a rule reports in an example is called."""
    data = example.before.encode()
    return any(
        data[finding.end : finding.end + 1] == b"(" or data[finding.end - 1 : finding.end] == b")"
        for finding in run(rule, data, example.target, example.filename)
    )


def unset(code: str) -> set[str]:
    """Return the names that a program reads and nothing sets; in the module's own code, nothing above."""
    source = Source(code.encode())

    def is_unset(scope: Scope, name: ast.Name) -> bool:
        owner = scope.owner(name.id)
        if owner is None:
            return name.id not in dir(builtins)
        here = (name.lineno, name.col_offset)
        below = all((binding.line, binding.column) > here for binding in owner.bindings[name.id])
        return owner is scope is source.index.module and below

    return {name.id for scope, name in source.index.loads if is_unset(scope, name)}


def findings(rule: Rule) -> list[Finding]:
    return [
        finding for example in rule.examples for finding in run(rule, example.before, example.target, example.filename)
    ]


def test_there_are_rules() -> None:
    assert len(RULES) >= 4


class TestCard:
    @each_rule
    def test_code_name_class_file_and_family_are_one_identity(self, rule: Rule) -> None:
        assert re.fullmatch(r"HUB[0-9]{3}", rule.code)
        assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", rule.name), "lower-case words with hyphens"
        words = rule.name.split("-")
        assert type(rule).__name__ == "".join(word.capitalize() for word in words)
        package, _, module = type(rule).__module__.rpartition(".")
        assert module == f"{rule.code.lower()}_{'_'.join(words)}"
        family = importlib.import_module(package).__doc__ or ""
        assert family.startswith(f"{rule.code[:4]}xx"), "the family's docstring begins with its numbers"
        assert (importlib.import_module(type(rule).__module__).__doc__ or "").startswith(rule.code)

    @each_rule
    def test_the_card_is_complete(self, rule: Rule) -> None:
        assert re.fullmatch(r"[0-9]+\.[0-9]+", rule.since)
        assert rule.applicability in get_args(Applicability)
        assert isinstance(rule.names, tuple)
        assert isinstance(rule.examples, tuple)
        assert isinstance(rule.references, tuple)
        assert rule.targets is None or LAST_TENSORFLOW_1 <= rule.targets <= NEWEST_TENSORFLOW
        assert rule.examples

    @each_rule
    def test_it_says_how_editors_show_its_findings(self, rule: Rule) -> None:
        assert rule.severity in get_args(Severity)
        assert isinstance(rule.tags, tuple)
        assert set(rule.tags) <= set(get_args(Tag))
        assert len(set(rule.tags)) == len(rule.tags)

    @each_rule
    def test_the_registry_gives_its_severity_and_tags_whether_it_is_active_or_not(self, rule: Rule) -> None:
        other = "HUB102" if rule.code == "HUB101" else "HUB101"
        for active in (REGISTRY, REGISTRY.select((other,), ())):
            assert active.severity(rule.code) == rule.severity
            assert active.tags(rule.code) == rule.tags

    @each_rule
    def test_it_listens_for_names_that_the_resolver_gives(self, rule: Rule) -> None:
        assert sorted(rule.names) == sorted(set(rule.names)), "a name is given twice"
        for name in rule.names:
            if name == "*" or re.fullmatch(r"[A-Za-z_]\w*\.\*|\*\.[A-Za-z_]\w*", name):
                continue  # everything, everything of a package, a method of anything
            assert re.fullmatch(r"[A-Za-z_]\w*(\(\))?(\.[A-Za-z_]\w*(\(\))?)*", name), name
            assert canonical(name) == name, f"the resolver says {canonical(name)} for {name}"

    @each_rule
    def test_the_docstring_is_the_finding_in_one_sentence_and_then_what_happens(self, rule: Rule) -> None:
        first, _, rest = (inspect.getdoc(type(rule)) or "").partition("\n")
        assert first.endswith("."), "the first line is a whole sentence"
        assert not re.search(r"[.!?] [A-Z]", first), "the first line is one sentence"
        assert rest.startswith("\n"), "a blank line behind it"
        assert len(rest.strip().split("\n\n")) >= 2, (
            "what happens at run time, and why the fix is safe, unsafe or absent"
        )

    @each_rule
    def test_the_references_are_addresses(self, rule: Rule) -> None:
        assert rule.references
        assert len(set(rule.references)) == len(rule.references)
        for reference in rule.references:
            assert re.fullmatch(r"https://[^\s/]+\.[^\s/]+/\S*", reference), reference

    @each_code_rule
    def test_the_examples_show_the_fix_if_there_is_one(self, rule: Rule) -> None:
        fixed = [example for example in rule.examples if example.after is not None]
        assert bool(fixed) == (rule.applicability != "manual")

    @each_code_rule
    def test_messages_say_in_one_sentence_what_is_wrong_and_what_to_write(self, rule: Rule) -> None:
        for finding in findings(rule):
            assert re.fullmatch(r"\S[^\n]*; [^\n]*[^\s.]", finding.message), finding.message
            assert not re.search(r"[a-z)]\. [A-Z]", finding.message), finding.message
            assert finding.note is None or re.fullmatch(r"\S[^\n]*\S", finding.note), finding.note

    @each_code_rule
    def test_no_fix_claims_more_than_the_card(self, rule: Rule) -> None:
        ranks = ("manual", "unsafe", "safe")
        for finding in findings(rule):
            if finding.fix is not None:
                assert ranks.index(finding.fix.applicability) <= ranks.index(rule.applicability)

    @each_model_rule
    def test_a_rule_about_models_shows_programs_that_break_its_promise_and_that_keep_it(self, rule: ModelRule) -> None:
        assert re.fullmatch(r"[a-z][^\n]*[^\s.]", rule.promise)
        assert not rule.names
        assert rule.applicability == "manual"
        for example in rule.examples:
            assert example.after is not None, "the program that keeps the promise"
            for program in (example.before, example.after):
                compile(program, "example", "exec")
                assert re.search(r"""["']model(?:["']|\.keras|\.h5)""", program), "it exports to `model`"


class TestExamples:
    @each_example
    def test_it_is_reported_and_fixed_as_it_says(self, rule: Rule, example: Example) -> None:
        check_example(rule, example)

    @each_program
    def test_it_compiles(self, rule: Rule, example: Example) -> None:
        if rule.code == engine.CANNOT_PARSE:
            with pytest.raises(SyntaxError):
                compile(example.before, "before", "exec")
        else:
            compile(example.before, "before", "exec")
        if example.after is not None:
            compile(example.after, "after", "exec")

    @each_example
    def test_all_rules_together_leave_something_that_parses_and_stays(self, rule: Rule, example: Example) -> None:
        del rule
        target = Target.newest() if example.target is None else parse_target(example.target)
        path = None if example.filename is None else Path(example.filename)
        fixed = engine.fix(example.before.encode(), REGISTRY, path=path, target=lambda: target, unsafe=True)
        again = engine.fix(fixed.data, REGISTRY, path=path, target=lambda: target, unsafe=True)
        assert again.data == fixed.data
        if path is None and fixed.data != example.before.encode():
            ast.parse(fixed.data)


class TestCases:
    @each_code_rule
    def test_a_rule_has_the_cases_that_every_rule_needs(self, rule: Rule) -> None:
        names = cases(rule)
        missing = {kind for kind in kinds(rule) if not any(name.startswith(kind) for name in names)}
        assert not missing, f"write {', '.join(f'cases/{rule.code}/{kind}....py' for kind in sorted(missing))}"

    @each_code_rule
    def test_the_cases_show_what_their_names_say(self, rule: Rule) -> None:
        marker = re.compile(rf"^[^\n#]*\S[^\n]*#[^\n]*\b{rule.code}\b[^\n]*$", re.MULTILINE)
        for name, text in cases(rule).items():
            if name.startswith("false_alarm"):
                assert not marker.search(text.partition("\n# output\n")[0]), f"{name} expects the alarm"
            elif name.startswith(("missed_alarm", "import_forms")):
                assert marker.search(text), f"{name} expects no {rule.code}"
            elif name.startswith("star_args"):
                nodes = ast.walk(ast.parse(text.partition("\n# output\n")[0]))
                calls = [node for node in nodes if isinstance(node, ast.Call)]
                assert any(isinstance(value, ast.Starred) for call in calls for value in call.args), name

    def test_every_folder_of_cases_belongs_to_a_rule(self) -> None:
        assert {path.name for path in CASES.iterdir()} <= {rule.code for rule in RULES}

    @pytest.mark.parametrize("path", FILES, ids=[f"{path.parent.name}-{path.stem}" for path in FILES])
    def test_case(self, path: Path) -> None:
        check_case(path, REGISTRY)

    @pytest.mark.parametrize("rule", DEPRECATED, ids=[rule.code for rule in DEPRECATED])
    def test_what_is_marked_as_deprecated_is_a_name_in_every_case(self, rule: Rule) -> None:
        marked = [
            code[finding.start : finding.end].decode()
            for path in FILES
            if path.parent.name == rule.code
            for code in [path.read_bytes()]
            for finding in engine.check(code, REGISTRY, target=Target.newest, fixes=False).findings
            if finding.code == rule.code
        ]
        assert marked
        for name in marked:
            assert re.fullmatch(r"\w+(\.\w+)*", name), name

    @each_rule
    def test_unnecessary_code_is_taken_away_by_a_safe_fix(self, rule: Rule) -> None:
        assert rule.applicability == "safe" or "unnecessary" not in rule.tags

    @pytest.mark.parametrize("path", PROGRAMS, ids=[f"{path.parent.name}-{path.stem}" for path in PROGRAMS])
    def test_no_fix_leaves_a_name_that_nothing_sets(self, path: Path) -> None:
        before, _, after = path.read_bytes().decode().replace("\r\n", "\n").partition("\n# output\n")
        assert unset(after) <= unset(before)


def test_the_catalogue_in_the_repository_is_the_one_that_the_rules_give() -> None:
    catalogue = importlib.import_module("hublint.catalogue")
    written = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
    assert written == catalogue.catalogue(REGISTRY), "rules/README.md is old: write `hublint rule --all` to it"
