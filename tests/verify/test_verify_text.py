"""What is shown of a report: as text, and as JSON."""

from __future__ import annotations

import json

import pytest

from hublint.behaviour import Behaviour, FunctionRun, InputTried, Trouble
from hublint.savedmodel import Signature, TensorInfo
from hublint.savedmodel.contents import Contents, Graph, StoredFile
from hublint.verify import render
from hublint.verify.report import (
    Call,
    Comparison,
    Export,
    ModelRun,
    Outcome,
    Problem,
    Program,
    Report,
    Runtime,
    SignatureReport,
    VariablesReport,
    jsonable,
)

RUNTIME = Runtime("/usr/bin/python3", "3.12.1", "2.21.0")
OLD = Export("saved-model", "tf.compat.v1.saved_model.Builder.save", "legacy.py", 36, snapshot="/tmp/1")
NEW = Export("saved-model", "tf.saved_model.save", "modern/new.py", 10, snapshot="/tmp/2")
SIGNATURE = SignatureReport(
    "serving_default", "(x: float32 []) -> (y: float32 [])", 5, 0.0, (Call({"x": "0"}, None, None, 0.0),), ()
)


ENDED = Outcome("ended")


def program(name: str, *exports: Export, outcome: Outcome | None = ENDED) -> Program:
    return Program(name, outcome, 0.5, exports)


def report(
    *comparisons: Comparison, old: Program, new: Program | None = None, problems: tuple[Problem, ...] = ()
) -> Report:
    return Report(RUNTIME, old, new, problems, comparisons)


AGREEING = report(
    Comparison(OLD, NEW, (SIGNATURE,), ()), old=program("legacy.py", OLD), new=program("modern/new.py", NEW)
)


def test_two_programs_that_agree() -> None:
    assert AGREEING.agree
    assert (
        render(AGREEING)
        == """\
old  legacy.py
       legacy.py:36      tf.compat.v1.saved_model.Builder.save  'saved-model'
new  modern/new.py
       modern/new.py:10  tf.saved_model.save                    'saved-model'

saved-model
  serving_default  (x: float32 []) -> (y: float32 [])
                   5 calls with the same inputs, max abs difference 0

TensorFlow 2.21.0 on CPU, Python 3.12.1.
2 programs, 1 export each: they agree."""
    )


def test_differences_stand_under_the_signature_that_has_them() -> None:
    worse = SIGNATURE._replace(max_abs=0.001, problems=(Problem("values", "output 'y' is 1 in old and 1.001 in new"),))
    comparison = Comparison(OLD, NEW._replace(path="other"), (worse,), (Problem("tags", "the tags are so and so"),))
    found = report(comparison, old=program("legacy.py", OLD), new=program("modern/new.py", NEW))
    assert not found.agree
    assert (
        render(found).partition("\n\n")[2]
        == """\
saved-model -> other
  ! the tags are so and so
  serving_default  (x: float32 []) -> (y: float32 [])
                   5 calls with the same inputs, max abs difference 0.001
                   ! output 'y' is 1 in old and 1.001 in new

TensorFlow 2.21.0 on CPU, Python 3.12.1.
2 programs, 1 export each: 2 differences or failures, and the export paths differ."""
    )


def test_programs_that_agree_but_export_elsewhere() -> None:
    for path, verdict in (
        ("other", "they agree, but the export paths differ."),
        ("./saved-model/", "they agree."),  # the same place, otherwise written
    ):
        elsewhere = NEW._replace(path=path)
        found = report(
            Comparison(OLD, elsewhere, (SIGNATURE,), ()),
            old=program("legacy.py", OLD),
            new=program("modern/new.py", elsewhere),
        )
        assert found.agree
        assert render(found).endswith(f"2 programs, 1 export each: {verdict}")


def test_beside_a_random_output_no_distance_is_told() -> None:
    random = SIGNATURE._replace(problems=(Problem("random", "old disagrees with itself", "old"),))
    text = render(
        report(Comparison(OLD, NEW, (random,), ()), old=program("legacy.py", OLD), new=program("new.py", NEW))
    )
    assert "5 calls with the same inputs\n" in text
    assert "max abs difference" not in text


def test_a_program_that_failed_shows_where_and_its_last_output() -> None:
    crashed = Outcome("crashed", "killed by SIGABRT", "new.py", 4, "so far")
    found = report(
        Comparison(OLD, None, (), (Problem("missing-export", "new has no counterpart", "new"),)),
        old=program("legacy.py", OLD),
        new=program("new.py", outcome=crashed),
        problems=(
            Problem("crashed", "crashed at new.py:4: killed by SIGABRT", "new", details="first\nso far"),
            Problem("exported-nothing", "exported nothing", "new"),
        ),
    )
    assert (
        render(found)
        == """\
old  legacy.py
       legacy.py:36  tf.compat.v1.saved_model.Builder.save  'saved-model'
new  new.py
       ! crashed at new.py:4: killed by SIGABRT
         | first
         | so far
       ! exported nothing

saved-model
  ! new has no counterpart

TensorFlow 2.21.0 on CPU, Python 3.12.1.
2 programs, 1 export and 0 exports: 3 differences or failures."""
    )


def test_outputs_without_a_distance_are_called_equal() -> None:
    strings = SIGNATURE._replace(max_abs=None)
    differing = strings._replace(problems=(Problem("values", "output 'y' is b'a' in old and b'b' in new"),))
    for signature, line in ((strings, "5 calls with the same inputs, equal outputs"), (differing, "inputs")):
        comparison = Comparison(OLD, NEW, (signature,), ())
        text = render(report(comparison, old=program("legacy.py", OLD), new=program("new.py", NEW)))
        assert next(row for row in text.splitlines() if "5 calls" in row).endswith(line)


@pytest.mark.parametrize(
    ("variables", "line"),
    [
        (VariablesReport(4, 4, 4, 0.0), "4 variables, equal values"),
        (VariablesReport(1, 1, 1, 2e-7), "1 variable, max abs difference 2e-07"),
        (VariablesReport(4, 5, 4, 0.0), "old has 4 variables, new 5; 4 in both, equal values"),
        (VariablesReport(3, 0, 0, None), "old has 3 variables, new none"),
        (VariablesReport(2, 2, 1, 0.0), "old has 2 variables, new 2; 1 in both, equal values"),
    ],
)
def test_variables_are_a_line_of_the_proof(variables: VariablesReport, line: str) -> None:
    comparison = Comparison(OLD, NEW, (SIGNATURE,), (), variables=variables)
    found = report(comparison, old=program("legacy.py", OLD), new=program("new.py", NEW))
    assert found.agree
    assert render(found).splitlines()[-4] == f"  {line}"
    assert json.loads(json.dumps(found.to_json()))["comparisons"][0]["variables"]["equal"] == variables.equal


def test_variables_that_differ_are_a_problem_and_those_that_nobody_needs_are_told() -> None:
    differing = VariablesReport(
        2,
        1,
        0,
        None,
        (Problem("variables", "variable 'w' is 1 in old and 2 in new"),),
        ("only old has 'w/Adam', which no signature needs",),
    )
    found = report(
        Comparison(OLD, NEW, (SIGNATURE,), (), variables=differing),
        old=program("legacy.py", OLD),
        new=program("new.py", NEW),
    )
    assert not found.agree
    assert [problem.kind for problem in found.problems] == ["variables"]
    assert render(found).partition("difference 0\n")[2].splitlines() == [
        "  old has 2 variables, new 1",
        "    ! variable 'w' is 1 in old and 2 in new",
        "    note: only old has 'w/Adam', which no signature needs",
        "",
        "TensorFlow 2.21.0 on CPU, Python 3.12.1.",
        "2 programs, 1 export each: 1 difference or failure.",
    ]


def test_each_runtime_is_named_with_what_ran_in_it() -> None:
    old_one = Runtime("/usr/bin/python3.7", "3.7.16", "1.15.5")
    comparison = Comparison(OLD, NEW, (SIGNATURE,), ())
    for old, new, line in (
        (old_one, RUNTIME, f"old: {old_one}; new and both models: {RUNTIME}."),
        (old_one, old_one, f"old and new: {old_one}; both models: {RUNTIME}."),
        (old_one, None, f"old: {old_one}; both models: {RUNTIME}."),
        (RUNTIME, RUNTIME, f"{RUNTIME}."),
    ):
        found = report(
            comparison,
            old=program("legacy.py", OLD)._replace(runtime=old),
            new=program("new.py", NEW)._replace(runtime=new),
        )
        assert render(found).splitlines()[-2] == line


def test_one_program_alone_its_models_and_what_the_rules_say() -> None:
    noted = program("legacy.py", OLD)._replace(notes=("its folder was copied without 1 file",))
    signatures = {
        "serving_default": Signature("", {"x": TensorInfo("x", "float32", ())}, {"y": TensorInfo("y", "float32", ())})
    }
    contents = Contents(
        "saved-model",
        "tf1",
        (Graph(frozenset({"serve"}), "1.15.5", signatures),),
        files=(StoredFile("saved_model.pb", 1500),),
    )
    tried = (InputTried(inputs={"x": "0"}), InputTried(inputs={"x": "1"}, error="ValueError: no"))
    runs = (
        FunctionRun(name="signatures['serving_default']", kind="signature", tried=tried),
        FunctionRun(name="encode", kind="function", skipped="it takes a resource"),
    )
    trouble = Trouble(part="training", how="crashed", message="killed by SIGSEGV")
    behaviour = Behaviour(device="CPU:0", tensorflow="2.21.0", functions=runs, trouble=(trouble,))
    found = report(old=noted)._replace(models=(ModelRun(OLD, contents, (behaviour,)),))
    assert (
        render(found, [["  HUB703 is broken"]], ["HUB703 x"], 1)
        == """\
legacy.py
  legacy.py:36  tf.compat.v1.saved_model.Builder.save  'saved-model'
  note: its folder was copied without 1 file

saved-model  (TensorFlow 1 SavedModel, written by TensorFlow 1.15.5, 0 variables, 1.5 kB)
  ! CPU:0: training: killed by SIGSEGV
  signatures['serving_default']  (x: float32 []) -> (y: float32 [])
    CPU:0: 1 of 2 calls answered
  encode
    CPU:0: it takes a resource
  HUB703 is broken

HUB703 x

TensorFlow 2.21.0 on CPU, Python 3.12.1.
1 program, 1 export, 1 call: 1 finding."""
    )


def test_where_the_signatures_differ_both_are_shown() -> None:
    other = SIGNATURE._replace(new_text="(x: float32 []) -> (z: float32 [])", max_rel=0.5, max_abs=0.25)
    text = render(report(Comparison(OLD, NEW, (other,), ()), old=program("legacy.py", OLD), new=program("new.py", NEW)))
    assert (
        "  serving_default  old (x: float32 []) -> (y: float32 [])\n"
        "                   new (x: float32 []) -> (z: float32 [])\n"
        "                   5 calls with the same inputs, max abs difference 0.25, max rel 0.5\n"
    ) in text


def test_devices_that_are_compared_are_named() -> None:
    comparison = Comparison(OLD, OLD, (SIGNATURE,), (), devices=("CPU:0", "GPU:0"))
    assert "saved-model (old on CPU:0, new on GPU:0)\n" in render(report(comparison, old=program("legacy.py", OLD)))


def test_two_folders() -> None:
    folders = [program(name, Export(name), outcome=None) for name in ("a", "b")]
    comparison = Comparison(Export("a"), Export("b"), (SIGNATURE,), ())
    assert (
        render(report(comparison, old=folders[0], new=folders[1]))
        == """\
old  a (SavedModel)
new  b (SavedModel)

a -> b
  serving_default  (x: float32 []) -> (y: float32 [])
                   5 calls with the same inputs, max abs difference 0

TensorFlow 2.21.0 on CPU, Python 3.12.1.
2 models: they agree."""
    )


def test_json_has_all_of_it_but_our_scratch_paths() -> None:
    document = json.loads(json.dumps(AGREEING.to_json(), allow_nan=False))
    assert document["agree"] is True
    assert document["problems"] == []
    assert document["runtime"]["tensorflow"] == "2.21.0"
    assert document["old"]["exports"] == [
        {
            "path": "saved-model",
            "api": "tf.compat.v1.saved_model.Builder.save",
            "file": "legacy.py",
            "line": 36,
            "redirected": False,
            "error": None,
            "temporary": False,
            "kind": "savedmodel",
            "cell": None,
            "arguments": {},
            "seconds": 0.0,
            "bytes": 0,
            "format": "",
        }
    ]
    (comparison,) = document["comparisons"]
    assert comparison["signatures"][0]["tried"] == [
        {"inputs": {"x": "0"}, "old_error": None, "new_error": None, "max_abs": 0.0, "max_rel": None}
    ]
    assert jsonable({"far": (float("inf"), 1.5)}) == {"far": ["inf", 1.5]}
