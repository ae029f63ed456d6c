"""The schema describes what is printed: reports with everything in them are valid, and others are not."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from hublint.behaviour import (
    Attempt,
    Behaviour,
    Difference,
    FunctionRun,
    InputTried,
    OutputSeen,
    Resaving,
    TrainingRun,
    Trouble,
)
from hublint.verify.report import (
    Call,
    Comparison,
    Export,
    FailedExport,
    ModelRun,
    Outcome,
    Problem,
    Program,
    Report,
    Runtime,
    SignatureReport,
    VariablesReport,
)
from hublint.verify.schema import schema

ATTEMPT = Attempt(name="hub.load", error="ValueError: no", details="ValueError: no\nmore")
RUN = FunctionRun(
    name="signatures['serving_default']",
    kind="signature",
    tried=(InputTried(inputs={"x": "[1, 2]"}, batch=2),),
    outputs=(OutputSeen(name="y", declared_dtype="float32", declared_shape=(None, 3), dtype="float32", shape=(2, 3)),),
    repeated=Difference(equal=True, max_abs=0.0),
    batched=Difference(equal=False, max_abs=float("nan"), text="row 0"),
)
BEHAVIOUR = Behaviour(
    device="CPU:0",
    tensorflow="2.21.0",
    loads=(ATTEMPT,),
    functions=(RUN,),
    training=TrainingRun(variables=("w",), step=ATTEMPT, losses=(2.0, 1.0), modes=(ATTEMPT,)),
    resaving=Resaving(attempts=(ATTEMPT,), lost=("signature 'a'",)),
    trouble=(Trouble(part="training", how="crashed", message="killed by SIGSEGV"),),
)
EXPORT = Export("model", "tf.saved_model.save", "export.py", 3, snapshot="/tmp/1")
FAILED = FailedExport("model", "tf.saved_model.save", "export.py", 5, "ValueError: no")
SIGNATURE = SignatureReport(
    "serving_default", "() -> ()", 1, 0.5, (Call({"x": "1"}, None, None, float("inf")),), (Problem("values", "differ"),)
)
COMPARISON = Comparison(EXPORT, None, (SIGNATURE,), (), (), VariablesReport(1, 1, 1, 0.0), ("CPU:0", "GPU:0"))


def printed(report: Report) -> dict[str, Any]:
    """Return a report as `hublint verify` prints it and as it is read again."""
    document = {**report.to_json(), "findings": []}
    for model in document["models"]:
        model["promises"] = [{"code": "HUB701", "text": "loads", "kept": [None, True]}]
    read: dict[str, Any] = json.loads(json.dumps(document, allow_nan=False))
    return read


REPORT = Report(
    runtime=Runtime("/usr/bin/python3", "3.12.1", "2.21.0"),
    old=Program("export.py", Outcome("ended"), 1.5, (EXPORT,), ("a note",), failed=(FAILED,)),
    new=None,
    program_problems=(Problem("raised", "raised", None, details="Traceback"),),
    comparisons=(COMPARISON,),
    models=(ModelRun(EXPORT, None, (BEHAVIOUR,)),),
    seed=3,
)


def test_the_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("report", [REPORT, REPORT._replace(models=(), comparisons=(), new=REPORT.old)])
def test_what_is_printed_is_valid(report: Report) -> None:
    jsonschema.validate(printed(report), schema())


@pytest.mark.parametrize(
    "change", [{"agree": "yes"}, {"more": 1}, {"models": [{}]}, {"old": None}, {"findings": [{"code": "HUB701"}]}]
)
def test_anything_else_is_not(change: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**printed(REPORT), **change}, schema())


def test_every_field_is_described_by_a_sentence() -> None:
    for name, definition in schema()["$defs"].items():
        assert definition["description"].endswith((".", ":")), name
