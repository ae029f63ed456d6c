from __future__ import annotations

import pytest

from hublint.output.model_text import Detail, findings_text, render, restored_functions, summary
from hublint.rule import Finding, Location
from hublint.savedmodel.contents import Contents, Graph, ObjectNode
from hublint.savedmodel.words import size_text
from tests.output.models import GRAPH, HOSTILE, HOSTILE_NAME, KERAS, LARGE, MODEL

FULL = """\
model
  TensorFlow 2 SavedModel, written by TensorFlow 2.21.0, 1.2 MB in 3 files
  note: found in the cache
  damage: assets/gone.txt is missing

  tags          serve
  operations    6 nodes in the graph and 2 functions

  2 signatures
    serving_default
      in   inputs  float32  [None, 3]
      out  logits  float32  [None, 2]
           words   string   [None]
    classify (classify)
      out  scores  float32  unknown rank

  2 functions of the restored object
    __call__(x, training=False)  2 traces
      x: float32 [None, 3]  training=True   -> float32 [None, 2]
      x: float32 [None, 3]  training=False  -> float32 [None, 2]
    words(words)  no trace

  3 variables, 56 bytes
    Adam/m/w  float32  [3, 2]  24 bytes  42.9 %
    w         float32  [3, 2]  24 bytes  42.9 %
    b         float32  [2]      8 bytes  14.3 %
  optimizer     1 variable, 24 bytes or 42.9 % (the object optimizer is an optimizer)

  assets        vocab.txt (4 bytes), gone.txt (missing)
  notable       EagerPyFunc runs Python (2 times in f0, f1)
                MadeUpOp is none of TensorFlow's own (in the graph itself)
"""


def text(model: Contents, detail: Detail | None = None) -> str:
    return "".join(render(model.path, model, (), detail or Detail()))


def test_a_model_as_a_whole() -> None:
    shown = "".join(render("model", MODEL, ["found in the cache"], Detail()))
    assert shown == FULL


def test_a_file_of_keras() -> None:
    assert (
        text(KERAS)
        == """\
model.keras
  file of Keras (.keras), written by Keras 3.15.1, 5.0 kB in 1 file

  Keras         Functional, compiled
  layers        4: 2 Dense, Own, Lambda
  own classes   mine>Own
  bytecode in   plus

  variables     none
"""
    )


def test_hdf5_that_is_called_keras() -> None:
    assert "HDF5 file of Keras in spite of its name" in text(KERAS._replace(form="keras-hdf5"))
    assert "in spite" not in text(KERAS._replace(form="keras-hdf5", path="model.h5"))


def test_a_large_model_fits_on_a_screen_and_nothing_is_left_out_with_all() -> None:
    lines = text(LARGE).splitlines()
    assert len(lines) < 60
    assert "    and 92 more signatures; --all shows all" in lines
    assert "    and 490 more variables; --all shows all" in lines
    none = text(LARGE, Detail(largest=0)).splitlines()
    assert len(none) == len(lines) - 10
    assert "  500 variables, 8.0 kB" in none
    everything = text(LARGE, Detail(everything=True))
    assert all(f"    v{number} " in everything for number in range(500))
    assert all(f"    signature_{number}\n" in everything for number in range(100))
    assert "--all" not in everything


def test_tensors_are_named_when_asked_for() -> None:
    assert "in   inputs  float32  [None, 3]  serving_default_inputs:0" in text(MODEL, Detail(tensors=True))


def test_several_graphs_are_told_apart() -> None:
    train = GRAPH._replace(tags=frozenset({"serve", "train"}))
    shown = text(MODEL._replace(graphs=(GRAPH, train)))
    assert "  graph         serve\n" in shown
    assert "  graph         serve train\n" in shown
    assert "  tags          (none)\n" in text(MODEL._replace(graphs=(GRAPH._replace(tags=frozenset()),)))


def test_a_restored_object_without_functions() -> None:
    graph = GRAPH._replace(objects=(ObjectNode("user_object", {}),))
    assert "  functions     none: the restored object cannot be called but by its signatures\n" in text(
        MODEL._replace(graphs=(graph,))
    )


def test_functions_of_parts_are_found_with_the_way_to_them() -> None:
    assert list(restored_functions(GRAPH)) == ["__call__", "_hidden", "words", "part.__call__"]
    assert list(restored_functions(GRAPH, everything=False)) == ["__call__", "words"]


def test_functions_that_lead_in_a_circle() -> None:
    objects = (ObjectNode("user_object", {"a": 1}), ObjectNode("user_object", {"b": 0, "c": 7, "d": 1}))
    assert restored_functions(Graph(frozenset(), "", {}, objects=objects)) == {}


def test_a_chain_of_objects_is_not_followed_for_ever() -> None:
    step = [ObjectNode("user_object", {"next": number + 2, "f": number + 1}) for number in range(0, 20_000, 2)]
    call = ObjectNode("function", {})
    objects = (*(one for number in step for one in (number, call)), ObjectNode("user_object", {}))
    ways = list(restored_functions(Graph(frozenset(), "", {}, objects=objects)))
    assert ways[:3] == ["f", "next.f", "next.next.f"]
    assert len(ways) < 1000
    assert max(map(len, ways)) < 1100


def test_long_names_are_cut_unless_all_is_shown() -> None:
    name = "n" * 100
    model = MODEL._replace(variables=(MODEL.variables[0]._replace(name=name),))
    assert f"    {'n' * 47}…  float32" in text(model)
    assert f"    {name}  float32" in text(model, Detail(everything=True))


@pytest.mark.parametrize("detail", [Detail(), Detail(everything=True, tensors=True)])
def test_hostile_names_neither_steer_the_terminal_nor_fill_it(detail: Detail) -> None:
    shown = text(HOSTILE, detail)
    assert all(character.isprintable() for line in shown.split("\n") for character in line)
    assert summary(HOSTILE_NAME, HOSTILE).isprintable()
    assert "␛[2J␊␍�gnpxxx" in shown


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (5 * 10**15, "5000.0 TB"),
    ],
)
def test_sizes(size: int, shown: str) -> None:
    assert size_text(size) == shown


def test_one_line() -> None:
    assert summary("m", MODEL) == (
        "m: TensorFlow 2 SavedModel, written by TensorFlow 2.21.0, 1.2 MB in 3 files, tags serve, 2 signatures, "
        "3 variables"
    )
    assert summary("m", KERAS) == "m: file of Keras (.keras), written by Keras 3.15.1, 5.0 kB in 1 file, 0 variables"


def test_findings_are_wrapped_below_their_code() -> None:
    place = Location(1, 1)
    message = "a sentence of some length " * 6
    finding = Finding("m", place, place, "HUB601", message.strip(), 0, 0, detail="the \x1b note\nin two lines")
    assert list(findings_text([])) == []
    lines = "".join(findings_text([finding])).splitlines()
    assert lines[:2] == ["", "  1 finding"]
    assert lines[2].startswith("    HUB601 a sentence of some length")
    assert lines[3].startswith("           ")
    assert " ".join(" ".join(lines[2:4]).split()) == f"HUB601 {message.strip()}"
    assert lines[4:] == ["           = the ␛ note", "             in two lines"]
