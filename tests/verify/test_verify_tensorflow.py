"""The whole of `hublint verify`, with the TensorFlow that runs these tests."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema
import pytest

import hublint.demo
from hublint.cli import main
from hublint.verify import Report, VerifyError, render, verify
from hublint.verify.compare import Side, compare_exports
from hublint.verify.report import Comparison, Export
from hublint.verify.schema import schema
from hublint.verify.session import ModelServer, Workshop

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

pytestmark = pytest.mark.tensorflow

DEMO = Path(hublint.demo.__file__).parent
PROGRAMS = Path(__file__).parent / "programs"


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the exports of `programs/models.py`."""
    folder = tmp_path_factory.mktemp("models")
    subprocess.run([sys.executable, str(PROGRAMS / "models.py")], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session")
def server() -> Iterator[ModelServer]:
    """Yield one model server for all models, because it takes TensorFlow seconds to start."""
    with tempfile.TemporaryDirectory() as scratch:
        server = ModelServer(Workshop(Path(scratch), Path(sys.executable), timeout=60.0))
        yield server
        server.close()


def kinds(found: Comparison | Report) -> list[str]:
    problems = list(found.problems)
    if isinstance(found, Comparison):
        problems += [problem for signature in found.signatures for problem in signature.problems]
    return [problem.kind for problem in problems]


def messages(found: Comparison | Report) -> str:
    problems = list(found.problems)
    if isinstance(found, Comparison):
        problems += [problem for signature in found.signatures for problem in signature.problems]
    return "\n".join(problem.message for problem in problems)


@pytest.mark.parametrize("name", ["builder", "simple_save", "checkpoint"])
def test_each_demo_runs_and_agrees_with_its_counterpart(name: str) -> None:
    report = verify(DEMO / f"legacy_{name}.py", against=PROGRAMS / f"{name}.py")
    assert report.agree, render(report)
    (comparison,) = report.comparisons
    (signature,) = comparison.signatures
    assert (signature.key, signature.calls, signature.max_abs) == ("serving_default", 5, 0.0)
    assert comparison.old is not None
    assert Path(comparison.old.file).name == f"legacy_{name}.py"
    assert render(report).endswith("\n2 programs, 1 export each: they agree.")


def test_the_checkpoint_demo_has_learnt_its_line(server: ModelServer, tmp_path: Path) -> None:
    program = DEMO / "legacy_checkpoint.py"
    subprocess.run([sys.executable, str(program)], cwd=tmp_path, check=True, capture_output=True)
    # y = 3 x + 1 has to be told apart from the zeros that the variables start with.
    server.load("line", str(tmp_path / "trained"), frozenset({"serve"}))
    plan = {"dtype": "float32", "shape": [1], "fill": "positive", "seed": 0}
    server.call("line", "serving_default", {"x": plan}, {}, "line")
    server.call("line", "serving_default", {"x": {**plan, "fill": "zeros"}}, {}, "bias")
    measure = server.compare(server.kept("bias"), server.kept("line"), [("y", "y", 0.0, 0.0)])["y"]
    assert float(measure["left"]) == pytest.approx(1.0, abs=0.1)
    assert float(measure["right"]) == pytest.approx(3 * 0.5488135 + 1, abs=0.1)  # RandomState(0).random_sample()


Compare = "Callable[[str, str], Comparison]"


@pytest.fixture
def compare(server: ModelServer, models: Path) -> Callable[[str, str], Comparison]:
    def compare(old: str, new: str) -> Comparison:
        return compared(server, models, old, new)

    return compare


def test_the_same_model_agrees_with_itself(compare: Callable[[str, str], Comparison]) -> None:
    comparison = compare("model", "same")
    assert kinds(comparison) == []
    assert comparison.signatures[0].calls == 5


@pytest.mark.parametrize(
    ("old", "new", "expected", "message"),
    [
        ("model", "output renamed", ["missing-output"], "output 'y' of old is called 'result' in new"),
        ("model", "input renamed", ["missing-input"], "input 'x' of old is called 'features' in new"),
        ("model", "dtype changed", ["output-dtype"], "output 'y' is float32 in old and float64 in new"),
        ("model", "input dtype changed", ["input-dtype"], "input 'x' is float32 in old and float64 in new"),
        (
            "model",
            "shape pinned",
            ["input-shape", "output-shape"],
            "input 'x' has shape [None, 3] in old and [1, 3] in new",
        ),
        ("model", "weight off", ["values"], "max abs difference 0.00"),
        ("model", "key changed", ["missing-signature"], "'serving_default' of old is called 'predict' in new"),
        ("model", "nan", ["values"], " and nan in new at [0, 0] for x = [0."),
        (
            "random",
            "model",
            ["random"],
            "old disagrees with itself on the same inputs, so output 'y' cannot be compared",
        ),
        (
            "model",
            "batch of one",
            ["output-shape", "call-failed"],
            "new refuses what old accepts: InvalidArgumentError",
        ),
        ("two", "label off", ["values"], "output 'label' is 0 in old and 1 in new at [0] for x = [0, 0, 0]"),
        ("two", "text off", ["values"], "output 'text' is b'false' in old and b'true' in new at [0] for x = [0, 0, 0]"),
    ],
)
def test_a_difference_is_reported_as_what_it_is(
    compare: Callable[[str, str], Comparison], old: str, new: str, expected: list[str], message: str
) -> None:
    comparison = compare(old, new)
    assert kinds(comparison) == expected, messages(comparison)
    assert message in messages(comparison)


@pytest.fixture(scope="session")
def with_variables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the exports of `programs/variables.py`."""
    folder = tmp_path_factory.mktemp("variables")
    subprocess.run([sys.executable, str(PROGRAMS / "variables.py")], cwd=folder, check=True, capture_output=True)
    return folder


@pytest.mark.parametrize(
    ("old", "new", "counts", "told"),
    [
        ("graph", "objects", (2, 2, 2), []),
        ("objects", "graph of resources", (2, 2, 2), []),
        ("graph in parts", "objects", (2, 2, 2), []),
        ("graph", "checkpoint", (2, 2, 2), []),  # which counts its saves
        ("graph", "nearly", (2, 2, 2), []),
        ("graph", "keras", (2, 2, 2), []),  # which exports each variable twice
        (
            "graph with slots",
            "objects",
            (9, 2, 2),
            ["only old has 'beta1_power', 'beta2_power', 'global_step', 'layer/b/Adam' and 3 more, which no "],
        ),
        ("objects", "counted", (2, 3, 2), ["only new has 'steps', which no signature needs"]),
        ("counted", "counted on", (3, 3, 2), ["variable 'steps' is 3 in old and 5 in new; "]),
        (
            "graph",
            "frozen",
            (2, 0, 0),
            [
                "new has no counterpart of 'layer/b' (float32 [1]), which the signatures of old need",
                "new has no counterpart of 'layer/w' (float32 [2, 1]), which the signatures of old need",
            ],
        ),
        (
            "graph",
            "split",
            (2, 3, 1),
            [
                "new has no counterpart of 'layer/w' (float32 [2, 1]), which the signatures of old need",
                "old has no counterpart of 'first' (float32 [1, 1]), which the signatures of new need",
                "old has no counterpart of 'second' (float32 [1, 1]), which the signatures of new need",
            ],
        ),
    ],
)
def test_variables_are_compared_by_value_in_both_forms(
    server: ModelServer, with_variables: Path, old: str, new: str, counts: tuple[int, int, int], told: list[str]
) -> None:
    comparison = compared(server, with_variables, old, new)
    # Keras names the input of its export as it likes.
    assert {*kinds(comparison)} <= {"missing-input", "missing-output"}, messages(comparison)
    assert comparison.variables is not None
    assert comparison.variables[:3] == counts, comparison.variables
    assert comparison.variables.problems == ()
    assert len(comparison.variables.notes) == len(told), comparison.variables.notes
    for note, beginning in zip(comparison.variables.notes, told, strict=True):
        assert note.startswith(beginning)


@pytest.mark.parametrize(
    ("old", "new", "outputs", "expected"),
    [
        (
            "graph",
            "off",
            ["values"],
            ["variable 'layer/w' of old, 'w' of new, is -1 in old and -1.00100005 in new at [1, 0]; "],
        ),
        # The outputs cannot show it: softmax is the same for all that differ by a constant.
        (
            "softmax",
            "softmax shifted",
            [],
            [
                (
                    "variable 'b' is 0.5 in old and 1.5 in new at [0]; 2 of 2 values differ; "
                    "max abs difference 1, max rel 2 "
                )
            ],
        ),
        (
            "twins",
            "other twins",
            [],
            [
                "no variable of new has the value of 'a' (float32 [1]) of old",
                "no variable of new has the value of 'b' (float32 [1]) of old",
            ],
        ),
    ],
)
def test_variables_that_signatures_need_and_that_differ_are_a_problem(
    server: ModelServer, with_variables: Path, old: str, new: str, outputs: list[str], expected: list[str]
) -> None:
    comparison = compared(server, with_variables, old, new)
    assert kinds(comparison) == outputs
    assert comparison.variables is not None
    found = comparison.variables.problems
    assert [problem.kind for problem in found] == ["variables"] * len(expected)
    for problem, beginning in zip(found, expected, strict=True):
        assert problem.message.startswith(beginning)


def compared(server: ModelServer, folder: Path, old: str, new: str) -> Comparison:
    sides = [Side(server, Export(name), folder / name) for name in (old, new)]
    return compare_exports(*sides, name=f"{folder.name} {old}-{new}")


def test_nan_agrees_with_nan(compare: Callable[[str, str], Comparison]) -> None:
    comparison = compare("nan", "nan")
    assert kinds(comparison) == []
    assert comparison.signatures[0].max_abs == 0.0


def test_an_unknown_rank_is_called_with_scalars_and_vectors(compare: Callable[[str, str], Comparison]) -> None:
    (signature,) = compare("any size", "any size").signatures
    assert (signature.calls, signature.problems) == (5, ())


def test_a_model_that_needs_its_program_fails_in_another_process(compare: Callable[[str, str], Comparison]) -> None:
    comparison = compare("callback", "callback")
    assert kinds(comparison) == ["call-failed"]
    assert "callback" in messages(comparison)


def write(folder: Path, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    program = folder / "new.py"
    program.write_text(textwrap.dedent(text), encoding="utf-8")
    return program


@pytest.mark.parametrize(
    ("text", "kind", "message"),
    [
        ("x = 1\nraise KeyError('weights')", "raised", "raised at {program}:2: KeyError: 'weights'"),
        ("import sys\n\nsys.exit(3)", "exited", "exited at {program}:3: exit status 3"),
        ("import os\nos.abort()", "crashed", "crashed at {program}:2: killed by SIGABRT"),
        ("while True:\n    pass", "hung", "hung at {program}:{line}: still running after 12 s, killed"),
    ],
)
def test_a_program_that_fails_is_reported_as_how_it_failed(
    models: Path, tmp_path: Path, text: str, kind: str, message: str
) -> None:
    program = write(tmp_path, text)
    report = verify(models / "model", against=program, timeout=12.0)
    assert kinds(report) == [kind, "exported-nothing", "missing-export"]
    expected = {message.format(program=program, line=line) for line in (1, 2)}
    assert report.problems[0].message in expected
    assert report.problems[0].side == "new"


def test_a_missing_export_is_reported(tmp_path: Path) -> None:
    shutil.copy(PROGRAMS / "builder.py", tmp_path / "old.py")
    with (tmp_path / "old.py").open("a", encoding="utf-8") as file:
        file.write("\ntf.saved_model.save(tf.Module(), 'second', signatures={'serving_default': serving_default})\n")
    report = verify(tmp_path / "old.py", against=PROGRAMS / "builder.py")
    assert kinds(report) == ["missing-export"]
    assert messages(report) == "new has no counterpart of the export to 'second'"
    assert render(report).endswith("2 programs, 2 exports and 1 export: 1 difference or failure.")


def test_keras_and_autograph_work_in_a_captured_program(tmp_path: Path) -> None:
    program = write(
        tmp_path,
        """
        import tensorflow as tf


        @tf.function(input_signature=[tf.TensorSpec([], tf.float32, name="x")])
        def absolute(x):
            if x > 0:
                return {"y": x}
            return {"y": -x}


        tf.saved_model.save(tf.Module(), "absolute", signatures=absolute)
        network = tf.keras.Sequential([tf.keras.layers.Input((None, None, 3)), tf.keras.layers.Conv2D(2, 8)])
        network.export("network")
        """,
    )
    report = verify(program)
    assert report.agree, render(report)
    assert [(export.path, export.line) for export in report.old.exports] == [("absolute", 12), ("network", 14)]
    (behaviour,) = report.models[1].behaviours
    called = {run.name: run for run in behaviour.functions}
    assert called.keys() == {"signatures['serve']", "signatures['serving_default']", "serve"}
    # The convolution refuses images smaller than 8 x 8; a larger one has to be tried.
    assert all(run.answered for run in called.values())


def test_every_spelling_is_captured() -> None:
    report = verify(PROGRAMS / "spellings.py")
    assert report.agree, render(report)
    simple_save, builder, save = (
        "tf.compat.v1.saved_model.simple_save",
        "tf.compat.v1.saved_model.Builder.save",
        "tf.saved_model.save",
    )
    found = [(export.api, export.path, export.line) for export in report.old.exports]
    assert found[:-1] == [
        (simple_save, "a", 27),
        (simple_save, "b", 28),
        (builder, "c0", 22),
        (builder, "c1", 22),
        (builder, "c2", 16),  # where the subclass calls the class that we know
        (builder, "c3", 22),
        (save, "d", 34),
        (save, "e", 35),
    ]
    assert found[-1][0] == save
    assert found[-1][1].endswith("no such folder/model")
    assert [export.redirected for export in report.old.exports] == [False] * 8 + [True]


def test_every_element_type_can_be_called_and_compared() -> None:
    report = verify(PROGRAMS / "kinds.py", against=PROGRAMS / "kinds.py")
    assert report.agree, render(report)
    (comparison,) = report.comparisons
    assert len(comparison.signatures) == 11
    assert {signature.calls for signature in comparison.signatures} == {5}


def test_the_command_line_tells_by_its_status_and_in_json(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, same, other = (str(models / name) for name in ("model", "same", "weight off"))
    assert main(["verify", old, "--against", same, "--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["agree"] is True
    assert main(["verify", old, "--against", other]) == 1
    assert "\n2 models: 1 difference or failure.\nAgain: hublint " in capsys.readouterr().out


def test_what_is_printed_as_json_follows_the_schema(models: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", str(models / "batch of one"), "--output-format", "json"]) == 1
    document = json.loads(capsys.readouterr().out)
    jsonschema.validate(document, schema())
    assert document["agree"] is False
    assert "HUB703" in {finding["code"] for finding in document["findings"]}
    (model,) = document["models"]
    assert {"code": "HUB703", "kept": [None, False], "text": "answers every batch size"} in model["promises"]


def test_two_devices_of_one_model_are_each_tried_and_compared(models: Path) -> None:
    report = verify(models / "model", devices=["cpu:0", "CPU:1"], logical_cpus=2)
    assert report.agree, render(report)
    assert report.runtime.devices == ("CPU:0", "CPU:1")
    (model,) = report.models
    assert [behaviour.device for behaviour in model.behaviours] == ["CPU:0", "CPU:1"]
    assert {run.device for behaviour in model.behaviours for run in behaviour.functions} == {"CPU:0", "CPU:1"}
    (comparison,) = report.comparisons
    assert (comparison.devices, comparison.signatures[0].calls) == (("CPU:0", "CPU:1"), 5)
    assert "model (old on CPU:0, new on CPU:1)" in render(report)


def test_a_device_that_is_not_there_is_named_with_those_that_are(models: Path) -> None:
    with pytest.raises(VerifyError, match="there is no device gpu:0 here, only CPU:0"):
        verify(models / "model", devices=["cpu", "gpu:0"])
