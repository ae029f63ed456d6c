from __future__ import annotations

import ast
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from hublint import registry
from hublint.catalogue import catalogue, headline, page, shown_as
from hublint.cli import main
from hublint.rule import Example, Rule
from tests.cli import pack

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cli.conftest import Run

    Hublint = Callable[..., Run]


SHIPPED = registry.load()


class Documented(Rule):
    """A call is gone.

    It raises `AttributeError` at run time.

    The fix is safe: the other call does the same.
    """

    code = "TST010"
    name = "documented"
    since = "0.3"
    applicability = "safe"
    names = ("tensorflow.gone",)
    examples = (Example("tf.gone()\n", "tf.here()\n", target="tf=2.15"), Example("tf.gone\n"))
    references = ("https://example.org/gone", "https://example.org/here")


class TestPages:
    def test_a_page_holds_all_that_the_card_and_the_docstring_say(self) -> None:
        text = page(Documented())
        assert text.startswith("# documented (TST010)\n\nSince hublint 0.3. The fix is safe: `--fix` applies it.\n")
        assert "\n\nA call is gone.\n\nIt raises `AttributeError` at run time.\n\nThe fix is safe: the other" in text
        assert "## Example on `tf=2.15`\n\n```python\ntf.gone()\n```\n\nFixed:\n\n```python\ntf.here()\n```" in text
        assert text.count("Fixed:") == 1
        assert text.endswith("## References\n\n- https://example.org/gone\n- https://example.org/here\n")

    def test_a_page_says_how_editors_show_the_findings_where_it_is_not_as_a_warning(self) -> None:
        class Severe(Documented):
            """A call is gone."""

            severity = "error"
            tags = ("deprecated",)

        assert shown_as(Documented()) == ""
        assert " ".join(page(Severe()).split("\n\n")[1].splitlines()) == (
            "Since hublint 0.3. The fix is safe: `--fix` applies it. An error: what it reports raises on the target, "
            "or is silently wrong there. Editors strike the name through."
        )
        assert "| TST010 | [documented](tests/cli/test_rule.py) | error, deprecated | safe |" in catalogue(
            registry.Registry([Severe()])
        )

    def test_the_catalogue_has_one_row_for_each_rule_under_its_family(self) -> None:
        rules = pack.load()
        text = catalogue(rules)
        rows = [line for line in text.splitlines() if line.startswith(("| TST", "| HUB"))]
        assert len(rows) == len(rules.rules)
        assert "| TST001 | [safe](tests/cli/pack.py) |  | safe | A loud call is reported and safely renamed. |" in rows

    def test_the_shipped_rules_are_under_the_titles_of_their_packages(self) -> None:
        rules = registry.load()
        text = catalogue(rules)
        for rule in rules.rules:
            package = import_module(type(rule).__module__.rpartition(".")[0])
            title = (package.__doc__ or "").strip().partition("\n")[0].rstrip(".")
            section = text.partition(f"## {title}\n")[2].partition("\n## ")[0]
            assert f"| {rule.code} | [{rule.name}](" in section

    @pytest.mark.parametrize("rule", registry.load().rules, ids=lambda rule: rule.code)
    def test_every_link_of_the_catalogue_leads_to_a_file(self, rule: Rule) -> None:
        link = catalogue(registry.Registry([rule])).partition(f"[{rule.name}](")[2].partition(")")[0]
        module = sys.modules[type(rule).__module__]
        assert module.__file__ is not None
        assert Path(module.__file__).as_posix().endswith(f"/rules/{link}")


class TestAsking:
    def test_by_code_in_any_case_or_by_name(self, hublint: Hublint) -> None:
        expected = page(pack.Safe())
        for wanted in ("TST001", "tst001", "safe"):
            assert hublint("rule", wanted) == (0, expected, "")

    def test_all(self, hublint: Hublint) -> None:
        run = hublint("rule", "--all")
        assert run.status == 0
        lines = run.out.splitlines()
        assert [line.split()[0] for line in lines] == [rule.code for rule in pack.load().rules]
        assert all(line.endswith(headline(rule)) for line, rule in zip(lines, pack.load().rules, strict=True))

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["TST00"], "no rule is called 'TST00'; did you mean TST00"),
            (["nonsense-of-a-name"], "`hublint rule --all` lists all"),
            ([], "say which rule"),
            (["TST001", "--all"], "say which rule"),
            (["TST001", "--family", "x"], "--family and --code go with --new"),
        ],
    )
    def test_bad_questions(self, hublint: Hublint, words: list[str], sentence: str) -> None:
        run = hublint("rule", *words)
        assert (run.status, run.out) == (2, "")
        assert run.err.startswith("hublint: error: ")
        assert sentence in run.err


class TestANewRule:
    @pytest.fixture
    def checkout(self, folder: Path) -> Path:
        """Return what a checkout of hublint looks like."""
        (folder / "pyproject.toml").write_text("[project]\nname = 'hublint'\n")
        family = folder / "rules" / "hublint_rules" / "programs"
        family.mkdir(parents=True)
        (family.parent / "__init__.py").touch()
        (family / "__init__.py").write_text('"""HUB1xx: TensorFlow 1 programs."""\n')
        (family.parent / "rewrites").mkdir()
        (family.parent / "rewrites" / "__init__.py").write_text('"""What the rules share."""\n')
        (family / "hub101_session.py").touch()
        (family / "hub104_estimator.py").touch()
        return folder

    def test_its_file_and_its_first_case_are_written_and_fit_together(self, checkout: Path, hublint: Hublint) -> None:
        run = hublint("rule", "--new", "global-step", "--family", "programs")
        assert run.status == 0
        rule_file = checkout / "rules/hublint_rules/programs/hub105_global_step.py"
        case_file = checkout / "tests/rules/cases/HUB105/plain_call.py"
        assert [line.partition(":")[0] for line in run.out.splitlines()] == [
            str(path.relative_to(checkout)) for path in (rule_file, case_file)
        ]
        namespace: dict[str, object] = {}
        exec(compile(rule_file.read_bytes(), rule_file, "exec"), namespace)  # noqa: S102 - our own template
        made = namespace["GlobalStep"]
        assert isinstance(made, type)
        assert issubclass(made, Rule)
        assert (made.code, made.name) == ("HUB105", "global-step")
        ast.parse(case_file.read_bytes())
        assert case_file.read_text().splitlines()[0].startswith("# ")
        assert case_file.read_text().endswith("  # HUB105\n")

    def test_its_first_case_fails(self, checkout: Path, hublint: Hublint) -> None:
        # What the template listens for is reported only by a rule that has been written.
        hublint("rule", "--new", "global-step", "--family", "programs", "--code", "HUB1xx")
        namespace: dict[str, object] = {}
        text = (checkout / "rules/hublint_rules/programs/hub105_global_step.py").read_text()
        exec(compile(text, "new", "exec"), namespace)  # noqa: S102 - our own template
        made = namespace["GlobalStep"]
        assert isinstance(made, type)
        from hublint import engine
        from hublint.target import Target

        case = (checkout / "tests/rules/cases/HUB105/plain_call.py").read_bytes()
        checked = engine.check(case, registry.Registry([made()]), target=Target.newest)
        assert checked.parsed
        assert checked.findings == []

    def test_a_chosen_code(self, checkout: Path, hublint: Hublint) -> None:
        assert hublint("rule", "--new", "global-step", "--family", "programs", "--code", "hub150").status == 0
        assert (checkout / "rules/hublint_rules/programs/hub150_global_step.py").is_file()

    def test_from_a_folder_inside_the_checkout(
        self, checkout: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(checkout / "rules")
        run = hublint("rule", "--new", "global-step", "--family", "programs")
        assert run.out.startswith("hublint_rules/programs/hub105_global_step.py: ")

    def test_nothing_is_overwritten(self, checkout: Path, hublint: Hublint) -> None:
        case = checkout / "tests/rules/cases/HUB105/plain_call.py"
        case.parent.mkdir(parents=True)
        case.write_text("mine\n")
        run = hublint("rule", "--new", "global-step", "--family", "programs")
        assert run.status == 2
        assert "tests/rules/cases/HUB105/plain_call.py exists already; nothing was written" in run.err
        assert case.read_text() == "mine\n"
        assert not (checkout / "rules/hublint_rules/programs/hub105_global_step.py").exists()

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            (["Global_Step", "--family", "programs"], "is no name of a rule"),
            (["safe", "--family", "programs"], "there is a rule called safe already"),
            (["estimator", "--family", "programs"], "there is a rule called estimator already"),
            (["new-one"], "--family is missing; this pack has programs (HUB1xx)\n"),
            (["new-one", "--family", "nope"], "there is no family 'nope'; this pack has programs (HUB1xx)\n"),
            (["new-one", "--family", "rewrites"], "there is no family 'rewrites'; this pack has programs (HUB1xx)\n"),
            (["new-one", "--family", "programs", "--code", "HUB104"], "HUB104 is taken"),
            (
                ["new-one", "--family", "programs", "--code", "HUB204"],
                "HUB204 does not fit programs, whose codes are HUB101 to HUB199",
            ),
            (["new-one", "--family", "programs", "--code", "HUB2xx"], "does not fit programs"),
            (["new-one", "--family", "programs", "--code", "1"], "is no code"),
        ],
    )
    def test_bad_wishes(self, checkout: Path, hublint: Hublint, words: list[str], sentence: str) -> None:
        before = sorted(checkout.rglob("*"))
        run = hublint("rule", "--new", *words)
        assert (run.status, run.out) == (2, "")
        assert sentence in run.err
        assert sorted(checkout.rglob("*")) == before

    @pytest.mark.parametrize(
        ("codes", "free"),
        [
            ((), "HUB101"),
            ((0, 1, 2, 99), "HUB103"),
            ((1, 4, 50), "HUB151"),
            ((97, 98), "HUB199"),
            ((7, 98, 99), "HUB108"),
        ],
    )
    def test_the_next_free_code(self, checkout: Path, hublint: Hublint, codes: tuple[int, ...], free: str) -> None:
        family = checkout / "rules/hublint_rules/programs"
        for path in family.glob("hub*.py"):
            path.unlink()
        for number in codes:
            (family / f"hub1{number:02}_taken{number}.py").touch()
        run = hublint("rule", "--new", "global-step", "--family", "programs")
        assert run.out.startswith(f"rules/hublint_rules/programs/{free.lower()}_global_step.py: ")

    def test_a_full_family(self, checkout: Path, hublint: Hublint) -> None:
        for number in range(1, 100):
            (checkout / f"rules/hublint_rules/programs/hub1{number:02}_taken{number}.py").touch()
        run = hublint("rule", "--new", "global-step", "--family", "programs")
        assert (run.status, run.err) == (2, "hublint: error: no code from HUB101 to HUB199 is free\n")

    def test_what_is_installed_takes_nothing_in_the_checkout_of_the_same_pack(
        self, checkout: Path, hublint: Hublint, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        # HUB102 `placeholder` is shipped, and this checkout is another version that has none.
        monkeypatch.setattr(registry, "load", lambda **_: SHIPPED)
        assert hublint("rule", "--new", "placeholder", "--family", "programs", "--code", "HUB102").status == 0
        assert (checkout / "rules/hublint_rules/programs/hub102_placeholder.py").is_file()

    def test_a_rule_pack_whose_docstring_says_its_codes(self, folder: Path, hublint: Hublint) -> None:
        (folder / "pyproject.toml").write_text('[project.entry-points."hublint.rules"]\nacme = "acme_rules:rules"\n')
        (folder / "acme_rules").mkdir()
        (folder / "acme_rules" / "__init__.py").write_text('"""ACM0xx: what Acme no longer has."""\n')
        assert hublint("rule", "--new", "old-queue").status == 0
        assert (folder / "acme_rules/acm001_old_queue.py").is_file()
        (folder / "acme_rules" / "__init__.py").write_text('"""What Acme no longer has."""\n')
        run = hublint("rule", "--new", "old-stack")
        assert (run.status, "give --code" in run.err) == (2, True)

    def test_a_rule_pack_of_a_third_party(self, folder: Path, hublint: Hublint) -> None:
        (folder / "pyproject.toml").write_text('[project.entry-points."hublint.rules"]\nacme = "acme_rules:rules"\n')
        (folder / "src" / "acme_rules").mkdir(parents=True)
        (folder / "src" / "acme_rules" / "__init__.py").touch()
        run = hublint("rule", "--new", "old-queue", "--code", "ACM001")
        assert run.status == 0
        assert (folder / "src/acme_rules/acm001_old_queue.py").is_file()
        assert (folder / "tests/rules/cases/ACM001/plain_call.py").is_file()

    def test_outside_any_checkout(self, folder: Path, hublint: Hublint) -> None:
        run = hublint("rule", "--new", "old-queue")
        assert run.status == 2
        assert f"{folder} is in no checkout of hublint or of a rule pack" in run.err


def test_the_module_prints_the_catalogue(capsys: pytest.CaptureFixture[str]) -> None:
    import runpy

    with pytest.MonkeyPatch.context() as patch:
        patch.delitem(sys.modules, "hublint.catalogue")
        runpy.run_module("hublint.catalogue", run_name="__main__")
    assert capsys.readouterr().out == catalogue(registry.load())


def test_rule_is_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "HUB902"]) == 0
    assert capsys.readouterr().out == page(registry.load().by_code["HUB902"])
