"""What the editor reads out of the JSON of `hublint verify`, made here of the very types that it is printed from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hublint.behaviour import Behaviour, FunctionRun, InputTried, InputWanted, OutputSeen
from hublint.lsp.verdicts import Place, Proved, ResultError, read_result
from hublint.output.json import document
from hublint.registry import Registry
from hublint.rule import Finding, Location
from hublint.savedmodel import Signature, TensorInfo
from hublint.verify.report import (
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
)

if TYPE_CHECKING:
    from collections.abc import Sequence

FOLDER = Path.cwd()
EXPORT = Export("out", "tf.saved_model.save", "export.py", 3)
PLACE = Place(str(FOLDER / "export.py"), 3)
ENDED = Outcome("ended")
SERVE = FunctionRun(
    name="signatures['it's']",
    kind="signature",
    wanted=(InputWanted(name="x", dtype="float32", shape=(None, 784)),),
    tried=(InputTried(inputs={"x": "0"}),),
    outputs=(OutputSeen(name="y", declared_dtype="float32", declared_shape=(None, 10), dtype="float32"),),
)
CALL = FunctionRun(name="__call__", kind="function")


def behaviour(device: str) -> Behaviour:
    return Behaviour(device=device, tensorflow="2.21.0", loads=(), functions=(CALL, SERVE))


def report(*models: ModelRun, outcome: Outcome | None = ENDED, problems: Sequence[Problem] = (), **more: Any) -> Report:
    name = "export.py"
    if outcome is not None and outcome.file.endswith(".ipynb"):
        name = outcome.file
    program = Program(name, outcome, 1.0, tuple(model.export for model in models))
    return Report(Runtime("python", "3.12", "2.21.0"), program, None, tuple(problems), (), tuple(models))._replace(
        **more
    )


def finding(code: str, export: Export = EXPORT, detail: str | None = None) -> Finding:
    at = Location(export.line or 1, 1)
    place = export.file or export.path
    return Finding(place, at, at, code, f"breaks {code}", 0, 0, detail=detail, cell=export.cell)


def printed(found: Report, findings: Sequence[Finding] = (), kept: Sequence[bool | None] = (True, None)) -> Any:
    """Return a report as `hublint verify` prints it and as it is read again."""
    shown = found.to_json()
    shown["findings"] = [document(one, {}, Registry(())) for one in findings]
    shown["agree"] = found.agree and not findings
    for model in shown["models"]:
        model["promises"] = [
            {"code": f"HUB70{number}", "text": "does", "kept": [None, one]} for number, one in enumerate(kept)
        ]
    return json.loads(json.dumps(shown, allow_nan=False))


def read(found: Any, at: Place | None = None) -> Proved:
    return read_result(found, folder=FOLDER, at=at, report="all\n", when=5.0)


def test_a_model_that_keeps_its_promises_is_told_in_a_few_words() -> None:
    proved = read(printed(report(ModelRun(EXPORT, None, (behaviour("CPU:0"),))), kept=[True, True, None]))
    (verdict,) = proved.verdicts
    assert verdict[:5] == (PLACE, "kept", "verified on CPU, 2 promises kept", ("out",), ())
    assert verdict.when == 5.0
    assert proved[:2] == (True, "export.py: 1 model verified on CPU, all promises kept")
    assert proved.remarks == ()


def test_its_signatures_are_kept_for_the_hints() -> None:
    proved = read(printed(report(ModelRun(EXPORT, None, (behaviour("CPU:0"),)))))
    inputs, outputs = {"x": TensorInfo("", "float32", (None, 784))}, {"y": TensorInfo("", "float32", (None, 10))}
    assert proved.verdicts[0].signatures == {"it's": Signature("", inputs, outputs)}


def test_devices_are_named_and_numbered_where_there_are_two_of_a_kind() -> None:
    for names, text in (
        (["CPU:0", "GPU:0"], "verified on CPU, GPU, "),
        (["GPU:0", "GPU:1"], "verified on GPU:0, GPU:1, "),
        (["GPU:1"], "verified on GPU:1, "),
    ):
        model = ModelRun(EXPORT, None, tuple(behaviour(name) for name in names))
        assert read(printed(report(model))).verdicts[0].text == f"{text}1 promise kept"


def test_broken_promises_are_counted_and_told_at_the_line_of_the_export() -> None:
    found = [finding("HUB701", detail="the error\nin full"), finding("HUB702"), finding("HUB702")]
    proved = read(printed(report(ModelRun(EXPORT, None, (behaviour("CPU:0"),))), found))
    (verdict,) = proved.verdicts
    assert (verdict.state, verdict.text) == ("broken", "2 promises broken")
    assert [(one.place, one.code, one.message, one.detail) for one in proved.remarks] == [
        (PLACE, "HUB701", "breaks HUB701", "the error\nin full"),
        (PLACE, "HUB702", "breaks HUB702", ""),
    ]
    assert not proved.agree
    assert proved.summary == "export.py: 1 model verified on CPU, 2 problems found"


def test_as_many_promises_are_broken_as_the_report_has_crosses() -> None:
    model = ModelRun(EXPORT, None, (behaviour("CPU:0"),))
    (verdict,) = read(printed(report(model), [finding("HUB608")], kept=[True, False])).verdicts
    assert (verdict.state, verdict.text) == ("broken", "2 promises broken")
    assert [one.code for one in verdict.remarks] == ["HUB608"]


def test_several_models_of_one_call_have_one_verdict_and_those_of_two_have_two() -> None:
    other = EXPORT._replace(path="other", line=7)
    models = [ModelRun(one, None, (behaviour("CPU:0"),)) for one in (EXPORT, EXPORT._replace(path="out2"), other)]
    proved = read(printed(report(*models), [finding("HUB701", other)]))
    assert [(one.place.row, one.state, one.paths) for one in proved.verdicts] == [
        (3, "kept", ("out", "out2")),
        (7, "broken", ("other",)),
    ]


def test_a_model_that_cannot_be_read_is_a_failure_of_its_call() -> None:
    problem = Problem(
        "unreadable-export", "out/saved_model.pb: is damaged or no SavedModel; write the model again once"
    )
    proved = read(printed(report(ModelRun(EXPORT, None, (), (problem,)))))
    (verdict,) = proved.verdicts
    assert verdict.state == "failed"
    assert verdict.text == "failed: out/saved_model.pb: is damaged or no SavedModel; write the …"
    assert proved.remarks[0].code == "unreadable-export"


def test_an_export_that_could_not_be_copied_is_a_failure_too() -> None:
    export = EXPORT._replace(error="the export could not be copied: no space", kind="other")
    program = Program("export.py", Outcome("ended"), 1.0, (export,))
    proved = read(printed(report()._replace(old=program)))
    assert [one.text for one in proved.verdicts] == ["failed: the export could not be copied: no space"]


def test_an_export_that_raised_is_told_in_its_verdict_and_is_nothing_wrong_where_the_program_caught_it() -> None:
    failed = FailedExport("no", "tf.saved_model.save", "export.py", 8, "TypeError: an int")
    model = ModelRun(EXPORT, None, (behaviour("CPU:0"),))
    found = report(model)
    proved = read(printed(found._replace(old=found.old._replace(failed=(failed,)))))
    assert [(one.place.row, one.state, one.text) for one in proved.verdicts] == [
        (3, "kept", "verified on CPU, 1 promise kept"),
        (8, "failed", "failed: TypeError: an int"),
    ]
    assert proved.remarks == ()
    assert proved.agree


def test_one_that_ended_the_program_is_told_once() -> None:
    failed = FailedExport("no", "tf.saved_model.save", "export.py", 3, "TypeError: an int")
    model = ModelRun(EXPORT, None, (behaviour("CPU:0"),))  # of an earlier turn of a loop
    found = report(model, outcome=Outcome("raised", "TypeError: an int", "export.py", 3))
    proved = read(printed(found._replace(old=found.old._replace(failed=(failed,)))))
    assert [(one.state, one.text) for one in proved.verdicts] == [("failed", "failed: TypeError: an int")]
    assert [one.code for one in proved.remarks] == ["raised"]


def test_a_program_that_raises_is_told_at_the_line_that_raised() -> None:
    outcome = Outcome("raised", "ValueError: no\x1b[31m", "sub/module.py", 12, "Traceback ...")
    problems = [Problem("raised", "raised at sub/module.py:12: ValueError"), Problem("exported-nothing", "nothing")]
    proved = read(printed(report(outcome=outcome, problems=problems)))
    place = Place(str(FOLDER / "sub" / "module.py"), 12)
    (verdict,) = proved.verdicts
    assert (verdict.place, verdict.state, verdict.text) == (place, "failed", "failed: ValueError: no␛[31m")
    (remark,) = proved.remarks
    assert remark[:4] == (place, "raised", "the program raised ValueError: no␛[31m", "Traceback ...")
    assert proved.summary == "export.py: the program raised ValueError: no␛[31m"


def test_what_was_exported_before_it_raised_has_its_verdict() -> None:
    outcome = Outcome("raised", "ValueError: late", "export.py", 9)
    model = ModelRun(EXPORT, None, (behaviour("CPU:0"),))
    proved = read(printed(report(model, outcome=outcome, problems=[Problem("raised", "raised")])))
    assert [(one.place.row, one.state) for one in proved.verdicts] == [(3, "kept"), (9, "failed")]


@pytest.mark.parametrize(
    ("outcome", "code", "message"),
    [
        (Outcome("hung", "no end within 5 s", "export.py", 4), "hung", "the program hung: no end within 5 s"),
        (Outcome("crashed", "killed by SIGSEGV"), "crashed", "the program crashed: killed by SIGSEGV"),
        (Outcome("exited", "status 3"), "exited", "the program ended with status 3"),
        (
            Outcome("out of memory", "4 GB"),
            "out-of-memory",
            "the program was stopped (out of memory): 4 GB",
        ),
    ],
)
def test_other_ends_are_told_where_they_are_known_to_be_else_at_the_first_line(
    outcome: Outcome, code: str, message: str
) -> None:
    proved = read(printed(report(outcome=outcome)))
    assert proved.verdicts == ()
    assert [one[:3] for one in proved.remarks] == [(Place(PLACE.file, outcome.line or 1), code, message)]


def test_a_program_that_exports_nothing_is_told_at_its_first_line() -> None:
    proved = read(printed(report(problems=[Problem("exported-nothing", "exported nothing")])))
    assert [one[:3] for one in proved.remarks] == [
        (Place(PLACE.file, 1), "exported-nothing", "the program exported nothing")
    ]
    assert proved.summary == "export.py: exported nothing"


def test_in_a_notebook_lines_are_those_of_a_cell() -> None:
    export = EXPORT._replace(file="nb.ipynb", cell=4)
    outcome = Outcome("raised", "E: no", "nb.ipynb", 2, cell=6)
    proved = read(printed(report(ModelRun(export, None, ()), outcome=outcome), [finding("HUB701", export)]))
    notebook = str(FOLDER / "nb.ipynb")
    assert [one.place for one in proved.verdicts] == [Place(notebook, 3, 4), Place(notebook, 2, 6)]
    assert [one.place for one in proved.remarks] == [Place(notebook, 2, 6), Place(notebook, 3, 4)]


def test_a_model_that_was_named_is_told_at_the_line_that_loads_it() -> None:
    at = Place("/project/use.py", 8)
    named = Export("models/out")
    model = ModelRun(named, None, (behaviour("CPU:0"),))
    proved = read(printed(report(model, outcome=None), [finding("HUB701", named)]), at)
    assert [(one.place, one.text) for one in proved.verdicts] == [(at, "1 promise broken")]
    assert [one.place for one in proved.remarks] == [at]


def test_what_is_said_of_one_file_is_found_by_any_path_of_it(tmp_path: Path) -> None:
    real, link = tmp_path / "export.py", tmp_path / "link.py"
    real.touch()
    link.symlink_to(real)
    export = EXPORT._replace(file=str(real))
    proved = read(printed(report(ModelRun(export, None, (behaviour("CPU:0"),))), [finding("HUB701", export)]))
    assert proved.of(link) == ([*proved.verdicts], [*proved.remarks])
    assert proved.of(tmp_path / "other.py") == ([], [])


def test_what_devices_disagree_on_is_told_at_the_export() -> None:
    signature = SignatureReport("f", "() -> ()", 1, 0.5, (), (Problem("values", "differ by 0.5"),))
    comparison = Comparison(EXPORT, EXPORT, (signature,), (Problem("tags", "other tags"),))
    model = ModelRun(EXPORT, None, (behaviour("CPU:0"), behaviour("GPU:0")))
    proved = read(printed(report(model, comparisons=(comparison,))))
    assert [one[:3] for one in proved.remarks] == [(PLACE, "tags", "other tags"), (PLACE, "values", "differ by 0.5")]
    assert proved.verdicts[0].state == "broken"


def test_the_report_cannot_mark_anything_up() -> None:
    proved = read(printed(report()))._replace(report="a\n```\nb\n", summary="x_[y](z)")
    assert proved.markdown == "**x\\_\\[y\\](z)**\n\n````text\na\n```\nb\n````\n"


GOOD = printed(report(ModelRun(EXPORT, None, (behaviour("CPU:0"),))), [finding("HUB701")])


@pytest.mark.parametrize(
    "change",
    [
        {"agree": "yes"},
        {"old": None},
        {"findings": [{"code": "HUB701"}]},
        {"models": [{"export": {"path": 3}}]},
        {"models": [{"export": {"path": "", "api": "", "file": "", "line": -1}}]},
        {"models": None},
    ],
)
def test_what_is_no_result_is_refused(change: dict[str, Any]) -> None:
    assert read(GOOD).verdicts
    with pytest.raises(ResultError):
        read({**GOOD, **change})


def test_what_a_later_hublint_adds_is_passed_over() -> None:
    later = {**GOOD, "more": 1, "old": {**GOOD["old"], "more": [1]}}
    assert read(later)._replace(document=GOOD) == read(GOOD)
    assert read(later).document == later


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(sorted(GOOD)), inner, max_size=5),
    max_leaves=8,
)


@given(JSON)
def test_any_other_document_is_refused_with_a_sentence(found: object) -> None:
    with pytest.raises(ResultError) as error:
        read(found)
    assert str(error.value)
