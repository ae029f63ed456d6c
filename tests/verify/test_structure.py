"""What two exports promise, compared."""

from __future__ import annotations

from hublint.savedmodel import Signature, TensorInfo
from hublint.savedmodel.contents import Graph
from hublint.verify.report import Export
from hublint.verify.structure import compare_interfaces, compare_tags, pair_exports, pair_names, pair_signatures

PREDICT = "tensorflow/serving/predict"


def tensor(dtype: str = "float32", *shape: int | None) -> TensorInfo:
    return TensorInfo("t:0", dtype, shape)


def signature(inputs: dict[str, TensorInfo], outputs: dict[str, TensorInfo], method: str = PREDICT) -> Signature:
    return Signature(method, inputs, outputs)


ADD_TWO = signature({"input": tensor()}, {"output": tensor()})


def messages(old: Signature, new: Signature) -> list[tuple[str, str]]:
    return [(problem.kind, problem.message) for problem in compare_interfaces(old, new)]


def paths(old: str, new: str) -> list[tuple[str | None, str | None]]:
    pairs = pair_exports([Export(path, line=n) for n, path in enumerate(old)], [Export(path) for path in new])
    return [(left.path if left else None, right.path if right else None) for left, right in pairs]


def test_exports_pair_by_path_and_the_rest_by_order() -> None:
    assert paths("ab", "ba") == [("a", "a"), ("b", "b")]
    assert paths("abc", "xby") == [("a", "x"), ("b", "b"), ("c", "y")]
    assert paths("aa", "aa") == [("a", "a"), ("a", "a")]
    assert paths("ab", "b") == [("a", None), ("b", "b")]
    assert paths("b", "ab") == [("b", "b"), (None, "a")]
    assert paths("", "a") == [(None, "a")]
    assert paths("a", "") == [("a", None)]


def test_the_same_path_pairs_first_with_first() -> None:
    old, new = [Export("p", line=1), Export("p", line=2)], [Export("p", line=3), Export("p", line=4)]
    assert [(a and a.line, b and b.line) for a, b in pair_exports(old, new)] == [(1, 3), (2, 4)]


def test_tags_are_compared_as_a_set() -> None:
    serve, gpu = Graph(frozenset({"serve"}), "", {}), Graph(frozenset({"gpu", "serve"}), "", {})
    assert compare_tags(serve, serve) == []
    (problem,) = compare_tags(gpu, serve)
    assert (problem.kind, problem.message) == ("tags", "the tags are 'gpu', 'serve' in old and 'serve' in new")


def test_equal_signatures_have_no_problem() -> None:
    assert pair_signatures({"a": ADD_TWO}, {"a": ADD_TWO}) == ([("a", "a")], [])


def test_a_renamed_signature_is_told_and_still_compared() -> None:
    pairs, (problem,) = pair_signatures({"predict": ADD_TWO}, {"serving_default": ADD_TWO})
    assert pairs == [("predict", "serving_default")]
    assert problem.kind == "missing-signature"
    assert problem.message == "the signature 'predict' of old is called 'serving_default' in new"


def test_missing_and_further_signatures_are_told() -> None:
    pairs, problems = pair_signatures({"a": ADD_TWO, "b": ADD_TWO, "c": ADD_TWO}, {"a": ADD_TWO, "d": ADD_TWO})
    assert pairs == [("a", "a")]
    assert [problem.message for problem in problems] == [
        "new has no signature 'b'; it has 'a', 'd'",
        "new has no signature 'c'; it has 'a', 'd'",
        "new has a signature 'd' that old has not",
    ]
    _, (problem,) = pair_signatures({"a": ADD_TWO}, {})
    assert problem.message == "new has no signature 'a'; it has no signatures"


def test_the_signature_that_keras_adds_is_no_problem() -> None:
    old, new = {"serving_default": ADD_TWO}, {"serve": ADD_TWO, "serving_default": ADD_TWO}
    assert pair_signatures(old, new) == ([("serving_default", "serving_default")], [])


def test_a_keras_endpoint_in_place_of_another_key_is_a_problem() -> None:
    pairs, (problem,) = pair_signatures({"predict": ADD_TWO}, {"serve": ADD_TWO})
    assert pairs == [("predict", "serve")]
    assert problem.kind == "missing-signature"


def test_names_pair_with_themselves_and_the_last_two_with_each_other() -> None:
    assert pair_names("ab", "ba") == {"a": "a", "b": "b"}
    assert pair_names("ab", "bc") == {"b": "b", "a": "c"}
    assert pair_names("ab", "cd") == {}
    assert pair_names("a", "ab") == {"a": "a"}


def test_tensor_names_are_not_compared() -> None:
    other = signature({"input": TensorInfo("serving_default_input:0", "float32", ())}, {"output": tensor()})
    assert messages(ADD_TWO, other) == []


def test_an_export_to_the_folder_for_temporary_files_needs_no_counterpart() -> None:
    step, made = Export("/tmp/graph", temporary=True), Export("out")
    assert pair_exports([made], [step, made]) == [(made, made)]
    assert pair_exports([step], [step._replace(path="/tmp/other"), made]) == [(step, made)]


def test_a_signature_without_a_method_may_get_one() -> None:
    without = ADD_TWO._replace(method="")
    assert not messages(without, ADD_TWO)
    assert messages(ADD_TWO, without) == [("method", f"the method is '{PREDICT}' in old and '' in new")]


def test_the_method_is_compared() -> None:
    other = ADD_TWO._replace(method="tensorflow/serving/classify")
    assert messages(ADD_TWO, other) == [
        ("method", f"the method is '{PREDICT}' in old and 'tensorflow/serving/classify' in new")
    ]


def test_a_renamed_output_is_told_as_such() -> None:
    assert messages(ADD_TWO, signature({"input": tensor()}, {"output_0": tensor()})) == [
        ("missing-output", "output 'output' of old is called 'output_0' in new")
    ]


def test_missing_and_further_names_are_told() -> None:
    old = signature({"a": tensor(), "b": tensor()}, {"p": tensor()})
    new = signature({"c": tensor(), "d": tensor()}, {"p": tensor(), "q": tensor()})
    assert messages(old, new) == [
        ("missing-input", "input 'a' is missing in new, which has 'c', 'd'"),
        ("missing-input", "input 'b' is missing in new, which has 'c', 'd'"),
        ("extra-input", "input 'c' of new is not in old"),
        ("extra-input", "input 'd' of new is not in old"),
        ("extra-output", "output 'q' of new is not in old"),
    ]


def test_types_and_static_shapes_are_compared() -> None:
    old = signature({"x": tensor("float32", None, 3)}, {"y": tensor("int64", None)})
    new = signature({"x": tensor("float32", 1, 3)}, {"y": TensorInfo("y", "int32", None)})
    assert messages(old, new) == [
        ("input-shape", "input 'x' has shape [None, 3] in old and [1, 3] in new"),
        ("output-dtype", "output 'y' is int64 in old and int32 in new"),
        ("output-shape", "output 'y' has shape [None] in old and unknown rank in new"),
    ]


def test_a_sparse_tensor_is_not_a_dense_one() -> None:
    old = signature({"x": TensorInfo("", "float32", (2,), "sparse")}, {})
    new = signature({"x": tensor("float32", 2)}, {})
    assert messages(old, new) == [("input-dtype", "input 'x' is sparse float32 in old and float32 in new")]
