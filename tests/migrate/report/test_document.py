"""report.json and its schema, and the folder of a report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hublint.files import FileError
from hublint.migrate import report
from hublint.migrate.report.document import Document
from hublint.migrate.report.schema import schema
from tests.migrate.report.made import CAMPAIGN, RECORDS, RULES, Reports, hostile, record, reports, whole

if TYPE_CHECKING:
    from pathlib import Path

    from hublint.migrate.record import Record

SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def written(folder: Path, repositories: Reports) -> dict[str, Any]:
    report.write(folder, CAMPAIGN, repositories, RULES)
    document: dict[str, Any] = json.loads((folder / "report.json").read_bytes())
    return document


class TestJson:
    def test_the_schema_is_one(self) -> None:
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_every_field_is_described(self) -> None:
        undescribed = [
            f"{name}.{field}"
            for name, definition in SCHEMA["$defs"].items()
            for field, value in definition["properties"].items()
            if not value["description"]
        ]
        assert undescribed == []
        assert all(definition["description"] for definition in SCHEMA["$defs"].values())

    def test_the_module_prints_it(self) -> None:
        command = [sys.executable, "-m", "hublint.migrate.report.schema"]
        printed = subprocess.run(command, capture_output=True, check=True, text=True)
        assert json.loads(printed.stdout) == SCHEMA

    @pytest.mark.parametrize(
        "repositories", [whole(), hostile(), reports(), []], ids=["whole", "hostile", "empty", "none"]
    )
    def test_a_report_is_valid(self, repositories: Reports, tmp_path: Path) -> None:
        document = written(tmp_path, repositories)
        VALIDATOR.validate(document)
        assert len(document["files"]) == sum(len(list(records())) for _, records in repositories)

    def test_a_field_of_another_type_is_not(self, tmp_path: Path) -> None:
        document = written(tmp_path, whole())
        document["files"][0]["after"] = "finished"
        assert [error.json_path for error in VALIDATOR.iter_errors(document)] == ["$.files[0].after"]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None)
    @given(records=st.lists(RECORDS, max_size=4))
    def test_it_holds_all_that_is_known_of_each_file(self, records: list[Record], tmp_path: Path) -> None:
        document = written(tmp_path, reports(*records))
        VALIDATOR.validate(document)
        assert {file.pop("repository") for file in document["files"]} <= {"legacy"}
        assert document["files"] == json.loads(json.dumps(msgspec.to_builtins(records)))

    def test_it_is_read_by_the_types_that_it_is_written_from(self, tmp_path: Path) -> None:
        written(tmp_path, whole())
        document = msgspec.json.decode((tmp_path / "report.json").read_bytes(), type=Document)
        assert document.campaign == CAMPAIGN
        assert document.files[1].repository == "first"


class TestFolder:
    def test_all_is_written_and_nothing_else_is_left(self, tmp_path: Path) -> None:
        page = report.write(tmp_path / "new" / "report", CAMPAIGN, whole(), RULES)
        assert page == tmp_path / "new" / "report" / "index.html"
        assert sorted(path.name for path in page.parent.iterdir()) == [
            "changes.diff", "files.csv", "findings.csv", "index.html", "report.json", "rules.csv",
        ]  # fmt: skip

    def test_a_second_report_takes_the_place_of_the_first(self, tmp_path: Path) -> None:
        written(tmp_path, whole())
        before = {path.name: path.stat().st_ino for path in tmp_path.iterdir()}
        assert written(tmp_path, reports(record()))["files"][0]["path"] == "a.py"
        # Files are replaced, not written over: who reads one reads it whole.
        assert {path.name: path.stat().st_ino for path in tmp_path.iterdir()}.keys() == before.keys()
        assert (tmp_path / "index.html").stat().st_ino != before["index.html"]

    def test_the_same_campaign_gives_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            report.write(tmp_path / name, CAMPAIGN, whole(), RULES)
        for path in (tmp_path / "one").iterdir():
            assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()

    def test_a_folder_that_cannot_be_made_is_one_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_bytes(b"")
        with pytest.raises(FileError, match=r"file.*cannot be made for the report"):
            report.write(tmp_path / "file" / "report", CAMPAIGN, whole(), RULES)

    def test_all_rewrites_are_in_one_diff_by_repository(self, tmp_path: Path) -> None:
        written(tmp_path, whole())
        lines = (tmp_path / "changes.diff").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if line.startswith("# ")] == ["# first"]
        assert lines.count("+tensorflow==2.21") == 1

    def test_a_report_names_no_file_outside(self, tmp_path: Path) -> None:
        written(tmp_path, whole())
        assert os.fsencode(tmp_path) not in (tmp_path / "report.json").read_bytes()
