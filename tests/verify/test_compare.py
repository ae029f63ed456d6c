"""How calls are made of two models, and what is said of their answers, with models that live in this file.

The stand-in for the model server computes with plain numbers; `test_verify_tensorflow.py` has the real one.
"""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from hublint.savedmodel import Signature, TensorInfo
from hublint.verify.compare import Side, compare_exports, describe_difference
from hublint.verify.report import Export
from hublint.verify.session import AnswerError
from hublint.verify.tolerance import Bound, Tolerance
from tests.savedmodel.test_saved_model import meta_graph, model, shape, signature, tensor

if TYPE_CHECKING:
    from collections.abc import Callable

    from hublint.verify.report import Comparison
    from hublint.verify.session import ModelServer

    Function = Callable[[dict[str, Any]], dict[str, float]]


NO_VARIABLES: dict[str, Any] = {
    "old": 0,
    "new": 0,
    "equal": 0,
    "max_abs": None,
    "different": [],
    "left": {"old": [], "new": []},
}


class FakeServer:
    """Answers as `ModelServer` does, with functions in place of models; an input is the plan that it is made of."""

    def __init__(self, **functions: Function) -> None:
        self._functions = functions
        self._names: dict[str, str] = {}
        self._kept: dict[str, dict[str, float]] = {}
        self.devices: list[str] = []
        self.variables: dict[str, Any] | AnswerError = NO_VARIABLES

    def load(self, model: str, path: str, tags: frozenset[str], device: str = "") -> dict[str, Any]:
        self.devices.append(device)
        assert tags == {"serve"}
        name = Path(path).name
        if name not in self._functions:
            raise AnswerError("OSError: no such op", "OSError: no such op\n  in a long stack")
        self._names[model] = name
        return {}

    def call(
        self, model: str, signature: str, inputs: dict[str, Any], names: dict[str, str], save: str
    ) -> dict[str, Any]:
        assert signature == "serving_default"
        renamed = {names.get(name, name): plan for name, plan in inputs.items()}
        self._kept[save] = self._functions[self._names[model]](renamed)
        return {"inputs": {name: f"<{plan['fill']} {plan['shape']}>" for name, plan in inputs.items()}}

    def kept(self, name: str) -> Path:
        return Path(name)

    def place(self, model: str) -> dict[str, Any]:
        return {"model": self._names[model]}

    def compare(
        self, left: Path, right: Path, outputs: list[tuple[str, str, float, float]]
    ) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = {}
        for a, b, rtol, atol in outputs:
            old, new = self._kept[left.name][a], self._kept[right.name][b]
            found[a] = {
                "equal": abs(old - new) <= atol + rtol * abs(old),
                "max_abs": abs(old - new),
                "max_rel": abs(old - new) / abs(old) if old else None,
                "left": str(old),
                "right": str(new),
                "left_shape": [],
                "right_shape": [],
                "index": [],
                "size": 1,
                "differing": 1,
            }
        return found

    def compare_variables(
        self, old: dict[str, Any], new: dict[str, Any], *, rtol: float, atol: float
    ) -> dict[str, Any]:
        assert {old["model"], new["model"]} <= {"old", "new"}
        assert {*old["signatures"], *new["signatures"]} <= {"serving_default"}
        assert rtol > atol > 0
        if isinstance(self.variables, AnswerError):
            raise self.variables
        return self.variables

    def forget(self, names: list[str]) -> None:
        for name in names:
            self._kept.pop(name, None)


def export(folder: Path, name: str, *, inputs: str = "x", outputs: str = "y", size: int = -1) -> tuple[Export, Path]:
    path = folder / name
    path.mkdir()
    encoded = signature({inputs: tensor(1, shape(size))}, {outputs: tensor(1, shape())})
    (path / "saved_model.pb").write_bytes(model(meta_graph("serve", serving_default=encoded)))
    return Export("out"), path


def compare(folder: Path, old: Function, new: Function, **changes: str) -> Comparison:
    sides = export(folder, "old"), export(folder, "new", **cast("dict[str, Any]", changes))
    return compared(FakeServer(old=old, new=new), *sides)


def compared(server: FakeServer, *sides: tuple[Export, Path]) -> Comparison:
    old, new = (Side(cast("ModelServer", server), exported, path) for exported, path in sides)
    # By its files no such model computes anything, so that its outputs would have to be equal.
    return compare_exports(old, new, name="0", tolerance=Tolerance(1e-4, 1e-5))


def batch(inputs: dict[str, Any]) -> dict[str, float]:
    (plan,) = inputs.values()
    return {"y": float(plan["shape"][0])}


def refuse(inputs: dict[str, Any]) -> dict[str, float]:
    raise AnswerError(f"InvalidArgumentError: no {min(inputs)}", "all of it")


def problems(comparison: Comparison) -> list[tuple[str, str]]:
    found = [*comparison.problems, *itertools.chain(*(signature.problems for signature in comparison.signatures))]
    return [(problem.kind, problem.message) for problem in found]


def test_equal_models_have_no_problem_and_all_calls_count(tmp_path: Path) -> None:
    comparison = compare(tmp_path, batch, batch)
    assert problems(comparison) == []
    (report,) = comparison.signatures
    assert (report.key, report.calls, report.max_abs) == ("serving_default", 5, 0.0)
    assert report.text == "(x: float32 [None]) -> (y: float32 [])"


def test_a_difference_within_the_tolerance_is_none_but_is_told(tmp_path: Path) -> None:
    comparison = compare(tmp_path, batch, lambda inputs: {"y": batch(inputs)["y"] + 1e-5})
    assert problems(comparison) == []
    assert comparison.signatures[0].max_abs == pytest.approx(1e-5, rel=1e-3)


def test_the_worst_difference_is_told_with_its_inputs(tmp_path: Path) -> None:
    comparison = compare(tmp_path, batch, lambda inputs: {"y": batch(inputs)["y"] * 1.5})
    ((kind, message),) = problems(comparison)
    assert kind == "values"
    assert message == (
        "output 'y' is 3.0 in old and 4.5 in new for x = <positive [3]>; "
        "max abs difference 1.5, max rel 0.5 (rtol 0.0001, atol 1e-05)"
    )


def test_an_old_model_that_disagrees_with_itself_proves_nothing(tmp_path: Path) -> None:
    count = itertools.count()
    comparison = compare(tmp_path, lambda _: {"y": float(next(count))}, batch)
    ((kind, message),) = problems(comparison)
    assert kind == "random"
    assert message.startswith("old disagrees with itself on the same inputs, so output 'y' cannot be compared: it is ")


def test_what_new_alone_refuses_is_told(tmp_path: Path) -> None:
    comparison = compare(tmp_path, batch, refuse)
    assert problems(comparison) == [
        ("call-failed", "new refuses what old accepts: InvalidArgumentError: no x, for x = <zeros [1]>")
    ]
    assert comparison.signatures[0].calls == 0


def test_what_both_refuse_is_not_proven_equal(tmp_path: Path) -> None:
    ((kind, message),) = problems(compare(tmp_path, refuse, refuse))
    assert kind == "call-failed"
    assert message.startswith(
        "old does not accept any of the 5 inputs that we tried: InvalidArgumentError: no x, for x"
    )


def test_inputs_that_old_refuses_are_noted_when_it_accepts_others(tmp_path: Path) -> None:
    def picky(inputs: dict[str, Any]) -> dict[str, float]:
        return batch(inputs) if inputs["x"]["shape"] == [2] else refuse(inputs)

    (report,) = compare(tmp_path, picky, picky).signatures
    assert (report.calls, report.problems) == (2, ())
    assert report.notes == ("old refused 3 of the 5 inputs: InvalidArgumentError: no x, for x = float32 [1] (zeros)",)


def test_a_renamed_input_is_still_called_and_told_once(tmp_path: Path) -> None:
    comparison = compare(tmp_path, batch, batch, inputs="renamed")
    assert [kind for kind, _ in problems(comparison)] == ["missing-input"]
    assert comparison.signatures[0].calls == 5


def test_a_renamed_output_is_still_compared(tmp_path: Path) -> None:
    comparison = compare(tmp_path, batch, lambda inputs: {"z": batch(inputs)["y"] + 1}, outputs="z")
    assert [kind for kind, _ in problems(comparison)] == ["missing-output", "values"]


def test_an_export_that_does_not_load_is_told_with_the_error(tmp_path: Path) -> None:
    comparison = compared(FakeServer(old=batch), export(tmp_path, "old"), export(tmp_path, "new"))
    assert problems(comparison) == [("load-failed", "the new export cannot be loaded: OSError: no such op")]
    assert comparison.problems[0].details == "OSError: no such op\n  in a long stack"


def test_an_export_that_cannot_be_read_is_told_by_its_own_path(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    comparison = compared(FakeServer(old=batch), export(tmp_path, "old"), (Export("out"), tmp_path / "new"))
    ((kind, message),) = problems(comparison)
    assert kind == "unreadable-export"
    assert message.startswith("the new export cannot be read: out: holds no saved_model.pb")


def test_an_image_model_finds_its_size(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.mkdir()
    encoded = signature({"image": tensor(1, shape(-1, -1, -1, 3))}, {"y": tensor(1, shape())})
    (path / "saved_model.pb").write_bytes(model(meta_graph("serve", serving_default=encoded)))

    def network(inputs: dict[str, Any]) -> dict[str, float]:
        return {"y": 1.0} if inputs["image"]["shape"][1:] == [16, 16, 3] else refuse(inputs)

    (report,) = compared(FakeServer(old=network), (Export("out"), path), (Export("out"), path)).signatures
    assert (report.calls, report.problems) == (5, ())


def test_models_without_signatures_prove_nothing(tmp_path: Path) -> None:
    path = tmp_path / "old"
    path.mkdir()
    (path / "saved_model.pb").write_bytes(model(meta_graph("serve")))
    both = (Export("out"), path), (Export("out"), path)
    ((kind, _),) = problems(compared(FakeServer(old=batch), *both))
    assert kind == "not-called"


def test_each_side_is_asked_where_and_by_whom_it_is_to_be_called(tmp_path: Path) -> None:
    first, second = FakeServer(old=batch), FakeServer(new=lambda inputs: {"y": batch(inputs)["y"] + 1})
    second.kept = lambda name: Path(f"other/{name}")  # type: ignore[method-assign]
    asked: list[tuple[Path, Path]] = []

    def compare(left: Path, right: Path, outputs: list[tuple[str, str, float, float]]) -> dict[str, dict[str, Any]]:
        asked.append((left, right))
        (pair,) = outputs
        equal = {"equal": True, "max_abs": 0.0, "max_rel": 0.0, "left_shape": [], "right_shape": []}
        return {pair[0]: equal}

    first.compare = compare  # type: ignore[method-assign]
    old = Side(cast("ModelServer", first), *export(tmp_path, "old"), "CPU:0")
    new = Side(cast("ModelServer", second), *export(tmp_path, "new"), "CPU:1")
    assert problems(compare_exports(old, new, name="0")) == []
    assert (first.devices, second.devices) == (["CPU:0"], ["CPU:1"])
    assert asked[:2] == [(Path("first"), Path("second")), (Path("first"), Path("other/new"))]


def test_what_cannot_be_made_is_told() -> None:
    info = TensorInfo("", "variant", ())
    assert str(Signature("", {"x": info}, {})) == "(x: variant []) -> ()"


def test_a_difference_in_an_array_is_told_with_its_place_and_extent() -> None:
    measure = {
        "equal": False,
        "max_abs": 0.25,
        "max_rel": 0.25,
        "left": "1",
        "right": "1.25",
        "left_shape": [2, 2],
        "right_shape": [2, 2],
        "index": [1, 0],
        "size": 4,
        "differing": 2,
    }
    assert describe_difference(measure, "old", "new", "x = 3", Bound(1e-3, 0.0)) == (
        "is 1 in old and 1.25 in new at [1, 0] for x = 3; 2 of 4 values differ; "
        "max abs difference 0.25, max rel 0.25 (rtol 0.001, atol 0)"
    )
    assert describe_difference({**measure, "right_shape": [4]}, "old", "new", "", Bound(0.0, 0.0)) == (
        "has shape [2, 2] in old and [4] in new"
    )


def variable(name: str, *shape: int, needed: bool = True) -> dict[str, Any]:
    return {"name": name, "dtype": "float32", "shape": list(shape), "needed": needed}


def compare_variables(folder: Path, answer: dict[str, Any] | AnswerError) -> Comparison:
    server = FakeServer(old=batch, new=batch)
    server.variables = answer
    sides = export(folder, "old"), export(folder, "new")
    return compared(server, *sides)


def test_variables_without_a_counterpart_are_told_by_whether_signatures_need_them(tmp_path: Path) -> None:
    slots = [variable(f"w/slot_{number}", 3, needed=False) for number in range(6)]
    left = {"old": [variable("w", 3), *slots], "new": [variable("parts/0", 1), variable("step", needed=False)]}
    comparison = compare_variables(tmp_path, {**NO_VARIABLES, "old": 8, "new": 3, "equal": 1, "left": left})
    assert comparison.variables is not None
    assert comparison.variables.problems == ()
    assert comparison.variables.notes == (
        "new has no counterpart of 'w' (float32 [3]), which the signatures of old need",
        "only old has 'w/slot_0', 'w/slot_1', 'w/slot_2', 'w/slot_3' and 2 more, which no signature needs",
        "old has no counterpart of 'parts/0' (float32 [1]), which the signatures of new need",
        "only new has 'step', which no signature needs",
    )


def test_needed_variables_of_the_same_shape_with_other_values_are_a_problem(tmp_path: Path) -> None:
    left = {"old": [variable("a", 3), variable("b", 3)], "new": [variable("c", 3), variable("d", 3)]}
    comparison = compare_variables(tmp_path, {**NO_VARIABLES, "old": 2, "new": 2, "left": left})
    assert comparison.variables is not None
    assert [(problem.kind, problem.message) for problem in comparison.variables.problems] == [
        ("variables", "no variable of new has the value of 'a' (float32 [3]) of old"),
        ("variables", "no variable of new has the value of 'b' (float32 [3]) of old"),
    ]
    assert comparison.variables.notes == ()


def test_variables_that_cannot_be_read_are_noted(tmp_path: Path) -> None:
    comparison = compare_variables(tmp_path, AnswerError("DataLossError: bad block", "all of it"))
    assert comparison.variables is None
    assert comparison.notes == ("the variables could not be compared: DataLossError: bad block",)
    assert comparison.problems == ()


def test_models_without_variables_have_no_line_of_them(tmp_path: Path) -> None:
    assert compare_variables(tmp_path, NO_VARIABLES).variables is None
