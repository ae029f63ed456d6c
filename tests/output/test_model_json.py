from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from hublint.output.model_json import Told, render
from hublint.registry import Registry
from hublint.rule import Finding, Location
from tests.output.models import HOSTILE, KERAS, MODEL

if TYPE_CHECKING:
    from hublint.savedmodel.contents import Contents


def document(*told: Told) -> Any:
    return json.loads("".join(render(told, Registry([]))))


def only(model: Contents) -> Any:
    (told,) = document(Told("target", model.path, None, ("a note",), model))["models"]
    return told


def test_a_model() -> None:
    told = only(MODEL)
    assert list(told) == [
        "target",
        "path",
        "error",
        "notes",
        "form",
        "bytes",
        "files",
        "graphs",
        "variables",
        "variable_bytes",
        "optimizer",
        "keras",
        "notable_operations",
        "damage",
        "findings",
    ]
    assert (told["target"], told["path"], told["error"], told["notes"]) == ("target", "model", None, ["a note"])
    assert (told["form"], told["bytes"], told["variable_bytes"], told["keras"]) == ("tf2", 1_201_003, 56, None)
    assert told["files"][1] == {"path": "assets/vocab.txt", "bytes": 4}
    assert told["variables"][0] == {"name": "Adam/m/w", "key": "m", "dtype": "float32", "shape": [3, 2], "bytes": 24}
    assert told["optimizer"] == {"keys": ["m"], "bytes": 24, "evidence": "the object optimizer is an optimizer"}
    assert told["damage"] == [{"file": "assets/gone.txt", "reason": "is missing"}]
    assert told["notable_operations"][0] == {
        "kind": "runs Python",
        "operation": "EagerPyFunc",
        "count": 2,
        "functions": ["f0", "f1"],
    }


def test_a_graph() -> None:
    (graph,) = only(MODEL)["graphs"]
    assert (graph["tags"], graph["tensorflow_version"], graph["nodes"], graph["functions"]) == (
        ["serve"],
        "2.21.0",
        6,
        2,
    )
    assert graph["operations"]["EagerPyFunc"] == 2
    assert list(graph["signatures"]) == ["serving_default", "classify"]
    assert graph["signatures"]["serving_default"]["method"] == "tensorflow/serving/predict"
    assert graph["signatures"]["serving_default"]["inputs"]["inputs"] == {
        "dtype": "float32",
        "shape": [None, 3],
        "tensor": "serving_default_inputs:0",
        "encoding": "dense",
    }
    assert graph["signatures"]["classify"]["outputs"]["scores"]["shape"] is None
    call = graph["restored_functions"]["__call__"]
    assert (call["arguments"], call["defaults"]) == (["x", "training"], {"training": "False"})
    assert [trace["constants"] for trace in call["traces"]] == [{"training": "True"}, {"training": "False"}]
    assert graph["restored_functions"]["part.__call__"] == call
    assert graph["assets"][0] == {"name": "vocab.txt", "tensor": "a:0"}


def test_the_part_of_keras() -> None:
    told = only(KERAS)
    assert told["graphs"] == []
    assert told["keras"] == {
        "version": "3.15.1",
        "backend": "",
        "model_class": "Functional",
        "layers": ["Dense", "Own", "Dense", "Lambda"],
        "custom": ["mine>Own"],
        "lambdas": ["plus"],
        "training_config": True,
    }


def test_what_could_not_be_read() -> None:
    told = document(Told("nowhere", error="nowhere: no such file or folder"))
    error = {"target": "nowhere", "path": None, "error": "nowhere: no such file or folder"}
    assert told == {"schema": 1, "models": [error]}
    assert document() == {"schema": 1, "models": []}


def test_findings() -> None:
    place = Location(1, 1)
    finding = Finding("m", place, place, "HUB601", "what is wrong", 0, 0, detail="a detail")
    (told,) = document(Told("m", "m", None, (), MODEL, (finding,)))["models"]
    shown = {"code": "HUB601", "name": None, "message": "what is wrong", "detail": "a detail", "url": None}
    assert told["findings"] == [shown]


def test_hostile_names_are_escaped() -> None:
    text = "".join(render([Told("m", "m", None, (), HOSTILE)], Registry([])))
    assert text.isascii()
    assert "\x1b" not in text
    assert json.loads(text)["models"][0]["form"] == "tf2"
