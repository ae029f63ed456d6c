"""The numbers of a report, and the order of what is left to do."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.migrate.report.progress import add_up, left, why
from hublint.migrate.report.tasks import SHOWN, by_effect
from tests.migrate.report.made import CAMPAIGN, RECORDS, RULES, item, record, reports, whole

if TYPE_CHECKING:
    from hublint.migrate.record import Record

CODES = st.frozensets(st.sampled_from("ABCDEF"), min_size=1)
GROUPS = st.lists(st.dictionaries(CODES, st.integers(1, 5), max_size=6).map(Counter), min_size=1, max_size=3)


class TestNumbers:
    def test_files_and_lines_are_counted_by_standing_before_and_after(self) -> None:
        progress = add_up(CAMPAIGN, whole(), RULES).progress
        assert progress.before == {"native": 1, "broken": 6, "unparseable": 1, "other": 2}
        assert progress.after == {"native": 2, "compat": 1, "manual": 1, "broken": 3, "unparseable": 1, "other": 2}
        assert progress.lines_before["broken"] == 8 + 400 + 80 + 60 + 90 + 5
        assert progress.lines_after["manual"] == 400

    def test_what_was_skipped_is_counted_as_that_alone(self) -> None:
        (only,) = add_up(CAMPAIGN, reports(record(status="skipped", lines=9)), RULES).repositories
        assert only.statuses == {"skipped": 1}
        assert only.progress.before == {}

    def test_a_rewrite_that_was_left_fixes_nothing_and_all_its_findings_remain(self) -> None:
        taken_back = record(status="left", found=(item(), item("HUB102")), applied={"HUB101": 1}, remaining=())
        document = add_up(CAMPAIGN, reports(taken_back), RULES)
        assert (document.found, document.fixed, document.remaining) == (2, 0, 2)

    @given(st.lists(RECORDS, max_size=5), st.lists(RECORDS, max_size=5))
    def test_the_whole_is_the_sum_of_its_repositories_and_of_their_folders(
        self, first: list[Record], second: list[Record]
    ) -> None:
        document = add_up(CAMPAIGN, [*reports(*first), *reports(*second, name="other")], RULES)
        for name in ("before", "after", "lines_before", "lines_after"):
            parts = [Counter(getattr(report.progress, name)) for report in document.repositories]
            assert +sum(parts, Counter[str]()) == Counter(getattr(document.progress, name))
            for report in document.repositories:
                folders = [Counter(getattr(folder.progress, name)) for folder in report.folders]
                assert not folders or +sum(folders, Counter[str]()) == Counter(getattr(report.progress, name))
        counted = [one for one in (*first, *second) if one.status != "skipped"]
        assert document.found == sum(len(one.found) for one in counted) == sum(rule.found for rule in document.rules)
        assert document.remaining == sum(len(left(one)) for one in counted)
        assert document.fixed == sum(rule.fixed for rule in document.rules)


class TestReasons:
    @pytest.mark.parametrize(
        ("reason", "told"),
        [
            ("legacy/a.py:57: does not parse", "line 57: does not parse"),
            ("/src/legacy/a.py: cannot be read", "cannot be read"),
            ("it was not proven", "it was not proven"),
        ],
    )
    def test_beside_its_path_a_reason_does_not_name_the_file_again(self, reason: str, told: str) -> None:
        assert why(record("a.py", reason=reason)) == told


class TestFolders:
    def test_the_level_is_the_first_at_which_they_part(self) -> None:
        inside = ("src/pkg/a/x.py", "src/pkg/a/deep/y.py", "src/pkg/b/z.py", "src/pkg/top.py")
        files = [record(path) for path in ("setup.py", *inside)]
        (only,) = add_up(CAMPAIGN, reports(*files), RULES).repositories
        assert [(folder.path, folder.progress.before) for folder in only.folders] == [
            (".", {"other": 2}),
            ("src/pkg/a", {"other": 2}),
            ("src/pkg/b", {"other": 1}),
        ]

    def test_files_of_a_folder_that_has_folders_are_elsewhere(self) -> None:
        files = [record(path) for path in ("pkg/a/x.py", "pkg/b/x.py", "pkg/c.py", "pkgs/d.py")]
        (only,) = add_up(CAMPAIGN, reports(*files), RULES).repositories
        assert [folder.path for folder in only.folders] == ["pkg", "pkgs"]

    def test_one_folder_alone_is_not_told(self) -> None:
        (only,) = add_up(CAMPAIGN, reports(record("a/x.py"), record("a/y.py")), RULES).repositories
        assert only.folders == ()


class TestRules:
    def test_a_rule_is_told_with_what_it_says_of_itself(self) -> None:
        (rule,) = add_up(CAMPAIGN, reports(record(status="written", found=(item(),) * 2)), RULES).rules
        assert (rule.code, rule.name, rule.found, rule.remaining, rule.files) == ("HUB101", "session", 2, 0, 1)
        assert rule.headline.endswith(".")
        assert rule.explanation
        assert "\n" not in rule.explanation

    def test_a_code_of_a_pack_that_is_not_installed_is_told_by_itself(self) -> None:
        (rule,) = add_up(CAMPAIGN, reports(record(found=(item("NEW001"),))), RULES).rules
        assert (rule.code, rule.name, rule.headline, rule.explanation) == ("NEW001", "NEW001", "", "")


class TestVerification:
    def test_verdicts_exports_and_what_was_taken_back_are_told(self) -> None:
        verification = add_up(CAMPAIGN, whole(), RULES).verification
        assert verification.verdicts == {"agree": 1, "differ": 1}
        assert (verification.programs, verification.exports) == (2, 3)
        assert verification.ran == {"TensorFlow 2.21.0, Python 3.11.7": 2}
        assert verification.devices == {"CPU": 2}
        (one,) = verification.taken_back
        assert (one.repository, one.path, one.partly) == ("first", "src/models/deep/export.py", False)
        assert one.reason == "output 'y' is 1 in old and 2 in new"


class TestTasks:
    def test_they_are_ordered_by_effect(self) -> None:
        document = add_up(CAMPAIGN, whole(), RULES)
        assert [(task.kind, task.code, task.files, task.frees, task.broken) for task in document.tasks] == [
            ("unreadable", "", 1, 1, 0),
            ("failed", "", 1, 1, 0),
            ("rule", "HUB101", 2, 1, 1),
            ("rule", "HUB507", 2, 2, 1),
            ("unexplained", "", 1, 1, 1),
        ]

    def test_what_breaks_is_done_before_what_stands_more_often(self) -> None:
        files = [record(f"{number}.py", after="manual", found=(item("HUB102"),)) for number in range(9)]
        document = add_up(CAMPAIGN, reports(*files, record("z.py", after="broken", found=(item("HUB507"),))), RULES)
        assert [(task.code, task.frees) for task in document.tasks] == [("HUB507", 1), ("HUB102", 9)]

    def test_advice_on_files_that_run_comes_last(self) -> None:
        runs = record("a.py", after="native", found=(item("HUB101"),))
        document = add_up(CAMPAIGN, reports(runs, record("b.py", after="manual", found=(item("HUB102"),))), RULES)
        assert [task.code for task in document.tasks] == ["HUB102", "HUB101"]

    def test_only_the_first_places_are_told_with_the_cell_of_a_notebook(self) -> None:
        found = tuple(item(row=row, cell=row if row > 1 else None) for row in range(1, 10))
        (task,) = add_up(CAMPAIGN, reports(record("a/b.py", after="manual", found=found)), RULES).tasks
        assert len(task.places) == SHOWN
        assert task.places[:2] == ("legacy/a/b.py:1", "legacy/a/b.py:cell 2:2")
        assert task.findings == 9

    def test_the_rule_that_frees_the_most_comes_first(self) -> None:
        files = Counter({frozenset("A"): 2, frozenset("AB"): 9, frozenset("C"): 5})
        assert list(by_effect(files)) == [("C", 5), ("A", 2), ("B", 9)]

    def test_where_none_frees_any_the_one_that_stands_in_the_most_does(self) -> None:
        files = Counter({frozenset("AB"): 2, frozenset("BC"): 1})
        assert list(by_effect(files)) == [("B", 0), ("A", 2), ("C", 1)]

    @given(GROUPS)
    def test_each_rule_comes_once_and_each_file_is_freed_once(self, groups: list[Counter[frozenset[str]]]) -> None:
        order = list(by_effect(*groups))
        codes = [code for code, _ in order]
        assert sorted(codes) == sorted(frozenset().union(*(codes for group in groups for codes in group)))
        assert sum(frees for _, frees in order) == sum(group.total() for group in groups)

    @given(GROUPS)
    def test_no_rule_that_is_not_needed_for_a_broken_file_comes_before_one_that_is(
        self, groups: list[Counter[frozenset[str]]]
    ) -> None:
        codes = [code for code, _ in by_effect(*groups)]
        urgent = frozenset().union(*groups[0])
        assert set(codes[: len(urgent)]) == urgent
