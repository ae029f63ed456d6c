"""The CSV tables, as a spreadsheet and as a program read them."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from hublint.migrate.report import tables
from hublint.migrate.report.progress import add_up, left
from tests.migrate.report.made import CAMPAIGN, RECORDS, RULES, item, record, reports, whole

if TYPE_CHECKING:
    from hublint.migrate.record import Record


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


class TestFiles:
    def test_each_file_has_a_row(self) -> None:
        table = rows(tables.files(whole()))
        assert tuple(table[0]) == tables.FILES
        (one,) = [row for row in table if row["path"] == "src/models/deep/export.py"]
        assert (one["status"], one["before"], one["fixed"], one["remaining"]) == ("left", "broken", "0", "1")
        assert (one["verdict"], one["exports"], one["seconds"], one["partly"]) == ("differ", "1", "9.00", "no")
        assert len(table) == 11

    @given(st.lists(RECORDS, max_size=5))
    def test_there_are_as_many_rows_as_files_and_no_cell_is_a_formula(self, records: list[Record]) -> None:
        table = rows(tables.files(reports(*records)))
        assert len(table) == len(records)
        texts = [row[name] for row in table for name in ("path", "reason", "verdict_reason", "ran", "devices")]
        assert not [text for text in texts if text.lstrip(" ")[:1] in {"=", "+", "-", "@", "\t", "\r", "\n"} - {""}]


class TestFindings:
    def test_a_finding_is_told_before_and_if_it_is_left_after(self) -> None:
        one = record(status="written", found=(item(), item("HUB507", 2)), remaining=(item("HUB507", 2, cell=4),))
        table = rows(tables.findings(reports(one), RULES))
        assert tuple(table[0]) == tables.FINDINGS
        assert [(row["when"], row["code"], row["cell"], row["name"]) for row in table] == [
            ("before", "HUB101", "", "session"),
            ("before", "HUB507", "", "contrib-symbol"),
            ("after", "HUB507", "4", "contrib-symbol"),
        ]

    @given(st.lists(RECORDS, max_size=5))
    def test_there_are_as_many_rows_as_findings(self, records: list[Record]) -> None:
        table = rows(tables.findings(reports(*records), RULES))
        assert len(table) == sum(len(one.found) + len(left(one)) for one in records)


class TestRules:
    def test_a_rule_has_its_numbers_and_what_it_says(self) -> None:
        document = add_up(CAMPAIGN, whole(), RULES)
        table = rows(tables.rules(document.rules))
        assert tuple(table[0]) == tables.RULES
        assert [row["code"] for row in table] == [rule.code for rule in document.rules]


class TestCells:
    @given(st.text())
    def test_a_text_is_kept_but_for_an_apostrophe_before_what_a_spreadsheet_would_run(self, text: str) -> None:
        shown = tables.cell(text)
        assert shown in {text, f"'{text}"}
        assert shown.lstrip(" ")[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n", "\uff1d"}

    def test_numbers_are_no_formulas(self) -> None:
        assert tables.cell(-1) == "-1"
        assert tables.cell(-0.5) == "-0.50"
        assert tables.cell(" =1+1") == "' =1+1"
